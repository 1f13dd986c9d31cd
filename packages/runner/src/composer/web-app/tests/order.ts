import { type App, type AppEntity, type AppField, partOf } from "../../app.ts";
import { accepts, breaks, plainScenario, type Scenario, solve, type Value, waysIn } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, arrange, type Draft, fileOf, valuesCode } from "./suite.ts";

/** That a list has its order by itself: made in another one, records stand as they were told to. */
export function orderDrafts(app: App, entity: AppEntity): Draft[] {
  return entity.order.flatMap(({ field, descending, first }) => {
    const part = partOf(entity, entity.fields.find(({ name }) => name === field)?.source ?? "");
    if (!part || !("column" in part)) return [];
    const isLast = entity.order.filter((each) => each.first === undefined).length === 0;
    return first === undefined
      ? sortedDrafts(app, entity, part, descending ?? false, keysBefore(entity, field))
      : firstDrafts(app, entity, part, first, isLast);
  });
}

/** What comes first does, made before and after what doesn't. */
function firstDrafts(app: App, entity: AppEntity, field: AppField, first: string | boolean, isLast: boolean): Draft[] {
  const when = (op: "eq" | "ne") => [{ field: field.source, op, to: { literal: first } }];
  const ahead = solve(app, entity, when("eq"), true);
  const behind = ahead && (solve(app, entity, when("ne"), true, ahead) ?? solve(app, entity, when("ne"), true));
  if (!ahead || !behind) return [];
  return [
    {
      words: `${entity.plural.toLowerCase()} with ${field.label.toLowerCase()} "${first}" come first`,
      file: fileOf(entity),
      body: [
        ...arrange(app, entity, ahead, "ahead"),
        ...arrange(app, entity, behind, "behind"),
        ...arrange(app, entity, ahead, "again"),
        `const order = await idsOf(api, "${api(entity)}");`,
        "assert.ok(order.indexOf(ahead.id) < order.indexOf(behind.id));",
        "assert.ok(order.indexOf(again.id) < order.indexOf(behind.id));",
        ...(isLast ? ["assert.ok(order.indexOf(again.id) < order.indexOf(ahead.id));"] : []),
      ],
    },
  ];
}

/** The references that a list is ordered by first: both records of a test point at the same there. */
const keysBefore = (entity: AppEntity, field: string): AppField[] => {
  const keys = entity.order.filter(({ first }) => first === undefined).map((each) => each.field);
  return entity.fields.filter(
    ({ name, kind }) => kind === "reference" && keys.slice(0, keys.indexOf(field)).includes(name),
  );
};

function sortedDrafts(
  app: App,
  entity: AppEntity,
  field: AppField,
  descending: boolean,
  before: readonly AppField[],
): Draft[] {
  const plain = plainScenario(app, entity);
  if (field.name === entity.state?.field) return stateDrafts(app, entity, field, before);
  const pair = field.kind === "reference" ? named(app, field) : pairOf(app, entity, plain, field);
  if (!pair) return [];
  const kept = Object.fromEntries(Object.entries(plain.values).filter(([name]) => name !== field.name));
  const shared = Object.fromEntries(before.map(({ name }) => [name, `${name}.id`]));
  const make = (name: string, value: string) =>
    `const ${name} = await ${makerOf(entity)}(api, ${valuesCode(entity, kept, { ...shared, [field.name]: value })});`;
  const lines = [make("low", pair[0]), make("high", pair[1])];
  return [
    {
      words: `${entity.plural.toLowerCase()} are listed by ${field.label.toLowerCase()}${descending ? ", from the end" : ""}`,
      file: fileOf(entity),
      body: [
        ...owners(app, before),
        // What nobody ordered comes newest first, which is the other way round.
        ...(descending ? lines.toReversed() : lines),
        `const order = await idsOf(api, "${api(entity)}");`,
        `assert.ok(order.indexOf(${descending ? "high" : "low"}.id) < order.indexOf(${descending ? "low" : "high"}.id));`,
      ],
    },
  ];
}

const owners = (app: App, before: readonly AppField[]): string[] =>
  before.flatMap(({ name, target }) => {
    const other = app.entities.find(({ path }) => path === target);
    return other ? [`const ${name} = await ${makerOf(other)}(api);`] : [];
  });

