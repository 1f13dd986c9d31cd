import { and, asc, count, desc, eq, or, type SQL, sql } from "drizzle-orm";
import { missing, page, verb } from "../base/index.ts";
import { clock, contains, thisMonth } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { memberTable } from "../member/member.sql.ts";
import { planTable } from "../plan/plan.sql.ts";
import { projectTable } from "../project/project.sql.ts";
import { withOverrides } from "../subscription/limits.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { usageTable } from "../usage/usage.sql.ts";
import { overridesOf } from "./override.ts";
import { ListTenants, type tenantStatuses } from "./tenant.schema.ts";
import { tenantTable as t } from "./tenant.sql.ts";

type Status = (typeof tenantStatuses)[number];

const used = (kind: "run" | "code") =>
  sql<number>`(select coalesce(sum(${usageTable.amount}), 0)::int from ${usageTable}
    where ${usageTable.tenantId} = ${t.id} and ${usageTable.kind} = ${sql.raw(`'${kind}'`)} and ${usageTable.month} = ${thisMonth} and ${usageTable.givenBackAt} is null)`;

/** The status that a list shows and filters by; what none of the four says is inactive. */
const status = sql<Status>`case
  when ${t.suspendedAt} is not null then 'suspended'
  when ${subscriptionTable.status} = 'trialing' and ${subscriptionTable.trialEndsAt} <= ${clock} then 'inactive'
  when ${subscriptionTable.status} in ('active', 'trialing', 'past_due') then ${subscriptionTable.status}
  else 'inactive' end`;

const columns = {
  tenant: t,
  status,
  plan: planTable,
  ownerEmail: sql<
    string | null
  >`(select ${memberTable.email} from ${memberTable} where ${memberTable.tenantId} = ${t.id} and ${memberTable.role} = 'owner' order by ${memberTable.createdAt} limit 1)`,
  projects: sql<number>`(select count(*)::int from ${projectTable} where ${projectTable.tenantId} = ${t.id} and ${projectTable.archivedAt} is null)`,
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
    const where = and(
      query.search === ""
        ? undefined
        : or(...[t.name, t.slug, t.email, t.domain].map((column) => contains(column, query.search))),
      query.status && eq(status, query.status),
    );
    const [name, way] = query.sort.split(":");
    const by: SQL =
      name === "name" ? sql`lower(${t.name})` : name === "usage" ? sql`${used("run")}` : sql`${t.createdAt}`;
    const order = (way === "asc" ? asc : desc)(by);
    // The page's keys first: what is counted of each tenant is counted for these and no others.
    const keys = Db.use()
      .select({ key: sql<string>`${t.id}`.as("key") })
      .from(t)
      .innerJoin(subscriptionTable, eq(subscriptionTable.tenantId, t.id))
      .where(where)
      .orderBy(order, desc(t.id))
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize)
      .as("keys");
    const rows = await select().innerJoin(keys, eq(keys.key, t.id)).orderBy(order, desc(t.id));
    const [all] = await Db.use()
      .select({ total: count() })
      .from(t)
      .innerJoin(subscriptionTable, eq(subscriptionTable.tenantId, t.id))
      .where(where);
    return page(await toTenants(rows), all?.total ?? 0, query);
  }),
);

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
