import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { deviceTable } from "../device/device.sql.ts";
import { runTable } from "../run/run.sql.ts";
import type { Limits } from "../subscription/limits.ts";
import { Usage } from "./index.ts";

/** What a tenant has taken of what it may take. */
export async function metersOf(tenantId: string, limits: Limits) {
  const [open] = await Db.use()
    .select({ used: count() })
    .from(runTable)
    .where(
      and(eq(runTable.tenantId, tenantId), inArray(runTable.status, ["queued", "launching", "running", "paused"])),
    );
  const [devices] = await Db.use()
    .select({ used: count() })
    .from(deviceTable)
    .where(and(eq(deviceTable.tenantId, tenantId), isNull(deviceTable.revokedAt)));
  return {
    runs: { used: await Usage.usedOf(tenantId, "run"), limit: limits.runsPerMonth },
    codes: { used: await Usage.usedOf(tenantId, "code"), limit: limits.codesPerMonth },
    concurrentRuns: { used: open?.used ?? 0, limit: limits.concurrentRuns },
    devices: { used: devices?.used ?? 0, limit: limits.maxDevices },
  };
}
