import * as z from "zod";

/** What a person wants of the run; the task obeys at its next step. */
export const Desired = z.enum(["run", "pause", "cancel"]);
export type Desired = z.infer<typeof Desired>;

const Versions = z.object({
  system: z.number().int().optional(),
  project: z.number().int().optional(),
  agent: z.number().int().optional(),
});

/**
 * What the run works by, as it stood when the run was started: each agent's settings, and the prompts that they share
 * by number. Money in micros. Runs from before configurations were kept have the provider alone.
 */
export const Config = z.object({
  provider: z.string(),
  agents: z
    .record(
      z.string(),
      z.object({
        enabled: z.boolean(),
        provider: z.string(),
        model: z.string(),
        fallback: z.array(z.object({ provider: z.string(), model: z.string() })),
        temperature: z.number(),
        maxTokens: z.number().int(),
        runBudgetMicros: z.number().int(),
        reach: z.enum(["gaps", "all"]).default("gaps"),
        versions: Versions,
        prompt: z.number().int(),
      }),
    )
    .default({}),
  prompts: z.array(z.string()).default([]),
  disabledBlueprints: z.array(z.string()).default([]),
});
export type Config = z.infer<typeof Config>;

export const BootReply = z.object({
  run: z.object({ id: z.string(), number: z.number().int(), attempt: z.number().int(), epoch: z.number().int() }),
  project: z.object({ name: z.string(), slug: z.string(), description: z.string(), objectives: z.string() }),
  desired: Desired,
  config: Config,
  limits: z.object({
    heartbeatSeconds: z.number().positive(),
    leaseSeconds: z.number().positive(),
    wallSeconds: z.number().positive(),
  }),
  checkpoint: z.object({ step: z.string(), url: z.url(), sha256: z.string() }).nullish(),
});
export type BootReply = z.infer<typeof BootReply>;

export const HeartbeatReply = z.object({ desired: Desired, leaseSeconds: z.number().positive() });
export const DesiredReply = z.object({ desired: Desired });

const taskStatuses = ["waiting", "running", "done", "failed", "skipped", "nothing_to_do"] as const;
export type TaskReport = {
  id: string;
  agent: string;
  title: string;
  status: (typeof taskStatuses)[number];
  summary?: string;
  dependsOn?: string[];
};
type RequirementReport = {
  id: string;
  text: string;
  kind: string;
  priority: "must" | "should" | "could";
  status: "open" | "verified" | "gap";
  reason?: string;
};
type CheckReport = {
  check: string;
  name: string;
  status: "passed" | "failed" | "skipped";
  requirementIds: string[];
  summary: string;
  durationMs: number;
};
type PictureReport = {
  page: "start" | "list" | "detail" | "form";
  screen: "wide" | "narrow";
  path: string;
  heading: string;
  width: number;
  height: number;
  /** Of its file. */
  key: string;
};
export type StepsReport = {
  phase?: string;
  progress?: number;
  etaSeconds?: number;
  tasks?: TaskReport[];
  requirements?: RequirementReport[];
  checks?: CheckReport[];
  /** What a browser saw; it takes the place of what was told before. */
  pictures?: PictureReport[];
  files?: { path: string; bytes: number }[];
  log?: { level: "info" | "warn" | "error"; text: string }[];
};

export const ArtifactReply = z.object({
  key: z.string(),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.string(),
});

/** Whether the budgets reach for a question, and whose does not. */
export const ReserveReply = z.union([
  z.object({ granted: z.literal(true) }),
  z.object({ granted: z.literal(false), budget: z.string() }),
]);

export const SignReply = z.object({
  algorithm: z.literal("Ed25519"),
  keyId: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

export const Problem = z.looseObject({ code: z.string(), detail: z.string().optional() });
