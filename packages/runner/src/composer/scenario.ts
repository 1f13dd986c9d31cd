import type { Condition, Rule } from "../artefacts.ts";
import {
  type App,
  type AppComputed,
  type AppEntity,
  type AppField,
  type AppMove,
  type Comparison,
  isComputed,
  nameIn,
  partOf,
} from "./app.ts";

/**
 * A value of a test record. Days count from today, so that a test says the same tomorrow; `reference` stands for a
 * record made for the purpose.
 */
export type Value =
  | { is: "literal"; value: string | number | boolean | null }
  | { is: "day"; days: number }
  | { is: "noon"; days: number }
  | { is: "yearsAgo"; years: number }
  | { is: "text"; words: string }
  | { is: "email" }
  | { is: "reference"; path: string }
  | { is: "file"; pictures: boolean; many: boolean };

/** Values by the field's name in the API. */
export type Values = Record<string, Value>;

/** A record in a certain situation: how it is created, which moves bring it there, which children it then has. */
export type Scenario = {
  values: Values;
  moves: AppMove[];
  children: { entity: AppEntity; via: string; values: Values }[];
};

const literal = (value: string | number | boolean | null): Value => ({ is: "literal", value });
export const nothing = literal(null);

/** Where in the middle of its bounds a number is at home. */
function usualNumber(field: AppField, usual: number): number {
  const low = field.min ?? Number.NEGATIVE_INFINITY;
  const high = field.max ?? Number.POSITIVE_INFINITY;
  return Math.min(Math.max(usual, low), high);
}

/** Whether it counts minutes: three of them would make a poor example. */
const isShort = ({ label }: AppField): boolean => /\bminutes\b|\bduration$/i.test(label);

/** A value that the field accepts by itself. */
export function usual(field: AppField): Value {
  switch (field.kind) {
    case "integer":
      return literal(Math.round(usualNumber(field, isShort(field) ? 45 : 3)));
    case "decimal":
      return literal(usualNumber(field, 2.5));
    case "percent":
      return literal(usualNumber(field, 10));
    case "money":
      return literal(usualNumber(field, 4200));
    case "boolean":
      return literal(typeof field.default === "boolean" ? field.default : false);
    case "date":
      return { is: "day", days: 0 };
    case "dateTime":
      return { is: "noon", days: 0 };
    case "time":
      return literal("10:30");
    case "email":
      return { is: "email" };
    case "phone":
      return literal("+44 20 7946 0000");
    case "url":
      return literal("https://example.com/page");
    case "choice":
      return literal(field.default ?? field.values?.[0] ?? "");
    case "reference":
      return { is: "reference", path: field.target ?? "" };
    case "file":
      return { is: "file", pictures: field.files?.pictures ?? false, many: (field.files?.most ?? 1) > 1 };
    default:
      return { is: "text", words: field.label };
  }
}

/** The fields a body may hold. */
export const inputs = (entity: AppEntity): AppField[] => entity.fields.filter((field) => !field.readOnly);

/** A plain valid record in its first state; what the search can't make valid is at least well-formed. */
export function plainScenario(app: App, entity: AppEntity): Scenario {
  const known = plain.get(entity);
  if (known) return known;
  // Until it is found, what looks it up on the way sees the values that it starts from.
  const base: Scenario = { values: baseValues(app, entity), moves: [], children: [] };
  plain.set(entity, base);
  const found = solve(app, entity, [], true) ?? base;
  plain.set(entity, found);
  return found;
}

/** Asked for again and again while one application is composed. */
const plain = new WeakMap<AppEntity, Scenario>();

/** The values every search starts from: required fields and, where no circle comes of it, the optional ones. */
export function baseValues(app: App, entity: AppEntity): Values {
  const values: Values = {};
  for (const field of inputs(entity)) {
    const toAccount = field.kind === "reference" && field.target === app.access?.path;
    if (field.byUser || toAccount || field.stamped) continue;
    if ((field.kind === "reference" || field.kind === "file") && !field.required) continue;
    values[field.name] = holdsOthers(entity, field) ? roomy(app, entity, field) : usual(field);
  }
  return values;
}

