import { afterAll, beforeAll, expect, it } from "vitest";
import { appSecret, type World, world } from "./world.ts";

let w: World;
let sweep: () => Promise<unknown>;
beforeAll(async () => {
  w = await world();
  const nowhere = "http://127.0.0.1:9";
  Object.assign(process.env, {
    ...{ DATABASE_URL: w.loginUrl, SITE_URL: w.site, APP_SECRET: appSecret, BUCKET: "artifacts" },
    ...{ RUNS_QUEUE_URL: `${nowhere}/runs`, MAIL_QUEUE_URL: `${nowhere}/mail` },
    ...{ TASK_CLUSTER: "q2o", TASK_DEFINITION: "runner", TASK_CONTAINER: "runner" },
    ...{ TASK_SUBNETS: "subnet-1", TASK_SECURITY_GROUPS: "sg-1" },
    ...{ AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "AK", AWS_SECRET_ACCESS_KEY: "s" },
    ...{ AWS_ENDPOINT_URL_ECS: nowhere, AWS_ENDPOINT_URL_S3: nowhere, AWS_ENDPOINT_URL_SQS: nowhere },
  });
  const { handler } = await import("../src/schedule/sweep.ts");
  sweep = () => handler();
});
afterAll(() => w.close());

it("does all else when one of its chores fails, and fails in the end so that somebody is told", async () => {
  const old = () =>
    w.asOwner(
      "insert into throttle (key, count, window_ends_at) values ('old', 1, now() - interval '2 days') on conflict do nothing",
    );
  const isForgotten = async () => (await w.asOwner("select 1 from throttle where key = 'old'")).length === 0;
  await old();
  await w.asOwner("alter table subscription rename to elsewhere");
  try {
    await expect(sweep()).rejects.toThrow();
    expect(await isForgotten()).toBe(true);
  } finally {
    await w.asOwner("alter table elsewhere rename to subscription");
  }
  await old();
  // The task engine does not answer either, which keeps nobody waiting.
  await sweep();
  expect(await isForgotten()).toBe(true);
});
