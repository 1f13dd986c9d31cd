import * as z from "zod";
import { Instant, orNone, text } from "../base/base.schema.ts";

/** What the engine builds without asking any model. Only what it really has is listed; the ids are the engine's. */
export const blueprints = [
  {
    id: "web-app",
    kind: "web-app",
    name: "Business web application with API",
    version: "1",
    description:
      "Records with their rules, states, lists, searches and reports, as pages that people use and an API that programs use, with sign-in and roles where the objectives ask for them.",
    delivers: [
      "Pages to list, search, enter and change records, fit for a phone",
      "A JSON API with paging, search, validation and OpenAPI",
      "A database on disk with migrations and examples",
      "Tests for each requirement, and a script that repeats the evidence",
      "README, Dockerfile, build pipeline, lockfile and licence notes",
    ],
  },
] as const;

const blueprintKinds = ["web-app"] as const;
const Kind = z.enum(blueprintKinds);

export const ListBlueprints = z.object({
  search: text(200).trim().default(""),
  kind: orNone(Kind),
  enabled: orNone(z.enum(["true", "false"])),
});
export const BlueprintId = z.object({ id: z.string().max(64) });

export const Blueprint = z.object({
  id: z.string(),
  kind: Kind,
  name: z.string(),
  version: z.string(),
  description: z.string(),
  delivers: z.array(z.string()),
  enabled: z.boolean(),
  disabledAt: Instant.nullable(),
  disabledBy: z.object({ id: z.string(), email: z.string().nullable() }).nullable(),
});
export const BlueprintList = z.object({ items: z.array(Blueprint) });
export const BlueprintExport = Blueprint.omit({ enabled: true, disabledAt: true, disabledBy: true }).extend({
  format: z.literal("q2o.blueprint/1"),
  exportedAt: Instant,
});
