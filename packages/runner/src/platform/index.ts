export * as Platform from "./index.ts";

import * as z from "zod";
import type { Till } from "../models/till.ts";
import type { Signature } from "../pack/index.ts";
import { call, type Endpoint } from "./call.ts";
import {
  type BootReply,
  BootReply as BootSchema,
  type Desired,
  DesiredReply,
  ReserveReply,
  SignReply,
  type StepsReport,
} from "./schema.ts";
import { type ArtifactKind, download, type Stored, upload } from "./upload.ts";

const Nothing = z.unknown();

/** What a finished run leaves with the platform. */
export type Delivered = { zipKey: string; manifestKey: string; sha256: string; bytes: number };

/** The platform as the task sees it: everything it may ask, and nothing else. */
export type Platform = Till & {
  boot(): Promise<BootReply>;
  steps(report: StepsReport & { seq: number }): Promise<Desired>;
  upload(kind: ArtifactKind, body: Uint8Array<ArrayBuffer>, contentType: string): Promise<Stored>;
  download(url: string, sha256: string): Promise<Buffer | undefined>;
  checkpoint(step: string, stored: Stored): Promise<Desired>;
  sign(sha256: string): Promise<Signature>;
  complete(delivered: Delivered): Promise<void>;
  fail(failure: { code: string; message: string; retryable: boolean } & Partial<Delivered>): Promise<void>;
  released(reason: "pause" | "cancel" | "sigterm", signal?: AbortSignal): Promise<void>;
};

/** @param endpoint its signal ends every call: the lease is lost, or the run is over */
export const connect = (endpoint: Endpoint): Platform => ({
  boot: () => call(endpoint, "boot", {}, BootSchema),
  steps: async (report) => (await call(endpoint, "steps", report, DesiredReply)).desired,
  upload: (kind, body, contentType) => upload(endpoint, kind, body, contentType),
  download: (url, sha256) => download(url, sha256, endpoint.signal),
  checkpoint: async (step, { key, sha256 }) =>
    (await call(endpoint, "checkpoint", { step, key, sha256 }, DesiredReply)).desired,
  reserve: (wish) => call(endpoint, "reservations", { ...wish, ...wish.choice, choice: undefined }, ReserveReply),
  tell: async (one) => void (await call(endpoint, "llm-calls", { calls: [one] }, Nothing)),
  sign: (sha256) => call(endpoint, "sign", { sha256 }, SignReply),
  complete: async (delivered) => void (await call(endpoint, "complete", delivered, Nothing)),
  fail: async (failure) => void (await call(endpoint, "fail", failure, Nothing)),
  released: async (reason, signal) =>
    void (await call(signal ? { ...endpoint, signal } : endpoint, "released", { reason }, Nothing)),
});
