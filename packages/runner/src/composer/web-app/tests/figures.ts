import type { Condition } from "../../../artefacts.ts";
import { type App, type AppComputed, type AppEntity, isComputed, nameIn, partOf } from "../../app.ts";
import { accepts, breaks, nothing, plainScenario, read, type Scenario, solve } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, type Draft, fileOf, thing, valuesCode } from "./suite.ts";

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

/** That an average is the one of different numbers, and of nothing while one of them is missing. */
export function averageDrafts(app: App, entity: AppEntity, computed: AppComputed, { of }: ValueOf<"average">): Draft[] {
  const plain = plainScenario(app, entity);
  const fields = entity.fields.filter(({ source }) => of.includes(source));
  const put = (step: number, missing?: string): Scenario => {
    const numbers = fields.map((field, index) => {
      const low = field.min ?? Math.min(10, field.max ?? 10);
      return [field.name, { is: "literal" as const, value: low + index * step }] as const;
    });
    const values = { ...plain.values, ...Object.fromEntries(numbers), ...(missing ? { [missing]: nothing } : {}) };
    return { ...plain, values };
  };
  const isFree = (scenario: Scenario) =>
    fields.every((field) => accepts(field, scenario.values[field.name] ?? nothing)) &&
    !entity.rules.some((rule) => breaks(app, entity, scenario, rule));
  const scenario = [2, 1, 4, 0].map((step) => put(step)).find(isFree);
  if (!scenario || fields.length < of.length) return [];
  const optional = fields.find(({ required }) => !required);
  const without = optional && put(2, optional.name);
  return [
    {
      words: `${computed.label.toLowerCase()} of ${thing(entity)} is the average of what it is made of`,
      file: fileOf(entity),
      body: [
        `const record = await ${makerOf(entity)}(api, ${valuesCode(entity, scenario.values)});`,
        `assert.equal(Number(record.${computed.name}), ${Number(read(app, entity, scenario, computed.source))});`,
        ...(without && isFree(without)
          ? [
              `const half = await ${makerOf(entity)}(api, ${valuesCode(entity, without.values)});`,
              `assert.equal(half.${computed.name}, null);`,
            ]
          : []),
      ],
    },
  ];
}

/** That what came in counts for a record, what went out against it, and what others have for neither. */
export function balanceDrafts(
  app: App,
  entity: AppEntity,
  computed: AppComputed,
  { parts }: ValueOf<"combined">,
): Draft[] {
  const sums = sumsIn(app, entity, parts);
  const typed = parts.flatMap(({ value, times }) => {
    const field = entity.fields.find((each) => each.source === value && !each.readOnly);
    return field ? [`Number(record.${field.name})${times === 1 ? "" : ` * ${times}`}`] : [];
  });
  if (sums.length === 0 || sums.length + typed.length < parts.length) return [];
  const first = typed.join(" + ") || "0";
  const lines = sums
    .toSorted((one, two) => two.times - one.times)
    .flatMap(({ child, name, values, own, amount, times }, index) => {
      // More comes in than goes out, so that a limit below doesn't matter here.
      const given = times > 0 ? amount * 2 : amount;
      const rest = Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
      const put = { ...rest, [own]: { is: "literal" as const, value: given } };
      return [
        `const part${index} = ok(await api.post("${api(child)}", await ${child.ident}Body(api, ${valuesCode(child, put, { [name]: "record.id" })})), 201);`,
        `total ${times > 0 ? "+=" : "-="} Number(part${index}.${own})${Math.abs(times) === 1 ? "" : ` * ${Math.abs(times)}`};`,
      ];
    });
  return [
    {
      words: `${computed.label.toLowerCase()} of ${thing(entity)} is what came in less what went out`,
      file: fileOf(entity),
      body: [
        `const record = await ${makerOf(entity)}(api);`,
        `const stranger = await ${makerOf(entity)}(api);`,
        `let total = ${first};`,
        ...lines,
        `assert.notEqual(total, ${first});`,
        `assert.equal(ok(await api.get(\`${api(entity)}/\${record.id}\`)).${computed.name}, total);`,
        `assert.equal(ok(await api.get(\`${api(entity)}/\${stranger.id}\`)).${computed.name}, ${first.replaceAll("record.", "stranger.")});`,
      ],
    },
  ];
}

/** What belongs to a record and is added up there, each with a plain one of it; undefined where one can't be made. */
function sumsIn(app: App, entity: AppEntity, parts: ValueOf<"combined">["parts"]) {
  return parts.flatMap(({ value: source, times }) => {
    const part = partOf(entity, source);
    if (!part || !isComputed(part) || part.value.kind !== "sum") return [];
    const { of, via, field, when } = part.value;
    const child = app.entities.find((each) => each.name === of);
    const inside = child && solve(app, child, when, true);
    const name = child && nameIn(child, via);
    const amount = child && inside && read(app, child, inside, field);
    const own = child?.fields.find((each) => each.source === field);
    return child && name && inside && own && inside.moves.length === 0 && typeof amount === "number"
      ? [{ child, name, values: inside.values, own: own.name, amount, times }]
      : [];
  });
}

/** That what covers what went out can't be taken away again, nor be put to another. */
export function neededDrafts(app: App, entity: AppEntity, when: Condition): Draft[] {
  const [only] = when;
  const computed = only && partOf(entity, only.field);
  if (!computed || !isComputed(computed) || computed.value.kind !== "combined" || when.length > 1) return [];
  if (only.op !== "lt" || !only.to || !("literal" in only.to) || only.to.literal !== 0) return [];
  const { parts } = computed.value;
  const sums = sumsIn(app, entity, parts);
  const given = sums.find(({ times }) => times > 0);
  const taken = sums.find(({ times }) => times < 0);
  if (!given || !taken || sums.length < parts.length) return [];
  const put = (name: string, { child, name: via, values, own }: typeof given) => {
    const rest = Object.fromEntries(Object.entries(values).filter(([key]) => key !== via));
    const amount = { ...rest, [own]: { is: "literal" as const, value: given.amount } };
    return `const ${name} = ok(await api.post("${api(child)}", await ${child.ident}Body(api, ${valuesCode(child, amount, { [via]: "record.id" })})), 201);`;
  };
  const path = `\`${api(given.child)}/\${given.id}\``;
  return [
    {
      words: `${thing(given.child)} that ${entity.plural.toLowerCase()} can't do without is neither deleted nor put to another`,
      file: fileOf(entity),
      body: [
        `const record = await ${makerOf(entity)}(api);`,
        `const other = await ${makerOf(entity)}(api);`,
        put("given", given),
        put("taken", taken),
        `refused(await api.delete(${path}), 409);`,
        `refused(await api.patch(${path}, { ${given.name}: other.id }), 409);`,
        `assert.equal(ok(await api.get(${path})).${given.name}, record.id);`,
        `assert.equal((await api.delete(\`${api(taken.child)}/\${taken.id}\`)).status, 204);`,
        `assert.equal((await api.delete(${path})).status, 204);`,
      ],
    },
  ];
}
