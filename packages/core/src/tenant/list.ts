import { and, asc, desc, eq, gt, inArray, isNull, lte, notInArray, or, type SQL, sql } from "drizzle-orm";
import type * as z from "zod";
import { missing, page, verb } from "../base/index.ts";
import { clock, contains, thisMonth } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, offsetOf, orderOf, pageKeys, search, sliceOf } from "../db/page.ts";
import { memberTable } from "../member/member.sql.ts";
import { planTable } from "../plan/plan.sql.ts";
import { withOverrides } from "../subscription/limits.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { tallyTable } from "../tally/tally.sql.ts";
import { usageTable } from "../usage/usage.sql.ts";
import { overridesOf } from "./in-force.ts";
import { ListTenants, type tenantStatuses } from "./tenant.schema.ts";
import { tenantTable as t } from "./tenant.sql.ts";

type Status = (typeof tenantStatuses)[number];

const used = (kind: "run" | "code") =>
  sql<number>`(select coalesce(sum(${usageTable.amount}), 0)::int from ${usageTable}
    where ${usageTable.tenantId} = ${t.id} and ${usageTable.kind} = ${sql.raw(`'${kind}'`)} and ${usageTable.month} = ${thisMonth} and ${usageTable.givenBackAt} is null)`;

/** The status that a list shows and filters by; what none of the four says is inactive. */
const status = sql<Status>`case
  when ${t.stage} = 'trialing' and ${t.trialEndsAt} <= ${clock} then 'inactive'
  when ${t.stage} in ('suspended', 'active', 'trialing', 'past_due') then ${t.stage}
  else 'inactive' end`;

/** The same decision as a condition on rows. */
const whereStatus: Record<Status, SQL | undefined> = {
  suspended: eq(t.stage, "suspended"),
  active: eq(t.stage, "active"),
  past_due: eq(t.stage, "past_due"),
  trialing: and(eq(t.stage, "trialing"), or(isNull(t.trialEndsAt), gt(t.trialEndsAt, clock))),
  inactive: or(
    notInArray(t.stage, ["suspended", "active", "past_due", "trialing"]),
    and(eq(t.stage, "trialing"), lte(t.trialEndsAt, clock)),
  ),
};

const columns = {
  tenant: t,
  status,
  plan: planTable,
  ownerEmail: sql<
    string | null
  >`(select ${memberTable.email} from ${memberTable} where ${memberTable.tenantId} = ${t.id} and ${memberTable.role} = 'owner' order by ${memberTable.createdAt} limit 1)`,
  projects: sql<number>`(select coalesce(sum(${tallyTable.difference}), 0)::int from ${tallyTable}
    where ${tallyTable.tenantId} = ${t.id} and ${tallyTable.noun} = 'project')`,
  runs: used("run"),
  codes: used("code"),
};

const select = () =>
  Db.use()
    .select(columns)
    .from(t)
    .innerJoin(subscriptionTable, eq(subscriptionTable.tenantId, t.id))
    .innerJoin(planTable, eq(planTable.id, subscriptionTable.planId));

export const listTenants = verb({ as: ["admin"], input: ListTenants }, (query) =>
  Db.tx(async () => {
    const { name, way } = orderOf<"createdAt" | "name" | "usage">(query.sort);
    const order = way === "asc" ? asc : desc;
    const where = query.status && whereStatus[query.status];
    if (name === "usage") return listByUse(query, where, order);
    const by = [order(name === "name" ? sql`lower(${t.name})` : t.createdAt), order(t.id)];
    const column = name === "name" ? t.name.name : t.createdAt.name;
    const found =
      query.search === ""
        ? undefined
        : await search({ noun: "tenant", tenantId: undefined, only: query.status, column, query });
    const keys = pageKeys(t, where, by, sliceOf(query));
    const rows = found
      ? await select()
          .where(inArray(t.id, found.ids))
          .orderBy(...by)
      : await select()
          .innerJoin(keys, eq(keys.key, t.id))
          .orderBy(...by);
    return page(await toTenants(rows), found ?? (await countUpTo(t, where)), query);
  }),
);

/** By what each used of this month's runs, which is added up for all of them, for it changes with every run. */
async function listByUse(query: z.output<typeof ListTenants>, narrowed: SQL | undefined, order: typeof asc) {
  const words = [t.name, t.slug, t.email, t.domain].map((column) => contains(column, query.search));
  const where = and(narrowed, query.search === "" ? undefined : or(...words));
  const use = Db.use()
    .select({ tenantId: usageTable.tenantId, runs: sql<number>`sum(${usageTable.amount})`.as("runs") })
    .from(usageTable)
    .where(and(eq(usageTable.kind, "run"), eq(usageTable.month, thisMonth), isNull(usageTable.givenBackAt)))
    .groupBy(usageTable.tenantId)
    .as("use");
  const runs = sql`coalesce(${use.runs}, 0)`;
  const keys = Db.use()
    .select({ key: sql<string>`${t.id}`.as("key"), runs: runs.as("used_runs") })
    .from(t)
    .leftJoin(use, eq(use.tenantId, t.id))
    .where(where)
    .orderBy(order(runs), order(t.id))
    .limit(query.pageSize)
    .offset(offsetOf(query))
    .as("keys");
  const rows = await select().innerJoin(keys, eq(keys.key, t.id)).orderBy(order(keys.runs), order(t.id));
  return page(await toTenants(rows), await countUpTo(t, where), query);
}

/** @throws Failure `tenant.missing` */
export async function readTenant(id: string) {
  const rows = await select().where(eq(t.id, id));
  const [tenant] = await toTenants(rows);
  if (!tenant) throw missing("tenant");
  return tenant;
}

/** With the limits as they are, overrides counted. */
async function toTenants(rows: Awaited<ReturnType<typeof select>>) {
  const overrides = rows.length === 0 ? [] : await overridesOf(rows.map(({ tenant }) => tenant.id));
  return rows.map(({ tenant, status, ownerEmail, projects, runs, codes, ...row }) => {
    const plan = withOverrides(
      row.plan,
      overrides.filter(({ tenantId }) => tenantId === tenant.id),
    );
    return {
      id: tenant.id,
      slug: tenant.slug,
      name: tenant.name,
      domain: tenant.domain,
      ownerEmail,
      status,
      plan: { id: plan.id, name: plan.name },
      usage: { runs: { used: runs, limit: plan.runsPerMonth }, codes: { used: codes, limit: plan.codesPerMonth } },
      projects,
      createdAt: tenant.createdAt.toISOString(),
    };
  });
}
