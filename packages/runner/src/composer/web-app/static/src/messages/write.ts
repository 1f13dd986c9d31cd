import { randomUUID } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import type { Config } from "../config.ts";
import { Problem } from "../http/problem.ts";
import type { User } from "../now.ts";
import { labelIn, sayValue } from "../pages/values.ts";
import { column } from "../resource/column.ts";
import { type ApiRecord, isBlank, type Resource, type Target, targetOf } from "../resource/resource.ts";
import { unlimited } from "../resource/rights.ts";
import { get, type Work } from "../resource/store.ts";
import type { Notification, Occasion, Recipient } from "./notification.ts";
import { messages } from "./table.ts";

/** What every message of an application is written with. */
export type Desk = { title: string; config: Config; accounts: Target | undefined };

/** An address, and the account that it belongs to, if it does. */
type Addressee = { email: string; user?: User };

/** Whether the occasion has come with a record that was made, or changed from what it was before. */
export function hasCome(occasion: Occasion, resource: Resource, record: ApiRecord, before?: ApiRecord): boolean {
  if ("made" in occasion) return before === undefined;
  if ("day" in occasion) return false;
  const { field, to } = occasion;
  const value = record[field];
  if (isBlank(value) || (to && !to.includes(String(value)))) return false;
  if (before) return before[field] !== value;
  return to !== undefined || resource.fields[field]?.kind === "reference";
}

/**
 * Writes a message to everybody whom the notification is for, in the transaction of what it tells of.
 *
 * @param about the day that it is about, where it is about one: then each of them is told once of it
 */
export function write(work: Work, desk: Desk, notification: Notification, id: number, about = ""): void {
  const { resource } = notification;
  const record = get({ ...work, now: unlimited(work.now) }, resource, id);
  if (!isMeant(work, notification, id)) return;
  for (const { email, user } of addressees(work, desk, notification, record)) {
    const problem = problemOf(desk, email, notification);
    const canLeave = desk.config.SMTP_URL !== undefined;
    work.db
      .insert(messages)
      .values({
        key: randomUUID(),
        notification: notification.name,
        resource: resource.path,
        recordId: id,
        recipient: email,
        ...worded(work, desk, notification, record, user, about),
        status: problem ? "failed" : canLeave ? "waiting" : "kept",
        tries: 0,
        nextTryAt: !problem && canLeave ? work.now.instant : null,
        problem: problem ?? null,
        once: about === "" ? null : `${notification.name}/${id}/${about}/${email}`,
        createdAt: work.now.instant,
      })
      .onConflictDoNothing()
      .run();
  }
}

function isMeant(work: Work, { only, resource }: Notification, id: number): boolean {
  const row = resource.table;
  const condition = only ? only(row, unlimited(work.now)) : sql`1`;
  return work.db.get(sql`select 1 as found from ${row} where ${column(row, "id")} = ${id} and ${condition}`) !== undefined;
}

const isAddress = (email: string) => email.length <= 254 && z.email().safeParse(email).success;

function problemOf({ config }: Desk, email: string, { to }: Notification): string | undefined {
  if (email === "" && to.some((each) => "office" in each) && !config.OFFICE_EMAIL) return "OFFICE_EMAIL is not set.";
  if (email === "") return "No e-mail address is known.";
  return isAddress(email) ? undefined : "This is no e-mail address.";
}

/** Each once, whatever they are told as. */
function addressees(work: Work, desk: Desk, { resource, to }: Notification, record: ApiRecord): Addressee[] {
  const all = to.flatMap((each) => reached(work, desk, resource, record, each));
  return [...new Map(all.map((each) => [each.email.toLowerCase(), each])).values()];
}

