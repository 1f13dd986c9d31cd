import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { catalogue, type StripeObject } from "./catalogue.ts";

/** Everything the account has, on disk, so that a restart finds it as it was. */
export type Store = ReturnType<typeof openStore>;

/** An answer already given to an idempotency key, and what was asked. */
export type Kept = { request: string; status: number; body: string };

export function openStore(file: string, seconds: () => number) {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS object (
      place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, customer TEXT,
      body TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS object_of_customer ON object (kind, customer);
    CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS delivery (
      event TEXT NOT NULL, url TEXT NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (event, url)) STRICT;`);
  const put = database.prepare(
    `INSERT INTO object (id, kind, customer, body) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, body = excluded.body`,
  );
  const one = database.prepare("SELECT body FROM object WHERE id = ?");
  const all = database.prepare("SELECT body FROM object WHERE kind = ? ORDER BY place DESC");
  const ofCustomer = database.prepare("SELECT body FROM object WHERE kind = ? AND customer = ? ORDER BY place DESC");
  const read = (row: Record<string, unknown> | undefined) =>
    row === undefined ? undefined : (JSON.parse(String(row.body)) as StripeObject);

  const store = {
    /** @param prefix as Stripe's ids begin, for instance `cus` */
    newId: (prefix: string) => `${prefix}_${randomBytes(12).toString("hex")}`,
    save: <T extends StripeObject>(object: T): T => {
      put.run(
        object.id,
        object.object,
        typeof object.customer === "string" ? object.customer : null,
        JSON.stringify(object),
      );
      return object;
    },
    find: (id: string, kind?: string): StripeObject | undefined => {
      const found = read(one.get(id));
      return kind === undefined || found?.object === kind ? found : undefined;
    },
    /** Newest first. */
    list: (kind: string, customer?: string): StripeObject[] =>
      (customer === undefined ? all.all(kind) : ofCustomer.all(kind, customer)).map((row) => read(row) as StripeObject),
    answerTo: (key: string): Kept | undefined =>
      database.prepare("SELECT request, status, body FROM answer WHERE key = ?").get(key) as Kept | undefined,
    keepAnswer: (key: string, { request, status, body }: Kept): void => {
      database.prepare("INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?)").run(key, request, status, body);
    },
    plan: (event: string, url: string, tries: number, due: number): void => {
      database.prepare("INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?)").run(event, url, tries, due);
    },
    planned: (before: number): { event: string; url: string; tries: number }[] =>
      database.prepare("SELECT event, url, tries FROM delivery WHERE due <= ? ORDER BY due").all(before) as {
        event: string;
        url: string;
        tries: number;
      }[],
    delivered: (event: string, url: string): void => {
      database.prepare("DELETE FROM delivery WHERE event = ? AND url = ?").run(event, url);
    },
    /** All of it or nothing. */
    together: <T>(work: () => T): T => {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => database.close(),
  };
  if (store.list("product").length === 0) for (const object of catalogue(seconds())) store.save(object);
  return store;
}