/** Whether what belongs to the record must fit into the value: a capacity, a budget. */
const holdsOthers = (entity: AppEntity, field: AppField): boolean =>
  entity.rules.some(
    (rule) =>
      rule.kind === "never" &&
      rule.when.some(({ field: source, to }) => {
        const part = partOf(entity, source);
        const isOfOthers = part && isComputed(part) && (part.value.kind === "count" || part.value.kind === "sum");
        return isOfOthers && to && "field" in to && to.field === field.source;
      }),
  );

/** Room for whatever a test puts into it that is about something else, and for what others are asked to be above. */
function roomy(app: App, entity: AppEntity, field: AppField): Value {
  const value = usual(field);
  return value.is === "literal" && typeof value.value === "number"
    ? literal(usualNumber(field, Math.max(value.value, ...askedOfOthers(app, entity)) * 20))
    : value;
}

/** The amounts that rules and lists compare what belongs to the record with: "expenses above 1,000 need approval". */
function askedOfOthers(app: App, entity: AppEntity): number[] {
  return entity.computed.flatMap(({ value }) => {
    const child = value.kind === "sum" ? app.entities.find(({ name }) => name === value.of) : undefined;
    if (!child || value.kind !== "sum") return [];
    const conditions = [
      ...child.lists.map(({ when }) => when),
      ...child.rules.flatMap((rule) => ("when" in rule ? [rule.when] : [])),
    ];
    return conditions
      .flat()
      .flatMap(({ field, to }) =>
        field === value.field && to && "literal" in to && typeof to.literal === "number" ? [to.literal] : [],
      );
  });
}

/**
 * Finds a record for which the condition is what it should be while every rule holds, all the way through its moves.
 * Tries the plainest records first: the result reads like something a person would write.
 */
export function solve(
  app: App,
  entity: AppEntity,
  condition: Condition,
  want: boolean,
  from?: Scenario,
): Scenario | undefined {
  const starts: Scenario[] = from
    ? [from]
    : waysIn(entity).map((moves) => ({ values: baseValues(app, entity), moves, children: [] }));
  let tries = 0;
  const holds = (scenario: Scenario) => {
    tries += 1;
    return sound(app, entity, scenario) && truth(app, entity, scenario, condition) === want;
  };
  for (const start of starts) if (holds(start)) return start;
  const sources = [
    ...new Set([
      ...condition.flatMap((each) => fieldsOf(entity, each)),
      ...entity.rules.flatMap((rule) => rulesFields(entity, rule)),
    ]),
  ];
  const options = sources.flatMap((source) => candidates(app, entity, condition, source));
  // One change, then two together, then three: the fewer the better, and never for long.
  for (const depth of [1, 2, 3]) {
    for (const start of starts) {
      for (const scenario of changed(start, options, depth)) {
        if (holds(scenario)) return scenario;
        if (tries > mostTries) return undefined;
      }
    }
  }
  return undefined;
}

/** How many records a search looks at before it gives up; conditions that people write take a few dozen. */
const mostTries = 4_000;

/** Every record that comes of so many changes. */
function* changed(start: Scenario, options: readonly Change[], depth: number): Generator<Scenario> {
  if (depth === 0) yield start;
  else for (const change of options) yield* changed(change(start), options, depth - 1);
}

/** Every state by its shortest way: none first, then one move, then two. */
export function waysIn(entity: AppEntity): AppMove[][] {
  const { state } = entity;
  if (!state) return [[]];
  const ways = new Map<string, AppMove[]>([[state.initial, []]]);
  const queue = [state.initial];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const move of state.moves) {
      if (!move.from.includes(at) || ways.has(move.to)) continue;
      ways.set(move.to, [...(ways.get(at) ?? []), move]);
      queue.push(move.to);
    }
  }
  return [...ways.values()];
}

/** The moves that lead to a state, shortest first; undefined when none do. */
export function wayTo(entity: AppEntity, value: string): AppMove[] | undefined {
  return waysIn(entity).find((way) => stateAfter(entity, way) === value);
}

