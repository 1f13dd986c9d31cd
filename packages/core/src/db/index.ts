export * as Db from "./index.ts";
export { type Database, type Handle, open } from "./open.ts";

import { AsyncLocalStorage } from "node:async_hooks";
import type { PoolClient } from "pg";
import { Actor, type Actor as Who } from "../actor/index.ts";
import { Failure } from "../base/failure.ts";
import { log } from "../base/log.ts";
import { Ports } from "../ports/index.ts";
import { type Handle, inOneMessage } from "./open.ts";
import { ask, type Question } from "./prepared.ts";

type Effect = () => Promise<unknown>;
// biome-ignore lint/suspicious/noExplicitAny: each drain takes the items that were gathered for it, and no others
type Drain = (items: any[]) => Promise<void>;
type Session = {
  client: PoolClient;
  handle: Handle;
  effects: Effect[];
  gathered: Map<Drain, unknown[]>;
  actor: Who;
};

const current = new AsyncLocalStorage<Session>();

/** The open transaction. @throws Error without one: every statement runs under somebody's row-level rights */
export function use(): Handle {
  const session = current.getStore();
  if (!session) throw new Error("No transaction is open.");
  return session.handle;
}

/**
 * Runs `work` in one transaction with the rights of the current actor, joining the one already open. A refusal undoes
 * it, except for one that keeps its changes.
 */
export async function tx<T>(work: () => Promise<T>): Promise<T> {
  if (current.getStore()) return work();
  const { db } = Ports.use();
  const actor = Actor.current();
  const rights = rightsOf(actor);
  const client = await db.connect();
  const session: Session = { client, handle: db.handle(client), effects: [], gathered: new Map(), actor };
  let isBroken = false;
  let isKept = false;
  // In one message with the first question, and not waited for: it costs no round trip of its own. After a failed one,
  // nothing is allowed.
  inOneMessage(client);
  const begun = client.query(`begin; ${rights}`);
  begun.catch(() => undefined);
  try {
    const result = await current.run(session, work);
    await begun;
    await commit(session);
    isKept = true;
    return result;
  } catch (error) {
    const keeps = error instanceof Failure && error.keepsChanges;
    await (keeps ? commit(session) : client.query("rollback")).then(
      () => {
        isKept = keeps;
      },
      () => {
        isBroken = true;
      },
    );
    throw error;
  } finally {
    // Effects open transactions of their own: holding this connection meanwhile would let a full pool wait for itself.
    client.release(isBroken);
    if (isKept) for (const effect of session.effects) await attempt(effect);
  }
}

/** As `use`, for what is asked all day long. @param name of this very text @param values of its placeholders */
export const prepared = <T>(name: string, question: Question<T>, values: Record<string, unknown>): Promise<T> =>
  ask(use(), name, question, values);

/**
 * One question in one round trip, without a transaction and so with the rights of a stranger, who may do nothing but be
 * recognised at a door. It is asked as `prepared` does.
 */
export async function glance<T>(name: string, question: Question<T>, values: Record<string, unknown>): Promise<T> {
  const { db } = Ports.use();
  const client = await db.connect();
  try {
    return await ask(db.handle(client), name, question, values);
  } finally {
    client.release();
  }
}

async function commit(session: Session): Promise<void> {
  for (const [drain, items] of session.gathered) await current.run(session, () => drain(items));
  const { command } = await session.client.query("commit");
  // After a statement that failed and was not heard of, PostgreSQL undoes everything and calls that an answer, too.
  if (command !== "COMMIT") throw new Error("A statement of this transaction failed, so nothing of it was kept.");
}

/** Whose rights the open transaction has. @throws Error without one */
export function actor(): Who {
  const session = current.getStore();
  if (!session) throw new Error("No transaction is open.");
  return session.actor;
}

/**
 * Puts something aside for the very end of the transaction, where `drain` gets all of it at once. For what takes a
 * lock that everybody wants: held from there to the commit, it costs nobody more than that, and being the last one
 * taken it can be part of no deadlock.
 */
export function atEnd<T>(drain: (items: T[]) => Promise<void>, item: T): void {
  const session = current.getStore();
  if (!session) throw new Error("No transaction is open.");
  session.gathered.set(drain, [...(session.gathered.get(drain) ?? []), item]);
}

/** Goes on as somebody else, in the same transaction when one is open: a stranger who signed in becomes a member. */
export async function as<T>(actor: Who, work: () => Promise<T>): Promise<T> {
  const session = current.getStore();
  if (!session) return Actor.provide(actor, work);
  // Not waited for, as statements are carried out in their order. When one fails, all that follow do, the commit too.
  const go = (to: Who) => void session.client.query(rightsOf(to)).catch(() => undefined);
  inOneMessage(session.client);
  go(actor);
  try {
    return await current.run({ ...session, actor }, () => Actor.provide(actor, work));
  } finally {
    go(session.actor);
  }
}

/**
 * Best effort, and never the caller's problem: the work is committed, so a failed effect is logged, not thrown.
 * What must not be lost is a row that someone sweeps.
 */
export async function afterCommit(effect: Effect): Promise<void> {
  const session = current.getStore();
  if (session) session.effects.push(effect);
  else await attempt(effect);
}

const attempt = (effect: Effect) => effect().catch((error: unknown) => log.error("effect.lost", error));

/** The role whose policies apply. A tenant's people, clients and runs see that tenant's rows and no others. */
function rightsOf(actor: Who): string {
  const role = "tenantId" in actor ? "q2o_tenant" : actor.type === "public" ? "q2o_public" : "q2o_platform";
  const tenantId = "tenantId" in actor ? actor.tenantId : "";
  if (!/^[A-Za-z0-9_]*$/.test(tenantId)) throw new Error("Not a tenant id.");
  return `set local role ${role}; set local app.tenant_id = '${tenantId}'`;
}
