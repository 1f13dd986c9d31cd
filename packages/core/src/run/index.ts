export * as Run from "./index.ts";

import { and, desc, eq, inArray } from "drizzle-orm";
import { Failure, missing, newId, only, verb } from "../base/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { snapshot } from "../llm/snapshot.ts";
import { Outbox } from "../outbox/index.ts";
import { Ports } from "../ports/index.ts";
import { faultsOf } from "../project/brief.ts";
import { mustExist } from "../project/exists.ts";
import { projectTable } from "../project/project.sql.ts";
import { mayBegin, mayGoOn } from "../subscription/access.ts";
import { inactive, Subscription } from "../subscription/index.ts";
import { Usage } from "../usage/index.ts";
import { advance, failureOf } from "./advance.ts";
import { readFeed } from "./feed.ts";
import type { Happening } from "./moves.ts";
import { type Brief, RestartRun, RunFeedQuery, RunId, RunOfProject } from "./run.schema.ts";
import { runTable as t } from "./run.sql.ts";
import { toRun, toSummary } from "./shape.ts";
import { usualSecondsOf } from "./usual.ts";

const openStatuses = ["queued", "launching", "running", "paused"] as const;

type Start = { from?: Pick<typeof t.$inferSelect, "brief" | "checkpointStep" | "checkpointKey" | "checkpointSha256"> };

/**
 * Accepts a run: row, quota, event and message stand or fall together.
 *
 * @throws Failure `project.missing`, `subscription.inactive`, `project.incomplete`, `project.no_code`,
 *   `run.already_open`, `trial.one_run`, `quota.exhausted`, `role.not_allowed`
 */
export const start = verb({ as: ["tenant"], may: "build", input: RunOfProject }, ({ id }, actor) =>
  Db.tx(async () => {
    return begin(actor.tenantId, id);
  }),
);

async function begin(tenantId: string, projectId: string, { from }: Start = {}) {
  // The tenant's row is held until the end, so all that is counted after it stays as counted.
  await Subscription.hold(tenantId);
  const [rights, [project], open, used, config, usualSeconds] = await Promise.all([
    Subscription.rights(tenantId),
    Db.use()
      .select()
      .from(projectTable)
      .where(mine(projectTable, { tenantId }, projectId))
      .for("update"),
    Db.use()
      .select({ projectId: t.projectId, status: t.status })
      .from(t)
      .where(and(eq(t.tenantId, tenantId), inArray(t.status, openStatuses))),
    Usage.usedOf(tenantId, "run"),
    snapshot(tenantId, projectId),
    usualSecondsOf(tenantId, projectId),
  ]);
  if (!project || project.archivedAt) throw missing("project");
  if (!mayBegin(rights.access)) throw inactive(rights.status);
  const faults = faultsOf(project);
  if (faults.length > 0)
    throw new Failure("conflict", "project.incomplete", "The project is not complete. Fill in what is missing.", {
      errors: faults,
    });
  if (!project.codeId)
    throw new Failure("conflict", "project.no_code", "The project has no activation code. Assign one first.");
  const unended = open.find((run) => run.projectId === projectId);
  if (unended)
    throw new Failure(
      "conflict",
      "run.already_open",
      `This project has a run that has not ended yet: it is ${unended.status}.`,
    );
  const isTrial = rights.access === "trial";
  if (isTrial && open.length > 0)
    throw new Failure(
      "forbidden",
      "trial.one_run",
      "A trial has one run at a time. Wait for the other to end, or choose a plan.",
    );
  const id = newId("run");
  const taken = { tenantId, kind: "run", key: id, amount: 1 } as const;
  Usage.mustReach({ ...taken, limit: rights.plan.runsPerMonth, used });
  const number = project.runCount + 1;
  const { name, description, objectives } = project;
  const brief = { name, description, objectives };
  const isSameBrief = from && isSame(from.brief, brief);
  const checkpoint = isSameBrief
    ? {
        checkpointStep: from.checkpointStep,
        checkpointKey: from.checkpointKey,
        checkpointSha256: from.checkpointSha256,
      }
    : {};
  const facts = { tenantId, id, projectId, number, brief, isTrial, usualSeconds };
  const [rows] = await Promise.all([
    Db.use()
      .insert(t)
      .values({ ...facts, config, ...checkpoint, calledAt: clock })
      .returning(),
    Db.use()
      .update(projectTable)
      .set({ runCount: number })
      .where(mine(projectTable, { tenantId }, projectId)),
    Usage.note(taken),
    Outbox.put({ queue: "runs", body: { v: 1, tenantId, runId: id } }),
  ]);
  await Event.record("run.queued", { runId: id, projectId }, { number });
  Ports.use().crash("CP-api-before-commit");
  return toRun(only(rows));
}

