import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Service } from "../http/index.ts";
import { startOf, until } from "../process/index.ts";
import { type Engine, openEngine, start, type TaskEvent } from "./index.ts";

/** What a task does is in its environment, so that one definition serves all tests. */
const program = `
  const { MODE } = process.env;
  if (MODE === "env") console.log(JSON.stringify(process.env));
  if (MODE === "exit") process.exit(3);
  if (MODE === "stubborn") process.on("SIGTERM", () => console.log("no"));
  if (MODE === "polite") process.on("SIGTERM", () => process.exit(0));
  if (MODE === "parent") console.log(require("node:child_process").spawn("sleep", ["300"]).pid);
  if (MODE !== "env") { console.log("up"); setInterval(() => {}, 1000); }`;

describe("ecs", () => {
  const cluster = "q2o";
  const definitions = [
    {
      family: "runner",
      container: "runner",
      command: [process.execPath, "-e", program],
      environment: { PATH: "/usr/bin:/bin", FROM_IMAGE: "yes", MODE: "none" },
      stopTimeoutSeconds: 1,
    },
  ];
  let folder: string;
  let engine: Engine;
  let service: Service;
  let client: ECSClient;
  let events: TaskEvent[];

  /** What goes wrong on purpose. */
  const trouble = { isFull: false, losesAnswers: false };

  const open = async () => {
    engine = openEngine({ folder, definitions, onEvent: (event) => events.push(event), now: Date.now });
    await engine.recover();
    service = await start(engine, {
      accessKeyId: "AK",
      cluster,
      definitions,
      isFull: () => trouble.isFull,
      isAnswerLost: (operation) => trouble.losesAnswers && operation === "RunTask",
    });
    const credentials = { accessKeyId: "AK", secretAccessKey: "s" };
    client = new ECSClient({ region: "us-east-1", endpoint: service.url, credentials });
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "q2o-ecs-"));
    events = [];
    Object.assign(trouble, { isFull: false, losesAnswers: false });
    await open();
  });
  afterEach(async () => {
    await service.stop();
    await engine.close(100);
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (MODE: string, more: object = {}) => {
    const environment = [{ name: "MODE", value: MODE }];
    const answer = await client.send(
      new RunTaskCommand({
        cluster,
        taskDefinition: "runner",
        overrides: { containerOverrides: [{ name: "runner", environment }] },
        ...more,
      }),
    );
    return answer.tasks?.[0]?.taskArn ?? "";
  };
  const describeTask = async (arn: string) =>
    (await client.send(new DescribeTasksCommand({ cluster, tasks: [arn] }))).tasks?.[0];
  const has = (arn: string, status: string) =>
    until(async () => (await describeTask(arn))?.lastStatus === status, 8_000);
  const log = (arn: string) => readFileSync(join(folder, "logs", `${arn.split("/").at(-1)}.log`), "utf8");
  const isUp = (arn: string) => until(() => log(arn).includes("up"), 8_000);

  it("gives a task the definition's and the overrides' environment, and nothing of ours", async () => {
    process.env.A_SECRET_OF_OURS = "x";
    const arn = await run("env");
    await has(arn, "STOPPED");
    const { PWD, _, SHLVL, OLDPWD, ...seen } = JSON.parse(log(arn));
    expect(seen).toEqual({ PATH: "/usr/bin:/bin", FROM_IMAGE: "yes", MODE: "env" });
  });

  it("tells every change with exit code and reason", async () => {
    const arn = await run("exit", { startedBy: "run_1" });
    await has(arn, "STOPPED");
    expect(events.map((event) => event.detail.lastStatus)).toEqual(["PROVISIONING", "RUNNING", "STOPPED"]);
    expect(events.at(-1)).toMatchObject({
      source: "aws.ecs",
      "detail-type": "ECS Task State Change",
      detail: {
        taskArn: arn,
        startedBy: "run_1",
        stopCode: "EssentialContainerExited",
        containers: [{ name: "runner", exitCode: 3 }],
      },
    });
    expect((await describeTask(arn))?.stoppedAt).toBeInstanceOf(Date);
  });

  it("starts one task per client token, and names it when the token comes with another request", async () => {
    const [one, two] = await Promise.all([run("polite", { clientToken: "t" }), run("polite", { clientToken: "t" })]);
    expect(one).toBe(two);
    await expect(run("exit", { clientToken: "t" })).rejects.toMatchObject({
      name: "ConflictException",
      resourceIds: [one],
    });
    expect(await run("polite", { clientToken: "u" })).not.toBe(one);
  });

  it("has no room when it is told to, and starts a task whose answer it loses", async () => {
    trouble.isFull = true;
    expect(await run("polite", { clientToken: "t" })).toBe("");
    trouble.isFull = false;
    trouble.losesAnswers = true;
    // The SDK asks again by itself, in the same words.
    await expect(run("polite", { clientToken: "t" })).rejects.toThrow();
    expect(engine.tasks.unfinished()).toHaveLength(1);
    trouble.losesAnswers = false;
    expect(await run("polite", { clientToken: "t" })).toBe(engine.tasks.unfinished()[0]?.arn);
  });

  it("asks a task to stop, and makes one that will not", async () => {
    const [polite, stubborn] = [await run("polite"), await run("stubborn")];
    await Promise.all([isUp(polite), isUp(stubborn)]);
    for (const task of [polite, stubborn]) await client.send(new StopTaskCommand({ cluster, task, reason: "enough" }));
    await Promise.all([has(polite, "STOPPED"), has(stubborn, "STOPPED")]);
    const code = async (arn: string) => (await describeTask(arn))?.containers?.[0]?.exitCode;
    expect([await code(polite), await code(stubborn)]).toEqual([0, 137]);
    expect(log(stubborn)).toContain("no");
    expect(await describeTask(polite)).toMatchObject({ stopCode: "UserInitiated", stoppedReason: "enough" });
  });

  it("ends with a task everything the task started", async () => {
    const arn = await run("parent");
    await isUp(arn);
    const grandchild = Number.parseInt(log(arn), 10);
    expect(startOf(grandchild)).toBeDefined();
    await client.send(new StopTaskCommand({ cluster, task: arn }));
    await has(arn, "STOPPED");
    expect(await until(() => startOf(grandchild) === undefined, 5_000)).toBe(true);
  });

  it("lists by who started, and describes what is missing", async () => {
    const arn = await run("polite", { startedBy: "run_2" });
    await run("polite", { startedBy: "run_3" });
    const list = (more: object) => client.send(new ListTasksCommand({ cluster, ...more }));
    expect((await list({ startedBy: "run_2" })).taskArns).toEqual([arn]);
    expect((await list({})).taskArns).toHaveLength(2);
    expect((await list({ desiredStatus: "STOPPED" })).taskArns).toEqual([]);
    const missing = await client.send(new DescribeTasksCommand({ cluster, tasks: ["nope%"] }));
    expect(missing.failures).toEqual([{ arn: "nope%", reason: "MISSING" }]);
  });

  it("ends and reports the tasks of a supervisor that was killed", async () => {
    const arn = await run("stubborn");
    await isUp(arn);
    const [pid = 0] = engine.running();
    await service.stop();
    events = [];
    Object.assign(trouble, { isFull: false, losesAnswers: false });
    await open();
    expect(startOf(pid)).toBeUndefined();
    expect(await describeTask(arn)).toMatchObject({ lastStatus: "STOPPED", stopCode: "SpotInterruption" });
    expect(events.map((event) => event.detail.lastStatus)).toContain("STOPPED");
  });

  it("refuses unknown clusters, definitions, containers and inputs", async () => {
    await expect(run("exit", { cluster: "other" })).rejects.toMatchObject({ name: "ClusterNotFoundException" });
    await expect(run("exit", { taskDefinition: "other" })).rejects.toMatchObject({ name: "ClientException" });
    const overrides = { containerOverrides: [{ name: "other", environment: [] }] };
    await expect(run("exit", { overrides })).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(run("exit", { count: 2 })).rejects.toMatchObject({ name: "InvalidParameterException" });
    expect(readdirSync(join(folder, "logs"))).toEqual([]);
  });
});
