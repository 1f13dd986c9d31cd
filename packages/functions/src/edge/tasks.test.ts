import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { LaunchSpec } from "@q2o/core/ports";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTasks } from "./tasks.ts";

/** What the endpoint does with a call: answers, says nothing at all, or hangs up after it has heard everything. */
type Script = { status: number; body: object } | "silence" | "hang up";

const place = {
  TASK_CLUSTER: "arn:aws:ecs:eu-central-1:111111111111:cluster/q2o",
  TASK_DEFINITION: "arn:aws:ecs:eu-central-1:111111111111:task-definition/runner:7",
  TASK_CONTAINER: "runner",
  TASK_PLACES: 5,
  TASK_SUBNETS: ["subnet-1", "subnet-2"],
  TASK_SECURITY_GROUPS: ["sg-1"],
};
const spec: LaunchSpec = {
  clientToken: "run_1-1",
  startedBy: "run_1",
  machine: "spot",
  environment: { Q2O_API_URL: "https://q2o.example", Q2O_RUN_TOKEN: "a token" },
};
const fault = (type: string, more: object = {}, status = 400): Script => ({
  status,
  body: { __type: type, message: "no", ...more },
});

/** The client of AWS, over real HTTP, against an ECS that says what it is told to. */
describe("tasks on Fargate", () => {
  const calls: { operation: string; input: Record<string, unknown> }[] = [];
  let script: Script[] = [];
  let server: Server;
  let tasks: ReturnType<typeof openTasks>;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
        calls.push({ operation, input: JSON.parse(Buffer.concat(chunks).toString()) });
        // The last word is repeated for as long as it is asked for.
        const next = script.length > 1 ? script.shift() : script[0];
        if (next === undefined || next === "silence") return;
        if (next === "hang up") return void request.socket.destroy();
        response
          .writeHead(next.status, { "content-type": "application/x-amz-json-1.1" })
          .end(JSON.stringify(next.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_ECS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "AK",
      AWS_SECRET_ACCESS_KEY: "s",
    });
    tasks = openTasks(place, 400);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    calls.splice(0);
    script = [];
  });
  const run = (...says: Script[]) => {
    script = says;
    return tasks.run(spec);
  };
  const started = { status: 200, body: { tasks: [{ taskArn: "arn:task/1" }], failures: [] } } as const;

  it("asks for one task with its token, on Spot, outside of everybody's reach, and in the same words again", async () => {
    expect(await run(started)).toEqual({ kind: "started", taskArn: "arn:task/1" });
    expect(calls).toEqual([
      {
        operation: "RunTask",
        input: {
          cluster: place.TASK_CLUSTER,
          taskDefinition: place.TASK_DEFINITION,
          count: 1,
          clientToken: "run_1-1",
          startedBy: "run_1",
          capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: ["subnet-1", "subnet-2"],
              securityGroups: ["sg-1"],
              assignPublicIp: "ENABLED",
            },
          },
          overrides: {
            containerOverrides: [
              {
                name: "runner",
                environment: [
                  { name: "Q2O_API_URL", value: "https://q2o.example" },
                  { name: "Q2O_RUN_TOKEN", value: "a token" },
                ],
              },
            ],
          },
        },
      },
    ]);
    await run(started);
    expect(calls[1]).toEqual(calls[0]);
    await tasks.run({ ...spec, machine: "on_demand" });
    expect(calls[2]?.input).toMatchObject({ capacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }] });
  });

  it.each([
    [
      "no capacity",
      { status: 200, body: { tasks: [], failures: [{ reason: "RESOURCE:FARGATE" }] } },
      "RESOURCE:FARGATE",
    ],
    ["nothing said", { status: 200, body: {} }, "no task"],
    ["throttled", fault("ThrottlingException"), "ThrottlingException"],
    ["too many", fault("TooManyRequestsException", {}, 429), "TooManyRequestsException"],
    ["over the account's limit", fault("LimitExceededException"), "LimitExceededException"],
    ["another's token", fault("ConflictException"), "ConflictException"],
  ] satisfies [string, Script, string][])("did not start, and may later: %s", async (_, says, reason) => {
    expect(await run(says)).toEqual({ kind: "refused", reason });
  });

  it("adopts the task that a conflict names", async () => {
    expect(await run(fault("ConflictException", { resourceIds: ["arn:task/earlier"] }))).toEqual({
      kind: "started",
      taskArn: "arn:task/earlier",
    });
  });

  it.each([
    "AccessDeniedException",
    "ClientException",
    "ClusterNotFoundException",
    "InvalidParameterException",
    "PlatformTaskDefinitionIncompatibilityException",
    "PlatformUnknownException",
    "UnsupportedFeatureException",
  ])("will never start: %s", async (name) => {
    expect(await run(fault(name))).toEqual({ kind: "impossible", reason: name });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ["silent", "silence"],
    ["gone after it heard", "hang up"],
    ["at fault", fault("ServerException", {}, 500)],
    ["unreadable", { status: 503, body: [] }],
    ["new", fault("SomethingNewException")],
  ] satisfies [string, Script][])("is unknown, and so not said, when ECS is %s", async (_, says) => {
    await expect(run(says)).rejects.toThrow();
    for (const { input } of calls) expect(input.clientToken).toBe(spec.clientToken);
  });

  it("asks once more by itself, with the same token", async () => {
    expect(await run("hang up", started)).toEqual({ kind: "started", taskArn: "arn:task/1" });
    expect(await run(fault("ThrottlingException"), started)).toEqual({ kind: "started", taskArn: "arn:task/1" });
    expect(new Set(calls.map(({ input }) => JSON.stringify(input))).size).toBe(1);
    expect(calls).toHaveLength(4);
  });

  it("stops a task once, and takes one that is forgotten for stopped", async () => {
    script = [
      { status: 200, body: { task: {} } },
      fault("InvalidParameterException"),
      fault("ServerException", {}, 500),
    ];
    await tasks.stop("arn:task/1", "enough");
    expect(calls).toEqual([
      { operation: "StopTask", input: { cluster: place.TASK_CLUSTER, task: "arn:task/1", reason: "enough" } },
    ]);
    await tasks.stop("arn:task/2", "enough");
    await expect(tasks.stop("arn:task/3", "enough")).rejects.toMatchObject({ name: "ServerException" });
  });

  it("lists what runs, a page at a time, with who started it and when", async () => {
    script = [
      { status: 200, body: { taskArns: ["arn:task/1", "arn:task/2"], nextToken: "more" } },
      {
        status: 200,
        body: { tasks: [{ taskArn: "arn:task/1", startedBy: "run_1", createdAt: 1_780_000_000 }], failures: [{}] },
      },
      { status: 200, body: { taskArns: [] } },
    ];
    expect(await tasks.list()).toEqual({
      items: [{ taskArn: "arn:task/1", startedBy: "run_1", createdAt: new Date(1_780_000_000_000) }],
      next: "more",
    });
    expect(await tasks.list("more")).toEqual({ items: [], next: undefined });
    expect(calls.map(({ operation, input }) => [operation, input])).toEqual([
      ["ListTasks", { cluster: place.TASK_CLUSTER }],
      ["DescribeTasks", { cluster: place.TASK_CLUSTER, tasks: ["arn:task/1", "arn:task/2"] }],
      ["ListTasks", { cluster: place.TASK_CLUSTER, nextToken: "more" }],
    ]);
  });
});
