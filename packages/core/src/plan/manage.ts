import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { Failure, missing, newId, verb } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import type { EventType } from "../event/event.schema.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { toPlan, yearlyOf } from "./index.ts";
import { CreatePlan, PlanId, UpdatePlan } from "./plan.schema.ts";
import { planTable as t } from "./plan.sql.ts";

/** All plans, also retired ones, with how many tenants have each; the cheapest first. */
export const listPlans = verb({ as: ["admin"], input: z.object({}) }, () =>
  Db.tx(async () => ({ items: (await select().orderBy(asc(t.monthlyCents), asc(t.id))).map(toManaged) })),
);

/** @throws Failure `plan.name_taken` */
export const createPlan = verb({ as: ["admin"], input: CreatePlan }, ({ yearlyCents, ...plan }) =>
  Db.tx(async () => {
    const id = newId("plan");
    await Db.use()
      .insert(t)
      .values({ ...plan, id, yearlyCents: yearlyCents ?? yearlyOf(plan.monthlyCents) })
      .catch(nameTakenOr);
    await say("plan.created", id, plan.name);
    await offered(id);
    return read(id);
  }),
);

/** Changes what was given and leaves the rest; limits count at once for all who have the plan. @throws Failure `plan.missing`, `plan.name_taken` */
export const updatePlan = verb({ as: ["admin"], input: UpdatePlan }, ({ id, ...changes }) =>
  Db.tx(async () => {
    const before = await read(id);
    if (Object.values(changes).every((value) => value === undefined)) return before;
    await Db.use().update(t).set(changes).where(eq(t.id, id)).catch(nameTakenOr);
    const after = await read(id);
    await say("plan.updated", id, after.name);
    await offered(id);
    return after;
  }),
);

/** Nobody can choose it any more; those who have it keep it. Twice is as once. @throws Failure `plan.missing` */
export const retirePlan = verb({ as: ["admin"], input: PlanId }, ({ id }) =>
  Db.tx(async () => {
    const changed = await Db.use()
      .update(t)
      .set({ retiredAt: clock })
      .where(and(eq(t.id, id), isNull(t.retiredAt)))
      .returning({ name: t.name });
    for (const { name } of changed) await say("plan.retired", id, name);
    return read(id);
  }),
);

/** Twice is as once. @throws Failure `plan.missing` */
export const restorePlan = verb({ as: ["admin"], input: PlanId }, ({ id }) =>
  Db.tx(async () => {
    const changed = await Db.use()
      .update(t)
      .set({ retiredAt: null })
      .where(and(eq(t.id, id), isNotNull(t.retiredAt)))
      .returning({ name: t.name });
    for (const { name } of changed) await say("plan.restored", id, name);
    return read(id);
  }),
);

/** Where plans are sold hears of it; who is told asks what the plan is then. */
const offered = (planId: string) => Outbox.put({ queue: "billing", body: { v: 1, planId } });

const say = (type: EventType, id: string, name: string) => Event.record(type, { subjectId: id }, { name });

const select = () =>
  Db.use()
    .select({
      plan: t,
      tenants: sql<number>`(select count(*)::int from ${subscriptionTable} where ${subscriptionTable.planId} = ${t.id})`,
    })
    .from(t);

async function read(id: string) {
  const [row] = await select().where(eq(t.id, id));
  if (!row) throw missing("plan");
  return toManaged(row);
}

function nameTakenOr(error: unknown): never {
  if (!(error instanceof Error && (error.cause as { code?: string } | undefined)?.code === "23505")) throw error;
  throw new Failure("conflict", "plan.name_taken", "Another plan has this name.", {
    errors: [{ path: "name", message: "This name is taken." }],
  });
}

const toManaged = ({ plan, tenants }: Awaited<ReturnType<typeof select>>[number]) => ({
  ...toPlan(plan),
  pastDueGraceDays: plan.pastDueGraceDays,
  retiredAt: plan.retiredAt?.toISOString() ?? null,
  tenants,
  createdAt: plan.createdAt.toISOString(),
  updatedAt: plan.updatedAt.toISOString(),
});
