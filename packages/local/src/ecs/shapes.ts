import * as z from "zod";

const Pair = z.object({ name: z.string().min(1), value: z.string() });

/** What we read of RunTask; what would change the task's nature and is not here is refused, not ignored. */
export const RunTask = z.strictObject({
  cluster: z.string().default("default"),
  taskDefinition: z.string(),
  count: z.literal(1).default(1),
  clientToken: z.string().max(64).optional(),
  startedBy: z.string().max(128).optional(),
  group: z.string().optional(),
  launchType: z.literal("FARGATE").optional(),
  platformVersion: z.string().optional(),
  capacityProviderStrategy: z.array(z.object({ capacityProvider: z.string() }).loose()).optional(),
  networkConfiguration: z
    .object({ awsvpcConfiguration: z.object({ subnets: z.array(z.string()).min(1) }).loose() })
    .optional(),
  overrides: z
    .strictObject({
      containerOverrides: z
        .array(
          z.strictObject({
            name: z.string(),
            environment: z.array(Pair).default([]),
            command: z.array(z.string()).optional(),
          }),
        )
        .default([]),
      cpu: z.string().optional(),
      memory: z.string().optional(),
      taskRoleArn: z.string().optional(),
      executionRoleArn: z.string().optional(),
    })
    .prefault({}),
  tags: z.array(z.object({ key: z.string(), value: z.string() }).partial()).optional(),
  propagateTags: z.string().optional(),
  enableECSManagedTags: z.boolean().optional(),
  enableExecuteCommand: z.literal(false).optional(),
});

const Cluster = z.object({ cluster: z.string().default("default") });
export const StopTask = Cluster.extend({ task: z.string(), reason: z.string().default("Task stopped by user") });
export const DescribeTasks = Cluster.extend({ tasks: z.array(z.string()).min(1).max(100) });
export const ListTasks = Cluster.extend({
  startedBy: z.string().optional(),
  family: z.string().optional(),
  desiredStatus: z.enum(["RUNNING", "PENDING", "STOPPED"]).default("RUNNING"),
  maxResults: z.int().min(1).max(100).default(100),
  nextToken: z.string().optional(),
});

export type TaskDefinition = {
  family: string;
  container: string;
  command: string[];
  /** All that the container's image and definition would set; nothing else of our environment reaches it. */
  environment: Record<string, string>;
  /** From SIGTERM to SIGKILL. */
  stopTimeoutSeconds: number;
};

export type Task = {
  arn: string;
  cluster: string;
  family: string;
  container: string;
  clientToken?: string;
  startedBy?: string;
  group?: string;
  /** The request, byte for byte, to tell a repeated one from a different one. */
  request: string;
  overrides: unknown;
  lastStatus: "PROVISIONING" | "RUNNING" | "STOPPED";
  desiredStatus: "RUNNING" | "STOPPED";
  stopCode?: "TaskFailedToStart" | "EssentialContainerExited" | "UserInitiated" | "SpotInterruption";
  stoppedReason?: string;
  exitCode?: number;
  createdAt: number;
  startedAt?: number;
  stoppingAt?: number;
  stoppedAt?: number;
  version: number;
  /** Which process on this machine it is, with the word that tells it from a later one of the same number. */
  process?: { pid: number; started: string };
};

const region = "us-east-1";
const account = "000000000000";
export const arnOf = (kind: "cluster" | "task" | "task-definition" | "container", rest: string) =>
  `arn:aws:ecs:${region}:${account}:${kind}/${rest}`;

/** A task as the API and the events show it; instants differ: seconds there, ISO 8601 here. */
export function present<T>(task: Task, instant: (ms: number) => T) {
  const at = (ms: number | undefined) => (ms === undefined ? undefined : instant(ms));
  return {
    taskArn: task.arn,
    clusterArn: arnOf("cluster", task.cluster),
    taskDefinitionArn: arnOf("task-definition", `${task.family}:1`),
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    launchType: "FARGATE",
    startedBy: task.startedBy,
    group: task.group ?? `family:${task.family}`,
    overrides: task.overrides,
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    createdAt: instant(task.createdAt),
    startedAt: at(task.startedAt),
    stoppingAt: at(task.stoppingAt),
    stoppedAt: at(task.stoppedAt),
    version: task.version,
    containers: [
      {
        containerArn: arnOf("container", task.arn.split("/").slice(1).join("/")),
        taskArn: task.arn,
        name: task.container,
        lastStatus: task.lastStatus === "PROVISIONING" ? "PENDING" : task.lastStatus,
        exitCode: task.exitCode,
      },
    ],
  };
}

/** What EventBridge delivers when a task changes. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html */
export const eventOf = (task: Task, id: string, at: number) => ({
  version: "0",
  id,
  "detail-type": "ECS Task State Change",
  source: "aws.ecs",
  account,
  time: new Date(at).toISOString(),
  region,
  resources: [task.arn],
  detail: { ...present(task, (ms) => new Date(ms).toISOString()), updatedAt: new Date(at).toISOString() },
});

export type TaskEvent = ReturnType<typeof eventOf>;
