import type { App, AppEntity, AppField, AppMove } from "../app.ts";
import { floorsOf } from "../floors.ts";
import { array, code, literal, object, print, text } from "../print.ts";
import {
  accepts,
  baseValues,
  breaks,
  inputs,
  nothing,
  plainScenario,
  type Scenario,
  solve,
  truth,
  usual,
  type Value,
  type Values,
  waysIn,
} from "../scenario.ts";
import { people, wordsFor } from "../words.ts";
import { inOrder } from "./migration.ts";
import { demoAccounts } from "./project.ts";
import { tellingField } from "./rights.ts";

/** How many records of each kind a new installation shows. */
const perEntity = 6;

/** `src/db/seed.ts`: examples in the words of the trade, some in every state and on every list. */
export function seedFile(app: App): string {
  const order = givenFirst(app, inOrder(app.entities));
  const seeds: Seeds = new Map();
  const blocks = order.map((entity) => block(app, order, entity, seeds));
  const all = blocks.join("\n");
  const uses = ["add", "day", "move", "noon", "person"].filter((name) => new RegExp(`\\b${name}\\(`).test(all));
  const imports = order
    .map((entity) => `import { ${entity.ident} } from "../entities/${entity.folder}/index.ts";\n`)
    .sort();
  const examples = ["paper", "picture"].filter((name) => new RegExp(`\\b${name}\\(`).test(all));
  const files = examples.length > 0 ? `import { ${examples.join(", ")} } from "../files/examples.ts";\n` : "";
  return `${imports.join("")}${files}import type { Seeder } from "./seeder.ts";

/** The first records of a new installation. They are made by the same verbs as all others, so they obey the rules. */
export function seedRecords({ ${uses.join(", ")} }: Seeder): void {
${all}}
`;
}

/** A first record as it will be made, and which of its kind each of its references points at. */
type Seed = { scenario: Scenario; places: Record<string, number> };
type Seeds = Map<AppEntity, Seed[]>;

function block(app: App, order: readonly AppEntity[], entity: AppEntity, seeds: Seeds): string {
  const known = order.slice(0, order.indexOf(entity));
  const name = listName(entity);
  const telling = tellingField(app, entity);
  const made: Seed[] = [];
  seeds.set(entity, made);
  situations(app, entity)
    .slice(0, perEntity)
    .forEach((scenario, index) => {
      const values = { ...inTheWordsOfTheTrade(app, entity, scenario, index) };
      const places = placesOf(app, entity, values, index, seeds);
      // Nobody makes a record that something stands against, or takes what is not there.
      const covered = places && coveredValues(app, entity, values, places, seeds);
      if (places && covered) made.push({ scenario: { ...scenario, values: covered }, places });
    });
  const scenarios = made.map(({ scenario }) => scenario);
  const rows = made.map(({ scenario, places }, index) => {
    const entries = Object.entries(scenario.values).flatMap(([key, value]) => {
      const field = entity.fields.find((each) => each.name === key);
      if (value.is === "literal" && value.value === null) return [];
      if (field && field.name === telling?.field) return namedPerson(app, key, telling.roles[index]);
      const place = (value.is === "reference" ? places[key] : undefined) ?? index + earlierOf(entity, field);
      return [[key, valueNode(app, known, value, field, place)] as const];
    });
    const call = `add(${entity.ident}, `;
    return `    ${call}${print(object(Object.fromEntries(entries)), 4, 4 + call.length, 2)}),\n`;
  });
  const needed = order.some(
    (other) =>
      order.indexOf(other) > order.indexOf(entity) && other.fields.some((field) => field.target === entity.path),
  );
  const moves = scenarios.flatMap((scenario, index) =>
    scenario.moves.map((move) => `  move(${entity.ident}, ${name}[${index}], ${text(move.action)});\n`),
  );
  if (!needed && moves.length === 0)
    return rows
      .map((row) =>
        row
          .slice(2)
          .replace(/\n {4}/g, "\n  ")
          .replace(/,\n$/, ";\n"),
      )
      .join("");
  return `  const ${name} = [\n${rows.join("")}  ];\n${moves.join("")}`;
}

