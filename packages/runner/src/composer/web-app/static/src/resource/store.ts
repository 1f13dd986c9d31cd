import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { invalid, missing, Problem } from "../http/problem.ts";
import type { Now } from "../now.ts";
import { column } from "./column.ts";
import { type Files, shownFiles } from "./files.ts";
import { type Body, parseInput, refuseStateChange } from "./input.ts";
import { type ListQuery, orderBy, where } from "./query.ts";
import {
  type ApiRecord,
  type Exclusive,
  isBlank,
  labelOf,
  type Lock,
  type Model,
  type Move,
  type Resource,
  type Rule,
  targetOf,
  through,
  fieldValue,
} from "./resource.ts";
import { demand, isOwn, limitsOf, may, selves, systemRole, unknown, unlimited, type Verb, visible } from "./rights.ts";

/** What a verb works with: the data, the shape of it, and who asks when. */
export type Work = {
  db: Database;
  model: Model;
  now: Now;
  files?: Files;
  /** What goes with every record that is made or changed, in the same transaction. */
  kept?: (work: Work, resource: Resource, id: number, before?: ApiRecord) => void;
};

export type Page = { items: ApiRecord[]; total: number; page: number; pageSize: number; totalPages: number };

/** @throws Problem `right.missing` */
export function list(work: Work, resource: Resource, query: ListQuery): Page {
  demand(work.now, resource, "see");
  const condition = where(work.model, resource, query, work.now);
  const filter = condition ? sql`where ${condition}` : sql``;
  const total = work.db.get<{ count: number }>(sql`select count(*) as count from ${resource.table} ${filter}`).count;
  const items = read(
    work,
    resource,
    sql`${filter} order by ${orderBy(work.model, resource, query, work.now)} limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`,
  );
  return { items, total, page: query.page, pageSize: query.pageSize, totalPages: Math.ceil(total / query.pageSize) };
}

/** @throws Problem `right.missing`, `record.missing` also when it is not in the person's sight */
export function get(work: Work, resource: Resource, id: number): ApiRecord {
  demand(work.now, resource, "see");
  const row = resource.table;
  const [record] = read(work, resource, sql`where ${and(sql`${column(row, "id")} = ${id}`, visible(resource, row, work.now))}`);
  if (!record) throw unknown(resource);
  return record;
}

/** One change, all of it or nothing, with the files that it brings or leaves behind. */
function change<T>(work: Work, body: unknown, run: () => T): T {
  const { db, files } = work;
  return files ? files.around(body, () => db.transaction(run)) : db.transaction(run);
}

/** The record with all that counts in it, whoever asks: what rules look at. */
function whole(work: Work, resource: Resource, id: number): ApiRecord {
  return get({ ...work, now: unlimited(work.now) }, resource, id);
}

/** A record that was just written, as its author may see it. */
function shownTo(work: Work, resource: Resource, id: number): ApiRecord {
  const [record] = read(work, resource, sql`where ${column(resource.table, "id")} = ${id}`);
  if (!record) throw unknown(resource);
  return record;
}

/**
 * The record that somebody is about to change or delete, as they see it.
 *
 * @throws Problem `right.missing`, `record.missing`, `right.own_only`
 */
export function hold(work: Work, resource: Resource, id: number, verb: "change" | "delete"): ApiRecord {
  demand(work.now, resource, verb);
  return inSight(work, resource, id, verb);
}

/** @throws Problem `right.missing`, `record.missing`, `right.own_only` */
function inSight(work: Work, resource: Resource, id: number, verb: "change" | "delete"): ApiRecord {
  const record = get(work, resource, id);
  refuseForeign(work, resource, id, verb);
  return record;
}

/** Whether the person may do this to this record, as far as rights go. */
export const mayTouch = (work: Work, resource: Resource, id: number, verb: "change" | "delete"): boolean =>
  may(work.now, resource, verb) && isHeld(work, resource, id, verb);

