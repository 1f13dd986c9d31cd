export { type Engine, openEngine } from "./engine.ts";
export * as Ecs from "./index.ts";
export type { TaskDefinition, TaskEvent } from "./shapes.ts";

import { randomBytes } from "node:crypto";
import type * as z from "zod";
import { AwsError, type Operations, serveAwsJson } from "../http/aws-json.ts";
import type { Engine } from "./engine.ts";
import {
  arnOf,
  DescribeTasks,
  ListTasks,
  present,
  RunTask,
  StopTask,
  type Task,
  type TaskDefinition,
} from "./shapes.ts";

type Options = {
  accessKeyId: string;
  cluster: string;
  definitions: TaskDefinition[];
  port?: number;
  /** For tests: whether there is no room just now, and whether an answer gets lost. */
  isFull?: () => boolean;
  isAnswerLost?: (operation: string) => boolean;
};

/** RunTask, StopTask, DescribeTasks and ListTasks over AWS JSON 1.1, for one cluster. */
export const start = (engine: Engine, options: Options) =>
  serveAwsJson(operations(engine, options), { version: "1.1", ...options });

function operations(engine: Engine, { cluster, definitions, isFull }: Options): Operations {
  const clusterOf = (name: string) => {
    if (name === cluster || name === arnOf("cluster", cluster)) return cluster;
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  };
  const show = (task: Task) => present(task, (ms) => ms / 1_000);

  return {
    RunTask: (input) => {
      const wanted = RunTask.parse(input);
      clusterOf(wanted.cluster);
      const definition = definitions.find((one) => isNamed(one, wanted.taskDefinition));
      if (!definition) throw new AwsError("ClientException", "TaskDefinition not found.");
      const request = fingerprint(wanted);
      const earlier = wanted.clientToken ? engine.tasks.findByToken(cluster, wanted.clientToken) : undefined;
      if (earlier && earlier.request !== request)
        throw new AwsError("ConflictException", "The client token was used for another request.", {
          fields: { resourceIds: [earlier.arn] },
        });
      if (earlier) return { tasks: [show(earlier)], failures: [] };
      if (isFull?.()) return { tasks: [], failures: [{ reason: "RESOURCE:FARGATE" }] };
      return {
        tasks: [show(engine.run(newTask(wanted, definition, cluster), environmentOf(wanted, definition)))],
        failures: [],
      };
    },

    StopTask: (input) => {
      const wanted = StopTask.parse(input);
      const task = engine.tasks.find(clusterOf(wanted.cluster), wanted.task);
      if (!task) throw new AwsError("InvalidParameterException", "The referenced task was not found.");
      return { task: show(engine.stop(task, { stopCode: "UserInitiated", stoppedReason: wanted.reason })) };
    },

    DescribeTasks: (input) => {
      const wanted = DescribeTasks.parse(input);
      const found = wanted.tasks.map((name) => [name, engine.tasks.find(clusterOf(wanted.cluster), name)] as const);
      return {
        tasks: found.flatMap(([, task]) => (task ? [show(task)] : [])),
        failures: found.flatMap(([name, task]) => (task ? [] : [{ arn: name, reason: "MISSING" }])),
      };
    },

    ListTasks: (input) => {
      const wanted = ListTasks.parse(input);
      const from = Number(wanted.nextToken ?? 0);
      const found = engine.tasks
        .list(clusterOf(wanted.cluster))
        .filter((task) => task.desiredStatus === wanted.desiredStatus)
        .filter((task) => wanted.startedBy === undefined || task.startedBy === wanted.startedBy)
        .filter((task) => wanted.family === undefined || task.family === wanted.family);
      const to = from + wanted.maxResults;
      const nextToken = to < found.length ? String(to) : undefined;
      return { taskArns: found.slice(from, to).map((task) => task.arn), nextToken };
    },
  };
}

const isNamed = ({ family }: TaskDefinition, name: string) =>
  [family, `${family}:1`, arnOf("task-definition", `${family}:1`)].includes(name);

/** The same for two requests that mean the same, whatever the order in which their keys came. */
const fingerprint = (request: z.output<typeof RunTask>) =>
  JSON.stringify(request, (_, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

const newTask = (wanted: z.output<typeof RunTask>, { family, container }: TaskDefinition, cluster: string) => ({
  arn: arnOf("task", `${cluster}/${randomBytes(16).toString("hex")}`),
  request: fingerprint(wanted),
  overrides: wanted.overrides,
  cluster,
  family,
  container,
  ...(wanted.clientToken === undefined ? {} : { clientToken: wanted.clientToken }),
  ...(wanted.startedBy === undefined ? {} : { startedBy: wanted.startedBy }),
  ...(wanted.group === undefined ? {} : { group: wanted.group }),
});

/** @throws AwsError for an override of a container that the definition does not have */
function environmentOf(wanted: z.output<typeof RunTask>, { container }: TaskDefinition): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const override of wanted.overrides.containerOverrides) {
    if (override.name !== container || override.command !== undefined)
      throw new AwsError(
        "InvalidParameterException",
        "Override for a container or command that is not in the definition.",
      );
    for (const { name, value } of override.environment) environment[name] = value;
  }
  return environment;
}
