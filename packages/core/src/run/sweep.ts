import { and, eq, inArray, isNotNull, isNull, lt, lte, ne, or } from "drizzle-orm";
import * as z from "zod";
import { log, verb } from "../base/index.ts";
import { clock, fromNow, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Outbox } from "../outbox/index.ts";
import { Ports } from "../ports/index.ts";
import { accessChanges, type Found, isOpen } from "./access.ts";
import { advance, asSystem } from "./advance.ts";
import { isWaiting, waitsLong, whoseTurn } from "./line.ts";
import { type Happening, wallSeconds } from "./moves.ts";
import { orphans } from "./orphans.ts";
import { runTable as t } from "./run.sql.ts";

/** How long a launch may take to be heard of, and a task to obey. */
const patienceSeconds = 60;
const batch = 500;

/**
 * Does for every open run what nobody else did in time. Any number may sweep at once: each change is conditional.
 *
 * @returns how many runs were touched
 */
export const sweep = verb({ as: ["platform"], input: z.object({}) }, async () => {
  let touched = 0;
  const each = async <T extends { runId: string }>(found: T[], work: (one: T) => Promise<unknown>) => {
    for (const one of found) {
      if (touched > 0) Ports.use().crash("CP-sweeper-between");
      touched++;
      // One that fails must not keep back the others; it is met again in a minute.
      await work(one).catch((error: unknown) => log.error("run.unswept", error, { runId: one.runId }));
    }
  };
  const happen = (happening: Happening) => (run: Found) => asSystem(run.tenantId, () => advance(run, happening));

  await each(
    await runs(and(eq(t.status, "launching"), lte(t.launchDeadline, clock))),
    happen({ type: "launch_overdue" }),
  );
  await each(await runs(and(eq(t.status, "running"), lte(t.leaseUntil, clock))), happen({ type: "lease_expired" }));
  await each(
    await runs(and(isOpen, lte(t.atWorkSince, fromNow(-wallSeconds)), ne(t.desired, "cancel"))),
    happen({ type: "overlong" }),
  );
  const { ended, restored } = await Db.tx(() => accessChanges());
  await each(ended, happen({ type: "access_ended" }));
  await each(restored, happen({ type: "access_restored" }));
  const unheard = (await Db.tx(whoseTurn)).filter(({ waitsLong }) => waitsLong);
  const forgotten = [...unheard.map(({ tenantId, id }) => ({ tenantId, runId: id })), ...(await runs(isHalfLaunched))];
  await each(forgotten, (run) => asSystem(run.tenantId, () => pokeAgain(run)));
  await each(await runs(isDeaf), (run) => stopTaskOf(run));
  await each(await orphans(patienceSeconds).catch(unknown), ({ taskArn }) =>
    Ports.use().tasks.stop(taskArn, "No run needs this task."),
  );
  return touched;
});

/** The task engine does not answer: it is asked again in a minute. */
function unknown(error: unknown): [] {
  log.error("tasks.unlisted", error);
  return [];
}

/** Claimed, and the launcher died before it knew of a task. */
const isHalfLaunched = and(eq(t.status, "launching"), isNull(t.taskArn), lt(t.updatedAt, fromNow(-patienceSeconds)));

/**
 * Once a minute for each run, however many sweep and however slow those are who read: else what nobody has read yet
 * would pile up before what is new.
 */
async function pokeAgain(run: Found): Promise<void> {
  const isForgotten = or(and(isWaiting, waitsLong), isHalfLaunched);
  const [first] = await Db.use()
    .update(t)
    .set({ updatedAt: clock })
    .where(and(mine(t, run, run.runId), isForgotten))
    .returning({ id: t.id });
  if (first) await Outbox.put({ queue: "runs", body: { v: 1, ...run } });
}

/** Told to pause or to end, and still at work. */
const isDeaf = and(
  inArray(t.status, ["launching", "running"]),
  isNotNull(t.taskArn),
  or(
    and(eq(t.desired, "cancel"), lt(t.desiredAt, fromNow(-patienceSeconds))),
    and(eq(t.desired, "pause"), lt(t.desiredAt, fromNow(-10 * patienceSeconds))),
  ),
);

const runs = (where: ReturnType<typeof and>): Promise<Found[]> =>
  Db.tx(() =>
    Db.use().select({ tenantId: t.tenantId, runId: t.id }).from(t).where(where).orderBy(t.createdAt).limit(batch),
  );

async function stopTaskOf({ tenantId, runId }: Found): Promise<void> {
  const [run] = await asSystem(tenantId, () =>
    Db.use()
      .select({ taskArn: t.taskArn })
      .from(t)
      .where(and(eq(t.tenantId, tenantId), eq(t.id, runId))),
  );
  if (run?.taskArn) await Ports.use().tasks.stop(run.taskArn, "The run was told to stop.");
}