/** Which records each reference points at, in turn, past those that nothing new may be made for; undefined for none. */
function placesOf(
  app: App,
  entity: AppEntity,
  values: Values,
  index: number,
  seeds: Seeds,
): Record<string, number> | undefined {
  const places: Record<string, number> = {};
  for (const field of entity.fields) {
    if (values[field.name]?.is !== "reference") continue;
    const target = app.entities.find((each) => each.path === field.target);
    const all = Array.from({ length: perEntity }, (_, place) => place);
    const free = all.filter((place) => !target || !isBlocked(app, entity, field, target, place, seeds));
    const turn = free[(index + earlierOf(entity, field)) % free.length];
    if (turn === undefined) return undefined;
    places[field.name] = free.length === all.length ? index + earlierOf(entity, field) : turn;
  }
  return places;
}

/** What is given comes before what is taken of it, where neither needs the other. */
function givenFirst(app: App, order: readonly AppEntity[]): AppEntity[] {
  const sorted = [...order];
  for (const { given, taken } of floorsOf(app)) {
    const [from, to] = [sorted.indexOf(given.entity), sorted.indexOf(taken.entity)];
    const isFree = !given.entity.fields.some(({ target }) =>
      sorted.slice(to, from).some(({ path }) => path === target),
    );
    if (from > to && isFree) {
      sorted.splice(from, 1);
      sorted.splice(to, 0, given.entity);
    }
  }
  return sorted;
}

/** No more than was given and not taken yet; undefined when nothing is left. */
function coveredValues(
  app: App,
  entity: AppEntity,
  values: Values,
  places: Record<string, number>,
  seeds: Seeds,
): Values | undefined {
  let covered = values;
  for (const { given, taken } of floorsOf(app)) {
    if (taken.entity !== entity) continue;
    const place = (places[taken.via.name] ?? -1) % perEntity;
    const sum = (side: typeof given) =>
      (seeds.get(side.entity) ?? [])
        .filter((seed) => (seed.places[side.via.name] ?? -1) % perEntity === place)
        .reduce((total, seed) => total + numberOf(seed.scenario.values[side.amount.name]), 0);
    const left = sum(given) - sum(taken);
    const wanted = numberOf(covered[taken.amount.name]);
    const value: Value = { is: "literal", value: Math.min(wanted, left) };
    if (left <= 0 || !accepts(taken.amount, value)) return undefined;
    covered = { ...covered, [taken.amount.name]: value };
  }
  return covered;
}

const numberOf = (value: Value | undefined): number =>
  value?.is === "literal" && typeof value.value === "number" ? value.value : 0;

/** Whether a rule would refuse a record for one of the first records: whatever the day, and at any step of its moves. */
function isBlocked(
  app: App,
  entity: AppEntity,
  field: AppField,
  target: AppEntity,
  place: number,
  seeds: Seeds,
): boolean {
  return entity.rules.some((rule) => {
    if (rule.kind !== "blocked" || rule.via !== field.source) return false;
    const holds = (owner: AppEntity, { scenario }: Seed) =>
      everyStep(scenario).some((step) => truth(app, owner, step, rule.when));
    const { by } = rule;
    if (!by) {
      const seed = seeds.get(target)?.[place];
      return seed !== undefined && holds(target, seed);
    }
    const cause = app.entities.find((each) => each.name === by.of);
    const to = cause?.fields.find(({ source }) => source === by.via);
    return (
      cause !== undefined &&
      to !== undefined &&
      (seeds.get(cause) ?? []).some((seed) => (seed.places[to.name] ?? -1) % perEntity === place && holds(cause, seed))
    );
  });
}

/** The record that tells who one is: of each role that is told so, the account is named by one. */
function namedPerson(app: App, key: string, role: string | undefined) {
  const account = demoAccounts(app).findIndex((each) => each.role === role);
  return account < 0 ? [] : [[key, code(`person(${account})`)] as const];
}

const listName = (entity: AppEntity) => `${entity.ident}Ids`;

