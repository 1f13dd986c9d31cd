import { createHash } from "node:crypto";
import { and, eq, lte, or } from "drizzle-orm";
import { record } from "../db/tables.ts";
import type { Flow, Values } from "../flow/flow.ts";
import { log } from "../log.ts";
import { tell } from "./alerts.ts";
import { flowNamed, instant, type Work } from "./work.ts";

export type Kept = typeof record.$inferSelect;

/** What is written down of a record; what is left out stays as it was. */
type Outcome = Partial<Pick<Kept, "targetId" | "reason" | "fingerprint" | "sourceUpdatedAt" | "tries" | "nextTryAt">> &
  Pick<Kept, "status">;

export const findKept = ({ db }: Work, flow: Flow, sourceId: string): Kept | undefined =>
  db
    .select()
    .from(record)
    .where(and(eq(record.flow, flow.name), eq(record.sourceId, sourceId)))
    .get();

export function keep({ db }: Work, flow: Flow, sourceId: string, item: unknown, outcome: Outcome): void {
  const now = instant();
  const row = { reason: null, nextTryAt: null, tries: 0, ...outcome, item: JSON.stringify(item), updatedAt: now };
  db.insert(record)
    .values({ flow: flow.name, sourceId, createdAt: now, ...row })
    .onConflictDoUpdate({ target: [record.flow, record.sourceId], set: row })
    .run();
}

/** A record that can't be delivered as it is. It waits for somebody to correct it, or for its source to change. */
export function keepDead(work: Work, flow: Flow, sourceId: string, item: unknown, reason: string, tries = 0): void {
  const before = findKept(work, flow, sourceId);
  keep(work, flow, sourceId, item, { status: "dead", reason, tries });
  log.warn("record.dead", { flow: flow.name, sourceId, tries });
  if (before?.status !== "dead" || before.reason !== reason) tell(work, "record.dead", flow, sourceId, reason);
}

/** A record that may go through later: it is tried again with growing pauses, then given up. */
export function keepFailed(
  work: Work,
  flow: Flow,
  sourceId: string,
  item: unknown,
  reason: string,
  notBefore?: number,
): void {
  const tries = (findKept(work, flow, sourceId)?.tries ?? 0) + 1;
  const most = work.config.RECORD_TRIES ?? work.integration.recordTries;
  if (tries >= most) {
    keepDead(work, flow, sourceId, item, `${reason}; given up after ${tries} ${tries === 1 ? "try" : "tries"}`, tries);
    return;
  }
  const pauseMs = pauseAfter(tries, work.config.RECORD_PAUSE_SECONDS);
  const nextTryAt = new Date(Math.max(Date.now() + pauseMs, notBefore ?? 0)).toISOString();
  keep(work, flow, sourceId, item, { status: "failed", reason, tries, nextTryAt });
  log.warn("record.failed", { flow: flow.name, sourceId, tries, nextTryAt });
}

const longestPauseMs = 6 * 3_600_000;

/** A minute, then four times as long each time, at most six hours. */
export const pauseAfter = (tries: number, firstSeconds: number): number =>
  Math.min(longestPauseMs, firstSeconds * 1000 * 4 ** (tries - 1));

/** Failed records of a flow whose time has come, and those whose sending a crash has cut off. */
export const dueAgain = ({ db }: Work, flow: Flow, most: number): Kept[] =>
  db
    .select()
    .from(record)
    .where(
      and(
        eq(record.flow, flow.name),
        or(and(eq(record.status, "failed"), lte(record.nextTryAt, instant())), eq(record.status, "sending")),
      ),
    )
    .limit(most)
    .all();

/** Everything of a flow that its target has. */
export const deliveredOf = ({ db }: Work, flow: Flow): Kept[] =>
  db
    .select()
    .from(record)
    .where(and(eq(record.flow, flow.name), eq(record.status, "delivered")))
    .all();

/** Has failed records tried again now. @returns how many */
export function retry({ db }: Work, ids: readonly number[]): number {
  for (const id of ids)
    db.update(record)
      .set({ status: "failed", tries: 0, nextTryAt: instant(), updatedAt: instant() })
      .where(eq(record.id, id))
      .run();
  return ids.length;
}

/** The record of the flow that goes the other way, so that what we wrote isn't taken for a change over there. */
export function keepEcho(
  work: Work,
  flow: Flow,
  targetId: string,
  sourceId: string,
  document: Values,
  echo: string,
): void {
  const back = flow.back && flowNamed(work, flow.back.flow);
  if (back) keep(work, back, targetId, document, { status: "delivered", targetId: sourceId, fingerprint: echo });
}

/** The same for the same content, whatever the order of its fields. */
export const fingerprintOf = (values: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(sorted(values)) ?? "")
    .digest("hex");

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
