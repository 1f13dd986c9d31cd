import { and, eq, isNull, lte } from "drizzle-orm";
import { alert } from "../db/tables.ts";
import type { Flow } from "../flow/flow.ts";
import { log } from "../log.ts";
import { instant, type Work } from "./work.ts";

const timeoutMs = 10_000;
const longestPauseMs = 3_600_000;

/** Writes down what somebody should hear of. It is sent from here on, even if the process ends now. */
export function tell(
  { db, config }: Work,
  kind: "record.dead" | "sync.failed",
  flow: Flow,
  subject: string,
  reason: string,
): void {
  if (config.ALERT_URL === undefined) return;
  const now = instant();
  db.insert(alert).values({ kind, flow: flow.name, subject, reason, createdAt: now, nextTryAt: now }).run();
}

/** Sends what has not been sent, oldest first; what doesn't get through is tried again with growing pauses. */
export async function sendAlerts({ db, config, stopping }: Work): Promise<void> {
  if (config.ALERT_URL === undefined) return;
  const waiting = db
    .select()
    .from(alert)
    .where(and(isNull(alert.sentAt), lte(alert.nextTryAt, instant())))
    .orderBy(alert.id)
    .limit(20)
    .all();
  for (const { id, kind, flow, subject, reason, createdAt, tries } of waiting) {
    if (stopping.aborted) return;
    const sent = await fetch(config.ALERT_URL, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "Idempotency-Key": `alert-${id}` },
      body: JSON.stringify({ id, kind, flow, subject, reason, createdAt }),
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]),
    }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (!sent) log.warn("alert.not_sent", { id, tries: tries + 1 });
    const pauseMs = Math.min(longestPauseMs, 30_000 * 2 ** tries);
    db.update(alert)
      .set(sent ? { sentAt: instant() } : { tries: tries + 1, nextTryAt: instant(pauseMs) })
      .where(eq(alert.id, id))
      .run();
  }
}