/** Different situations the lists, states and computed values speak of; plain ones fill up the rest. */
function situations(app: App, entity: AppEntity): Scenario[] {
  const plain = plainScenario(app, entity);
  const found: Scenario[] = [plain];
  const conditions = [
    ...entity.lists.map((list) => list.when),
    ...entity.computed.flatMap((computed) => (computed.value.kind === "condition" ? [computed.value.when] : [])),
  ];
  for (const when of conditions) {
    const scenario = solve(app, entity, when, true);
    if (scenario && scenario.children.length === 0) found.push(scenario);
  }
  const field = entity.fields.find((each) => each.name === entity.state?.field)?.source;
  if (field)
    for (const way of waysIn(entity).slice(1)) {
      const scenario = solve(app, entity, [{ field, op: "eq", to: { literal: way.at(-1)?.to ?? "" } }], true, {
        ...plain,
        moves: way,
      });
      if (scenario) found.push(scenario);
    }
  while (found.length < perEntity) found.push(plain);
  const different = [
    ...new Map(
      found.map((scenario, index) => [
        index < 2
          ? String(index)
          : JSON.stringify([scenario.values, scenario.moves.map((move: AppMove) => move.action)]) +
            (scenario === plain ? index : ""),
        scenario,
      ]),
    ).values(),
  ];
  return withoutClashes(app, entity, different.slice(0, perEntity));
}

/** Records that would want the same exclusive thing get different ones, because references go round in turn. */
function withoutClashes(app: App, entity: AppEntity, scenarios: Scenario[]): Scenario[] {
  const exclusive = entity.rules.filter((rule) => rule.kind === "exclusive");
  if (exclusive.length === 0) return scenarios;
  const free = exclusive.every(
    (rule) =>
      (rule.most === undefined || rule.most >= perEntity) &&
      rule.fields.some((field) =>
        entity.fields.some((each) => each.source === field && (each.kind === "reference" || each.kind === "text")),
      ),
  );
  if (free) return scenarios;
  const inside = (scenario: Scenario) => exclusive.some((rule) => truth(app, entity, scenario, rule.when));
  let room = Math.min(...exclusive.map(({ most }) => most ?? 1));
  return scenarios.filter((scenario) => {
    if (!inside(scenario)) return true;
    room -= 1;
    return room >= 0;
  });
}

/** The scenario's values with names, amounts and days that differ from record to record where the rules allow it. */
function inTheWordsOfTheTrade(app: App, entity: AppEntity, scenario: Scenario, index: number): Values {
  const conditions = [
    ...entity.lists.map((list) => list.when),
    ...entity.computed.flatMap((computed) => (computed.value.kind === "condition" ? [computed.value.when] : [])),
  ];
  const picture = (each: Scenario) => JSON.stringify(conditions.map((when) => truth(app, entity, each, when)));
  let before = picture(scenario);
  const values: Values = { ...baseValues(app, entity), ...scenario.values };
  // Files come first, because a rule may ask for one before it lets another value be what it is elsewhere.
  const fields = [...inputs(entity)].sort((a, b) => Number(b.kind === "file") - Number(a.kind === "file"));
  for (const field of fields) {
    const own = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    const present = own ?? (field.kind === "file" ? usual(field) : undefined);
    if (field.kind === "reference" && field.target === app.access?.path) {
      if (!field.stamped) values[field.name] = { is: "reference", path: field.target ?? "" };
      continue;
    }
    if (field.kind === "reference" && !field.required && present === undefined) {
      if (field.target !== entity.path) values[field.name] = { is: "reference", path: field.target ?? "" };
      continue;
    }
    if (!present || (present.is === "literal" && present.value === null)) continue;
    const other = varied(entity, field, present, index);
    if (!other || !accepts(field, other)) continue;
    // Not everything is filled in everywhere, as in real life.
    const emptied = !field.required && field.name !== entity.display && index % 3 === 1;
    const kept = [...(emptied ? [nothing] : []), other].find((value) => {
      const tried = { ...scenario, values: { ...values, [field.name]: value } };
      return (
        everyStep(tried).every((step) => !entity.rules.some((rule) => breaks(app, entity, step, rule))) &&
        (picture(tried) === before || (field.kind === "file" && index % 2 === 0))
      );
    });
    if (kept) values[field.name] = kept;
    if (field.kind === "file") before = picture({ ...scenario, values });
  }
  return values;
}

