import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Platform } from "aws-cdk-lib/aws-ecr-assets";
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  Secret,
} from "aws-cdk-lib/aws-ecs";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Secret as Stored } from "aws-cdk-lib/aws-secretsmanager";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { lambda } from "./function.ts";
import type { Network } from "./network.ts";
import { root } from "./root.ts";
import { modelSettings, type Stage, secret } from "./stage.ts";

const container = "runner";

/** From "run queued" to a container that does it: queue → launcher → Fargate task → state change. */
export class Runs extends Stack {
  readonly queue: Queue;
  readonly dead: Queue;
  readonly functions: Lambda[];
  /** What a function needs to start and stop tasks. */
  readonly taskEnvironment: Record<string, string>;
  readonly #task: FargateTaskDefinition;
  readonly #cluster: Cluster;

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { stage: Stage; network: Network; mailQueue: Queue; artifacts: Bucket },
  ) {
    super(scope, id, props);
    const { stage, network } = props;
    this.dead = new Queue(this, "RunsDead", { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.queue = new Queue(this, "Runs", {
      visibilityTimeout: Duration.seconds(360), // 6 × the launcher's time, as the SQS guide asks
      deadLetterQueue: { queue: this.dead, maxReceiveCount: 5 },
      enforceSSL: true,
    });

    this.#cluster = new Cluster(this, "Cluster", {
      vpc: network.vpc,
      enableFargateCapacityProviders: true,
      containerInsightsV2: ContainerInsights.ENABLED,
    });
    // The task role is granted nothing, on purpose: agents write the code that runs in there.
    this.#task = new FargateTaskDefinition(this, "Task", {
      cpu: 2048,
      memoryLimitMiB: 4096,
      ephemeralStorageGiB: 30,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    });
    const keys = Stored.fromSecretNameV2(this, "Keys", `q2o/${stage.name}`);
    this.#task.addContainer(container, {
      image: ContainerImage.fromAsset(root, {
        file: "packages/runner/Dockerfile",
        platform: Platform.LINUX_ARM64,
        exclude: ["**/node_modules", ".git", ".local", ".sst", "cdk.out", "dist", "**/dist", "docs", "**/*.test.ts"],
      }),
      stopTimeout: Duration.seconds(120), // the longest that Fargate gives, for a last checkpoint
      environment: { Q2O_PACKAGE_CACHE: "/opt/package-cache", Q2O_WORK: "/work" },
      // Read by the engine that starts the task, so that neither template nor task definition holds a key.
      secrets: Object.fromEntries(modelSettings.map((key) => [key, Secret.fromSecretsManager(keys, key)])),
      logging: LogDrivers.awsLogs({
        streamPrefix: "run",
        logGroup: new LogGroup(this, "TaskLogs", { retention: RetentionDays.ONE_MONTH }),
      }),
    });
    this.taskEnvironment = {
      TASK_CLUSTER: this.#cluster.clusterArn,
      TASK_DEFINITION: this.#task.taskDefinitionArn,
      TASK_CONTAINER: container,
      TASK_SUBNETS: network.vpc.publicSubnets.map(({ subnetId }) => subnetId).join(","),
      TASK_SECURITY_GROUPS: network.tasks.securityGroupId,
    };
    const environment = {
      DATABASE_URL: secret(stage, "DATABASE_URL"),
      APP_SECRET: secret(stage, "APP_SECRET"),
      SITE_URL: `https://${stage.domain}`,
      RUNS_QUEUE_URL: this.queue.queueUrl,
      MAIL_QUEUE_URL: props.mailQueue.queueUrl,
      ...this.taskEnvironment,
    };

    const launcher = lambda(this, "Launcher", "launcher", { environment, seconds: 60 });
    launcher.addEventSource(new SqsEventSource(this.queue, { batchSize: 5, reportBatchItemFailures: true }));

    const state = lambda(this, "TaskState", "task-state", { environment, seconds: 30 });
    new Rule(this, "TaskStateChange", {
      eventPattern: {
        source: ["aws.ecs"],
        detailType: ["ECS Task State Change"],
        detail: { clusterArn: [this.#cluster.clusterArn] },
      },
      targets: [
        new LambdaFunction(state, { retryAttempts: 10, maxEventAge: Duration.hours(1), deadLetterQueue: this.dead }),
      ],
    });

    // Every minute: leases that ran out, launches that were lost, access that came back, files that must go.
    const sweeper = lambda(this, "Sweeper", "sweeper", {
      environment: { ...environment, BUCKET: props.artifacts.bucketName },
      seconds: 55,
    });
    this.#grantErasing(sweeper, props.artifacts);
    this.#grantLooking(sweeper);
    new Rule(this, "EveryMinute", {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(sweeper, { retryAttempts: 0, deadLetterQueue: this.dead })],
    });

    this.functions = [launcher, state, sweeper];
    for (const each of this.functions) {
      this.grantTasks(each);
      this.queue.grantSendMessages(each);
      props.mailQueue.grantSendMessages(each);
    }
  }

  /** The only function that removes what runs delivered: of projects and tenants that were deleted. */
  #grantErasing(grantee: IGrantable, bucket: Bucket): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ["s3:DeleteObject"], resources: [bucket.arnForObjects("runs/*")] }),
    );
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["s3:ListBucket"],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { "s3:prefix": "runs/*" } },
      }),
    );
  }

  /** Which tasks there are, for the only function that looks for those that work for nobody. */
  #grantLooking(grantee: IGrantable): void {
    const inCluster = { ArnEquals: { "ecs:cluster": this.#cluster.clusterArn } };
    // AWS checks the listing of tasks against container instances, although Fargate has none.
    for (const [action, resource] of [
      ["ecs:ListTasks", "container-instance"],
      ["ecs:DescribeTasks", "task"],
    ] as const)
      grantee.grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({
          actions: [action],
          resources: [this.formatArn({ service: "ecs", resource, resourceName: `${this.#cluster.clusterName}/*` })],
          conditions: inCluster,
        }),
      );
  }

  /** This task on this cluster, with the roles it was defined with, and stopping what runs there. */
  grantTasks(grantee: IGrantable): void {
    const [executionRole, taskRole] = [this.#task.obtainExecutionRole(), this.#task.taskRole];
    const inCluster = { ArnEquals: { "ecs:cluster": this.#cluster.clusterArn } };
    for (const statement of [
      new PolicyStatement({
        actions: ["ecs:RunTask"],
        resources: [this.#task.taskDefinitionArn],
        conditions: inCluster,
      }),
      new PolicyStatement({
        actions: ["ecs:StopTask"],
        resources: [
          this.formatArn({ service: "ecs", resource: "task", resourceName: `${this.#cluster.clusterName}/*` }),
        ],
        conditions: inCluster,
      }),
      new PolicyStatement({
        actions: ["iam:PassRole"],
        resources: [executionRole.roleArn, taskRole.roleArn],
        conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      }),
    ])
      grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }
}
