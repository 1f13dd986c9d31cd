import { type App, Tags } from "aws-cdk-lib";
import { Alarms } from "./alarms.ts";
import { Api } from "./api.ts";
import { Billing } from "./billing.ts";
import { Database } from "./database.ts";
import { Mail } from "./mail.ts";
import { Network } from "./network.ts";
import { Runs } from "./runs.ts";
import { Schedules } from "./schedules.ts";
import { isProduction, type Stage } from "./stage.ts";
import { Storage } from "./storage.ts";
import { Web } from "./web.ts";

/** The table of contents: which stacks, in which order. */
export function stacks(app: App, stage: Stage) {
  const named = (name: string) => `q2o-${stage.name}-${name}`;
  const common = { stage, terminationProtection: isProduction(stage) };
  const storage = new Storage(app, named("storage"), common);
  const network = new Network(app, named("network"), common);
  const mail = new Mail(app, named("mail"), common);
  const database = new Database(app, named("database"), common);
  const runs = new Runs(app, named("runs"), {
    ...common,
    network,
    mailQueue: mail.queue,
    artifacts: storage.artifacts,
  });
  const billing = new Billing(app, named("billing"), { ...common, runs, mail });
  const api = new Api(app, named("api"), { ...common, storage, runs, mail, billing });
  const schedules = new Schedules(app, named("schedules"), { ...common, runs, mail, billing });
  const web = new Web(app, named("web"), { ...common, api });
  for (const stack of [mail, runs, billing, api, schedules]) stack.addDependency(database);
  const alarms = new Alarms(app, named("alarms"), {
    ...common,
    watched: {
      functions: [database, api, runs, mail, billing, schedules].flatMap(({ functions }) => functions),
      queues: [runs.queue, mail.queue, billing.queue],
      dead: [runs.dead, mail.dead, billing.dead, schedules.dead],
    },
  });
  Tags.of(app).add("q2o:stage", stage.name);
  return { storage, network, database, mail, runs, billing, api, schedules, web, alarms };
}