/** Whether it is the person's own, where only such may be dealt with; without a verb, for any that asks for it. */
export function isHeld(work: Work, resource: Resource, id: number, verb?: Verb): boolean {
  const limits = limitsOf(work.now, resource.rights, verb);
  const row = resource.table;
  return (
    limits === undefined ||
    work.db.get(sql`select 1 as found from ${row} where ${column(row, "id")} = ${id} and ${isOwn(work.now, row, limits)}`) !==
      undefined
  );
}

/** @throws Problem `right.own_only` */
function refuseForeign(work: Work, resource: Resource, id: number, verb?: Verb): void {
  if (isHeld(work, resource, id, verb)) return;
  const thing = resource.plural.toLowerCase();
  throw new Problem(403, "right.own_only", `With the role ${work.now.user?.role} this goes for your own ${thing} only.`);
}

/**
 * Keeps a new record, in the first state where there are states.
 *
 * @throws Problem `right.missing`, `right.own_only`, `input.invalid`, `state.moves_only`, `record.duplicate`,
 * `record.exclusive`
 */
export function create(work: Work, resource: Resource, body: unknown): ApiRecord {
  demand(work.now, resource, "create");
  const values = parseInput(resource, withUser(work, resource, body), "whole");
  const initial = initially(resource);
  if (resource.state) refuseStateChange(resource, body as Body, initial[resource.state.field], true);

  return change(work, values, () => shownTo(work, resource, insert(work, resource, { ...initial, ...values })));
}

/** What a new record has of all that only its moves write. */
const initially = (resource: Resource): Body =>
  Object.fromEntries(
    Object.entries(resource.fields)
      .filter(([, field]) => field.readOnly)
      .map(([name, field]) => [name, field.default ?? null]),
  );

function insert(work: Work, resource: Resource, values: Body): number {
  checkReferences(work, resource, values);
  checkUnique(work, resource, values);
  const at = work.now.instant;
  const files = work.files?.place(resource, values);
  const row = { ...stamps(resource, { createdAt: at, updatedAt: at }), ...values, ...files };
  const { id } = work.db
    .insert(resource.table)
    .values(row)
    .returning({ id: column(resource.table, "id") })
    .get() as { id: number };
  refuseForeign(work, resource, id);
  settled(work, resource, id);
  work.kept?.(work, resource, id);
  return id;
}

/**
 * Changes a record: all of it (`whole`, what is left out becomes empty) or some fields.
 *
 * @throws Problem `right.missing`, `record.missing`, `right.own_only`, `record.locked` and those of {@link create}
 */
export function update(
  work: Work,
  resource: Resource,
  id: number,
  body: unknown,
  mode: "whole" | "partial",
): ApiRecord {
  return change(work, body, () => {
    hold(work, resource, id, "change");
    const before = whole(work, resource, id);
    refuseLocked(work, resource, before, "change");
    const values = parseInput(resource, mode === "whole" ? withUser(work, resource, body, before) : body, mode);
    if (resource.state) refuseStateChange(resource, body as Body, before[resource.state.field], false);
    return write(work, resource, before, values);
  });
}

/**
 * @throws Problem those of rights, `record.missing`, `record.locked`, `record.in_use` while other records point at it,
 *   `record.needed` when what it belongs to may not be without it
 */
export function remove(work: Work, resource: Resource, id: number): void {
  change(work, undefined, () => {
    hold(work, resource, id, "delete");
    const before = whole(work, resource, id);
    refuseLocked(work, resource, before, "delete");
    for (const other of work.model.resources) {
      for (const [name, field] of Object.entries(other.fields)) {
        if (field.kind !== "reference" || field.target !== resource.path) continue;
        const pointing = work.db.get(
          sql`select 1 as found from ${other.table} where ${column(other.table, name)} = ${id} limit 1`,
        );
        if (pointing)
          throw new Problem(
            409,
            "record.in_use",
            `This ${resource.label.toLowerCase()} is still used by ${may(work.now, other, "see") ? other.plural.toLowerCase() : "other records"}.`,
          );
      }
    }
    work.db
      .delete(resource.table)
      .where(eq(column(resource.table, "id"), id))
      .run();
    checkLeft(work, resource, before);
    work.files?.clear(resource, before);
  });
}

