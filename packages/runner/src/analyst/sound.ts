import type { Analysis, Condition, Entity } from "../artefacts.ts";
import { isThere } from "./finish.ts";

/** What is wrong with an analysis in itself; empty when everything it names is there. A test holds every brief to it. */
export function faultsOf({ contract, requirements }: Analysis): string[] {
  const faults: string[] = [];
  const names = new Set(contract.entities.map(({ name }) => name));
  const twice = (kind: string, all: readonly string[]) => {
    for (const name of new Set(all))
      if (all.filter((each) => each === name).length > 1) faults.push(`${kind} ${name} twice`);
  };
  twice(
    "entity",
    contract.entities.map(({ name }) => name),
  );
  twice(
    "path",
    contract.entities.map(({ path }) => path),
  );
  twice(
    "report",
    contract.reports.map(({ name }) => name),
  );
  twice(
    "requirement",
    requirements.map(({ id }) => id),
  );
  for (const entity of contract.entities) {
    const parts = [...entity.fields, ...entity.computed].map(({ name }) => name);
    const has = (name: string, where: string) => {
      if (!parts.includes(name)) faults.push(`${entity.name} has no ${name}, named by ${where}`);
    };
    twice(`${entity.name} value`, parts);
    twice(
      `${entity.name} list`,
      entity.lists.map(({ name }) => name),
    );
    twice(`${entity.name} action`, entity.state?.moves.map(({ action }) => action) ?? []);
    has(entity.display, "display");
    for (const field of entity.fields) {
      if (field.type === "reference" && !names.has(field.target ?? "") && !(field.target === "User" && contract.access))
        faults.push(`${entity.name}.${field.name} refers to ${field.target}`);
      if (field.type === "enum" && (field.values?.length ?? 0) === 0)
        faults.push(`${entity.name}.${field.name} has no values`);
      if (field.default !== undefined && field.values && !field.values.includes(String(field.default)))
        faults.push(`${entity.name}.${field.name} starts outside its values`);
    }
    for (const place of entity.search) has(place.split(".")[0] ?? "", "search");
    for (const list of entity.lists) for (const name of namesIn(list.when)) has(name, `list ${list.name}`);
    for (const rule of entity.rules) for (const name of namesInRule(rule)) has(name, `rule ${rule.kind}`);
    for (const { field } of entity.order ?? []) has(field, "order");
    for (const rule of entity.rules) if (rule.kind === "blocked") faults.push(...blockedFaults(contract, entity, rule));
    for (const { name, value } of entity.computed) {
      if (value.kind === "condition") for (const each of namesIn(value.when)) has(each, name);
      if (value.kind === "combined") for (const part of value.parts) has(part.value, name);
      if (value.kind === "product") for (const part of [value.left, value.right]) has(part, name);
      if (value.kind === "hoursBetween") for (const part of [value.from, value.to]) has(part, name);
      if (value.kind === "end") for (const part of [value.from, value.lasts]) has(part, name);
      if (value.kind === "average") for (const part of value.of) has(part, name);
      if (value.kind === "later") has(value.from, name);
      if (value.kind === "lookup") {
        const target = entity.fields.find((field) => field.name === value.via)?.target;
        if (!contract.entities.find((each) => each.name === target)?.fields.some((field) => field.name === value.field))
          faults.push(`${entity.name}.${name} looks up nothing`);
      }
      if (value.kind !== "count" && value.kind !== "sum" && value.kind !== "latest") continue;
      const other = contract.entities.find((each) => each.name === value.of);
      if (!other?.fields.some((field) => field.name === value.via && field.target === entity.name))
        faults.push(`${entity.name}.${name} counts over nothing`);
    }
    const states = entity.fields.find((field) => field.name === entity.state?.field)?.values ?? [];
    for (const move of entity.state?.moves ?? [])
      for (const state of [...move.from, move.to])
        if (!states.includes(state)) faults.push(`${entity.name}!${move.action} knows ${state}`);
  }
  for (const report of contract.reports) {
    const entity = contract.entities.find(({ name }) => name === report.entity);
    const between = contract.entities.find(
      ({ name }) => name === entity?.fields.find((field) => field.name === report.via)?.target,
    );
    if (report.via && !between?.fields.some(({ name }) => name === report.groupBy))
      faults.push(`report ${report.name} has no ${report.via}.${report.groupBy}`);
    for (const name of [
      report.via ?? report.groupBy,
      ...(report.over ? [report.over.field] : []),
      ...(report.and ? [report.and] : []),
      ...report.measures.flatMap(({ field }) => (field ? [field] : [])),
    ])
      if (![...(entity?.fields ?? []), ...(entity?.computed ?? [])].some((part) => part.name === name))
        faults.push(`report ${report.name} has no ${name}`);
  }
  for (const { id, targets, gap } of requirements) {
    for (const target of targets)
      if (!isThere(contract, target)) faults.push(`${id} is met by ${target}, which is not there`);
    if (gap !== undefined && targets.length > 0) faults.push(`${id} is a gap and met`);
  }
  return faults;
}

type Blocked = Extract<Entity["rules"][number], { kind: "blocked" }>;

/** What such a rule asks has to be a value of the record that it asks. */
function blockedFaults(
  { entities }: Analysis["contract"],
  entity: Entity,
  { via, by, when, message }: Blocked,
): string[] {
  const target = entity.fields.find(({ name }) => name === via)?.target;
  const asked = entities.find(({ name }) => name === (by?.of ?? target));
  const names = [...namesIn(when), ...(by ? [by.via] : []), ...(by?.period ? [by.period.from, by.period.to] : [])];
  const parts = [...(asked?.fields ?? []), ...(asked?.computed ?? [])];
  return names
    .filter((name) => !parts.some((part) => part.name === name))
    .map((name) => `${asked?.name ?? target} has no ${name}, asked by “${message}”`);
}

const namesIn = (condition: Condition): string[] =>
  condition.flatMap(({ field, to }) => [field, ...(to && "field" in to ? [to.field] : [])]);

function namesInRule(rule: Entity["rules"][number]): string[] {
  switch (rule.kind) {
    case "order":
      return [rule.first, rule.then];
    case "exclusive":
      return [
        ...rule.fields,
        ...namesIn(rule.when),
        ...(rule.period ? [rule.period.from, rule.period.to, ...(rule.period.on ? [rule.period.on] : [])] : []),
        ...(rule.each ? [rule.each.field] : []),
      ];
    case "blocked":
      return [rule.via, ...(rule.by?.period?.on ? [rule.by.period.on] : [])];
    case "requiredWhen":
      return [rule.field, ...namesIn(rule.when)];
    default:
      return namesIn(rule.when);
  }
}