const stateAfter = (entity: AppEntity, moves: readonly AppMove[]) => moves.at(-1)?.to ?? entity.state?.initial;

type Change = (scenario: Scenario) => Scenario;

/** The values worth trying in a field: on, before and behind every border that anything speaks of. */
function candidates(app: App, entity: AppEntity, condition: Condition, source: string): Change[] {
  const part = partOf(entity, source);
  if (!part) return [];
  if (isComputed(part)) return childChanges(app, entity, part, allComparisons(entity, condition));
  if (part.readOnly || part.kind === "reference") return [];
  const values: Value[] = [];
  for (const comparison of allComparisons(entity, condition)) {
    if (comparison.field !== source || !comparison.to) continue;
    if ("literal" in comparison.to && comparison.to.literal !== null)
      values.push(...around(part, comparison.to.literal));
    if ("field" in comparison.to) {
      const limit = partOf(entity, comparison.to.field);
      const value =
        limit && isComputed(limit) && limit.value.kind === "lookup"
          ? read(app, entity, plainScenario(app, entity), limit.source)
          : undefined;
      if (typeof value === "number") values.push(...around(part, value));
    }
    if ("todayPlusDays" in comparison.to) {
      const { todayPlusDays } = comparison.to;
      values.push(
        ...[0, -1, 1].map(
          (off): Value => ({ is: part.kind === "dateTime" ? "noon" : "day", days: todayPlusDays + off }),
        ),
      );
    }
  }
  if (part.kind === "date")
    values.push(...[1, 2, -1, 3, -2, 7, -7, 30, -30, 120, -120, 400, -400].map((days): Value => ({ is: "day", days })));
  if (part.kind === "date") values.push(...[3, 10, 20, 40, 70].map((years): Value => ({ is: "yearsAgo", years })));
  if (part.kind === "dateTime")
    values.push(...[1, 2, -1, 3, -2, 7, -7, 30, -30].map((days): Value => ({ is: "noon", days })));
  if (part.kind === "choice") values.push(...(part.values ?? []).map(literal));
  if (part.kind === "boolean") values.push(literal(true), literal(false));
  if (part.kind === "time") values.push(literal("08:00"), literal("12:00"), literal("18:00"));
  if (["integer", "decimal", "money", "percent"].includes(part.kind))
    values.push(...[0, 1, 2, 10, 100].map((number) => literal(number)));
  if (!part.required) values.push(nothing);
  if (["text", "longText", "file"].includes(part.kind)) values.push(usual(part));
  const kept = values.filter((value) => accepts(part, value));
  return kept.map((value) => (scenario) => ({ ...scenario, values: { ...scenario.values, [part.name]: value } }));
}

function around(field: AppField, value: string | number | boolean): Value[] {
  if (typeof value !== "number") return [literal(value)];
  const step = field.kind === "money" ? 100 : 1;
  return [value, value + 1, value - 1, value + step, value - step, value * 2].map((each) => literal(each));
}

/** Whether the field would take the value by itself. */
export function accepts(field: AppField, value: Value): boolean {
  if (value.is === "literal" && value.value === null) return !field.required;
  if (value.is === "literal" && typeof value.value === "number") {
    if (field.min !== undefined && value.value < field.min) return false;
    if (field.max !== undefined && value.value > field.max) return false;
    if (field.kind === "percent" && (value.value < 0 || value.value > 100)) return false;
    if (field.kind === "integer" || field.kind === "money") return Number.isSafeInteger(value.value);
    return field.kind === "decimal" || field.kind === "percent";
  }
  if (value.is === "literal" && typeof value.value === "string" && field.kind === "choice")
    return field.values?.includes(value.value) ?? false;
  return true;
}

