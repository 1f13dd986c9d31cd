import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { afterAll, describe, expect, test } from "vitest";
import { bundles, paths, servedBy } from "../packages/functions/bundles.ts";
import { stacks } from "./index.ts";
import { stageFrom } from "./stage.ts";

const scratch = mkdtempSync(join(tmpdir(), "q2o-stacks-"));
mkdirSync(join(scratch, "portals"));
writeFileSync(join(scratch, "portals/index.html"), "<!doctype html>");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function synthesise(name: string) {
  const app = new App({ outdir: join(scratch, name) });
  const made = stacks(app, {
    name,
    domain: `${name}.q2o.example`,
    certificateArn: "arn:aws:acm:us-east-1:111111111111:certificate/22222222-2222-2222-2222-222222222222",
    mailFrom: `hello@${name}.q2o.example`,
    firstAdminEmail: `admin@${name}.q2o.example`,
    alarmEmail: `alarms@${name}.q2o.example`,
    systemPrompt: "Write plainly.",
    llm: { provider: "openai", model: "gpt-5.4" },
    stripeTax: "none",
    portalFolder: join(scratch, "portals"),
  });
  const assembly = app.synth();
  const templates = Object.fromEntries(Object.entries(made).map(([key, stack]) => [key, Template.fromStack(stack)]));
  return { assembly, made, templates: templates as Record<keyof typeof made, Template> };
}

const modelKeys = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY", "LLM_COMPATIBLE_API_KEY"];

type Resource = { Type: string; Properties: Record<string, unknown> };
type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
  Condition?: unknown;
};