function reached(work: Work, desk: Desk, resource: Resource, record: ApiRecord, to: Recipient): Addressee[] {
  if ("office" in to) return [{ email: desk.config.OFFICE_EMAIL ?? "" }];
  if ("roles" in to) {
    if (!desk.accounts) return [];
    const { table } = desk.accounts;
    const people = work.db.all<User>(
      sql`select id, name, email, role from ${table} where ${inArray(column(table, "role"), [...to.roles])} order by id`,
    );
    return people.map((user) => ({ email: user.email, user }));
  }
  if (!("each" in to)) return follow(work, desk, resource, record, to.path);
  const { each, via, path, when } = to;
  const row = each.table;
  const now = unlimited(work.now);
  const all = work.db.all<{ id: number }>(
    sql`select ${column(row, "id")} as id from ${row} where ${and(eq(column(row, via), record.id), when?.(row, now))} order by id`,
  );
  return all.flatMap(({ id }) => follow(work, desk, each, get({ ...work, now }, each, id), path));
}

/** Where references lead: to an address of a record, or to an account. */
function follow(
  work: Work,
  desk: Desk,
  resource: Resource,
  record: ApiRecord,
  [first = "", ...rest]: readonly string[],
): Addressee[] {
  let value: unknown = record[first];
  let field = resource.fields[first];
  for (const name of rest) {
    if (!field || isBlank(value)) break;
    const target = targetOf(work.model, field);
    const { table } = target;
    if (target.path === desk.accounts?.path) {
      const user = work.db.get<User>(
        sql`select id, name, email, role from ${table} where ${eq(column(table, "id"), value)}`,
      );
      return user ? [{ email: user.email, user }] : [];
    }
    const found = work.db.get<{ value: unknown }>(
      sql`select ${column(table, name)} as value from ${table} where ${eq(column(table, "id"), value)}`,
    );
    value = found?.value ?? null;
    field = target.fields[name];
  }
  // What is for an account concerns nobody while there is none: a job that nobody has been given yet.
  if (isBlank(value) && field?.kind === "reference" && field.account) return [];
  return [{ email: isBlank(value) ? "" : String(value) }];
}

/** Subject and text. Whoever has an account reads of the record what they may see of it, and no more. */
function worded(
  work: Work,
  { title, config }: Desk,
  { resource, subject, text, values, when }: Notification,
  record: ApiRecord,
  user: User | undefined,
  about: string,
): { subject: string; body: string } {
  const seen = user ? seenBy(work, resource, record.id, user) : record;
  const label = seen ? oneLine(String(seen.label ?? record.id)) : "";
  const said: Record<string, string> = {
    label: label === "" ? "" : `“${label}”`,
    day: about === "" ? "" : sayValue("date", about),
    value: "field" in when ? String(record[when.field] ?? "") : "",
  };
  const filled = (words: string) =>
    words.replace(/ ?\{(label|day|value)\}/g, (_, name: string) => (said[name] ? ` ${said[name]}` : "")).trim();
  const lines = values.flatMap((name) => (seen && !isBlank(seen[name]) ? [lineOf(resource, seen, name)] : []));
  const link = config.APP_URL ? [`${config.APP_URL.replace(/\/+$/, "")}/${resource.path}/${record.id}`] : [];
  return {
    subject: oneLine(label === "" ? filled(subject) : `${filled(subject)}: ${label}`).slice(0, 200),
    body: `${[filled(text), lines.join("\n"), ...link, title].filter((part) => part !== "").join("\n\n")}\n`,
  };
}

function seenBy(work: Work, resource: Resource, id: number, user: User): ApiRecord | undefined {
  try {
    return get({ ...work, now: { ...work.now, user } }, resource, id);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function lineOf(resource: Resource, record: ApiRecord, name: string): string {
  const kind = (resource.fields[name] ?? resource.computed[name])?.kind ?? "text";
  const named = record[name.replace(/Id$/, "")];
  const value =
    kind === "reference"
      ? (named as { label?: string } | null)?.label
      : kind === "longText"
        ? record[name]
        : oneLine(sayValue(kind, record[name]));
  return `${labelIn(resource, name)}: ${value ?? "–"}`;
}

/** Text without line ends and other control characters: a header can't be smuggled in by what somebody typed. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
