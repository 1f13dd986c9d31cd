import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { Trigger } from "aws-cdk-lib/triggers";
import type { Construct } from "constructs";
import { lambda } from "./function.ts";
import { type Stage, secret } from "./stage.ts";

/** Brings the database up to this version before any function of it runs; a migration that fails stops the deployment. */
export class Database extends Stack {
  readonly functions: Lambda[];

  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage }) {
    super(scope, id, props);
    const { stage } = props;
    const migrate = lambda(this, "Migrate", "migrate", {
      environment: {
        DATABASE_OWNER_URL: secret(stage, "DATABASE_OWNER_URL"),
        FIRST_ADMIN_EMAIL: stage.firstAdminEmail,
      },
      seconds: 300,
      concurrency: 1,
    });
    new Trigger(this, "MigrateOnDeploy", { handler: migrate, timeout: Duration.minutes(5) });
    this.functions = [migrate];
  }
}