/**
 * Takes a record to its next state; `body` may change fields in the same breath.
 *
 * @throws Problem `move.not_allowed` (role), `right.missing` (a move that names no role, or brings more values than it
 * asks for, takes the right to change), `move.illegal` (state) and those of {@link update}
 */
export function move(work: Work, resource: Resource, id: number, action: Move, body: unknown): ApiRecord {
  const state = resource.state;
  if (!state) throw missing("action");
  return change(work, body, () => {
    inSight(work, resource, id, "change");
    const before = whole(work, resource, id);
    allow(work.now, resource, action, before);
    const present = String(before[state.field]);
    if (!action.from.includes(present))
      throw new Problem(
        409,
        "move.illegal",
        `${action.label} is possible from ${action.from.join(", ")}; this one is ${present}.`,
      );
    const values = parseInput(resource, body ?? {}, "partial");
    if (Object.keys(values).length > 0) refuseLocked(work, resource, before, "change");
    if (Object.keys(values).some((name) => !action.asks.includes(name))) demand(work.now, resource, "change");
    for (const [name, value] of Object.entries(action.stamps?.(work.now) ?? {})) values[name] = value;
    write(work, resource, before, { ...values, [state.field]: action.to });
    follow(work, action, whole(work, resource, id));
    return shownTo(work, resource, id);
  });
}

/** Nothing follows from what follows; where it may not be, the move is refused with the reason. */
function follow(work: Work, action: Move, record: ApiRecord): void {
  const own = { ...work, now: unlimited(work.now) };
  for (const each of action.follows ?? []) {
    const other = work.model.resources.find(({ path }) => path === each.path);
    if (!other) continue;
    if ("via" in each) {
      const id = record[each.via];
      if (typeof id === "number") write(own, other, whole(own, other, id), { [each.field]: each.to });
      continue;
    }
    const valueOf = (from: string | { is: "itself" | "today" }) =>
      typeof from === "string" ? record[from] : from.is === "itself" ? record.id : work.now.today;
    const body = each.values.map(([name, from]) => [name, valueOf(from)]).filter(([, value]) => value !== null);
    insert(own, other, { ...initially(other), ...parseInput(other, Object.fromEntries(body), "whole") });
  }
}

/**
 * Whether the person's role may do this to this record, apart from its state.
 *
 * @throws Problem `move.not_allowed`, `right.missing`
 */
export function allow(now: Now, resource: Resource, action: Move, record: ApiRecord): void {
  const role = now.user?.role ?? "";
  if (role === systemRole) return;
  if (action.roles.length === 0) demand(now, resource, "change");
  if (action.roles.length > 0 && !action.roles.includes(role))
    throw new Problem(403, "move.not_allowed", `${action.label} takes the role ${action.roles.join(" or ")}.`);
  for (const need of action.needs)
    if (need.when(record, now) && !need.roles.includes(role)) throw new Problem(403, "move.not_allowed", need.message);
}

/** What keeps a record as it is, if anything does. */
export const lockOf = (now: Now, resource: Resource, record: ApiRecord, verb: "change" | "delete"): Lock | undefined =>
  resource.locks?.find((lock) => lock.verbs.includes(verb) && lock.when(record, now));

/** @throws Problem `record.locked` */
function refuseLocked(work: Work, resource: Resource, record: ApiRecord, verb: "change" | "delete"): void {
  const lock = lockOf(work.now, resource, record, verb);
  if (lock) throw new Problem(409, "record.locked", lock.message);
}

