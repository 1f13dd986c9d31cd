import { Stack, type StackProps } from "aws-cdk-lib";
import { type CfnStage, HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { paths } from "../packages/functions/bundles.ts";
import type { Billing } from "./billing.ts";
import { lambda } from "./function.ts";
import type { Mail } from "./mail.ts";
import type { Runs } from "./runs.ts";
import { modelSettings, type Stage, secret } from "./stage.ts";
import type { Storage } from "./storage.ts";

/** HTTP: everything under `/api`, by functions that each have the rights of their own routes. */
export class Api extends Stack {
  readonly http: HttpApi;
  readonly functions: Lambda[];

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { stage: Stage; storage: Storage; runs: Runs; mail: Mail; billing: Billing },
  ) {
    super(scope, id, props);
    const { stage, storage, runs, mail, billing } = props;
    const base = {
      DATABASE_URL: secret(stage, "DATABASE_URL"),
      APP_SECRET: secret(stage, "APP_SECRET"),
      SITE_URL: `https://${stage.domain}`,
      RUNS_QUEUE_URL: runs.queue.queueUrl,
      MAIL_QUEUE_URL: mail.queue.queueUrl,
    };
    const files = { BUCKET: storage.artifacts.bucketName };
    const tasks = runs.taskEnvironment;
    const signing = { SIGNING_KEY: secret(stage, "SIGNING_KEY") };
    const agents = {
      LLM_SYSTEM_PROMPT: stage.systemPrompt,
      LLM_PROVIDER: stage.llm.provider,
      LLM_MODEL: stage.llm.model,
    };
    const models = Object.fromEntries(modelSettings.map((key) => [key, secret(stage, key)]));
    const answers = { seconds: 28, megabytes: 1024 }; // below the gateway's 30

    const api = lambda(this, "Api", "api", { environment: { ...base, ...files, ...tasks, ...agents }, ...answers });
    const people = lambda(this, "People", "people", { environment: base, ...answers });
    const keys = lambda(this, "Keys", "keys", { environment: base, ...answers });
    const client = lambda(this, "Client", "client", { environment: { ...base, ...files }, ...answers });
    const admin = lambda(this, "Admin", "admin", { environment: { ...base, ...files, ...tasks }, ...answers });
    const holdings = lambda(this, "Holdings", "holdings", { environment: base, ...answers });
    const work = lambda(this, "Work", "work", { environment: { ...base, ...files, ...tasks }, ...answers });
    const insight = lambda(this, "Insight", "insight", { environment: base, ...answers });
    const llm = lambda(this, "Llm", "llm", { environment: { ...base, ...agents, ...models }, ...answers });
    const identity = lambda(this, "Identity", "identity", {
      environment: { ...base, ADMIN_PASSKEY: "required" },
      ...answers,
    });
    const runner = lambda(this, "RunnerApi", "runner-api", {
      environment: { ...base, ...files, ...tasks, ...signing },
      ...answers,
    });
    // Signs its tokens with a key that follows from the secret, and sends nothing: no key of deliveries, no queue.
    const { DATABASE_URL, APP_SECRET, SITE_URL } = base;
    const device = lambda(this, "Device", "device", {
      environment: { DATABASE_URL, APP_SECRET, SITE_URL },
      ...answers,
    });
    const docs = lambda(this, "Docs", "docs", { environment: { SITE_URL: base.SITE_URL }, seconds: 10 });
    const stripe = { STRIPE_SECRET_KEY: secret(stage, "STRIPE_SECRET_KEY"), STRIPE_TAX: stage.stripeTax };
    const money = lambda(this, "Money", "billing", { environment: { ...base, ...stripe }, ...answers });
    for (const each of [api, client, people, keys, admin, holdings, work, insight, llm, identity, runner, money]) {
      runs.queue.grantSendMessages(each);
      mail.queue.grantSendMessages(each);
    }
    for (const each of [api, admin, work, runner]) runs.grantTasks(each);
    for (const each of [api, client, admin, work, runner]) storage.artifacts.grantRead(each, "*");
    storage.artifacts.grantPut(runner, "*");
    const hook = lambda(this, "StripeHook", "hook-stripe", {
      environment: {
        DATABASE_URL: base.DATABASE_URL,
        RUNS_QUEUE_URL: base.RUNS_QUEUE_URL,
        MAIL_QUEUE_URL: base.MAIL_QUEUE_URL,
        BILLING_QUEUE_URL: billing.queue.queueUrl,
        STRIPE_WEBHOOK_SECRET: secret(stage, "STRIPE_WEBHOOK_SECRET"),
      },
      seconds: 20,
    });

    billing.queue.grantSendMessages(hook);

    const served = {
      billing: money,
      client,
      holdings,
      work,
      insight,
      llm,
      people,
      keys,
      api,
      admin,
      identity,
      device,
      "runner-api": runner,
      docs,
      "hook-stripe": hook,
    };
    this.http = new HttpApi(this, "Http", { defaultIntegration: new HttpLambdaIntegration("ApiIntegration", api) });
    const integrations = Object.fromEntries(
      Object.entries(served).map(([name, each]) => [
        name,
        new HttpLambdaIntegration(`${each.node.id}Integration`, each),
      ]),
    );
    // The default is the api's, so its own path needs no route. A path and what is below it are two.
    for (const { path, name } of paths.filter((each) => each.name !== "api"))
      for (const route of [path, `${path}/{proxy+}`])
        this.http.addRoutes({
          path: route,
          methods: [HttpMethod.ANY],
          integration: integrations[name] as HttpLambdaIntegration,
        });
    const throttled = this.http.defaultStage?.node.defaultChild as CfnStage;
    throttled.defaultRouteSettings = { throttlingRateLimit: 200, throttlingBurstLimit: 400 };
    this.functions = Object.values(served);
  }
}
