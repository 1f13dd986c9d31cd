import { eq } from "drizzle-orm";
import { Failure, log, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { WakeMessage } from "../outbox/outbox.schema.ts";
import { type LaunchSpec, Ports } from "../ports/index.ts";
import { mayGoOn } from "../subscription/access.ts";
import { Subscription } from "../subscription/index.ts";
import { advance, asSystem, hold, type Row } from "./advance.ts";
import { wasDeleted } from "./gone.ts";
import { heardInVain, holdLine, whoseTurn } from "./line.ts";
import { type Happening, patientInterruptions } from "./moves.ts";
import { runTable } from "./run.sql.ts";
import { tokenOf } from "./token.ts";

/**
 * Answers a poke: claims the run if it is due and starts its task, or repeats exactly a launch whose answer was lost.
 * However often and late it comes, one task per attempt starts. A run that was deleted while its poke was under way
 * needs nothing.
 *
 * @throws Failure `run.missing`: a poke about nothing ends in the dead-letter queue, where somebody looks at it
 */
export const launch = verb({ as: ["platform"], input: WakeMessage }, async ({ tenantId, runId }) => {
  try {
    await start({ tenantId, runId });
  } catch (error) {
    if (!(error instanceof Failure) || !(await wasDeleted({ tenantId, runId }))) throw error;
    log.info("run.deleted_meanwhile", { tenantId, runId });
  }
});

async function start({ tenantId, runId }: { tenantId: string; runId: string }): Promise<void> {
  const { crash } = Ports.use();
  crash("CP-launcher-received");
  const run = await asSystem(tenantId, () => claim({ tenantId, runId }));
  if (!run?.launchSpec) return;
  const { attempt, epoch } = run;
  const environment = { ...run.launchSpec.environment, Q2O_RUN_TOKEN: tokenOf({ tenantId, runId, epoch }) };
  crash("CP-launcher-claimed");
  const answer = await Ports.use().tasks.run({ ...run.launchSpec, environment });
  crash("CP-launcher-answered");
  const happening: Happening =
    answer.kind === "started"
      ? { type: "task_started", epoch, taskArn: answer.taskArn }
      : { type: answer.kind === "refused" ? "task_refused" : "task_impossible", epoch };
  if (answer.kind !== "started") log.warn("run.not_launched", { tenantId, runId, attempt, kind: answer.kind });
  await asSystem(tenantId, async () => {
    const { refused } = await advance({ tenantId, runId }, happening);
    // It was cancelled or taken away while it started: nobody wants this task any more.
    if (refused && answer.kind === "started" && !(await isRecorded({ tenantId, runId }, answer.taskArn)))
      await Db.afterCommit(() => Ports.use().tasks.stop(answer.taskArn, "The run no longer needs this task."));
  });
  crash("CP-launcher-recorded");
}

const isRecorded = async (key: { tenantId: string; runId: string }, taskArn: string) =>
  (await hold(key)).run.taskArn === taskArn;

async function claim(key: { tenantId: string; runId: string }): Promise<Row | undefined> {
  await holdLine();
  const { access } = await Subscription.rights(key.tenantId);
  const isTurn = (await whoseTurn()).some(({ id }) => id === key.runId);
  const { run, refused } = await advance(key, { type: "claimed", isEntitled: mayGoOn(access), isTurn }, (before) => ({
    launchSpec: specOf(before),
  }));
  if (!refused) return run;
  await heardInVain(key);
  // Claimed before, and nobody knows whether RunTask was answered: ask again, in the same words.
  return run.status === "launching" && run.taskArn === null ? run : undefined;
}

const specOf = ({ id, attempt, interruptions }: Row): LaunchSpec => ({
  clientToken: `${id}-${attempt + 1}`,
  startedBy: id,
  machine: interruptions < patientInterruptions ? "spot" : "on_demand",
  environment: { Q2O_API_URL: Ports.use().siteUrl, Q2O_RUN_ID: id },
});

/** A task has ended, says the task engine; whether that matters, the row decides. */
export async function taskStopped({ runId, taskArn }: { runId: string; taskArn: string }): Promise<void> {
  const [row] = await Db.tx(() =>
    Db.use().select({ tenantId: runTable.tenantId }).from(runTable).where(eq(runTable.id, runId)),
  );
  if (!row) return;
  const { tenantId } = row;
  const { crash } = Ports.use();
  crash("CP-event-before");
  await asSystem(tenantId, () => advance({ tenantId, runId }, { type: "task_stopped", taskArn }));
  crash("CP-event-after");
}
