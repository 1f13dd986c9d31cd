import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { credential } from "./tables.ts";

/** Refresh tokens, where a system gives a new one with every use. */
export type Tokens = {
  /** The newest one that grew out of the configured one; another configured one begins anew. */
  refreshToken(system: string, configured: string): string;
  keep(system: string, configured: string, refreshToken: string): void;
};

export function createTokens(db: Database): Tokens {
  return {
    refreshToken(system, configured) {
      const kept = db.select().from(credential).where(eq(credential.system, system)).get();
      return kept?.firstDigest === digest(configured) ? kept.refreshToken : configured;
    },
    keep(system, configured, refreshToken) {
      const row = { firstDigest: digest(configured), refreshToken, updatedAt: new Date().toISOString() };
      db.insert(credential)
        .values({ system, ...row })
        .onConflictDoUpdate({ target: credential.system, set: row })
        .run();
    },
  };
}

const digest = (token: string): string => createHash("sha256").update(token).digest("hex");
