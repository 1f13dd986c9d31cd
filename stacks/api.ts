import { Stack, type StackProps } from "aws-cdk-lib";
import { type CfnStage, HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { lambda } from "./function.ts";
import type { Mail } from "./mail.ts";
import type { Runs } from "./runs.ts";
import { type Stage, secret } from "./stage.ts";
import type { Storage } from "./storage.ts";

/** HTTP: everything under `/api`, and Stripe's webhook with a function and rights of its own. */
export class Api extends Stack {
  readonly http: HttpApi;
  readonly functions: Lambda[];

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { stage: Stage; storage: Storage; runs: Runs; mail: Mail },
  ) {
    super(scope, id, props);
    const { stage, storage, runs, mail } = props;
    const database = { DATABASE_URL: secret(stage, "DATABASE_URL") };
    const api = lambda(this, "Api", "api", {
      environment: {
        ...database,
        APP_SECRET: secret(stage, "APP_SECRET"),
        SIGNING_KEY: secret(stage, "SIGNING_KEY"),
        SITE_URL: `https://${stage.domain}`,
        BUCKET: storage.artifacts.bucketName,
        RUNS_QUEUE_URL: runs.queue.queueUrl,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        ...runs.taskEnvironment,
      },
      seconds: 28, // below the gateway's 30
      megabytes: 1024,
    });
    runs.queue.grantSendMessages(api);
    mail.queue.grantSendMessages(api);
    runs.grantTasks(api);
    storage.artifacts.grantRead(api, "*");
    storage.artifacts.grantPut(api, "*");

    const hook = lambda(this, "StripeHook", "hook-stripe", {
      environment: {
        ...database,
        STRIPE_SECRET_KEY: secret(stage, "STRIPE_SECRET_KEY"),
        STRIPE_WEBHOOK_SECRET: secret(stage, "STRIPE_WEBHOOK_SECRET"),
      },
      seconds: 20,
    });

    this.http = new HttpApi(this, "Http", { defaultIntegration: new HttpLambdaIntegration("ApiIntegration", api) });
    this.http.addRoutes({
      path: "/api/billing/webhook",
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration("StripeIntegration", hook),
    });
    const throttled = this.http.defaultStage?.node.defaultChild as CfnStage;
    throttled.defaultRouteSettings = { throttlingRateLimit: 200, throttlingBurstLimit: 400 };
    this.functions = [api, hook];
  }
}
