import * as z from "zod";
import { FeedQuery, feedOf, Instant } from "../base/base.schema.ts";
import { EventActor } from "./audit.schema.ts";

export const ListActivities = FeedQuery.extend({
  days: z.coerce
    .number()
    .pipe(z.literal([7, 30, 90]))
    .default(7),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const Activity = z.object({
  id: z.string(),
  at: Instant,
  type: z.string(),
  text: z.string(),
  actor: EventActor,
  tenant: z.object({ id: z.string(), name: z.string() }).nullable(),
  projectId: z.string().nullable(),
  runId: z.string().nullable(),
  codeId: z.string().nullable(),
  subjectId: z.string().nullable(),
});
export const ActivityList = feedOf(Activity);