/** A child or two, so that a count or a sum becomes what a condition speaks of. */
function childChanges(app: App, entity: AppEntity, computed: AppComputed, condition: Condition): Change[] {
  const { value } = computed;
  if (value.kind !== "count" && value.kind !== "sum" && value.kind !== "latest") return [];
  const child = app.entities.find((each) => each.name === value.of);
  const via = child && nameIn(child, value.via);
  if (!child || !via) return [];
  const borders = condition.flatMap(({ field, to }) => {
    if (field !== computed.source || !to) return [];
    if ("literal" in to) return typeof to.literal === "number" ? [to.literal] : [];
    if (!("field" in to)) return [];
    const limit = partOf(entity, to.field);
    if (!limit || !isComputed(limit)) return value.kind === "count" ? [1] : [1, 10];
    const known = limit.value.kind === "lookup" ? read(app, entity, plainScenario(app, entity), to.field) : undefined;
    return typeof known === "number" ? [known] : [];
  });
  const inside = solve(app, child, value.when, true);
  if (!inside || inside.moves.length > 0 || inside.children.length > 0) return [];
  if (value.kind === "latest") return dayChanges(app, child, via, value.field, inside);
  const field = value.kind === "sum" ? partOf(child, value.field) : undefined;
  const amounts = borders.flatMap((border) => [border, border + 1, border - 1, border + 100, border - 100]);
  const sets: Values[][] =
    field && !isComputed(field)
      ? amounts
          .filter((amount) => accepts(field, literal(amount)))
          .map((amount) => [{ ...inside.values, [field.name]: literal(amount) }])
      : borders
          .flatMap((border) => [border, border + 1, border - 1])
          .filter((count) => count >= 0 && count <= 12)
          .map((count) => Array.from({ length: count }, () => inside.values));
  return [[inside.values], ...sets].map((set) => (scenario) => ({
    ...scenario,
    children: set.map((values) => ({ entity: child, via, values })),
  }));
}

/** One child at a time, on a day that is clearly before or behind whatever a condition speaks of. */
function dayChanges(app: App, child: AppEntity, via: string, source: string, inside: Scenario): Change[] {
  const field = partOf(child, source);
  if (!field || isComputed(field)) return [];
  const sets = [-4_000, -800, 0, -5, -20, -60, -200].flatMap((days) => {
    const value: Value = { is: field.kind === "dateTime" ? "noon" : "day", days };
    const scenario = { ...inside, values: { ...inside.values, [field.name]: value } };
    return sound(app, child, scenario) ? [scenario.values] : [];
  });
  return sets.map((values) => (scenario) => ({ ...scenario, children: [{ entity: child, via, values }] }));
}

const allComparisons = (entity: AppEntity, condition: Condition): Comparison[] => [
  ...condition,
  ...entity.rules.flatMap((rule) => ("when" in rule ? rule.when : [])),
  ...entity.lists.flatMap((list) => list.when),
  ...entity.computed.flatMap((computed) => (computed.value.kind === "condition" ? computed.value.when : [])),
];

/** The fields a comparison depends on, through computed values. */
function fieldsOf(entity: AppEntity, comparison: Comparison, depth = 0): string[] {
  const own = partOf(entity, comparison.field);
  const other = comparison.to && "field" in comparison.to ? [comparison.to.field] : [];
  if (!own || !isComputed(own) || depth > 4) return [comparison.field, ...other];
  return [...insideOf(entity, own, depth), ...other];
}

function insideOf(entity: AppEntity, computed: AppComputed, depth: number): string[] {
  const { value } = computed;
  switch (value.kind) {
    case "condition":
      return value.when.flatMap((each) => fieldsOf(entity, each, depth + 1));
    case "product":
      return [value.left, value.right];
    case "combined":
      return value.parts.map((each) => each.value);
    case "daysBetween":
    case "hoursBetween":
      return [value.from, value.to];
    case "average":
      return value.of;
    case "later": {
      const from = partOf(entity, value.from);
      return from && isComputed(from) ? insideOf(entity, from, depth + 1) : [value.from];
    }
    case "end":
      return [value.from, value.lasts, ...(value.on ? [value.on] : [])];
    case "ageYears":
      return [value.from];
    default:
      return [computed.source];
  }
}

