import { Ports } from "../ports/index.ts";
import type { Handle } from "./open.ts";

type Values = Record<string, unknown>;
type Prepared<T> = { execute: (values: Values) => Promise<T> };

/** A question with `sql.placeholder` for what differs from time to time, as Drizzle builds it. */
export type Question<T> = (handle: Handle) => { prepare: (name: string) => Prepared<T> };

const known = new WeakMap<Handle, Map<string, Prepared<unknown>>>();

/**
 * Asks what is asked all day long. Its text is made once for each connection, and PostgreSQL reads and plans it once:
 * for a question that finds a few rows by their keys, that is most of the work.
 *
 * @param name of this very text: what else differs (an order, a condition) is part of the name
 */
export async function ask<T>(handle: Handle, name: string, question: Question<T>, values: Values): Promise<T> {
  const own = known.get(handle) ?? new Map<string, Prepared<unknown>>();
  known.set(handle, own);
  // Without a name, PostgreSQL keeps nothing.
  const prepared = own.get(name) ?? question(handle).prepare(Ports.use().db.keepsPrepared ? name : "");
  own.set(name, prepared);
  return prepared.execute(values) as Promise<T>;
}
