import { createHash } from "node:crypto";
import { Ports } from "@q2o/core/ports";
import type { Entered } from "./door.ts";

const hash = (text: string | Uint8Array) => `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;

/** Of an answer by what it says. */
export const etagOfBody = hash;

/** For how long an answer may hold that only the clock, or a change elsewhere, makes another. */
const liveMs = 10_000;

/**
 * Of an answer by what it follows from, so that an answer that still holds need not be made: what was asked, who asked
 * with which rights, and the last change of their tenant.
 */
export function etagOfLive(asked: string, { actor, turn }: Entered): string {
  const until = Math.floor(Ports.use().now().getTime() / liveMs);
  return hash(JSON.stringify([asked, { ...actor, sessionId: null }, turn, until]));
}

/** @param header `If-None-Match`, perhaps with several and perhaps weak ones. RFC 9110, 13.1.2 */
export const isKnown = (etag: string, header: string | undefined): boolean =>
  header?.split(",").some((one) => one.trim().replace(/^W\//, "") === etag) ?? false;
