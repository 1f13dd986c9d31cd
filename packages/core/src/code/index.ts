export * as Code from "./index.ts";

import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { Actor } from "../actor/index.ts";
import { Failure, missing, newId, verb } from "../base/index.ts";
import { clock, fromNow, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { deviceTable } from "../device/device.sql.ts";
import { Event } from "../event/index.ts";
import { Ports } from "../ports/index.ts";
import { Session } from "../session/index.ts";
import { Subscription } from "../subscription/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { Usage } from "../usage/index.ts";
import { codeFrom, last5, newCode } from "./alphabet.ts";
import { CodeId, codeScopes, type codeSources, GenerateCodes, GenerateCodesFor } from "./code.schema.ts";
import { codeTable as t } from "./code.sql.ts";
import { seal, sealTyped } from "./seal.ts";
import { whereStatus } from "./status.ts";

export { redeem, refused } from "./redeem.ts";

type Wanted = Omit<(typeof GenerateCodes)["_output"], "count"> & { packId?: string };
type New = { id: string; code: string };

/** Makes codes of the month's quota and says them, this once. @throws Failure `subscription.inactive`, `quota.exhausted`, `role.not_allowed` */
export const generate = verb(
  { as: ["tenant"], may: "build", input: GenerateCodes },
  ({ count: amount, ...wanted }, { tenantId }) =>
    Db.tx(async () => {
      const { plan } = await Subscription.entitled(tenantId, "lock");
      const codes = fresh(amount);
      await Usage.take({ tenantId, kind: "code", key: codes[0]?.id ?? "", amount, limit: plan.codesPerMonth });
      await insert(tenantId, codes, wanted, "quota");
      return { codes };
    }),
);

/**
 * As `generate`, for a tenant, by an admin: a gift, so it takes nothing of the tenant's month. A tenant that may not
 * begin anything new gets no codes this way either.
 *
 * @throws Failure `tenant.missing`, `subscription.inactive`
 */
export const generateFor = verb(
  { as: ["admin"], input: GenerateCodesFor },
  ({ count: amount, tenantId, ...wanted }, actor) =>
    Db.tx(async () => {
      const [tenant] = await Db.use()
        .select({ id: tenantTable.id })
        .from(tenantTable)
        .where(eq(tenantTable.id, tenantId));
      if (!tenant) throw missing("tenant");
      return Db.as({ type: "system", tenantId }, async () => {
        await Subscription.entitled(tenantId, "lock");
        const codes = fresh(amount);
        await insert(tenantId, codes, wanted, "admin", actor);
        return { codes };
      });
    }),
);

const fresh = (amount: number): New[] => Array.from({ length: amount }, () => ({ id: newId("code"), code: newCode() }));

/** A statement takes 65,535 values and no more; a tenth of a large plan's runs would be ten times that. */
const mostAtOnce = 1_000;

async function insert(
  tenantId: string,
  codes: New[],
  wanted: Wanted,
  source: (typeof codeSources)[number],
  by: Actor.Known = Actor.current(),
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
  for (let done = 0; done < rows.length; done += mostAtOnce)
    await Db.use()
      .insert(t)
      .values(rows.slice(done, done + mostAtOnce));
  await Event.record("code.generated", {}, { count: codes.length }, by);
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

/** The codes of a paid pack. They follow from their ids as starters do, so that the mail can say them. */
export async function insertPack(tenantId: string, packId: string, quantity: number): Promise<void> {
  const codes = Array.from({ length: quantity }, () => newId("code")).map((id) => ({ id, code: ofPack(id) }));
  const wanted = { label: "Bought", maxUses: 1, scopes: [...codeScopes], packId };
  await insert(tenantId, codes, wanted, "pack");
}

export const ofPack = (codeId: string): string => codeFrom(Buffer.from(Ports.use().seal("pack-code", codeId), "hex"));

/** Ends those codes of a pack that no project has. @returns how many */
export async function revokeUnusedOfPack(tenantId: string, packId: string): Promise<number> {
  const unused = await Db.use()
    .select({ id: t.id })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.packId, packId), eq(t.uses, 0), isNull(t.revokedAt)));
  for (const { id } of unused) await revokeWhere(mine(t, { tenantId }, id), id, Actor.current());
  return unused.length;
}

/** Ends a code for good, with every session and device that stands on it. @throws Failure `code.missing`, `role.not_allowed` */
export const revoke = verb({ as: ["tenant"], may: "build", input: CodeId }, (input, actor) =>
  Db.tx(() => revokeWhere(mine(t, actor, input.id), input.id, actor)),
);

/** As `revoke`, of any tenant. @throws Failure `code.missing` */
export const revokeAny = verb({ as: ["admin"], input: CodeId }, (input, actor) =>
  Db.tx(() => revokeWhere(eq(t.id, input.id), input.id, actor)),
);

/** Twice is as once. */
async function revokeWhere(where: SQL, codeId: string, by: Actor.Known): Promise<void> {
  const [changed] = await Db.use()
    .update(t)
    .set({ revokedAt: clock })
    .where(and(where, isNull(t.revokedAt)))
    .returning({ tenantId: t.tenantId });
  if (changed) {
    const { tenantId } = changed;
    return Db.as({ type: "system", tenantId }, async () => {
      // They ask for their code at every call and so have ended already; this lets the lists say it.
      await Session.endOfCode({ tenantId, codeId });
      await Db.use()
        .update(deviceTable)
        .set({ revokedAt: clock, revokedReason: "code" })
        .where(and(eq(deviceTable.tenantId, tenantId), eq(deviceTable.codeId, codeId), isNull(deviceTable.revokedAt)));
      await Event.record("code.revoked", { codeId }, {}, by);
    });
  }
  const [found] = await Db.use().select({ id: t.id }).from(t).where(where);
  if (!found) throw missing("code");
}

/**
 * Takes one use of a code. One UPDATE, so of two that race for the last use exactly one wins.
 *
 * @throws Failure `code.refused`, the same for unknown, another tenant's, revoked, expired and used
 */
export async function takeUse(tenantId: string, wanted: { code: string } | { codeId: string }): Promise<string> {
  const which = "codeId" in wanted ? eq(t.id, wanted.codeId) : eq(t.sealed, sealTyped(wanted.code));
  const [row] = await Db.use()
    .update(t)
    .set({ uses: sql`${t.uses} + 1` })
    .where(and(eq(t.tenantId, tenantId), which, whereStatus.active))
    .returning({ id: t.id });
  if (!row) throw new Failure("invalid", "code.refused", "This activation code cannot be used.");
  return row.id;
}