/**
 * A new run that goes on from where a failed or cancelled one was, as long as the brief is the same, or from its start.
 *
 * @throws as `start`, and Failure `run.not_ended`
 */
export const restart = verb({ as: ["tenant"], may: "build", input: RestartRun }, ({ id, fromStart }, actor) =>
  Db.tx(async () => {
    const run = await find(actor.tenantId, id);
    if (run.status !== "failed" && run.status !== "cancelled")
      throw new Failure(
        "conflict",
        "run.not_ended",
        `Only a failed or cancelled run can be restarted; this one is ${run.status}.`,
      );
    return begin(actor.tenantId, run.projectId, fromStart ? {} : { from: run });
  }),
);

const wish = (happening: (tenantId: string) => Promise<Happening>) =>
  verb({ as: ["tenant"], may: "build", input: RunId }, ({ id }, actor) =>
    Db.tx(async () => {
      const { run, refused } = await advance({ tenantId: actor.tenantId, runId: id }, await happening(actor.tenantId));
      if (refused === "subscription.inactive") await Subscription.entitled(actor.tenantId);
      if (refused) throw failureOf(refused, run.status);
      const { crash } = Ports.use();
      crash("CP-wish-before-commit");
      await Db.afterCommit(async () => crash("CP-wish-committed"));
      return toRun(run);
    }),
  );

/** At its next step. Twice is as once. @throws Failure `run.missing`, `run.ended`, `run.cancelling` */
export const pause = wish(async () => ({ type: "pause" }));

/** @throws Failure `run.missing`, `run.ended`, `run.not_paused`, `run.cancelling`, `subscription.inactive` */
export const resume = wish(async (tenantId) => ({
  type: "resume",
  isEntitled: mayGoOn((await Subscription.rights(tenantId)).access),
}));

/** What is cancelled never completes. Twice is as once. @throws Failure `run.missing`, `run.ended` */
export const cancel = wish(async () => ({ type: "cancel" }));

/** Field by field: the database keeps the keys of a document in an order of its own. */
const isSame = (one: Brief, other: Brief) =>
  one.name === other.name && one.description === other.description && one.objectives === other.objectives;

/** Newest first. @throws Failure `project.missing` */
export const list = verb({ as: ["tenant"], input: RunOfProject }, ({ id }, actor) =>
  Db.tx(async () => {
    await mustExist(actor.tenantId, id);
    const rows = await Db.use()
      .select()
      .from(t)
      .where(and(eq(t.tenantId, actor.tenantId), eq(t.projectId, id)))
      .orderBy(desc(t.number))
      .limit(200);
    return { items: rows.map(toSummary) };
  }),
);

/** @throws Failure `run.missing` */
export const get = verb({ as: ["tenant"], input: RunId }, ({ id }, actor) =>
  Db.tx(async () => toRun(await find(actor.tenantId, id))),
);

/** @throws Failure `run.missing` */
export const events = verb({ as: ["tenant"], input: RunFeedQuery }, ({ id, ...query }, actor) =>
  Db.tx(async () => {
    await find(actor.tenantId, id);
    return readFeed({ tenantId: actor.tenantId, runId: id }, query);
  }),
);

async function find(tenantId: string, id: string) {
  const [run] = await Db.use()
    .select()
    .from(t)
    .where(mine(t, { tenantId }, id));
  if (!run) throw missing("run");
  return run;
}
