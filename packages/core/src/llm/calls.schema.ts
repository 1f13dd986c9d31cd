import * as z from "zod";
import { Instant, id, orNone, text } from "../base/base.schema.ts";
import { From, To } from "../event/period.schema.ts";
import { Agent, cacheStates, callStatuses, PromptVersions, Provider } from "./llm.schema.ts";

const Tokens = z.int().min(0).max(100_000_000);
/** Ten thousand dollars: no one call costs more. */
const Micros = z.int().min(0).max(10_000_000_000);
const Name = text(200).trim().min(1);

const CallId = z.string().regex(/^[\w-]{8,64}$/, "8 to 64 letters, digits, dashes and underscores.");

/** One question to a model, as the task that asked it tells. `id` is the task's own, so telling it twice is telling it once. */
const Call = z.object({
  id: CallId,
  agent: Agent,
  taskId: Name.optional(),
  provider: Provider,
  model: Name,
  promptVersions: PromptVersions,
  inputTokens: Tokens,
  cachedTokens: Tokens.default(0),
  outputTokens: Tokens,
  /** Null when the price is not known: flagged, and never taken for nothing. */
  costMicros: Micros.nullable(),
  savedMicros: Micros.default(0),
  /** Of the table of prices that the cost was worked out with. */
  priceVersion: z
    .string()
    .regex(/^[\w.-]{1,40}$/)
    .optional(),
  latencyMs: z.int().min(0).max(3_600_000),
  cache: z.enum(cacheStates),
  status: z.enum(callStatuses),
  errorCode: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .optional(),
});
export const RecordCalls = z.object({ calls: z.array(Call).min(1).max(100) });
/** A question that a task is about to ask, and what that can cost at most. */
export const Reserve = z.object({
  id: CallId,
  agent: Agent,
  provider: Provider,
  model: Name,
  mostMicros: Micros,
});

/** Whose budget does not reach, when one does not. */
export const budgetNames = [
  "platform_month",
  "platform_day",
  "tenant_month",
  "project",
  "project_month",
  "project_day",
  "run",
  "agent",
] as const;
export const Reserved = z.union([
  z.object({ granted: z.literal(true) }),
  z.object({ granted: z.literal(false), budget: z.enum(budgetNames) }),
]);

export const CallsRecorded = z.object({ recorded: z.int() });

const Filters = z.object({
  from: orNone(From),
  to: orNone(To),
  agent: orNone(Agent),
  provider: orNone(Provider),
  model: orNone(Name),
  status: orNone(z.enum(callStatuses)),
  cache: orNone(z.enum(cacheStates)),
  projectId: orNone(id("project")),
  tenantId: orNone(id("tenant")),
  runId: orNone(id("run")),
});
export const ListCalls = Filters.extend({
  after: z
    .string()
    .regex(/^(\d{1,17}\.[\w-]{8,64})?$/, "Use the cursor of the page before.")
    .default(""),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ExportCalls = Filters;

const Named = z.object({ id: z.string(), name: z.string() });

export const LlmCall = z.object({
  id: z.string(),
  at: Instant,
  tenant: Named,
  project: Named,
  runId: z.string(),
  agent: z.string(),
  taskId: z.string().nullable(),
  provider: z.string(),
  model: z.string(),
  promptVersions: PromptVersions,
  inputTokens: z.int(),
  cachedTokens: z.int(),
  outputTokens: z.int(),
  costMicros: z.int().nullable(),
  savedMicros: z.int(),
  latencyMs: z.int(),
  cache: z.enum(cacheStates),
  status: z.enum(callStatuses),
  errorCode: z.string().nullable(),
  /** Of the table of prices that the cost was worked out with; null of calls from before there was one. */
  priceVersion: z.string().nullable(),
});

/** Over everything that the filter lets through, not over the page. */
export const Totals = z.object({
  calls: z.int(),
  failed: z.int(),
  inputTokens: z.int(),
  cachedTokens: z.int(),
  outputTokens: z.int(),
  costMicros: z.int(),
  savedMicros: z.int(),
  /** Calls whose price is not known, so that their cost is in no sum. */
  unpriced: z.int(),
  averageLatencyMs: z.int().nullable(),
});

/** Totals come with the first page. */
export const CallFeed = z.object({
  items: z.array(LlmCall),
  next: z.string().nullable(),
  totals: Totals.nullable(),
});

export const statsRanges = { "24h": 86_400, "7d": 7 * 86_400, "30d": 30 * 86_400, "90d": 90 * 86_400 } as const;
const ranges = Object.keys(statsRanges) as [keyof typeof statsRanges];
export const AskStats = z.object({ range: z.enum(ranges).default("30d") });

const Budget = z.object({ usedMicros: z.int(), limitMicros: z.int(), percent: z.number() });
const Share = z.object({
  name: z.string(),
  calls: z.int(),
  failed: z.int(),
  costMicros: z.int(),
  averageLatencyMs: z.int().nullable(),
});

export const LlmStats = z.object({
  range: z.enum(ranges),
  from: Instant,
  to: Instant,
  /** What is used of the platform's budgets, in the calendar month and day of UTC. */
  budgets: z.object({ month: Budget, day: Budget }),
  totals: Totals,
  /** Percent of the calls that reached a provider, to one decimal; null without any. */
  errorRate: z.number().nullable(),
  latencyMs: z.object({ p50: z.int().nullable(), p95: z.int().nullable() }),
  savings: z.object({
    /** Answers that were stored already, and what they would have cost. */
    cacheHits: z.int(),
    cacheMicros: z.int(),
    /** Runs completed without asking any model, and what they would have cost at the average of those that did; null when none did. */
    blueprintRuns: z.int(),
    blueprintMicros: z.int().nullable(),
  }),
  byProvider: z.array(Share),
  byModel: z.array(Share),
  byAgent: z.array(Share),
  openAlerts: z.int(),
});
