import { createHash } from "node:crypto";
import { and, desc, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import type { ActorOf } from "../actor/index.ts";
import { missing, verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { deviceTable as t } from "./device.sql.ts";
import type { DevicePolicy } from "./door.schema.ts";

/** How often a device is to be heard of, and when to refresh an access token of fifteen minutes. */
const intervals = { heartbeatSeconds: 300, refreshSeconds: 840 };

export const policy = verb({ as: ["device"], input: z.object({}) }, (_, actor) => Db.tx(() => compose(actor)));

/** Says that a device is there, and tells it whether its policy has changed. */
export const heartbeat = verb({ as: ["device"], input: z.object({}) }, (_, actor) =>
  Db.tx(async () => {
    await Db.use()
      .update(t)
      .set({ seenAt: clock })
      .where(mine(t, actor, actor.deviceId));
    const { version } = await compose(actor);
    return { policyVersion: version, heartbeatSeconds: intervals.heartbeatSeconds };
  }),
);

/** More than that no code is given to in earnest. */
const shown = 100;

async function compose(actor: ActorOf<"device">): Promise<DevicePolicy> {
  const [row] = await Db.use()
    .select({
      device: { id: t.id, label: t.label },
      scopes: codeTable.scopes,
      maxDevices: codeTable.maxDevices,
      expiresAt: codeTable.expiresAt,
      tenant: {
        name: tenantTable.name,
        logoUrl: tenantTable.logoUrl,
        primaryColor: tenantTable.primaryColor,
        namesPlatform: tenantTable.namesPlatform,
      },
    })
    .from(t)
    .innerJoin(codeTable, and(eq(codeTable.tenantId, t.tenantId), eq(codeTable.id, t.codeId)))
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .where(mine(t, actor, actor.deviceId));
  if (!row) throw missing("device");
  const projects = await Db.use()
    .select({ id: projectTable.id, name: projectTable.name, state: projectTable.state })
    .from(projectTable)
    .where(
      and(
        eq(projectTable.tenantId, actor.tenantId),
        eq(projectTable.codeId, actor.codeId),
        isNull(projectTable.archivedAt),
      ),
    )
    .orderBy(desc(projectTable.createdAt))
    .limit(shown);
  const { device, scopes, tenant, maxDevices, expiresAt } = row;
  const limits = { maxDevices, expiresAt: expiresAt?.toISOString() ?? null };
  const said = { device, scopes, tenant, projects, limits, intervals };
  return { version: createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 16), ...said };
}