/** The record after each of its moves: the rules are asked every time. */
const everyStep = (scenario: Scenario): Scenario[] =>
  [0, ...scenario.moves.map((_, index) => index + 1)].map((count) => ({
    ...scenario,
    moves: scenario.moves.slice(0, count),
  }));

function varied(entity: AppEntity, field: AppField, present: Value, index: number): Value | undefined {
  const word = (list: readonly string[]) => list[index % list.length] ?? "";
  switch (field.kind) {
    case "text":
    case "longText":
      return { is: "literal", value: word(wordsFor(entity.label, field.label)) };
    case "email":
      return {
        is: "literal",
        value: `${word(people)
          .toLowerCase()
          .replace(/[^a-z]+/g, ".")}@example.com`,
      };
    case "phone":
      return { is: "literal", value: `+44 20 7946 0${String(120 + index * 37)}` };
    case "url":
      return { is: "literal", value: `https://example.com/${entity.path}/${index + 1}` };
    case "integer":
      return present.is === "literal" && typeof present.value === "number"
        ? { is: "literal", value: field.unique ? 100 + index : present.value + index }
        : undefined;
    case "money":
      return present.is === "literal" && typeof present.value === "number"
        ? { is: "literal", value: present.value + index * 1150 }
        : undefined;
    case "decimal":
      return present.is === "literal" && typeof present.value === "number"
        ? { is: "literal", value: present.value + index * 0.5 }
        : undefined;
    case "choice":
      return { is: "literal", value: word(field.values ?? []) };
    case "date": {
      if (present.is !== "day") return undefined;
      const isBirth = /birth|born/i.test(`${field.name} ${field.label}`);
      return isBirth
        ? { is: "day", days: -(9 + index * 3) * 365 - index * 40 }
        : { is: "day", days: present.days + (index - 2) * 2 };
    }
    case "dateTime":
      return present.is === "noon" ? { is: "noon", days: present.days + index - 2 } : undefined;
    case "file":
      return present;
    case "time":
      return { is: "literal", value: `${String(9 + index).padStart(2, "0")}:${index % 2 === 0 ? "00" : "30"}` };
    default:
      return undefined;
  }
}

const plainName = (label: string): string => label.replace(/[^\p{L}\p{N} -]/gu, "").trim() || "File";

/** Two values that point at records of one kind point at different ones: a home team and an away team. */
const earlierOf = (entity: AppEntity, field: AppField | undefined): number =>
  field?.kind === "reference"
    ? entity.fields.slice(0, entity.fields.indexOf(field)).filter(({ target }) => target === field.target).length
    : 0;

function valueNode(app: App, known: readonly AppEntity[], value: Value, field: AppField | undefined, index: number) {
  switch (value.is) {
    case "reference": {
      if (value.path === app.access?.path) return code(`person(${index})`);
      const target = known.find((each) => each.path === value.path);
      // A circle of optional references is left open.
      return target ? code(`${listName(target)}[${index % perEntity}]`) : literal(null);
    }
    case "day":
      return code(`day(${value.days})`);
    case "noon":
      return code(`noon(${value.days})`);
    case "yearsAgo":
      return code(`day(${-Math.round(value.years * 365.25)})`);
    case "email":
      return literal(`person${index + 1}@example.com`);
    case "file": {
      const one = (turn: number) =>
        code(`${value.pictures ? "picture" : "paper"}(${text(plainName(field?.label ?? "File"))}, ${turn})`);
      return value.many ? array([one(index), one(index + 1)]) : one(index);
    }
    case "text":
      return literal(field?.unique ? `${value.words} ${index + 1}` : value.words);
    default:
      return literal(value.value);
  }
}
