export * as Code from "./index.ts";

import { and, asc, desc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { Failure, missing, newId, page, verb } from "../base/index.ts";
import { clock, fromNow, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, offsetOf, orderOf, search } from "../db/page.ts";
import { Event } from "../event/index.ts";
import { Ports } from "../ports/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { Subscription } from "../subscription/index.ts";
import { Tally } from "../tally/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { Throttle } from "../throttle/index.ts";
import { Usage } from "../usage/index.ts";
import { codeFrom, last5, newCode, read } from "./alphabet.ts";
import {
  CodeId,
  type CodeScope,
  type CodeStatus,
  type codeSources,
  GenerateCodes,
  GenerateCodesFor,
  ListAllCodes,
  ListCodes,
} from "./code.schema.ts";
import { codeTable as t } from "./code.sql.ts";
import { statusOf, whereStatus } from "./status.ts";

type Wanted = Omit<(typeof GenerateCodes)["_output"], "count">;

/** Makes codes of the month's quota and says them, this once. @throws Failure `subscription.inactive`, `quota.exhausted`, `role.not_allowed` */
export const generate = verb(
  { as: ["tenant"], may: "build", input: GenerateCodes },
  ({ count: amount, ...wanted }, actor) =>
    Db.tx(async () => {
      return { codes: await generateOfQuota(actor.tenantId, amount, wanted) };
    }),
);

/** As `generate`, for a tenant, by an admin. @throws Failure `tenant.missing`, `subscription.inactive`, `quota.exhausted` */
export const generateFor = verb({ as: ["admin"], input: GenerateCodesFor }, ({ count: amount, tenantId, ...wanted }) =>
  Db.tx(async () => {
    const [tenant] = await Db.use()
      .select({ id: tenantTable.id })
      .from(tenantTable)
      .where(eq(tenantTable.id, tenantId));
    if (!tenant) throw missing("tenant");
    return { codes: await generateOfQuota(tenantId, amount, wanted) };
  }),
);

async function generateOfQuota(tenantId: string, amount: number, wanted: Wanted) {
  const { plan } = await Subscription.entitled(tenantId, "lock");
  const codes = Array.from({ length: amount }, () => ({ id: newId("code"), code: newCode() }));
  await Usage.take({ tenantId, kind: "code", key: codes[0]?.id ?? "", amount, limit: plan.codesPerMonth });
  await insert(tenantId, codes, wanted, "quota");
  return codes;
}

async function insert(
  tenantId: string,
  codes: { id: string; code: string }[],
  wanted: Wanted,
  source: (typeof codeSources)[number],
) {
  const { expiresInDays, label, maxDevices, ...rest } = wanted;
  const expiresAt = expiresInDays === undefined ? null : fromNow(expiresInDays * 86_400);
  const rows = codes.map(({ id, code }) => ({
    ...rest,
    tenantId,
    id,
    source,
    expiresAt,
    label: label || null,
    maxDevices: maxDevices ?? null,
    sealed: seal(code),
    last5: last5(code),
  }));
  await Db.use().insert(t).values(rows);
  await Event.record("code.generated", {}, { count: codes.length });
}

/** What a new tenant begins with: a tenth of its plan's runs, at least one. They are said in the mail that welcomes it. */
export async function insertStarters(tenantId: string, runsPerMonth: number | null): Promise<void> {
  const amount = Math.max(1, Math.floor((runsPerMonth ?? 0) / 10));
  const codes = Array.from({ length: amount }, () => newId("code")).map((id) => ({ id, code: starter(id) }));
  await insert(tenantId, codes, { label: "Starter", maxUses: 1, scopes: ["watch", "comment", "download"] }, "starter");
}

/** A starter code follows from its id and the product's secret, so that the welcome mail can name it without its being stored. */
export const starter = (codeId: string): string =>
  codeFrom(Buffer.from(Ports.use().seal("starter-code", codeId), "hex"));

const seal = (code: string): string => Ports.use().seal("activation-code", code);

export const list = verb({ as: ["tenant"], input: ListCodes }, (query, actor) =>
  Db.tx(async () => {
    const { rows, total } = await find(query, actor.tenantId);
    return page(
      rows.map(({ code, now }) => toCode(code, now)),
      total,
      query,
    );
  }),
);

export const listAll = verb({ as: ["admin"], input: ListAllCodes }, (query) =>
  Db.tx(async () => {
    const { rows, total } = await find(query, query.tenantId);
    return page(
      rows.map(({ code, now, tenant }) => ({ ...toCode(code, now), tenant })),
      total,
      query,
    );
  }),
);

const columns = { createdAt: t.createdAt, label: t.label, expiresAt: t.expiresAt };

async function find(query: (typeof ListCodes)["_output"], tenantId: string | undefined) {
  const { name, way } = orderOf<keyof typeof columns>(query.sort);
  const order = way === "asc" ? asc : desc;
  const by = [order(columns[name]), order(t.id)];
  const where = and(tenantId === undefined ? undefined : eq(t.tenantId, tenantId), whereOf(query.status));
  const found =
    query.search === ""
      ? undefined
      : await search({ noun: "code", tenantId, only: query.status, column: columns[name].name, query });
  const keys = Db.use()
    .select({ key: sql<string>`${t.id}`.as("key") })
    .from(t)
    .where(where)
    .orderBy(...by)
    .limit(query.pageSize)
    .offset(offsetOf(query))
    .as("keys");
  const rows = found
    ? await withTenant()
        .where(and(where, inArray(t.id, found.ids)))
        .orderBy(...by)
    : await withTenant()
        .innerJoin(keys, eq(keys.key, t.id))
        .where(tenantId === undefined ? undefined : eq(t.tenantId, tenantId))
        .orderBy(...by);
  // A status changes by itself when its hour comes, so codes of one status are counted when asked for.
  const total = found ?? (query.status ? await countUpTo(t, where) : await Tally.totalOf({ noun: "code", tenantId }));
  return { rows, total };
}

const whereOf = (status: CodeStatus | undefined) => (status ? whereStatus[status] : undefined);

const withTenant = () =>
  Db.use()
    .select({
      code: t,
      now: sql<Date>`${clock}`.mapWith(t.createdAt),
      tenant: { id: tenantTable.id, name: tenantTable.name },
    })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId));

