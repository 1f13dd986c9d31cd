import * as z from "zod";
import { Instant, text } from "../base/base.schema.ts";
import { RunConfig } from "../llm/llm.schema.ts";
import {
  Brief,
  checkStatuses,
  Desired,
  logLevels,
  pictured,
  priorities,
  requirementStatuses,
  screens,
  taskStatuses,
} from "../run/run.schema.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "A SHA-256 in hexadecimal.");
const Key = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[\w./-]+$/);
const Name = text(200).min(1);
const Words = text(2_000);
const many = <T extends z.ZodType>(item: T) => z.array(item).max(200).default([]);

export const Empty = z.object({});

export const Boot = z.object({
  run: z.object({ id: z.string(), number: z.int(), attempt: z.int(), epoch: z.int() }),
  project: Brief.extend({ slug: z.string() }),
  desired: Desired,
  /** Of runs from before configurations were kept, the provider alone. */
  config: RunConfig.partial({ agents: true, prompts: true, disabledBlueprints: true }),
  limits: z.object({ heartbeatSeconds: z.int(), leaseSeconds: z.int(), wallSeconds: z.int() }),
  checkpoint: z.object({ step: z.string(), url: z.string(), sha256: z.string() }).nullable(),
});

export const Heartbeat = z.object({ desired: Desired, leaseSeconds: z.int() });
export const Wish = z.object({ desired: Desired });

/** What happened since the last report. `seq` grows by one a call, so a repeat is harmless. */
export const Steps = z.object({
  seq: z.int().min(1),
  phase: Name.optional(),
  progress: z.number().min(0).max(100).optional(),
  etaSeconds: z.number().min(0).max(1_000_000).optional(),
  tasks: many(
    z.object({
      id: Name,
      agent: Name,
      title: Words,
      status: z.enum(taskStatuses),
      summary: Words.optional(),
      dependsOn: z.array(Name).max(200).default([]),
    }),
  ),
  requirements: many(
    z.object({
      id: Name,
      text: Words,
      kind: Name,
      priority: z.enum(priorities),
      status: z.enum(requirementStatuses),
      reason: Words.optional(),
    }),
  ),
  checks: many(
    z.object({
      check: Name,
      name: Words,
      status: z.enum(checkStatuses),
      requirementIds: z.array(Name).max(500),
      summary: Words,
      durationMs: z.number().min(0).max(2_000_000_000),
    }),
  ),
  /** What a browser saw; it takes the place of what was seen before. */
  pictures: z
    .array(
      z.object({
        page: z.enum(pictured),
        screen: z.enum(screens),
        path: Words,
        heading: Words,
        width: z.int().min(1).max(4_000),
        height: z.int().min(1).max(4_000),
        key: Key,
      }),
    )
    .max(pictured.length * screens.length)
    .optional(),
  files: many(z.object({ path: text(500).min(1), bytes: z.int().min(0).max(2_000_000_000) })),
  log: many(z.object({ level: z.enum(logLevels), text: text(4_000) })),
});

export const artifactKinds = ["zip", "manifest", "checkpoint", "log", "picture"] as const;
/** The largest file that a run may leave, in bytes, and how many files its archive may hold. */
const maxFileBytes = 200_000_000;
const maxFiles = 10_000;

export const Artifact = z.object({
  kind: z.enum(artifactKinds),
  sha256: Sha256,
  bytes: z.int().min(1).max(maxFileBytes, "A run's output is at most 200 MB."),
  contentType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .max(100),
});
export const Upload = z.object({
  key: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: Instant,
});

export const Checkpoint = z.object({ step: Name, key: Key, sha256: Sha256 });
export const Sign = z.object({ sha256: Sha256 });
export const Signature = z.object({
  algorithm: z.literal("Ed25519"),
  keyId: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

export const Complete = z.object({ zipKey: Key, manifestKey: Key, sha256: Sha256, bytes: z.int().min(1) });
export const Fail = z.object({
  code: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/)
    .max(100),
  message: Words.min(1),
  retryable: z.boolean(),
});
export const Released = z.object({ reason: z.enum(["pause", "cancel", "sigterm"]) });

/** As much of a delivered `q2o.json` as the platform must see before it believes it. */
export const Manifest = z.looseObject({
  generator: z.looseObject({ name: z.string() }),
  requirements: z
    .array(z.looseObject({ id: z.string(), status: z.enum(["verified", "gap"]), checks: z.array(z.unknown()) }))
    .min(1),
  files: z
    .array(z.looseObject({ path: z.string(), sha256: z.string() }))
    .min(1)
    .max(maxFiles),
});
