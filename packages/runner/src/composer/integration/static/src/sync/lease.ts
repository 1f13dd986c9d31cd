import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { and, eq } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { lease } from "../db/tables.ts";

const name = "worker";
const heldMs = 30_000;

/**
 * Which process works, when several share the data: the others answer, and take over when it is gone. Two that work at
 * once could each create the same record.
 */
export type Lease = {
  /** Takes or keeps it. @returns whether this process may work */
  hold(): boolean;
  release(): void;
};

export function createLease(db: Database): Lease {
  const owner = `${hostname()} ${process.pid} ${randomUUID()}`;
  return {
    hold: () =>
      db.transaction(() => {
        const held = db.select().from(lease).where(eq(lease.name, name)).get();
        if (held && held.owner !== owner && held.expiresAt > Date.now() && isAlive(held.owner)) return false;
        const row = { owner, expiresAt: Date.now() + heldMs };
        db.insert(lease)
          .values({ name, ...row })
          .onConflictDoUpdate({ target: lease.name, set: row })
          .run();
        return true;
      }),
    release() {
      db.delete(lease)
        .where(and(eq(lease.name, name), eq(lease.owner, owner)))
        .run();
    },
  };
}

/** A process of this machine that has ended need not be waited for. Of other machines only time tells. */
function isAlive(owner: string): boolean {
  const [host, pid] = owner.split(" ");
  if (host !== hostname()) return true;
  // The same number, and not us: a container that started again.
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
