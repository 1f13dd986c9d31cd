export * as Device from "./index.ts";

import { and, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { Actor, type ActorOf } from "../actor/index.ts";
import { Failure, newId, only, verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { Code } from "../code/index.ts";
import { isAlive } from "../code/status.ts";
import { clock, fromNow, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { type DeviceClaim, Ports } from "../ports/index.ts";
import { Subscription } from "../subscription/index.ts";
import { deviceTable as t } from "./device.sql.ts";
import { ActivateDevice, RefreshDevice } from "./door.schema.ts";
import { type RefreshClaim, readRefreshToken, refreshTokenOf } from "./refresh-token.ts";
import { whereStatus } from "./status.ts";

/** A device that is silent for so long must be activated again. */
const silentSeconds = 30 * 86_400;

type Row = typeof t.$inferSelect;

/**
 * Binds a machine to an activation code. The same machine on the same code is the same device again, with new tokens;
 * the earlier ones are void from then on.
 *
 * @throws Failure `code.refused`, `rate.limited` as at the client's door
 * @throws Failure `device.revoked` when somebody ended this device
 * @throws Failure `quota.devices` when the code, or the tenant's plan, has no room for another
 */
export const activate = verb({ as: ["public"], input: ActivateDevice }, ({ code, fingerprint, label }, actor) =>
  Db.tx(async () => {
    const { tenantId, codeId } = await Code.redeem(code, actor.network, "device");
    return Db.as({ type: "system", tenantId }, async () => {
      // Tenant and code are held to the end, so of two for the last place one waits and is refused.
      const { plan } = await Subscription.rights(tenantId, "lock");
      const [limits] = await Db.use()
        .select({ maxDevices: codeTable.maxDevices })
        .from(codeTable)
        .where(and(mine(codeTable, { tenantId }, codeId), isAlive))
        .for("update");
      if (!limits) throw Code.refused();
      const sealed = Ports.use().seal("device-fingerprint", `${codeId}\n${fingerprint}`);
      const known = await findKnown({ tenantId, codeId, fingerprint: sealed });
      if (known?.revokedAt)
        throw new Failure("forbidden", "device.revoked", "This device was revoked and cannot be activated again.");
      if (!known?.isActive)
        await mustHaveRoom({ tenantId, codeId }, { plan: plan.maxDevices, code: limits.maxDevices });
      const begins = { refreshExpiresAt: fromNow(silentSeconds), seenAt: clock, ...(label ? { label } : {}) };
      const rows = await Db.use()
        .insert(t)
        .values({ tenantId, id: newId("device"), codeId, fingerprint: sealed, ...begins })
        .onConflictDoUpdate({
          target: [t.tenantId, t.codeId, t.fingerprint],
          set: { ...begins, family: sql`${t.family} + 1`, generation: 0 },
        })
        .returning();
      const device = only(rows);
      await Event.record("device.activated", { codeId, subjectId: device.id }, {}, whoIs(device));
      return answer(device);
    });
  }),
);

async function findKnown({ tenantId, codeId, fingerprint }: Pick<Row, "tenantId" | "codeId" | "fingerprint">) {
  const [known] = await Db.use()
    .select({ revokedAt: t.revokedAt, isActive: sql<boolean>`${t.refreshExpiresAt} > ${clock}` })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.codeId, codeId), eq(t.fingerprint, fingerprint)));
  return known;
}

/** @throws Failure `quota.devices` */
async function mustHaveRoom(
  { tenantId, codeId }: Pick<Row, "tenantId" | "codeId">,
  max: { plan: number | null; code: number | null },
): Promise<void> {
  const rows = await Db.use()
    .select({
      plan: sql<number>`count(*)::int`,
      code: sql<number>`count(*) filter (where ${t.codeId} = ${codeId})::int`,
    })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), whereStatus.active));
  const used = only(rows);
  if (max.code !== null && used.code >= max.code) throw noRoom(`This code serves ${max.code} at a time.`);
  if (max.plan !== null && used.plan >= max.plan) throw noRoom(`The plan has ${max.plan} at a time.`);
}

