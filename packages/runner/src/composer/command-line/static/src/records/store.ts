import { type FieldError, Problem } from "../cli/problem.ts";
import type { Now } from "../now.ts";
import type { Data, Stored } from "./file.ts";
import { type Exclusive, isBlank, type Move, type Resource, type Shown } from "./resource.ts";
import { normal, wrongWith } from "./values.ts";

export type Body = Record<string, unknown>;

/** What a verb works with: the data, the shape of it, and the moment. */
export type Work = {
  data: Data;
  resources: readonly Resource[];
  now: Now;
  /** Records as they are shown, until something changes. */
  shown: Map<string, Shown[]>;
};

export const newWork = (data: Data, resources: readonly Resource[], now: Now): Work => ({
  data,
  resources,
  now,
  shown: new Map(),
});

/** All records of a kind with their computed values and the names of what they point at. */
export function all(work: Work, resource: Resource): Shown[] {
  const known = work.shown.get(resource.path);
  if (known) return known;
  const records = stored(work, resource).map((record) => show(work, resource, record));
  work.shown.set(resource.path, records);
  return records;
}

/** @throws Problem `missing` */
export function get(work: Work, resource: Resource, id: number): Shown {
  const found = all(work, resource).find((record) => record.id === id);
  if (!found) throw new Problem("missing", `There is no ${resource.label.toLowerCase()} ${id}.`);
  return found;
}

/** Keeps a new record, in the first state where there are states. @throws Problem `invalid`, `conflict` */
export function create(work: Work, resource: Resource, body: unknown): Shown {
  const values = checked(work, resource, body, "whole");
  const kind = work.data.get(resource.path) ?? { nextId: 1, records: [] };
  const own: Body = {};
  for (const [name, field] of Object.entries(resource.fields)) own[name] = values[name] ?? field.default ?? null;
  const record: Stored = { id: kind.nextId, ...own };
  work.data.set(resource.path, { nextId: kind.nextId + 1, records: [...kind.records, record] });
  work.shown.clear();
  return settled(work, resource, record.id);
}

/** Changes some fields of a record. @throws Problem `missing` and those of {@link create} */
export function update(work: Work, resource: Resource, id: number, body: unknown): Shown {
  get(work, resource, id);
  return write(work, resource, id, checked(work, resource, body, "partial", id));
}

/** @throws Problem `missing`, `conflict` while other records point at it */
export function remove(work: Work, resource: Resource, id: number): void {
  get(work, resource, id);
  for (const other of work.resources)
    for (const [name, field] of Object.entries(other.fields))
      if (field.target === resource.path && stored(work, other).some((record) => record[name] === id))
        throw new Problem(
          "conflict",
          `This ${resource.label.toLowerCase()} is still used by ${other.plural.toLowerCase()}.`,
        );
  const kind = work.data.get(resource.path);
  if (kind) kind.records = kind.records.filter((record) => record.id !== id);
  work.shown.clear();
}

/** Takes a record to its next state; `body` may change fields in the same breath. @throws Problem `conflict` */
export function move(work: Work, resource: Resource, id: number, action: Move, body: unknown): Shown {
  const { field } = resource.state ?? { field: "" };
  const present = String(get(work, resource, id)[field]);
  if (!action.from.includes(present))
    throw new Problem("conflict", `${action.label} is possible from ${action.from.join(", ")}; this one is ${present}.`);
  const values = checked(work, resource, body, "partial", id);
  return write(work, resource, id, { ...values, ...action.stamps?.(work.now), [field]: action.to });
}

const stored = (work: Work, resource: Resource): Stored[] => work.data.get(resource.path)?.records ?? [];

function write(work: Work, resource: Resource, id: number, values: Body): Shown {
  const record = stored(work, resource).find((each) => each.id === id);
  if (record) Object.assign(record, values);
  work.shown.clear();
  return settled(work, resource, id);
}

/** The values of a body that may be kept. @throws Problem `invalid`, `conflict` */
function checked(work: Work, resource: Resource, body: unknown, mode: "whole" | "partial", id = 0): Body {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Problem("invalid", "Give the values of one record.");
  const errors: FieldError[] = [];
  const values: Body = {};
  for (const name of Object.keys(body))
    if (!Object.hasOwn(resource.fields, name)) errors.push({ field: name, message: "There is no such field." });
  for (const [name, field] of Object.entries(resource.fields)) {
    const given = Object.hasOwn(body, name) ? normal(field, (body as Body)[name]) : undefined;
    const isEmpty = isBlank(given);
    if (given === undefined && (mode === "partial" || field.default !== undefined || field.readOnly)) continue;
    if (isEmpty && field.required && !(mode === "whole" && given === undefined && field.kind === "boolean"))
      errors.push({ field: name, message: "This is required." });
    else if (!isEmpty) {
      const message = wrongWith(field, given) ?? pointless(work, resource, name, given);
      if (message) errors.push({ field: name, message });
    }
    values[name] = isEmpty ? (field.required && field.kind === "boolean" ? false : null) : given;
  }
  if (errors.length > 0) throw new Problem("invalid", summary(errors), errors);
  refuseSet(resource, values, mode === "partial" ? stored(work, resource).find((each) => each.id === id) : undefined);
  refuseTwins(work, resource, values, id);
  return values;
}

const summary = (errors: readonly FieldError[]): string =>
  errors.map(({ field, message }) => `${field}: ${message}`).join(" ");

/** A reference that points at nothing. */
function pointless(work: Work, resource: Resource, name: string, value: unknown): string | undefined {
  const target = work.resources.find(({ path }) => path === resource.fields[name]?.target);
  if (!target || stored(work, target).some(({ id }) => id === value)) return undefined;
  return `There is no ${target.label.toLowerCase()} ${value}.`;
}

