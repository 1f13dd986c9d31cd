import { type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { missing, Problem } from "../http/problem.ts";
import type { Now } from "../now.ts";
import { column } from "./column.ts";
import type { Resource, Target } from "./resource.ts";

export type Verb = "see" | "create" | "change" | "delete";

/** Who may do what, by role; a verb that is not here is everybody's. */
export type Rights = Partial<Record<Verb, readonly string[]>> & { own?: readonly Own[] };

/** What people of these roles do with no record but their own. */
export type Own = {
  roles: readonly string[];
  verbs: readonly Exclude<Verb, "create">[];
  /** The field that names the person: an account, or a record that `via` names the account of. */
  field: string;
  via?: { table: SQLiteTable; field: string };
};

/** What the application itself acts as: when it is filled with its first records, and when its rules look at all there is. */
export const systemRole = "(system)";

const roleOf = (now: Now): string => now.user?.role ?? "";

/** The same moment, with everything in sight: what a rule counts must not depend on who asks. */
export const unlimited = (now: Now): Now => ({
  ...now,
  user: { ...(now.user ?? { id: 0, name: "", email: "" }), role: systemRole },
});

/** Whether the person's role may do this with any record of the kind. */
export function may(now: Now, { rights }: Pick<Resource, "rights">, verb: Verb): boolean {
  const roles = rights?.[verb];
  return roles === undefined || roleOf(now) === systemRole || roles.includes(roleOf(now));
}

/** @throws Problem `right.missing` */
export function demand(now: Now, resource: Resource, verb: Verb): void {
  if (may(now, resource, verb)) return;
  const roles = resource.rights?.[verb]?.join(" or ");
  const thing = resource.plural.toLowerCase();
  throw new Problem(403, "right.missing", `Only people with the role ${roles} may ${verb} ${thing}.`);
}

/** What makes a record the person's own where only such may be dealt with; undefined where any may. */
export const limitsOf = (now: Now, rights: Rights | undefined, verb?: Verb): readonly Own[] | undefined => {
  const limits = rights?.own?.filter(
    ({ roles, verbs }) => roles.includes(roleOf(now)) && (verb === undefined || verbs.some((each) => each === verb)),
  );
  return limits && limits.length > 0 ? limits : undefined;
};

/** The ids that a field of what is the person's own may hold, as SQL. */
export function selves(now: Now, { via }: Own): SQL {
  const id = now.user?.id ?? 0;
  return via
    ? sql`(select ${column(via.table, "id")} from ${via.table} where ${column(via.table, via.field)} = ${id})`
    : sql`(select ${id} as id)`;
}

/** Whether a record is the person's own, as SQL. */
export const isOwn = (now: Now, row: SQLiteTable, limits: readonly Own[]): SQL =>
  sql`(${sql.join(
    limits.map((own) => sql`${column(row, own.field)} in ${selves(now, own)}`),
    sql` or `,
  )})`;

/** Whether the person may see a record, as SQL; undefined when they may see any. */
export function visible({ rights }: Pick<Target, "rights">, row: SQLiteTable, now: Now): SQL | undefined {
  if (rights === undefined || roleOf(now) === systemRole) return undefined;
  if (!may(now, { rights }, "see")) return sql`0`;
  const limits = limitsOf(now, rights, "see");
  return limits && isOwn(now, row, limits);
}

/** What a list of the kind is called for this person. */
export const titleOf = (now: Now, { rights, plural }: Pick<Resource, "rights" | "plural">): string =>
  limitsOf(now, rights, "see") ? `My ${plural.toLowerCase()}` : plural;

/** The answer about a record that is not there or not in sight: one and the same. */
export const unknown = (resource: Resource): Problem => missing(resource.label.toLowerCase());
