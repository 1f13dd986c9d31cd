import type { SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Now } from "../now.ts";
import type { Resource } from "../resource/resource.ts";

/** What somebody is told of by e-mail, when, and in which words. */
export type Notification = {
  /** No other of the application has it; each message says which it comes from. */
  name: string;
  resource: Resource;
  when: Occasion;
  /** Only records for which this holds. */
  only?(row: SQLiteTable, now: Now): SQL;
  to: readonly Recipient[];
  /** What the record is called follows it. */
  subject: string;
  /** `{label}` is what the record is called, `{day}` the day that it is about, `{value}` what its field became. */
  text: string;
  /** Fields and computed values whose values follow the text. */
  values: readonly string[];
};

export type Occasion =
  | { made: true }
  /** A field gets another value; with `to`, one of these, also in a new record. A new reference is one, too. */
  | { field: string; to?: readonly string[] }
  /** So many whole days after a day of the record, or of what its first step points at; negative for before. */
  | { day: readonly string[]; plus: number };

export type Recipient =
  /** The e-mail at the end of references: `customerId`, `email`. */
  | { path: readonly string[] }
  /** Whom the path leads to from each record that points here by `via`. */
  | { each: Resource; via: string; path: readonly string[]; when?(row: SQLiteTable, now: Now): SQL }
  /** Everybody with an account of these roles. */
  | { roles: readonly string[] }
  /** Whoever reads what `OFFICE_EMAIL` says. */
  | { office: true };