/** What the tool sets itself may be repeated, never changed by hand. */
function refuseSet(resource: Resource, values: Body, before: Stored | undefined): void {
  for (const [name, field] of Object.entries(resource.fields)) {
    if (!field.readOnly || values[name] === undefined) continue;
    if (values[name] !== (before ? before[name] : (field.default ?? null))) {
      const message = `${field.label} is changed by ${resource.state?.moves.map(({ action }) => action).join(", ") ?? "the tool"} only.`;
      throw new Problem("conflict", message, [{ field: name, message }]);
    }
  }
}

function refuseTwins(work: Work, resource: Resource, values: Body, except: number): void {
  const same = (a: unknown, b: unknown) => String(a).toLowerCase() === String(b).toLowerCase();
  for (const [name, field] of Object.entries(resource.fields)) {
    if (!field.unique || isBlank(values[name])) continue;
    const twin = stored(work, resource).find((other) => other.id !== except && same(other[name], values[name]));
    const message = `Another ${resource.label.toLowerCase()} has this ${field.label.toLowerCase()}.`;
    if (twin) throw new Problem("conflict", message, [{ field: name, message }]);
  }
}

/** The record as it now stands, or the reason why it may not: nothing is written after that. */
function settled(work: Work, resource: Resource, id: number): Shown {
  const record = get(work, resource, id);
  const broken = resource.rules.filter((rule) => rule.broken(record, work.now));
  if (broken.length > 0)
    throw new Problem(
      "invalid",
      broken.map(({ message }) => message).join(" "),
      broken.map(({ path, message }) => ({ field: path, message })),
    );
  for (const rule of resource.exclusives)
    if (rule.when(record, work.now) && rivals(work, resource, record, rule) >= (rule.most ?? 1))
      throw new Problem("conflict", rule.message, [{ field: rule.fields[0] ?? "", message: rule.message }]);
  checkParents(work, resource, record);
  return record;
}

/** How many other records want the same thing at the same time. */
function rivals(work: Work, resource: Resource, record: Shown, { fields, period, when }: Exclusive): number {
  return all(work, resource).filter(
    (other) =>
      other.id !== record.id &&
      fields.every((name) => !isBlank(record[name]) && other[name] === record[name]) &&
      (!period || overlap(record, other, period)) &&
      when(other, work.now),
  ).length;
}

/** Whether the times of two records have a moment in common; what has no end goes on. */
function overlap(one: Shown, two: Shown, { from, to }: { from: string; to: string }): boolean {
  const starts = (a: Shown, b: Shown) => isBlank(b[to]) || String(a[from]) < String(b[to]);
  return one[from] === two[from] || (starts(one, two) && starts(two, one));
}

/** A record counts in the sums of those it belongs to, so their rules are asked again. */
function checkParents(work: Work, resource: Resource, record: Shown): void {
  for (const [name, field] of Object.entries(resource.fields)) {
    const parent = work.resources.find(({ path }) => path === field.target);
    const id = record[name];
    if (!parent || typeof id !== "number") continue;
    const whole = get(work, parent, id);
    const broken = parent.rules.find((rule) => Object.hasOwn(parent.computed, rule.path) && rule.broken(whole, work.now));
    if (broken) throw new Problem("invalid", broken.message, [{ field: name, message: broken.message }]);
  }
}

/** A record as commands print it; computed values are worked out when somebody looks. */
function show(work: Work, resource: Resource, record: Stored): Shown {
  const shown: Shown = { id: record.id, label: "" };
  const others = ((path: string) => {
    const target = work.resources.find((each) => each.path === path);
    return target ? all(work, target) : [];
  }) as Parameters<Resource["computed"][string]["value"]>[2];
  const lazily = (name: string, value: () => unknown) =>
    Object.defineProperty(shown, name, { get: value, enumerable: true, configurable: true });
  for (const [name, field] of Object.entries(resource.fields)) {
    shown[name] = record[name] ?? null;
    if (field.kind === "reference" && name.endsWith("Id"))
      lazily(name.slice(0, -2), () => (isBlank(record[name]) ? null : nameOf(work, resource, name, record[name])));
  }
  for (const [name, computed] of Object.entries(resource.computed))
    lazily(name, () => computed.value(shown, work.now, others));
  if (!Object.hasOwn(resource.fields, "label")) lazily("label", () => labelOf(work, resource, shown, 0));
  return shown;
}

const nameOf = (work: Work, resource: Resource, name: string, id: unknown) => {
  const target = work.resources.find(({ path }) => path === resource.fields[name]?.target);
  const other = target && stored(work, target).find((each) => each.id === id);
  return { id, label: target && other ? labelOf(work, target, other, 1) : `${id}` };
};

/** What a record is called. One named by another (a hire by its customer) takes that one's name; two steps are enough. */
function labelOf(work: Work, resource: Resource, record: Body & { id: number }, depth: number): string {
  const number = `${resource.label} ${record.id}`;
  const value = record[resource.display];
  const target = work.resources.find(({ path }) => path === resource.fields[resource.display]?.target);
  if (isBlank(value)) return number;
  if (!target) return String(value);
  const other = stored(work, target).find(({ id }) => id === value);
  return other && depth < 2 ? labelOf(work, target, other, depth + 1) : number;
}

/** The values that a search looks at. */
export function searched(work: Work, resource: Resource, record: Body, place: string): string {
  const [name = "", ...rest] = place.split(".");
  const value = record[name];
  if (rest.length === 0) return isBlank(value) ? "" : String(value);
  const target = work.resources.find(({ path }) => path === resource.fields[name]?.target);
  const other = target && all(work, target).find(({ id }) => id === value);
  return target && other ? searched(work, target, other, rest.join(".")) : "";
}
