import * as z from "zod";
import { FeedQuery, feedOf, Instant, id, PageQuery, pageOf } from "../base/base.schema.ts";

export const runStatuses = ["queued", "launching", "running", "paused", "completed", "failed", "cancelled"] as const;
export const RunStatus = z.enum(runStatuses);
export type RunStatus = z.infer<typeof RunStatus>;

/** What a person wants of a run. */
export const desires = ["run", "pause", "cancel"] as const;
export const Desired = z.enum(desires);
export type Desired = z.infer<typeof Desired>;

export const requirementStatuses = ["open", "verified", "gap"] as const;
export const taskStatuses = ["waiting", "running", "done", "failed", "skipped", "nothing_to_do"] as const;
export const checkStatuses = ["passed", "failed", "skipped"] as const;
export const priorities = ["must", "should", "could"] as const;
export const logLevels = ["info", "warn", "error"] as const;

export const Requirement = z.object({
  id: z.string(),
  text: z.string(),
  kind: z.string(),
  priority: z.enum(priorities),
  status: z.enum(requirementStatuses),
  reason: z.string().nullable(),
});

export const Task = z.object({
  id: z.string(),
  agent: z.string(),
  title: z.string(),
  status: z.enum(taskStatuses),
  summary: z.string().nullable(),
  dependsOn: z.array(z.string()),
  /** When the agent began; null for what has not begun and what there was nothing to do for. */
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});

export const Check = z.object({
  check: z.string(),
  name: z.string(),
  status: z.enum(checkStatuses),
  requirementIds: z.array(z.string()),
  summary: z.string(),
  durationMs: z.int(),
});

/** Which page of the delivered software a picture shows, and on which screen. */
export const pictured = ["start", "list", "detail", "form"] as const;
export const screens = ["wide", "narrow"] as const;

const PictureName = z.enum(pictured.flatMap((page) => screens.map((screen) => `${page}-${screen}` as const)));

/** What a browser saw of the delivered software. It is read by its name: `start-wide`. */
export const Picture = z.object({
  name: PictureName,
  page: z.enum(pictured),
  screen: z.enum(screens),
  /** Where in the software, and the heading that stands there. */
  path: z.string(),
  heading: z.string(),
  /** In pixels of the picture. */
  width: z.int(),
  height: z.int(),
});
export type Picture = z.infer<typeof Picture>;

/** A run without its parts, as lists show it. `progress` is the share of weighted work that is verified, 0–100. */
export const RunSummary = z.object({
  id: id("run"),
  projectId: id("project"),
  number: z.int(),
  status: RunStatus,
  desired: Desired,
  phase: z.string().nullable(),
  progress: z.int(),
  etaSeconds: z.int().nullable(),
  attempt: z.int(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  artifact: z.object({ bytes: z.int(), sha256: z.string() }).nullable(),
  /** How many of its requirements what it delivered meets, and how many it names as gaps; null before it is completed. */
  delivered: z.object({ verified: z.int(), gaps: z.int() }).nullable(),
  costMicros: z.int(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const Run = RunSummary.extend({
  /** From 1, among the tenant's own that wait; null when it does not wait for its turn. */
  queuePosition: z.int().nullable(),
  /** Why it does not work just now, as a sentence. */
  waitingFor: z.string().nullable(),
  requirements: z.array(Requirement),
  tasks: z.array(Task),
  checks: z.array(Check),
  /** Of the newest state that was looked at in a browser; none where there is no browser, or no page. */
  pictures: z.array(Picture),
});
export type Run = z.infer<typeof Run>;

export const RunId = z.object({ id: id("run") });
export const PictureOfRun = RunId.extend({ name: PictureName });
export const RestartRun = RunId.extend({ fromStart: z.boolean().default(false) });
export const RunOfProject = z.object({ id: id("project") });
export const PictureOfProject = RunOfProject.extend({ name: PictureName });
export const RunList = z.object({ items: z.array(RunSummary) });

export const ListRuns = PageQuery.extend({ status: RunStatus.optional(), tenantId: id("tenant").optional() });
const whose = {
  project: z.object({ id: id("project"), name: z.string() }),
  tenant: z.object({ id: id("tenant"), name: z.string() }),
};
export const RunPage = pageOf(RunSummary.extend(whose));
export const RunOfTenant = Run.extend(whose);

export const RunFeedQuery = FeedQuery.extend({ id: id("run") });
export const LogLine = z.object({
  id: z.string(),
  at: Instant,
  type: z.string(),
  level: z.enum(logLevels),
  text: z.string(),
  /** What the line is about, for views that do not read sentences. */
  about: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("task"), id: z.string(), agent: z.string(), status: z.enum(taskStatuses) }),
      z.object({ kind: z.literal("check"), check: z.string(), name: z.string(), status: z.enum(checkStatuses) }),
      z.object({ kind: z.literal("file"), path: z.string(), bytes: z.int() }),
    ])
    .nullable(),
});
export const LogFeed = feedOf(LogLine);

export const Download = z.object({ url: z.string(), expiresAt: Instant, bytes: z.int(), sha256: z.string() });

/** What an agent builds from; kept on the run, so that a later edit of the project changes no run. */
export const Brief = z.object({ name: z.string(), description: z.string(), objectives: z.string() });
export type Brief = z.infer<typeof Brief>;