describe.each(["test", "production"])("the stage %s", (name) => {
  const { assembly, made, templates } = synthesise(name);
  const all = Object.values(templates).flatMap((template) =>
    Object.entries(template.toJSON().Resources as Record<string, Resource>).map(([id, resource]) => ({
      id,
      ...resource,
    })),
  );
  const of = (type: string) => all.filter((each) => each.Type === type);
  const own = (type: string) =>
    of(type).filter(({ Properties }) => Properties.Runtime === "nodejs24.x" && Array.isArray(Properties.Architectures));

  test("is synthesised offline: nothing was to be looked up in an account", () => {
    expect(assembly.manifest.missing).toBeUndefined();
  });

  test("has no NAT gateway, and tasks that nobody calls and that speak HTTPS only", () => {
    expect(of("AWS::EC2::NatGateway")).toEqual([]);
    const [group] = of("AWS::EC2::SecurityGroup").filter(({ id }) => id.startsWith("Tasks"));
    expect(group?.Properties.SecurityGroupIngress).toBeUndefined();
    expect(group?.Properties.SecurityGroupEgress).toMatchObject([{ FromPort: 443, ToPort: 443, IpProtocol: "tcp" }]);
    expect(of("AWS::EC2::SecurityGroupIngress")).toEqual([]);
  });

  test("keeps every bucket private, encrypted and behind TLS", () => {
    const buckets = of("AWS::S3::Bucket");
    expect(buckets.length).toBe(2);
    for (const { Properties } of buckets)
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
      });
    const refusals = of("AWS::S3::BucketPolicy").map(({ Properties }) => JSON.stringify(Properties));
    expect(refusals.filter((each) => each.includes('"aws:SecureTransport":"false"'))).toHaveLength(2);
    templates.storage.hasResource("AWS::S3::Bucket", { DeletionPolicy: "Retain" });
  });

  test("gives every queue that is worked a dead-letter queue, and waits six times its function's time", () => {
    const queues = of("AWS::SQS::Queue");
    const worked = queues.filter(({ Properties }) => Properties.RedrivePolicy);
    expect(worked).toHaveLength(3);
    expect(queues.length - worked.length).toBe(4);
    for (const { Properties } of worked)
      expect(Properties).toMatchObject({ VisibilityTimeout: 360, RedrivePolicy: { maxReceiveCount: 5 } });
    for (const { Properties } of of("AWS::Lambda::EventSourceMapping"))
      expect(Properties).toMatchObject({ FunctionResponseTypes: ["ReportBatchItemFailures"] });
    templates.runs.hasResourceProperties("AWS::Lambda::Function", { Timeout: 60 });
  });

  test("runs every function of the product on arm64 and Node 24, each with its own log and a month of it", () => {
    const functions = own("AWS::Lambda::Function");
    expect(functions).toHaveLength(bundles.length);
    for (const { Properties } of functions)
      expect(Properties).toMatchObject({ Architectures: ["arm64"], Handler: "index.handler" });
    const logs = of("AWS::Logs::LogGroup");
    expect(logs.length).toBeGreaterThanOrEqual(bundles.length + 1);
    for (const { Properties } of logs) expect(Properties.RetentionInDays).toBe(30);
  });

  test("writes no secret into a template, and gives each function only those it reads", () => {
    for (const { Properties } of own("AWS::Lambda::Function")) {
      const { Variables } = Properties.Environment as { Variables: Record<string, string> };
      for (const [key, value] of Object.entries(Variables))
        if (/SECRET|_KEY|DATABASE/.test(key)) expect(value).toMatch(/^\{\{resolve:secretsmanager:q2o\//);
    }
    const readers = (key: string) =>
      own("AWS::Lambda::Function")
        .filter(({ Properties }) => key in (Properties.Environment as { Variables: object }).Variables)
        .map(({ id }) => id.replace(/[0-9A-F]{8}$/, ""));
    expect(readers("DATABASE_OWNER_URL")).toEqual(["Migrate"]);
    expect(readers("SIGNING_KEY")).toEqual(["RunnerApi"]);
    expect(readers("STRIPE_SECRET_KEY").sort()).toEqual(["Biller", "Money", "Reconciler"]);
    expect(readers("STRIPE_WEBHOOK_SECRET")).toEqual(["StripeHook"]);
    for (const key of modelKeys) expect(readers(key), key).toEqual(["Llm"]);
    for (const key of ["LLM_SYSTEM_PROMPT", "LLM_PROVIDER", "LLM_MODEL"])
      expect(readers(key).sort(), key).toEqual(["Api", "Llm"]);
  });

  test("lets no admin in without a passkey", () => {
    const identity = own("AWS::Lambda::Function").filter(({ id }) => id.startsWith("Identity"));
    expect(identity).toHaveLength(1);
    for (const { Properties } of identity)
      expect(Properties).toMatchObject({ Environment: { Variables: { ADMIN_PASSKEY: "required" } } });
  });

  test("allows nothing by wildcard but what AWS offers no other way", () => {
    const statements = of("AWS::IAM::Policy").flatMap(({ id, Properties }) =>
      (Properties.PolicyDocument as { Statement: Statement[] }).Statement.map((statement) => ({ id, statement })),
    );
    const ours = statements.filter(({ id }) => !id.startsWith("CustomCDKBucketDeployment"));
    for (const { statement } of ours) for (const action of [statement.Action].flat()) expect(action).not.toBe("*");
    const broad = ours
      .filter(({ statement }) => [statement.Resource].flat().includes("*"))
      .flatMap(({ statement }) => statement.Action);
    expect([...new Set(broad.flat())].sort()).toEqual(["ecr:GetAuthorizationToken"]);
    for (const { statement } of ours.filter(({ statement }) => [statement.Action].flat().includes("ecs:RunTask"))) {
      expect(statement.Condition).toHaveProperty("ArnEquals.ecs:cluster");
      expect(JSON.stringify(statement.Resource)).toContain("Task");
    }
    for (const { statement } of ours.filter(({ statement }) => [statement.Action].flat().includes("iam:PassRole")))
      expect(statement.Condition).toEqual({ StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } });
  });

  test("lets one function remove files, and only those of runs", () => {
    const removing = of("AWS::IAM::Policy").filter(({ Properties }) => /s3:Delete/.test(JSON.stringify(Properties)));
    const ours = removing.filter(({ id }) => !id.startsWith("CustomCDKBucketDeployment"));
    expect(ours.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ""))).toEqual(["SweeperServiceRoleDefaultPolicy"]);
    const statements = ours.flatMap(
      ({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
    );
    const [statement] = statements.filter(({ Action }) => Action === "s3:DeleteObject");
    expect(JSON.stringify(statement?.Resource)).toMatch(/\/runs\/\*/);
  });

  test("lets one function look which tasks there are, on this cluster only", () => {
    const looking = of("AWS::IAM::Policy").filter(({ Properties }) =>
      /ecs:(List|Describe)/.test(JSON.stringify(Properties)),
    );
    expect(looking.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ""))).toEqual(["SweeperServiceRoleDefaultPolicy"]);
    const [document] = looking.map(({ Properties }) => Properties.PolicyDocument as { Statement: Statement[] });
    const statements = document?.Statement.filter(({ Action }) => /^ecs:(List|Describe)/.test(String(Action))) ?? [];
    expect(statements.map(({ Action }) => Action)).toEqual(["ecs:ListTasks", "ecs:DescribeTasks"]);
    for (const { Condition, Resource } of statements) {
      expect(Condition).toHaveProperty("ArnEquals.ecs:cluster");
      expect(JSON.stringify(Resource)).toMatch(/:(container-instance|task)\/.*\/\*/);
    }
  });

  test("grants the task nothing: agents write the code that runs in there", () => {
    const task = templates.runs.findResources("AWS::ECS::TaskDefinition");
    const [definition] = Object.values(task) as [Resource];
    expect(definition.Properties).toMatchObject({
      RuntimePlatform: { CpuArchitecture: "ARM64" },
      RequiresCompatibilities: ["FARGATE"],
    });
    const role = (definition.Properties.TaskRoleArn as { "Fn::GetAtt": string[] })["Fn::GetAtt"][0];
    const attached = of("AWS::IAM::Policy").filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes(`"${role}"`),
    );
    expect(attached).toEqual([]);
    expect(templates.runs.toJSON().Resources[role ?? ""].Properties.ManagedPolicyArns).toBeUndefined();
    const [container] = definition.Properties.ContainerDefinitions as {
      Environment: { Name: string }[];
      Secrets: { Name: string; ValueFrom: unknown }[];
    }[];
    expect(container?.Environment.map(({ Name }) => Name).sort()).toEqual(["Q2O_PACKAGE_CACHE", "Q2O_WORK"]);
    // Model keys by name only, and nothing else of what the platform keeps secret.
    expect(container?.Secrets.map(({ Name }) => Name).sort()).toEqual(
      [...modelKeys, "LLM_COMPATIBLE_BASE_URL", "OPENAI_BASE_URL"].sort(),
    );
    for (const { Name, ValueFrom } of container?.Secrets ?? [])
      expect(JSON.stringify(ValueFrom)).toMatch(new RegExp(`:secret:q2o/.*:${Name}::`));
  });

  test("sends each path to the function that serves it on one machine, too", () => {
    const routes = Object.values(templates.api.findResources("AWS::ApiGatewayV2::Route")) as Resource[];
    const keys = routes.map(({ Properties }) => String(Properties.RouteKey)).sort();
    const wanted = paths
      .filter(({ name: served }) => served !== "api")
      .flatMap(({ path }) => [`ANY ${path}`, `ANY ${path}/{proxy+}`]);
    expect(keys).toEqual(["$default", ...wanted].sort());
    expect(servedBy("/api/admin/auth/session")).toBe("identity");
    expect(servedBy("/api/administrators")).toBe("api");
  });

  test("serves portals and API from one origin, the API uncached", () => {
    templates.web.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({
        Aliases: [`${name}.q2o.example`],
        CacheBehaviors: [
          Match.objectLike({
            PathPattern: "/api/*",
            AllowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
            CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", // CachingDisabled
            ViewerProtocolPolicy: "https-only",
          }),
        ],
        DefaultCacheBehavior: Match.objectLike({ ViewerProtocolPolicy: "redirect-to-https" }),
      }),
    });
    templates.web.resourceCountIs("AWS::CloudFront::OriginAccessControl", 1);
  });

  test("hears of every task that changes, looks for what was lost every minute, and migrates at every deployment", () => {
    templates.runs.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: { source: ["aws.ecs"], "detail-type": ["ECS Task State Change"] },
    });
    const minutely = of("AWS::Events::Rule").filter(
      ({ Properties }) => Properties.ScheduleExpression === "rate(1 minute)",
    );
    expect(minutely).toHaveLength(3);
    templates.database.resourceCountIs("Custom::Trigger", 1);
    for (const stack of [made.api, made.runs, made.mail, made.schedules])
      expect(stack.dependencies).toContain(made.database);
  });

  test("wakes somebody for dead letters, failing functions and queues that nobody empties", () => {
    templates.alarms.resourceCountIs("AWS::CloudWatch::Alarm", 4 + 3 + bundles.length);
    for (const { Properties } of of("AWS::CloudWatch::Alarm")) expect(Properties.AlarmActions).toHaveLength(1);
  });

  test("keeps every message and event that nobody could deal with where the first one wakes somebody", () => {
    for (const { Properties } of of("AWS::Events::Rule"))
      for (const target of Properties.Targets as object[]) expect(target).toHaveProperty("DeadLetterConfig.Arn");
    const filled = of("AWS::CloudWatch::Alarm").filter(({ id }) => /Filled/.test(id));
    expect(filled.map(({ id }) => id.replace(/[0-9A-F]{8}$/, "")).sort()).toEqual([
      "BillingDeadFilled",
      "MailDeadFilled",
      "RunsDeadFilled",
      "SchedulesDeadFilled",
    ]);
    for (const { Properties } of filled)
      expect(Properties).toMatchObject({
        MetricName: "ApproximateNumberOfMessagesVisible",
        Threshold: 1,
        EvaluationPeriods: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      });
  });

  test("protects production from being deleted", () => {
    for (const stack of Object.values(made)) expect(stack.terminationProtection).toBe(name === "production");
  });
});

test("a stage without its settings says which one is missing", () => {
  expect(() => stageFrom("staging", {}, "")).toThrow(/Q2O_DOMAIN/);
});
