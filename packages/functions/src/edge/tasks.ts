import {
  ConflictException,
  ECSClient,
  ECSServiceException,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import type { Launched, LaunchSpec, Ports } from "@q2o/core/ports";
import type { Settings } from "./settings.ts";

/** Tasks on Fargate: what is taken away goes on from its checkpoint. */
export function openTasks(place: Settings<"tasks">): Ports["tasks"] {
  const client = new ECSClient({});
  return {
    places: place.TASK_PLACES,
    run: async (spec) => {
      try {
        const { tasks = [], failures = [] } = await client.send(new RunTaskCommand(inputOf(spec, place)));
        const taskArn = tasks[0]?.taskArn;
        if (taskArn) return { kind: "started", taskArn };
        return { kind: "refused", reason: failures[0]?.reason ?? "no task" };
      } catch (error) {
        const known = judge(error);
        if (known) return known;
        throw error;
      }
    },
    stop: async (taskArn, reason) => {
      await client
        .send(new StopTaskCommand({ cluster: place.TASK_CLUSTER, task: taskArn, reason }))
        .catch((error: unknown) => {
          // It has ended and is forgotten already.
          if (!(error instanceof ECSServiceException && error.name === "InvalidParameterException")) throw error;
        });
    },
  };
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
