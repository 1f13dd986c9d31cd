import { and, eq, gt, inArray, isNull, lte, or, type SQL } from "drizzle-orm";
import { clock } from "../db/columns.ts";
import type { CodeStatus } from "./code.schema.ts";
import { codeTable as t } from "./code.sql.ts";

type Facts = { revokedAt: Date | null; expiresAt: Date | null; uses: number; maxUses: number };

/** Strongest first. */
export function statusOf(code: Facts, now: Date): CodeStatus {
  if (code.revokedAt) return "revoked";
  if (code.expiresAt && code.expiresAt <= now) return "expired";
  return code.uses >= code.maxUses ? "used" : "active";
}

const isYetToExpire = or(isNull(t.expiresAt), gt(t.expiresAt, clock));

/** Opens what it was given to: a code that was used up is still its project's key. */
export const isAlive = and(isNull(t.revokedAt), isYetToExpire);

/** The same decision for the database, as a condition on its rows. */
export const whereStatus: Record<CodeStatus, SQL | undefined> = {
  revoked: eq(t.stage, "revoked"),
  expired: and(inArray(t.stage, ["used", "open"]), lte(t.expiresAt, clock)),
  used: and(eq(t.stage, "used"), isYetToExpire),
  active: and(eq(t.stage, "open"), isYetToExpire),
};
