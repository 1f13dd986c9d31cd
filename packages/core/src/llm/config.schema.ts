import * as z from "zod";
import { Instant, id, orNone, PageQuery, pageOf, sortBy, text } from "../base/base.schema.ts";
import { Agent, Level, LlmValues, PromptVersions } from "./llm.schema.ts";

const Version = z.int().min(0);
const Reason = text(500).trim().min(1, "Say why, for whoever looks at it later.");

const Nothing = z.object({});
export const OfSystem = Nothing;
export const OfProject = z.object({ id: id("project") });
export const OfAgent = OfProject.extend({ agent: Agent });

/** A level as it shall be from now on, why, and the version that this replaces. */
const Save = z.object({ values: LlmValues, replaces: Version, reason: Reason });
export const SaveSystem = Save;
export const SaveProject = Save.extend(OfProject.shape);
export const SaveAgent = Save.extend(OfAgent.shape);

/** Without `replaces` whatever is in force is taken away. */
const Clear = z.object({
  replaces: Version.optional(),
  reason: Reason.default("Taken away, so that the level above applies."),
});
export const ClearProject = Clear.extend(OfProject.shape);
export const ClearAgent = Clear.extend(OfAgent.shape);

const Author = z.object({ id: z.string(), email: z.string().nullable() });
const Named = z.object({ id: z.string(), name: z.string() });

/** What one level says now. Version 0 is before anybody has saved one, so nobody wrote it. */
export const LlmLevel = z.object({
  id: z.string().nullable(),
  level: Level,
  project: Named.nullable(),
  tenant: Named.nullable(),
  agent: Agent.nullable(),
  version: Version,
  values: LlmValues,
  reason: z.string().nullable(),
  author: Author.nullable(),
  createdAt: Instant.nullable(),
});

/** Of which level, in which version, and what it says there (a prompt's text apart). */
const Override = z.object({ level: Level, agent: Agent.nullable(), version: Version, names: z.array(z.string()) });

export const LlmProject = LlmLevel.extend({ agents: z.array(Override) });

export const ListOverrides = PageQuery.extend({ sort: sortBy(["updatedAt", "name"], "updatedAt:desc") });
export const OverridePage = pageOf(
  z.object({ project: Named, tenant: Named, updatedAt: Instant, overrides: z.array(Override) }),
);

/** Without a project it is the system's; without an agent, what all of a project's share. */
export const AskEffective = z.object({ projectId: orNone(id("project")), agent: orNone(Agent) });

const from = <T extends z.ZodType>(value: T) => z.object({ value, level: Level, version: Version });
const full = LlmValues.omit({ prompt: true }).required().shape;

export const LlmEffective = z.object({
  projectId: z.string().nullable(),
  agent: Agent.nullable(),
  values: z.object({
    provider: from(full.provider),
    model: from(full.model),
    fallback: from(full.fallback),
    temperature: from(full.temperature),
    maxTokens: from(full.maxTokens),
    monthlyBudgetMicros: from(full.monthlyBudgetMicros),
    dailyBudgetMicros: from(full.dailyBudgetMicros),
    tenantBudgetMicros: from(full.tenantBudgetMicros),
    projectBudgetMicros: from(full.projectBudgetMicros),
    runBudgetMicros: from(full.runBudgetMicros),
    reach: from(full.reach),
    enabled: from(full.enabled),
  }),
  prompt: z.object({
    text: z.string(),
    parts: z.array(z.object({ level: Level, version: Version, text: z.string() })),
  }),
  versions: PromptVersions,
});

const VersionId = z
  .string()
  .max(200)
  .meta({ example: "llc_01JQZ3M8S4T6V8X0Z2B4D6F8H0" })
  .transform((typed) => (/^llc_[0-9A-Z]{26}$/.test(typed) ? typed : "unknown"));

export const AskHistory = z.object({
  after: z.union([z.literal(""), VersionId]).default(""),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  level: orNone(Level),
  projectId: orNone(id("project")),
  agent: orNone(Agent),
  authorId: orNone(id("admin")),
});

const Change = z.object({ name: z.string(), old: z.unknown(), new: z.unknown() });

/** One save: who, when, why, and what it says otherwise than the version before. */
const Saved = LlmLevel.omit({ values: true }).extend({
  id: z.string(),
  changes: z.array(Change),
  prompt: z.object({ addedLines: z.int(), removedLines: z.int() }),
});
export const HistoryFeed = z.object({ items: z.array(Saved), next: z.string().nullable() });

export const AskVersion = z.object({ id: VersionId });
export const LlmVersion = Saved.extend({
  values: LlmValues,
  isInForce: z.boolean(),
  /** How many projects that are not archived it concerns, or would if it were restored. */
  affectedProjects: z.int(),
});

/** Against the version before unless another is named. */
export const AskDiff = AskVersion.extend({ against: orNone(VersionId) });
const Side = z.object({ id: z.string().nullable(), level: Level, version: Version });
export const LlmDiff = z.object({
  from: Side,
  to: Side,
  values: z.array(Change),
  prompt: z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() })),
});

export const RestoreVersion = AskVersion.extend({ reason: Reason.optional(), replaces: Version.optional() });
