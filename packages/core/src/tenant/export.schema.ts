import * as z from "zod";
import { Instant, id } from "../base/base.schema.ts";

/** In the order in which they are read. */
export const exportSections = [
  "members",
  "projects",
  "activationCodes",
  "runs",
  "devices",
  "comments",
  "usage",
  "llmCalls",
  "overrides",
  "events",
] as const;
export type ExportSection = (typeof exportSections)[number];

/** Where to go on: `next` of the part before. */
const After = z
  .string()
  .regex(new RegExp(`^((${exportSections.join("|")})\\.[\\w:.-]{0,120})?$`), "Use the cursor of the part before.")
  .default("");
export const ExportOwn = z.object({ after: After });
export const ExportOf = z.object({ id: id("tenant"), after: After });

const Rows = z.array(z.looseObject({}));

/** All that a tenant owns, or as much of it as fits into one answer: joined, the parts are the whole. */
export const TenantExport = z.object({
  exportedAt: Instant,
  tenant: z.looseObject({ id: z.string(), slug: z.string(), name: z.string() }),
  ...(Object.fromEntries(exportSections.map((name) => [name, Rows])) as Record<ExportSection, typeof Rows>),
  /** Null when this is the end. */
  next: z.string().nullable(),
});
