import { Actor } from "@q2o/core/actor";
import { log } from "@q2o/core/base";
import { taskStopped } from "@q2o/core/run/launch";
import * as z from "zod";
import { withPorts } from "../edge/ports.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html */
const TaskChange = z.object({
  "detail-type": z.literal("ECS Task State Change"),
  detail: z.object({ taskArn: z.string(), lastStatus: z.string(), startedBy: z.string().optional() }),
});

/** Events come twice, late, or not at all, so they only do sooner what the sweeper would do anyway. */
export const handler = withPorts(["database", "site", "secret", "queues", "tasks"], async (event: unknown) => {
  const change = TaskChange.safeParse(event);
  if (!change.success) return log.warn("task.unreadable");
  const { taskArn, lastStatus, startedBy } = change.data.detail;
  if (lastStatus !== "STOPPED" || !startedBy?.startsWith("run_")) return;
  await Actor.provide({ type: "platform" }, () => taskStopped({ runId: startedBy, taskArn }));
});