const noRoom = (why: string) =>
  new Failure("forbidden", "quota.devices", `There is no room for another device. ${why} Have one revoked first.`);

/**
 * Exchanges a refresh token for the next pair, once.
 *
 * A token that was exchanged before is in two hands, and nobody can tell whose: the device is revoked. One that
 * arrived while the exchange was at work is no proof of that: it is refused, and the device lives with what the other got.
 *
 * @throws Failure `device.token_refused`, the same whatever the reason
 */
export const refresh = verb({ as: ["public"], input: RefreshDevice }, async ({ refreshToken }) => {
  const claim = readRefreshToken(refreshToken);
  if (!claim) throw tokenRefused();
  const arrivedAt = Ports.use().now();
  return Db.tx(() => Db.as({ type: "system", tenantId: claim.tenantId }, () => exchange(claim, arrivedAt)));
});

async function exchange({ tenantId, deviceId, family, generation }: RefreshClaim, arrivedAt: Date) {
  const device = await findAlive({ tenantId, deviceId });
  if (device?.family !== family) throw tokenRefused();
  if (generation < device.generation) {
    const wasAtWork = generation === device.generation - 1 && device.exchangedAt && arrivedAt <= device.exchangedAt;
    if (!wasAtWork) {
      await revokeRow(device, "reuse");
      await Event.record("device.reused", { codeId: device.codeId, subjectId: deviceId }, {}, whoIs(device));
    }
    throw tokenRefused();
  }
  const [next] = await Db.use()
    .update(t)
    .set({
      generation: generation + 1,
      exchangedAt: thisMoment,
      refreshExpiresAt: fromNow(silentSeconds),
      seenAt: clock,
    })
    .where(
      and(mine(t, { tenantId }, deviceId), eq(t.family, family), eq(t.generation, generation), isNull(t.revokedAt)),
    )
    .returning();
  if (!next) throw tokenRefused();
  await Event.record("device.refreshed", { codeId: next.codeId, subjectId: deviceId }, {}, whoIs(next));
  return answer(next);
}

/** The product's clock right now, and not when the transaction began. */
const thisMoment = sql`${clock} + (clock_timestamp() - now())`;

/** A device that may still speak: neither revoked nor silent for too long, and its code alive. */
async function findAlive({ tenantId, deviceId }: DeviceClaim): Promise<Row | undefined> {
  const [device] = await Db.use()
    .select()
    .from(t)
    .where(and(mine(t, { tenantId }, deviceId), whereStatus.active));
  return device;
}

/** Who comes with an access token that is genuine, if the device may still speak: asked at every call. */
export const recognise = (claim: DeviceClaim): Promise<ActorOf<"device"> | undefined> =>
  Actor.provide({ type: "system", tenantId: claim.tenantId }, () =>
    Db.tx(async () => {
      const device = await findAlive(claim);
      return device && { type: "device", ...claim, codeId: device.codeId };
    }),
  );

/** What checks the access tokens, for whoever else wants to. */
export const keys = verb({ as: ["public"], input: z.object({}) }, async () => ({
  keys: await Ports.use().tokens.keys(),
}));

/** Ends a device for good. @returns whether it was still there to end */
export async function revokeRow(
  { tenantId, id }: Pick<Row, "tenantId" | "id">,
  revokedReason: NonNullable<Row["revokedReason"]>,
): Promise<boolean> {
  const rows = await Db.use()
    .update(t)
    .set({ revokedAt: clock, revokedReason })
    .where(and(mine(t, { tenantId }, id), isNull(t.revokedAt)))
    .returning({ id: t.id });
  return rows.length > 0;
}

const whoIs = ({ tenantId, id, codeId }: Row): Actor.Known => ({ type: "device", tenantId, deviceId: id, codeId });

const answer = async ({ tenantId, id, label, family, generation }: Row) => ({
  device: { id, label },
  ...(await Ports.use().tokens.issue({ tenantId, deviceId: id })),
  refreshToken: refreshTokenOf({ tenantId, deviceId: id, family, generation }),
});

const tokenRefused = () =>
  new Failure("unauthenticated", "device.token_refused", "This token is not valid, or no longer. Activate again.", {
    keepsChanges: true,
  });
