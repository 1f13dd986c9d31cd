import { type App, type AppComputed, type AppEntity, isComputed, nameIn, partOf } from "../../app.ts";
import { breaks, plainScenario, type Scenario, solve, type Value } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, arrange, type Draft, fileOf, thing, valuesCode } from "./suite.ts";

type ValueOf<Kind> = Extract<AppComputed["value"], { kind: Kind }>;

/** That the last day is that of the latest record, whichever was written down last, and of none of another's. */
export function latestDrafts(app: App, entity: AppEntity, computed: AppComputed, value: ValueOf<"latest">): Draft[] {
  const child = app.entities.find((each) => each.name === value.of);
  const put = child && onDays(app, child, value, "record");
  if (!child || !put) return [];
  const last = (name: string) => `ok(await api.get(\`${api(entity)}/\${${name}.id}\`)).${computed.name}`;
  return [
    {
      words: `${computed.label.toLowerCase()} of ${thing(entity)} is the last of its ${child.plural.toLowerCase()}`,
      file: fileOf(entity),
      body: [
        `const record = await ${makerOf(entity)}(api);`,
        `const stranger = await ${makerOf(entity)}(api);`,
        `assert.equal(${last("record")}, null);`,
        ...put(-60, "first"),
        `assert.equal(${last("record")}, day(-60));`,
        ...put(-5, "second"),
        ...put(-20, "third"),
        `assert.equal(${last("record")}, day(-5));`,
        `assert.equal(${last("stranger")}, null);`,
      ],
    },
  ];
}

/** That a day is so long after another. */
export function laterDrafts(app: App, entity: AppEntity, computed: AppComputed, value: ValueOf<"later">): Draft[] {
  const from = partOf(entity, value.from);
  if (!from) return [];
  const latest = isComputed(from) && from.value.kind === "latest" ? from.value : undefined;
  const child = latest && app.entities.find((each) => each.name === latest.of);
  const put = latest && child && onDays(app, child, latest, "made");
  if (isComputed(from) && !put) return [];
  const unit = { days: "Date", months: "Month", years: "FullYear" }[value.unit];
  const plain = plainScenario(app, entity);
  const begun: Value = { is: isComputed(from) || from.kind === "date" ? "day" : "noon", days: -20 };
  const own: Scenario = isComputed(from) ? plain : { ...plain, values: { ...plain.values, [from.name]: begun } };
  const values = entity.rules.some((rule) => breaks(app, entity, own, rule)) ? plain.values : own.values;
  return [
    {
      words: `${computed.label.toLowerCase()} of ${thing(entity)} is ${value.count} ${value.unit} after its ${from.label.toLowerCase()}`,
      file: fileOf(entity),
      body: [
        `const made = await ${makerOf(entity)}(api, ${valuesCode(entity, values)});`,
        ...(put ? put(-20, "last") : []),
        `const record = ok(await api.get(\`${api(entity)}/\${made.id}\`));`,
        `assert.notEqual(record.${from.name}, null);`,
        `const later = new Date(\`\${String(record.${from.name}).slice(0, 10)}T00:00:00Z\`);`,
        `later.setUTC${unit}(later.getUTC${unit}() + ${value.count});`,
        `assert.equal(record.${computed.name}, later.toISOString().slice(0, 10));`,
      ],
    },
  ];
}

/** Lines that make a record for `owner` on a day; undefined when its rules allow no such days. */
function onDays(
  app: App,
  child: AppEntity,
  { via: source, field, when }: ValueOf<"latest">,
  owner: string,
): ((days: number, name: string) => string[]) | undefined {
  const via = nameIn(child, source);
  const date = partOf(child, field);
  const inside = solve(app, child, when, true);
  if (!via || !date || isComputed(date) || !inside) return undefined;
  const on = (days: number): Scenario => ({
    ...inside,
    values: { ...inside.values, [date.name]: { is: date.kind === "dateTime" ? "noon" : "day", days } },
  });
  const isFree = (scenario: Scenario) => !child.rules.some((rule) => breaks(app, child, scenario, rule));
  if (![-60, -20, -5].every((days) => isFree(on(days)))) return undefined;
  return (days, name) => {
    const lines = arrange(app, child, on(days), name);
    const kept = Object.fromEntries(Object.entries(on(days).values).filter(([key]) => key !== via));
    const isNamed = lines.length > 1;
    lines[0] = `${isNamed ? `const ${name} = ` : ""}await ${makerOf(child)}(api, ${valuesCode(child, kept, { [via]: `${owner}.id` })});`;
    return lines;
  };
}
