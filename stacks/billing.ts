import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { lambda } from "./function.ts";
import type { Mail } from "./mail.ts";
import type { Runs } from "./runs.ts";
import { type Stage, secret } from "./stage.ts";

/** From an event in the inbox to what is true at Stripe: queue → worker, and a reconciler for what was never told. */
export class Billing extends Stack {
  readonly queue: Queue;
  readonly dead: Queue;
  readonly functions: Lambda[];

  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; runs: Runs; mail: Mail }) {
    super(scope, id, props);
    const { stage, runs, mail } = props;
    this.dead = new Queue(this, "BillingDead", { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.queue = new Queue(this, "Billing", {
      visibilityTimeout: Duration.seconds(360), // 6 × the worker's time, as the SQS guide asks
      deadLetterQueue: { queue: this.dead, maxReceiveCount: 5 },
      enforceSSL: true,
    });
    const environment = {
      DATABASE_URL: secret(stage, "DATABASE_URL"),
      APP_SECRET: secret(stage, "APP_SECRET"),
      SITE_URL: `https://${stage.domain}`,
      STRIPE_SECRET_KEY: secret(stage, "STRIPE_SECRET_KEY"),
      RUNS_QUEUE_URL: runs.queue.queueUrl,
      MAIL_QUEUE_URL: mail.queue.queueUrl,
      BILLING_QUEUE_URL: this.queue.queueUrl,
    };
    const biller = lambda(this, "Biller", "biller", { environment, seconds: 60 });
    biller.addEventSource(new SqsEventSource(this.queue, { batchSize: 5, reportBatchItemFailures: true }));
    const reconciler = lambda(this, "Reconciler", "reconciler", { environment, seconds: 55 });
    new Rule(this, "EveryMinute", {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(reconciler, { retryAttempts: 0, deadLetterQueue: this.dead })],
    });
    this.functions = [biller, reconciler];
    for (const each of this.functions)
      for (const queue of [runs.queue, mail.queue, this.queue]) queue.grantSendMessages(each);
  }
}
