import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { stacks } from "../stacks/index.ts";
import { stageFrom } from "../stacks/stage.ts";

stacks(
  new App(),
  stageFrom(process.env.STAGE ?? "staging", process.env, join(import.meta.dirname, "../packages/web/dist")),
);
