import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Billing } from "./billing.ts";
import { lambda } from "./function.ts";
import type { Mail } from "./mail.ts";
import type { Runs } from "./runs.ts";
import { type Stage, secret } from "./stage.ts";

/** What happens by itself: messages that a crash left unsent are sent. */
export class Schedules extends Stack {
  readonly functions: Lambda[];
  readonly dead: Queue;

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { stage: Stage; runs: Runs; mail: Mail; billing: Billing },
  ) {
    super(scope, id, props);
    const { stage, runs, mail, billing } = props;
    this.dead = new Queue(this, "SchedulesDead", { retentionPeriod: Duration.days(14), enforceSSL: true });
    const relay = lambda(this, "Relay", "relay", {
      environment: {
        DATABASE_URL: secret(stage, "DATABASE_URL"),
        RUNS_QUEUE_URL: runs.queue.queueUrl,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        BILLING_QUEUE_URL: billing.queue.queueUrl,
      },
      seconds: 55,
    });
    runs.queue.grantSendMessages(relay);
    mail.queue.grantSendMessages(relay);
    billing.queue.grantSendMessages(relay);
    new Rule(this, "EveryMinute", {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(relay, { retryAttempts: 0, deadLetterQueue: this.dead })],
    });
    this.functions = [relay];
  }
}
