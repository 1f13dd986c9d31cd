import { join } from "node:path";
import type { SSTConfig } from "sst";
import { stacks } from "./stacks/index.ts";
import { stageFrom } from "./stacks/stage.ts";

export default {
  config: () => ({ name: "q2o", region: process.env.AWS_REGION ?? "eu-central-1" }),
  stacks: (app) => {
    stacks(app, stageFrom(app.stage, process.env, join(process.cwd(), "packages/web/dist")));
  },
} satisfies SSTConfig;