function rulesFields(entity: AppEntity, rule: Rule): string[] {
  switch (rule.kind) {
    case "requiredWhen":
      return [rule.field, ...rule.when.flatMap((each) => fieldsOf(entity, each))];
    case "order":
      return [rule.first, rule.then];
    case "never":
      return rule.when.flatMap((each) => fieldsOf(entity, each));
    default:
      return [];
  }
}

/** Whether the application will accept the record as it is created, moved and given children. */
function sound(app: App, entity: AppEntity, scenario: Scenario): boolean {
  for (let step = 0; step <= scenario.moves.length; step += 1) {
    const stage = { ...scenario, moves: scenario.moves.slice(0, step), children: [] };
    if (entity.rules.some((rule) => breaks(app, entity, stage, rule))) return false;
  }
  return scenario.children.length === 0 || !entity.rules.some((rule) => breaks(app, entity, scenario, rule));
}

export function breaks(app: App, entity: AppEntity, scenario: Scenario, rule: Rule): boolean {
  switch (rule.kind) {
    case "requiredWhen":
      return truth(app, entity, scenario, rule.when) && isEmpty(read(app, entity, scenario, rule.field));
    case "order": {
      const first = read(app, entity, scenario, rule.first);
      const then = read(app, entity, scenario, rule.then);
      if (isEmpty(first) || isEmpty(then)) return false;
      const order = compare(then, first);
      return order === undefined || order < 0 || (order === 0 && !rule.allowEqual);
    }
    case "never":
      return truth(app, entity, scenario, rule.when);
    default:
      return false;
  }
}

export function truth(app: App, entity: AppEntity, scenario: Scenario, condition: Condition): boolean {
  return condition.every(({ field, op, to }) => {
    const left = read(app, entity, scenario, field);
    if (op === "isEmpty") return isEmpty(left);
    if (op === "isSet") return !isEmpty(left);
    if (!to) return true;
    const part = partOf(entity, field);
    const right =
      "literal" in to
        ? to.literal
        : "todayPlusDays" in to
          ? { day: to.todayPlusDays }
          : "field" in to
            ? read(app, entity, scenario, to.field)
            : { user: part?.kind ?? "" };
    const order = compare(left, right);
    if (op === "eq") return order === 0;
    if (op === "ne") return order !== 0;
    if (isEmpty(left) || isEmpty(right) || order === undefined) return false;
    return op === "lt" ? order < 0 : op === "lte" ? order <= 0 : op === "gt" ? order > 0 : order >= 0;
  });
}

/** A value as the search understands it; days are compared by their distance from today. */
type Known = string | number | boolean | null | { day: number } | { user: string } | { unlike: string };

const isEmpty = (value: Known) => value === null || value === "";

function compare(a: Known, b: Known): number | undefined {
  if (a === null || b === null) return a === b ? 0 : undefined;
  if (typeof a === "object" && typeof b === "object" && "day" in a && "day" in b) return a.day - b.day;
  if (typeof a === "object" && typeof b === "object" && "user" in a && "user" in b) return 0;
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  return a === b ? 0 : undefined;
}

/** What a field or computed value of the scenario's record will be. */
export function read(app: App, entity: AppEntity, scenario: Scenario, source: string, depth = 0): Known {
  const part = partOf(entity, source);
  if (!part || depth > 6) return null;
  if (isComputed(part)) return readComputed(app, entity, scenario, part, depth + 1);
  if (part.name === entity.state?.field) return stateAfter(entity, scenario.moves) ?? null;
  for (const move of [...scenario.moves].reverse()) {
    const stamp = move.stamps.find((each) => each.field === source);
    if (stamp) return stamp.with === "currentUser" ? { user: part.kind } : { day: 0 };
  }
  if (part.byUser) return { user: "reference" };
  const value = scenario.values[part.name];
  if (!value) return part.default ?? null;
  switch (value.is) {
    case "literal":
      return value.value;
    case "day":
    case "noon":
      return { day: value.days };
    case "yearsAgo":
      return { day: -Math.round(value.years * 365.25) };
    case "text":
      return value.words;
    default:
      return { unlike: part.name };
  }
}

