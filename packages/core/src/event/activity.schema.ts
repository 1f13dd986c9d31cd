import * as z from "zod";
import { Instant } from "../base/base.schema.ts";

export const ListActivities = z.object({
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
  tenant: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export const ActivityList = z.object({ items: z.array(Activity) });
