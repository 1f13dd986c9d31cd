import type { End, Making, Test, Value } from "../../artefacts/flows.ts";
import { array, code, comments, literal, type Node, noted, object, print, text } from "../print.ts";
import { importLine } from "../web-app/tests/suite.ts";
import type { Plan, PlannedFlow } from "./plan.ts";

const schemas: Record<Value["type"], string> = {
  text: "Text",
  email: "Email",
  amount: "Amount",
  whole: "Whole",
  flag: "Flag",
  day: "Day",
  instant: "Instant",
  words: "Words",
};

/** `src/flows/<flow>.ts`: what is read of a record, which stay behind, and what the target gets. */
export function flowFile(flow: PlannedFlow): string {
  const { item, schema } = flow;
  const shape = object(
    Object.fromEntries(
      flow.values.map(({ name, type, required }) => [name, code(required ? schemas[type] : `maybe(${schemas[type]})`)]),
    ),
  );
  const body = flow.mapping.map(({ to, making }) => ({ key: to, value: code(makingCode(making, item)) }));
  const skips = flow.skip.map(({ reason, when }) =>
    object({ reason: literal(reason), when: code(`(${item}) => ${testCode(when, item)}`) }),
  );
  const definition = object({
    name: literal(flow.name),
    label: literal(flow.label),
    from: literal(flow.from),
    to: literal(flow.to),
    source: literal(flow.source.key),
    target: literal(flow.target.key),
    record: code(schema),
    skip: array(skips),
    ends: flow.ends ? array(flow.ends.map((end) => endNode(end, item))) : undefined,
    map: mapNode(item, noted(body)),
    mode: literal(flow.mode),
    matchBy: flow.matchBy ? literal(flow.matchBy) : undefined,
    schedule: flow.schedule ? literal(flow.schedule) : undefined,
    webhook: literal(flow.webhook),
    back: flow.back ? literal(flow.back) : undefined,
  });
  const written = `export const ${flow.ident} = ${print({ kind: "call", name: "defineFlow", args: [definition] }, 0, 16 + flow.ident.length)};\n`;
  const types = [...new Set(flow.values.map(({ type }) => schemas[type]))];
  const values = [...types, ...(flow.values.some(({ required }) => !required) ? ["maybe"] : [])].sort((a, b) =>
    a.toLowerCase() < b.toLowerCase() ? -1 : 1,
  );
  const transforms = functions.filter((name) => new RegExp(`\\b${name}\\(`).test(written));
  return `import * as z from "zod";
import { defineFlow } from "../flow/flow.ts";
${transforms.length > 0 ? `${importLine(transforms, "../flow/transforms.ts")}\n` : ""}${importLine(values, "../flow/values.ts")}

/** What is read of ${articled(flow.source.label)}; whatever else ${comments(flow.fromLabel)} tells of it is left there. */
const ${schema} = ${print({ kind: "call", name: "z.object", args: [shape] }, 0, 9 + schema.length)};

/** ${comments(`${flow.source.plural} of ${flow.fromLabel}, as ${flow.target.plural.toLowerCase()} of ${flow.toLabel}`)}. */
${written}`;
}

function endNode({ label, when, effect }: End, item: string): Node {
  return object({
    label: literal(label),
    when: when ? code(`(${item}) => ${testCode(when, item)}`) : undefined,
    effect: effect === "remove" ? literal("remove") : object({ [effect.field]: literal(effect.value) }),
  });
}

export const articled = (noun: string): string => {
  const words = comments(noun).toLowerCase();
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
};

/** A function that answers an object, whose fields may take several lines. */
function mapNode(item: string, body: Node): Node {
  // One level down: within the object that is the only argument of defineFlow.
  return code(`(${item}) => (${print(body, 2, 2 + `map: (${item}) => (`.length, 3)})`);
}

const functions = [
  "countryCode",
  "daysAfter",
  "difference",
  "digitsOnly",
  "firstName",
  "fromCents",
  "hasWord",
  "isOlderThan",
  "isOneOf",
  "joined",
  "lastName",
  "lower",
  "product",
  "sum",
  "toCents",
  "toDay",
  "translated",
  "upper",
];

function makingCode(making: Making, item: string): string {
  const of = (name: string) => `${item}.${name}`;
  switch (making.kind) {
    case "copy":
      return making.otherwise === undefined ? of(making.from) : `${of(making.from)} ?? ${text(making.otherwise)}`;
    case "constant":
      return text(making.value);
    case "joined":
    case "product":
    case "sum":
    case "difference":
      return `${making.kind}(${making.from.map(of).join(", ")})`;
    case "daysAfter":
      return `daysAfter(${of(making.from)}, ${making.days})`;
    case "day":
      return `toDay(${of(making.from)})`;
    case "translated":
      return `translated(${of(making.from)}, ${print(object(Object.fromEntries(making.table.map(([from, to]) => [from.toLowerCase(), literal(to)]))), 4, 30)})`;
    default:
      return `${making.kind}(${of(making.from)})`;
  }
}

function testCode(test: Test, item: string): string {
  const value = `${item}.${test.field}`;
  switch (test.op) {
    case "isTrue":
      return `${value} === true`;
    case "isNotTrue":
      return `${value} !== true`;
    case "isEmpty":
      return `${value} === undefined`;
    case "isOneOf":
      return `isOneOf(${value}, ${test.values.map(text).join(", ")})`;
    case "isNoneOf":
      return `!isOneOf(${value}, ${test.values.map(text).join(", ")})`;
    case "has":
      return `hasWord(${value}, ${test.values.map(text).join(", ")})`;
    case "hasNot":
      return `!hasWord(${value}, ${test.values.map(text).join(", ")})`;
    case "olderThan":
      return `isOlderThan(${value}, ${test.days})`;
    default:
      return `${value} !== undefined && ${value} ${signs[test.op]} ${test.value}`;
  }
}

const signs = { below: "<", above: ">", atMost: "<=", atLeast: ">=" } as const;

/** `src/integration.ts`: everything the service does. */
export function integrationFile(plan: Plan): string {
  const imports = plan.flows.map((flow) => `import { ${flow.ident} } from "./flows/${flow.name}.ts";\n`).sort();
  const systems = plan.systems.map(({ name, label }) => print(literal({ name, label }), 4));
  const integration = object({
    title: literal(plan.title),
    description: literal(plan.description),
    systems: code(`[\n${systems.map((each) => `    ${each},\n`).join("")}  ]`),
    flows: array(plan.flows.map(({ ident }) => code(ident))),
    recordTries: literal(plan.recordTries),
  });
  return `import type { Integration } from "./flow/flow.ts";
${imports.join("")}
export const integration: Integration = ${print(integration, 0, 40)};
`;
}
