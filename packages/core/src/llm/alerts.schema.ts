import * as z from "zod";
import { Instant, id, orNone, PageQuery, pageOf } from "../base/base.schema.ts";
import { alertKinds } from "./llm.schema.ts";

export const ListAlerts = PageQuery.omit({ search: true }).extend({
  status: orNone(z.enum(["open", "resolved"])),
  kind: orNone(z.enum(alertKinds)),
});
export const AlertId = z.object({ id: id("alert") });

export const LlmAlert = z.object({
  id: z.string(),
  kind: z.enum(alertKinds),
  /** `platform`, a provider, or a project's id. */
  subject: z.string(),
  /** The project's name, where it is about one. */
  subjectName: z.string().nullable(),
  /** The month, day or hour it is about, or `total`; of a budget with the limit. */
  period: z.string(),
  message: z.string(),
  status: z.enum(["open", "resolved"]),
  createdAt: Instant,
  resolvedAt: Instant.nullable(),
  resolvedBy: z.object({ id: z.string(), email: z.string().nullable() }).nullable(),
});
export const AlertPage = pageOf(LlmAlert);