/** Fields that name the person who files the record are filled in for them. */
function withUser(work: Work, resource: Resource, body: unknown, before?: ApiRecord): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const blank = (name: string) => isBlank((body as Body)[name]);
  const named = Object.entries(resource.fields)
    .filter(([name, field]) => field.byDefault === "currentUser" && blank(name))
    .map(([name]) => [name, before ? before[name] : work.now.user?.id]);
  // Whoever keeps nothing but their own files it for themselves.
  const limits = limitsOf(work.now, resource.rights) ?? [];
  const [first] = limits.every(({ field }) => blank(field)) ? limits : [];
  const self =
    first && !resource.fields[first.field]?.readOnly
      ? work.db.get<{ id: number }>(sql`select id from ${selves(work.now, first)} limit 1`)
      : undefined;
  const own = first && self ? [[first.field, before ? before[first.field] : self.id]] : [];
  return { ...body, ...Object.fromEntries([...named, ...own].filter(([, id]) => typeof id === "number" && id > 0)) };
}

function write(work: Work, resource: Resource, before: ApiRecord, values: Body): ApiRecord {
  const { id } = before;
  checkReferences(work, resource, values, before);
  checkUnique(work, resource, values, id);
  const files = work.files?.place(resource, values, before);
  const row = { ...values, ...stamps(resource, { updatedAt: work.now.instant }), ...files };
  if (Object.keys(row).length > 0)
    work.db
      .update(resource.table)
      .set(row)
      .where(eq(column(resource.table, "id"), id))
      .run();
  refuseForeign(work, resource, id);
  const record = settled(work, resource, id, before);
  checkLeft(work, resource, before, record);
  checkUsers(work, resource, id, values);
  work.kept?.(work, resource, id, before);
  return shownTo(work, resource, id);
}

/** The record as it now stands, or the reason why it may not: thrown inside the transaction, nothing is kept. */
function settled(work: Work, resource: Resource, id: number, before?: ApiRecord): ApiRecord {
  const record = checked(work, resource, id, before);
  refuseBlocked(work, resource, record, before);
  checkParents(work, resource, record);
  return record;
}

/** Whatever stands against the record where it is put; where it already was, it may stay. @throws Problem `record.blocked` */
function refuseBlocked(work: Work, resource: Resource, record: ApiRecord, before?: ApiRecord): void {
  for (const { fields, message, when } of resource.blocks ?? []) {
    if (before && fields.every((name) => record[name] === before[name])) continue;
    const { found } = work.db.get(sql`select ${when(record, unlimited(work.now))} as found`) as { found: number };
    if (found === 1) throw new Problem(409, "record.blocked", message, [{ path: fields[0] ?? "", message }]);
  }
}

/**
 * @param before what it was: a rule that speaks of today is asked only when one of its values is another now
 * @throws Problem `input.invalid`, `record.exclusive`
 */
function checked(work: Work, resource: Resource, id: number, before?: ApiRecord): ApiRecord {
  const record = whole(work, resource, id);
  const isAsked = ({ asked }: Rule) => !before || !asked || asked.some((name) => record[name] !== before[name]);
  const errors = resource.rules
    .filter((rule) => isAsked(rule) && rule.broken(record, work.now))
    .map(({ path, message }) => ({ path, message }));
  if (errors.length > 0) throw invalid(errors, errors.map((error) => error.message).join(" "));

  const row = resource.table;
  const now = unlimited(work.now);
  for (const rule of resource.exclusives) {
    const same = rule.fields.map((name) => sql`${column(row, name)} = ${record[name]}`);
    if (rule.period) same.push(overlaps(now, resource, record, rule.period));
    if (rule.each) {
      const value = record[rule.each.field];
      same.push(sql`${spanOf(sql`${column(row, rule.each.field)}`, rule.each.span)} = ${spanOf(sql`${value}`, rule.each.span)}`);
    }
    const matching = sql`(${rule.when(row, now)})`;
    const clash = work.db.get(sql`
      select count(*) as found from ${row} where ${sql.join([...same, matching], sql` and `)} and ${column(row, "id")} <> ${id}
        and exists (select 1 from ${row} where ${column(row, "id")} = ${id} and ${matching})`) as { found: number };
    if (clash.found >= (rule.most ?? 1))
      throw new Problem(409, "record.exclusive", rule.message, [{ path: rule.fields[0] ?? "", message: rule.message }]);
  }
  return record;
}