function readComputed(app: App, entity: AppEntity, scenario: Scenario, computed: AppComputed, depth: number): Known {
  const { value } = computed;
  const own = (source: string) => read(app, entity, scenario, source, depth);
  switch (value.kind) {
    case "condition":
      return truth(app, entity, scenario, value.when);
    case "product": {
      const [left, right] = [own(value.left), own(value.right)];
      const percent = [value.left, value.right].filter((source) => partOf(entity, source)?.kind === "percent").length;
      return typeof left === "number" && typeof right === "number" ? (left * right) / 100 ** percent : null;
    }
    case "lookup": {
      const via = partOf(entity, value.via);
      const given = via ? scenario.values[via.name] : undefined;
      const target = given?.is === "reference" ? app.entities.find((each) => each.path === given.path) : undefined;
      // What a test points at is a plain record of its kind.
      return target ? read(app, target, plainScenario(app, target), value.field, depth) : null;
    }
    case "combined": {
      const amounts = value.parts.map(({ value: source, times }, index) => {
        const amount = own(source);
        if (typeof amount === "number") return amount * times;
        return index > 0 && times > 0 ? 0 : Number.NaN;
      });
      const total = amounts.reduce((sum, each) => sum + each, 0);
      return Number.isNaN(total) ? null : total;
    }
    case "hoursBetween": {
      const [from, to] = [own(value.from), own(value.to)];
      if (isDay(from) && isDay(to)) return (to.day - from.day) * 24;
      const [start, end] = [minutesOf(from), minutesOf(to)];
      return start === undefined || end === undefined ? null : ((end - start + 1440) % 1440) / 60;
    }
    case "end": {
      const [from, lasts] = [own(value.from), own(value.lasts)];
      return value.unit === "days" && isDay(from) && typeof lasts === "number"
        ? { day: from.day + Math.round(lasts) }
        : { unlike: computed.name };
    }
    case "daysBetween": {
      const [from, to] = [own(value.from), own(value.to)];
      return isDay(from) && isDay(to) ? to.day - from.day : null;
    }
    case "average": {
      const amounts = value.of.map(own).filter((each) => typeof each === "number");
      return amounts.length < value.of.length ? null : amounts.reduce((sum, each) => sum + each, 0) / amounts.length;
    }
    case "later": {
      const from = own(value.from);
      const days = { days: 1, months: 30.44, years: 365.25 }[value.unit];
      return isDay(from) ? { day: Math.round(from.day + value.count * days) } : null;
    }
    case "ageYears": {
      const from = own(value.from);
      const field = partOf(entity, value.from);
      const given = field ? scenario.values[field.name] : undefined;
      if (given?.is === "yearsAgo") return given.years;
      return isDay(from) ? Math.floor(-from.day / 365.25) : null;
    }
    default: {
      const children = scenario.children.filter(
        (child) => child.entity.name === value.of && child.via === nameIn(child.entity, value.via),
      );
      const counted = children.filter((child) =>
        truth(app, child.entity, { values: child.values, moves: [], children: [] }, value.when),
      );
      if (value.kind === "count") return counted.length;
      const inside = counted.map((child): Scenario => ({ values: child.values, moves: [], children: [] }));
      if (value.kind === "latest") {
        const days = inside
          .map((each) => read(app, children[0]?.entity ?? entity, each, value.field, depth))
          .filter(isDay);
        return days.length === 0 ? null : { day: Math.max(...days.map(({ day }) => day)) };
      }
      return counted.reduce((sum, child) => {
        const amount = read(app, child.entity, { values: child.values, moves: [], children: [] }, value.field, depth);
        return sum + (typeof amount === "number" ? amount : 0);
      }, 0);
    }
  }
}

/** "10:30" in minutes since midnight. */
function minutesOf(value: Known): number | undefined {
  const [, hours, minutes] = (typeof value === "string" ? value.match(/^(\d\d):(\d\d)$/) : null) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

const isDay = (value: Known): value is { day: number } => typeof value === "object" && value !== null && "day" in value;