/** By where they stand: one in the first state and one that went through all of them. */
function stateDrafts(app: App, entity: AppEntity, field: AppField, before: readonly AppField[]): Draft[] {
  const way = [...waysIn(entity)].sort((one, two) => two.length - one.length)[0];
  const start = plainScenario(app, entity);
  const end = way && solve(app, entity, [], true, { ...start, moves: way });
  if (!end || end.moves.length === 0) return [];
  const shared = Object.fromEntries(before.map(({ name }) => [name, `${name}.id`]));
  const put = (scenario: Scenario, name: string) => {
    const lines = arrange(app, entity, scenario, name);
    lines[0] = `const ${name} = await ${makerOf(entity)}(api, ${valuesCode(entity, scenario.values, shared)});`;
    return lines;
  };
  const values = field.values ?? [];
  const isLater = values.indexOf(end.moves.at(-1)?.to ?? "") > values.indexOf(entity.state?.initial ?? "");
  const [low, high] = isLater ? ["begun", "ended"] : ["ended", "begun"];
  const lines = [put(start, "begun"), put(end, "ended")];
  return [
    {
      words: `${entity.plural.toLowerCase()} are listed by ${field.label.toLowerCase()}`,
      file: fileOf(entity),
      body: [
        ...owners(app, before),
        ...(isLater ? lines : lines.toReversed()).flat(),
        `const order = await idsOf(api, "${api(entity)}");`,
        `assert.ok(order.indexOf(${low}.id) < order.indexOf(${high}.id));`,
      ],
    },
  ];
}

/** Two records to point at, called by what comes early and late in the alphabet. */
function named(app: App, field: AppField): [string, string] | undefined {
  const target = app.entities.find((each) => each.path === field.target);
  const name = target?.fields.find((each) => each.name === target.display);
  if (!target || !name || name.readOnly || (name.kind !== "text" && name.kind !== "longText")) return undefined;
  const one = (called: string) =>
    `(await ${makerOf(target)}(api, { ${name.name}: ${name.unique ? `\`${called} \${next()}\`` : `"${called}"`} })).id`;
  return [one("Aardvark"), one("Zyzzyva")];
}

/** A lower and a higher value that the rules allow, as code. */
function pairOf(app: App, entity: AppEntity, plain: Scenario, field: AppField): [string, string] | undefined {
  if (field.readOnly) return undefined;
  const present = plain.values[field.name];
  const pairs: [Value, Value][] = [];
  if (field.kind === "date" || field.kind === "dateTime")
    for (const days of [0, -2, 30, -30])
      pairs.push([
        { is: field.kind === "date" ? "day" : "noon", days },
        { is: field.kind === "date" ? "day" : "noon", days: days + 1 },
      ]);
  const literal = (value: string | number): Value => ({ is: "literal", value });
  const number = present?.is === "literal" && typeof present.value === "number" ? present.value : (field.min ?? 3);
  if (["integer", "decimal", "money", "percent"].includes(field.kind))
    pairs.push([literal(number), literal(number + 1)], [literal(number - 1), literal(number)]);
  if (field.kind === "time") pairs.push([literal("08:00"), literal("18:00")], [literal("10:00"), literal("10:30")]);
  if (field.kind === "text" || field.kind === "longText") pairs.push([literal("Aardvark"), literal("Zyzzyva")]);
  const [early, late] = [field.values?.[0], field.values?.at(-1)];
  if (field.kind === "choice" && early && late && early !== late) pairs.push([literal(early), literal(late)]);
  const isFree = (value: Value) => {
    const scenario: Scenario = { ...plain, values: { ...plain.values, [field.name]: value } };
    return accepts(field, value) && !entity.rules.some((rule) => breaks(app, entity, scenario, rule));
  };
  const pair = pairs.find((each) => each.every(isFree));
  const code = (value: Value): string =>
    value.is === "day" || value.is === "noon"
      ? `${value.is}(${value.days})`
      : value.is === "literal"
        ? field.unique && typeof value.value === "string"
          ? `\`${value.value} \${next()}\``
          : field.unique
            ? `${value.value} + next() * 2`
            : JSON.stringify(value.value)
        : '""';
  return pair && [code(pair[0]), code(pair[1])];
}
