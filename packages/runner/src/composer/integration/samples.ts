import { code, literal, object, print, text } from "../print.ts";
import { importLine } from "../web-app/tests/suite.ts";
import { type Ago, type Example, exampleOf } from "./example.ts";
import { articled } from "./flow-file.ts";
import type { Plan, PlannedFlow } from "./plan.ts";

export const samplerOf = (flow: PlannedFlow): string => `${flow.ident}Sample`;

const isAgo = (value: Example): value is Ago => typeof value === "object" && "daysAgo" in value;

/** An example's value as code. */
export const exampleCode = (value: Example): string => {
  if (value === undefined) return "undefined";
  if (isAgo(value)) return `daysAgo(${value.daysAgo})${value.isDay ? ".slice(0, 10)" : ""}`;
  return typeof value === "string" ? text(value) : print(literal(value), 0, -1_000_000);
};

/** `test/support/samples.ts`: records as the sources could have them, and what the demo begins with. */
export function samplesFile(plan: Plan): string {
  const samples = plan.flows.map((flow) => {
    const shape = object(Object.fromEntries(flow.values.map(({ name }) => [name, code(valueCode(flow, name))])));
    return `/** ${article(flow)} as ${flow.fromLabel} could have it. */
export const ${samplerOf(flow)} = (number: number, changes: Values = {}): Values => (${print(shape, 0, 60).replace(/,?\n\}$|\s\}$/, (end) => (end.includes("\n") ? ",\n  ...changes,\n}" : ", ...changes }"))});
`;
  });
  // A flow that only changes records needs some to change.
  const seeds = plan.flows.flatMap((flow) => {
    const isBack =
      flow.back !== undefined &&
      plan.flows.findIndex(({ name }) => name === flow.back?.flow) < plan.flows.indexOf(flow);
    if (isBack) return [];
    if (sharesSource(plan, flow)) return flow.mode === "update" ? [targetLine(flow)] : [];
    return [seedLine(flow)];
  });
  const all = samples.join("\n") + seeds.join("\n");
  const helpers = ["daysAgo", "oneOf"].filter((name) => all.includes(`${name}(`));
  return `import type { Values } from "../../src/flow/flow.ts";
import type { StandIn } from "../stand-ins/system.ts";
${helpers.length > 0 ? `${importLine(helpers, "./records.ts")}\n` : ""}
${samples.join("\n")}
/** Fills the stand-ins with something to look at. */
export function seed(standIns: ReadonlyMap<string, StandIn>): void {
${seeds.join("\n")}
}
`;
}

const article = (flow: PlannedFlow) => articled(flow.source.label).replace(/^a/, "A");

/** Of several flows that read the same records, the first one fills them. */
const sharesSource = (plan: Plan, flow: PlannedFlow): boolean =>
  plan.flows.find(({ from, source }) => from === flow.from && source.key === flow.source.key) !== flow;

function seedLine(flow: PlannedFlow): string {
  const put = `standIns.get(${text(flow.from)})?.put(${text(flow.source.key)}, ${samplerOf(flow)}(number));`;
  if (flow.mode !== "update") return `  for (let number = 1; number <= 12; number += 1) ${put}`;
  const { matchBy = "id" } = flow;
  return `  for (let number = 1; number <= 12; number += 1) {
    const sample = ${samplerOf(flow)}(number);
    standIns.get(${text(flow.from)})?.put(${text(flow.source.key)}, sample);
    standIns.get(${text(flow.to)})?.put(${text(flow.target.key)}, { ${matchBy}: sample.${keySource(flow)} });
  }`;
}

/** What a second flow of the same records changes is at its own target. */
function targetLine(flow: PlannedFlow): string {
  const { matchBy = "id" } = flow;
  return `  for (let number = 1; number <= 12; number += 1)
    standIns.get(${text(flow.to)})?.put(${text(flow.target.key)}, { ${matchBy}: ${samplerOf(flow)}(number).${keySource(flow)} });`;
}

/** The value of the source that the target's key is copied from. */
export function keySource(flow: PlannedFlow): string {
  const making = flow.mapping.find(({ to }) => to === flow.matchBy)?.making;
  return making && "from" in making && typeof making.from === "string" ? making.from : "id";
}

/** A value as code that depends on the number of the sample: read off from two examples. */
function valueCode(flow: PlannedFlow, name: string): string {
  const of = (number: number) => exampleOf(flow, number)[name];
  const [first, second] = [of(1), of(2)];
  if (first === undefined || exampleCode(first) === exampleCode(second)) {
    const eight = Array.from({ length: 8 }, (_, index) => of(index));
    if (new Set(eight.map(exampleCode)).size === 1) return exampleCode(first);
  }
  if (typeof first === "number" && typeof second === "number") {
    const step = second - first;
    const base = first - step;
    return `${base} + ${step === 1 ? "number" : `number * ${step}`}`;
  }
  if (typeof first === "string" && /^\d{4}-\d{2}-\d{2}/.test(first))
    return `new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10)${first.length > 10 ? ' + "T09:30:00.000Z"' : ""}`;
  return stringCode(flow, name);
}

/** Text that has the number in it, or is one of a few. */
function stringCode(flow: PlannedFlow, name: string): string {
  const eight = Array.from({ length: 8 }, (_, index) => String(exampleOf(flow, index)[name]));
  if (/^\+31 20 555-01/.test(eight[0] ?? "")) return '`+31 20 555-01${String(number % 100).padStart(2, "0")}`';
  const key = eight[0]?.match(/^([A-Z]+)-100$/)?.[1];
  if (key) return `\`${key}-\${100 + number}\``;
  const without = eight.map((each, index) => each.replace(new RegExp(`(?<!\\d)${index}(?!\\d)`), "\u0000"));
  const isNumbered = without.every((each) => each.includes("\u0000"));
  const shapes = [...new Set(without)];
  if (isNumbered && shapes.length === 1)
    return `\`${(shapes[0] ?? "").replaceAll("`", "").replaceAll("$", "").replace("\u0000", "${number}")}\``;
  const words = cycleOf(isNumbered ? without.map((each) => each.replace(/ ?\u0000/, "")) : eight);
  const picked = `oneOf([${words.map(text).join(", ")}], number)`;
  return isNumbered ? `\`\${${picked}} \${number}\`` : picked;
}

/** The shortest beginning that, repeated, gives the whole. */
function cycleOf(words: readonly string[]): string[] {
  for (let length = 1; length < words.length; length += 1)
    if (words.every((word, index) => word === words[index % length])) return words.slice(0, length);
  return [...words];
}
