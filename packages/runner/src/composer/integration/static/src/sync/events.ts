import { and, eq, lte } from "drizzle-orm";
import { Malformed, Refused, Unauthorised, Unavailable } from "../client/errors.ts";
import { event } from "../db/tables.ts";
import type { Flow } from "../flow/flow.ts";
import { log } from "../log.ts";
import { deliver } from "./deliver.ts";
import { endGone } from "./ends.ts";
import { findKept, pauseAfter } from "./records.ts";
import { instant, sidesOf, type Work } from "./work.ts";

/** Stores what a webhook brought. @returns false when it was brought before */
export function receive({ db }: Work, flow: Flow, eventId: string, sourceId: string): boolean {
  const now = instant();
  const stored = db
    .insert(event)
    .values({ flow: flow.name, eventId, sourceId, status: "pending", nextTryAt: now, receivedAt: now, updatedAt: now })
    .onConflictDoNothing()
    .returning()
    .get();
  return stored !== undefined;
}

const mostAtOnce = 100;

/**
 * Works on what webhooks brought, oldest first. The record is read from its system, so that events which come late or
 * in the wrong order can't bring back what is no longer true.
 */
export async function workOnEvents(work: Work, flow: Flow): Promise<void> {
  const { db } = work;
  const waiting = db
    .select()
    .from(event)
    .where(and(eq(event.flow, flow.name), eq(event.status, "pending"), lte(event.nextTryAt, instant())))
    .orderBy(event.id)
    .limit(mostAtOnce)
    .all();
  for (const each of waiting) {
    if (work.stopping.aborted) return;
    const changes = await workOn(work, flow, each);
    db.update(event)
      .set({ ...changes, updatedAt: instant() })
      .where(eq(event.id, each.id))
      .run();
  }
}

type Event = typeof event.$inferSelect;

async function workOn(work: Work, flow: Flow, { id, sourceId, tries }: Event): Promise<Partial<Event>> {
  const { source } = sidesOf(work, flow);
  try {
    const item = await source.api.read(source.resource, sourceId);
    if (item === undefined)
      return (await endGone(work, flow, findKept(work, flow, sourceId)))
        ? { status: "done", reason: "ended" }
        : { status: "dead", reason: `${source.label} has no record ${sourceId}` };
    // A record that fails is kept and tried again as a record, so the event has done its part.
    const { delivery } = await deliver(work, flow, item);
    return { status: "done", reason: delivery };
  } catch (error) {
    if (error instanceof Refused) return { status: "dead", reason: error.message };
    if (!(error instanceof Unavailable || error instanceof Malformed || error instanceof Unauthorised)) throw error;
    const tried = tries + 1;
    if (tried >= (work.config.RECORD_TRIES ?? work.integration.recordTries))
      return { status: "dead", tries: tried, reason: `${error.message}; given up after ${tried} tries` };
    log.warn("event.failed", { id, flow: flow.name, tries: tried });
    return {
      tries: tried,
      reason: error.message,
      nextTryAt: instant(pauseAfter(tried, work.config.RECORD_PAUSE_SECONDS)),
    };
  }
}