/** The part of a date that tells its day, week, month or year. */
function spanOf(date: SQL, span: "day" | "week" | "month" | "year"): SQL {
  const day = sql`substr(${date}, 1, 10)`;
  if (span === "day") return day;
  // The Monday that it begins with.
  if (span === "week") return sql`date(${day}, 'weekday 0', '-6 days')`;
  return span === "month" ? sql`substr(${date}, 1, 7)` : sql`substr(${date}, 1, 4)`;
}

/** Whether another record's time has a moment in common with this one's; what has no end goes on. */
function overlaps(
  now: Now,
  resource: Resource,
  record: ApiRecord,
  { from, on, to }: NonNullable<Exclusive["period"]>,
): SQL {
  const row = resource.table;
  const start = on ? sql`(${column(row, on)} || 'T' || ${column(row, from)})` : sql`${column(row, from)}`;
  const begins = on ? `${record[on]}T${record[from]}` : record[from];
  const end = fieldValue(resource, row, to, now);
  return sql`(${start} = ${begins} or (
    (${end} is null or ${begins} < ${end}) and (${record[to]} is null or ${start} < ${record[to]})))`;
}

/** Records that repeat a value of this one obey their rules with it still, or it may not be what it would be. */
function checkUsers(work: Work, resource: Resource, id: number, values: Body): void {
  for (const other of work.model.resources) {
    const used = Object.values(other.computed).flatMap(({ from }) =>
      from && other.fields[from.via]?.target === resource.path && from.field in values ? [from] : [],
    );
    for (const { via, field } of used) {
      const users = work.db.all<{ id: number }>(
        sql`select ${column(other.table, "id")} as id from ${other.table} where ${column(other.table, via)} = ${id}`,
      );
      try {
        for (const user of users) checked(work, other, user.id, whole(work, other, user.id));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw new Problem(error.status, error.code, error.message, [{ path: field, message: error.message }]);
      }
    }
  }
}

/** A record counts in the sums of those it belongs to, so their rules are asked again. */
function checkParents(work: Work, resource: Resource, record: ApiRecord): void {
  for (const { name, broken } of brokenAbove(work, resource, record))
    throw invalid(
      broken.map((message) => ({ path: name, message })),
      broken.join(" "),
    );
}

/** What a record no longer belongs to has to do without it. @throws Problem `record.needed` */
function checkLeft(work: Work, resource: Resource, before: ApiRecord, after?: ApiRecord): void {
  for (const { name, broken } of brokenAbove(work, resource, before))
    if (after?.[name] !== before[name])
      throw new Problem(
        409,
        "record.needed",
        broken.join(" "),
        broken.map((message) => ({ path: name, message })),
      );
}

/** The rules on sums and counts that those break which a record names, by the field that names them. */
function brokenAbove(work: Work, resource: Resource, record: ApiRecord): { name: string; broken: string[] }[] {
  return Object.entries(resource.fields).flatMap(([name, field]) => {
    const parent = work.model.resources.find((other) => field.kind === "reference" && other.path === field.target);
    const id = record[name];
    if (!parent || typeof id !== "number" || Object.keys(parent.computed).length === 0) return [];
    const all = whole(work, parent, id);
    const broken = parent.rules.filter(
      (rule) => Object.hasOwn(parent.computed, rule.path) && rule.broken(all, work.now),
    );
    return broken.length > 0 ? [{ name, broken: broken.map(({ message }) => message) }] : [];
  });
}

