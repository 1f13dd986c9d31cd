import { type App, type AppComputed, type AppEntity, isComputed, nameIn, partOf } from "../../app.ts";
import { accepts, breaks, plainScenario, type Scenario } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, type Draft, fileOf, thing } from "./suite.ts";

type ValueOf<Kind> = Extract<AppComputed["value"], { kind: Kind }>;

/** That a value is the one of the record pointed at, of no other, and follows it. */
export function lookupDrafts(
  app: App,
  entity: AppEntity,
  computed: AppComputed,
  { via: source, field: wanted }: ValueOf<"lookup">,
): Draft[] {
  const via = partOf(entity, source);
  const target = via && "target" in via ? app.entities.find((each) => each.path === via.target) : undefined;
  const field = target && partOf(target, wanted);
  if (!via || !target || !field || isComputed(field)) return [];
  const plain = plainScenario(app, target);
  const present = plain.values[field.name];
  const usual = present?.is === "literal" && typeof present.value === "number" ? present.value : 3;
  const isFree = (value: number) => {
    const literal = { is: "literal" as const, value };
    const scenario: Scenario = { ...plain, values: { ...plain.values, [field.name]: literal } };
    return accepts(field, literal) && !target.rules.some((rule) => breaks(app, target, scenario, rule));
  };
  const [first, second] = [1, 2, 5, 10, 100, -1].map((step) => usual + step).filter(isFree);
  const record = (name: string, owner: string) =>
    `const ${name} = await ${makerOf(entity)}(api, { ${via.name}: ${owner}.id });`;
  return [
    {
      words: `the ${computed.label.toLowerCase()} of ${thing(entity)} is the ${field.label.toLowerCase()} of its ${via.label.toLowerCase()}`,
      file: fileOf(entity),
      body: [
        `const owner = await ${makerOf(target)}(api${first === undefined ? "" : `, { ${field.name}: ${first} }`});`,
        `const other = await ${makerOf(target)}(api);`,
        record("record", "owner"),
        record("another", "other"),
        `assert.equal(record.${computed.name}, owner.${field.name});`,
        `assert.equal(another.${computed.name}, other.${field.name});`,
        ...(second === undefined
          ? []
          : [
              `ok(await api.patch(\`${api(target)}/\${owner.id}\`, { ${field.name}: ${second} }));`,
              `assert.equal(ok(await api.get(\`${api(entity)}/\${record.id}\`)).${computed.name}, ${second});`,
            ]),
      ],
    },
  ];
}

/** That something is over so long after it begins. */
export function endDrafts(entity: AppEntity, computed: AppComputed, value: ValueOf<"end">): Draft[] {
  const name = (source: string) => nameIn(entity, source) ?? source;
  const lasts = `Number(record.${name(value.lasts)})`;
  const begins = value.on
    ? `\`\${record.${name(value.on)}}T\${record.${name(value.from)}}Z\``
    : `String(record.${name(value.from)})`;
  const later = {
    days: `Math.round(${lasts}) * 86_400_000`,
    hours: `Math.round(${lasts} * 60) * 60_000`,
    minutes: `Math.round(${lasts}) * 60_000`,
  }[value.unit];
  const digits = value.unit === "days" ? 10 : value.on ? 16 : undefined;
  return [
    {
      words: `${thing(entity)} that lasts so long has its ${computed.label.toLowerCase()}`,
      file: fileOf(entity),
      body: [
        `const record = await ${makerOf(entity)}(api);`,
        `const over = new Date(Date.parse(${begins}) + ${later}).toISOString()${digits ? `.slice(0, ${digits})` : ""};`,
        `assert.ok(${lasts} > 0);`,
        `assert.equal(record.${computed.name}, over);`,
      ],
    },
  ];
}
