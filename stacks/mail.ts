import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { lambda } from "./function.ts";
import { type Stage, secret } from "./stage.ts";

/** Letters: a queue, and the function that writes and sends them. */
export class Mail extends Stack {
  readonly queue: Queue;
  readonly dead: Queue;
  readonly functions: Lambda[];

  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage }) {
    super(scope, id, props);
    const { stage } = props;
    this.dead = new Queue(this, "MailDead", { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.queue = new Queue(this, "Queue", {
      visibilityTimeout: Duration.seconds(360),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: 5 },
      enforceSSL: true,
    });
    const identity = new EmailIdentity(this, "Sender", {
      identity: Identity.domain(stage.mailFrom.split("@").at(-1) ?? stage.domain),
    });
    const mailer = lambda(this, "Mailer", "mailer", {
      environment: {
        DATABASE_URL: secret(stage, "DATABASE_URL"),
        APP_SECRET: secret(stage, "APP_SECRET"),
        SITE_URL: `https://${stage.domain}`,
        MAIL_FROM: stage.mailFrom,
      },
      seconds: 60,
    });
    mailer.addEventSource(new SqsEventSource(this.queue, { batchSize: 5, reportBatchItemFailures: true }));
    mailer.addToRolePolicy(new PolicyStatement({ actions: ["ses:SendEmail"], resources: [identity.emailIdentityArn] }));
    this.functions = [mailer];
  }
}
