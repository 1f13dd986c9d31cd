import {
  ConflictException,
  DescribeTasksCommand,
  ECSClient,
  ECSServiceException,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import type { Launched, LaunchSpec, Ports } from "@q2o/core/ports";
import { crash } from "./crash.ts";
import type { Settings } from "./settings.ts";

/** Twice this, as the client asks again once, still fits in the time of one record. */
const patienceMs = 8_000;

/**
 * Tasks on Fargate: what is taken away goes on from its checkpoint.
 *
 * @param maxMs how long one answer may take
 */
export function openTasks(place: Settings<"tasks">, maxMs = patienceMs): Ports["tasks"] {
  const client = new ECSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: maxMs, throwOnRequestTimeout: true },
  });
  const cluster = place.TASK_CLUSTER;
  return {
    places: place.TASK_PLACES,
    run: async (spec) => {
      try {
        const { tasks = [], failures = [] } = await client.send(commandOf(spec, place));
        const taskArn = tasks[0]?.taskArn;
        if (taskArn) return { kind: "started", taskArn };
        return { kind: "refused", reason: failures[0]?.reason ?? "no task" };
      } catch (error) {
        const known = judge(error);
        if (known) return known;
        throw error;
      }
    },
    stop: async (task, reason) => {
      await client.send(new StopTaskCommand({ cluster, task, reason })).catch((error: unknown) => {
        // It has ended and is forgotten already.
        if (!(error instanceof ECSServiceException && error.name === "InvalidParameterException")) throw error;
      });
    },
    list: async (after) => {
      const { taskArns = [], nextToken } = await client.send(new ListTasksCommand({ cluster, nextToken: after }));
      if (taskArns.length === 0) return { items: [], next: nextToken };
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      const items = tasks.flatMap(({ taskArn, startedBy, createdAt }) =>
        taskArn ? [{ taskArn, startedBy, createdAt }] : [],
      );
      return { items, next: nextToken };
    },
  };
}

/** RunTask, at which a function may die with the request sent and its answer unread. */
function commandOf(spec: LaunchSpec, place: Settings<"tasks">): RunTaskCommand {
  const command = new RunTaskCommand(inputOf(spec, place));
  command.middlewareStack.add(
    (next) => async (request) => {
      const answer = await next(request);
      crash("CP-launcher-sent");
      return answer;
    },
    { name: "crashpoint", step: "deserialize", priority: "low" },
  );
  return command;
}

const inputOf = ({ clientToken, startedBy, machine, environment }: LaunchSpec, place: Settings<"tasks">) => ({
  cluster: place.TASK_CLUSTER,
  taskDefinition: place.TASK_DEFINITION,
  count: 1,
  clientToken,
  startedBy,
  capacityProviderStrategy: [{ capacityProvider: machine === "spot" ? "FARGATE_SPOT" : "FARGATE", weight: 1 }],
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: place.TASK_SUBNETS,
      securityGroups: place.TASK_SECURITY_GROUPS,
      assignPublicIp: "ENABLED" as const,
    },
  },
  overrides: {
    containerOverrides: [
      {
        name: place.TASK_CONTAINER,
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      },
    ],
  },
});

const notNow = new Set(["ThrottlingException", "TooManyRequestsException", "LimitExceededException"]);
const notEver = new Set([
  "AccessDeniedException",
  "ClientException",
  "ClusterNotFoundException",
  "InvalidParameterException",
  "PlatformTaskDefinitionIncompatibilityException",
  "PlatformUnknownException",
  "UnsupportedFeatureException",
]);

/**
 * What an error of RunTask says for certain. Everything else (a timeout, a fault of theirs) says nothing: the task may
 * run, and only the same request with the same token can tell.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
 */
function judge(error: unknown): Launched | undefined {
  if (error instanceof ConflictException) {
    const [taskArn] = error.resourceIds ?? [];
    return taskArn ? { kind: "started", taskArn } : { kind: "refused", reason: error.name };
  }
  if (!(error instanceof ECSServiceException)) return undefined;
  if (notNow.has(error.name)) return { kind: "refused", reason: error.name };
  return notEver.has(error.name) ? { kind: "impossible", reason: error.name } : undefined;
}
