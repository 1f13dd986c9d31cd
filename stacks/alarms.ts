import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Stage } from "./stage.ts";

type Watched = { functions: readonly Lambda[]; queues: readonly Queue[]; dead: readonly Queue[] };

/** What somebody is woken for: messages given up on, functions that fail, queues that nobody empties. */
export class Alarms extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; watched: Watched }) {
    super(scope, id, props);
    const topic = new Topic(this, "Topic", { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(props.stage.alarmEmail));
    const period = Duration.minutes(5);
    const watch = {
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    };
    const alarms = [
      ...props.watched.dead.map((queue) =>
        queue
          .metricApproximateNumberOfMessagesVisible({ period, statistic: "Maximum" })
          .createAlarm(this, `${queue.node.id}Filled`, { ...watch, threshold: 1 }),
      ),
      ...props.watched.queues.map((queue) =>
        queue
          .metricApproximateAgeOfOldestMessage({ period, statistic: "Maximum" })
          .createAlarm(this, `${queue.stack.node.id}${queue.node.id}Waits`, { ...watch, threshold: 600 }),
      ),
      ...props.watched.functions.map((each) =>
        each.metricErrors({ period }).createAlarm(this, `${each.node.id}Fails`, { ...watch, threshold: 3 }),
      ),
    ];
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
  }
}