/** What is pointed at must be there and in sight; what was pointed at before may stay. */
function checkReferences(work: Work, resource: Resource, values: Body, before?: ApiRecord): void {
  const errors = Object.entries(resource.fields).flatMap(([name, field]) => {
    if (field.kind !== "reference" || values[name] === undefined || values[name] === null) return [];
    if (values[name] === before?.[name]) return [];
    const target = targetOf(work.model, field);
    const where = and(sql`${column(target.table, "id")} = ${values[name]}`, visible(target, target.table, work.now));
    const found = work.db.get(sql`select 1 as found from ${target.table} where ${where}`);
    return found ? [] : [{ path: name, message: `There is no ${target.label.toLowerCase()} with this id.` }];
  });
  if (errors.length > 0) throw invalid(errors);
}

function checkUnique(work: Work, resource: Resource, values: Body, except = 0): void {
  for (const [name, field] of Object.entries(resource.fields)) {
    if (!field.unique || values[name] === undefined || values[name] === null) continue;
    const own = column(resource.table, name);
    const same =
      typeof values[name] === "string" ? sql`lower(${own}) = lower(${values[name]})` : sql`${own} = ${values[name]}`;
    const taken = work.db.get(
      sql`select 1 as found from ${resource.table} where ${same} and ${column(resource.table, "id")} <> ${except}`,
    );
    const message = `Another ${resource.label.toLowerCase()} has this ${field.label.toLowerCase()}.`;
    if (taken) throw new Problem(409, "record.duplicate", message, [{ path: name, message }]);
  }
}

function stamps(resource: Resource, values: Body): Body {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(resource.fields, name)));
}

/** Records with their computed values and the names of what they point at. */
function read(work: Work, resource: Resource, rest: SQL): ApiRecord[] {
  const row = resource.table;
  const columns = Object.keys(getTableColumns(row)).map((name) => sql`${column(row, name)} as ${sql.identifier(name)}`);
  for (const name of Object.keys(resource.computed))
    columns.push(sql`${fieldValue(resource, row, name, work.now)} as ${sql.identifier(name)}`);
  for (const [name, field] of Object.entries(resource.fields)) {
    if (field.kind !== "reference") continue;
    const label = through(work.model, field, row, name, work.now, 0, (target, other) =>
      labelOf(work.model, target, other, work.now, 1),
    );
    columns.push(sql`${label} as ${sql.identifier(`${name}:label`)}`);
  }
  columns.push(sql`${labelOf(work.model, resource, row, work.now)} as ${sql.identifier(":label")}`);
  const rows = work.db.all<Record<string, unknown>>(sql`select ${sql.join(columns, sql`, `)} from ${row} ${rest}`);
  return rows.map((each) => shown(resource, each));
}

function shown(resource: Resource, row: Record<string, unknown>): ApiRecord {
  const record: ApiRecord = { id: Number(row.id) };
  if (!Object.hasOwn(resource.fields, "label")) record.label = row[":label"];
  for (const [name, field] of Object.entries(resource.fields)) {
    const value = row[name] ?? null;
    record[name] = field.kind === "boolean" && value !== null ? value === 1 : value;
    if (field.kind === "file") record[name] = shownFiles(resource, record.id, field, value);
    if (field.kind === "reference" && name.endsWith("Id"))
      // The name of what is not in the person's sight is left out; the database gives every other record one.
      record[name.slice(0, -2)] = isBlank(row[`${name}:label`]) ? null : { id: value, label: row[`${name}:label`] };
  }
  for (const [name, computed] of Object.entries(resource.computed))
    record[name] = computed.kind === "boolean" ? row[name] === 1 : (row[name] ?? null);
  for (const name of ["createdAt", "updatedAt"]) if (!Object.hasOwn(record, name)) record[name] = row[name];
  return record;
}