/** Ends a code for good, with every session that stands on it. @throws Failure `code.missing` */
export const revoke = verb({ as: ["tenant"], may: "build", input: CodeId }, (input, actor) =>
  Db.tx(async () => {
    return revokeWhere(mine(t, actor, input.id), input.id);
  }),
);

export const revokeAny = verb({ as: ["admin"], input: CodeId }, (input) =>
  Db.tx(() => revokeWhere(eq(t.id, input.id), input.id)),
);

/** Twice is as once. */
async function revokeWhere(where: SQL, codeId: string): Promise<void> {
  const changed = await Db.use()
    .update(t)
    .set({ revokedAt: clock })
    .where(and(where, isNull(t.revokedAt)))
    .returning({ id: t.id });
  if (changed.length > 0) return Event.record("code.revoked", { codeId });
  const [found] = await Db.use().select({ id: t.id }).from(t).where(where);
  if (!found) throw missing("code");
}

/**
 * Takes one use of a code. One UPDATE, so of two that race for the last use exactly one wins.
 *
 * @throws Failure `code.refused`, the same for unknown, another tenant's, revoked, expired and used
 */
export async function takeUse(tenantId: string, wanted: { code: string } | { codeId: string }): Promise<string> {
  const typed = "code" in wanted ? read(wanted.code) : undefined;
  const which =
    "codeId" in wanted ? eq(t.id, wanted.codeId) : typed === undefined ? sql`false` : eq(t.sealed, seal(typed));
  const [row] = await Db.use()
    .update(t)
    .set({ uses: sql`${t.uses} + 1` })
    .where(and(eq(t.tenantId, tenantId), which, whereStatus.active))
    .returning({ id: t.id });
  if (!row) throw new Failure("invalid", "code.refused", "This activation code cannot be used.");
  return row.id;
}

/** A code that was used up is still its project's key. */
const isAlive = or(whereStatus.active, whereStatus.used);

const wrongPerNetwork = { what: "code.wrong", times: 30, perSeconds: 600 };

/**
 * The one project that a code was given to, for whoever has it. Only wrong codes count towards the limit.
 *
 * @param network where it was typed
 * @throws Failure `code.refused`, the same for unknown, revoked, expired, not allowed to watch and not given to a project
 * @throws Failure `rate.limited` after too many wrong ones
 */
export async function redeem(typed: string, network: string) {
  await Throttle.check({ ...wrongPerNetwork, who: network });
  const [row] = await Db.use()
    .select({ tenantId: t.tenantId, codeId: t.id, projectId: projectTable.id, scopes: t.scopes })
    .from(t)
    .innerJoin(
      projectTable,
      and(eq(projectTable.tenantId, t.tenantId), eq(projectTable.codeId, t.id), isNull(projectTable.archivedAt)),
    )
    .where(and(eq(t.sealed, seal(read(typed) ?? "none")), isAlive))
    .orderBy(desc(projectTable.createdAt))
    .limit(1);
  if (row?.scopes.includes("watch")) return { tenantId: row.tenantId, codeId: row.codeId, projectId: row.projectId };
  await Throttle.take({ ...wrongPerNetwork, who: network });
  throw new Failure("unauthenticated", "code.refused", "This activation code cannot be used.", { keepsChanges: true });
}

/** @throws Failure `scope.not_allowed` when the code a client came with does not give it */
export async function mustHave(scope: CodeScope, actor: { tenantId: string; codeId: string }): Promise<void> {
  const scopes = await scopesOf(actor);
  if (!scopes.includes(scope))
    throw new Failure("forbidden", "scope.not_allowed", `This activation code does not allow: ${scope}.`);
}

export async function scopesOf(actor: { tenantId: string; codeId: string }): Promise<CodeScope[]> {
  const [row] = await Db.use()
    .select({ scopes: t.scopes })
    .from(t)
    .where(mine(t, actor, actor.codeId));
  return row?.scopes ?? [];
}

const toCode = (row: typeof t.$inferSelect, now: Date) => ({
  id: row.id,
  last5: row.last5,
  label: row.label,
  status: statusOf(row, now),
  uses: row.uses,
  maxUses: row.maxUses,
  maxDevices: row.maxDevices,
  scopes: row.scopes,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
