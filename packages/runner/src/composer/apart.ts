import type { Rule } from "../artefacts.ts";
import { type App, type AppEntity, nameIn, partOf } from "./app.ts";
import { breaks, type Scenario, truth, type Value } from "./scenario.ts";

type Exclusive = Extract<Rule, { kind: "exclusive" }>;

/**
 * The same record once more, for the same other record (`shared`): where only one may stand at a time, it stands at
 * another time.
 *
 * @returns undefined when the rules allow no second one
 */
export function apart(
  app: App,
  entity: AppEntity,
  scenario: Scenario,
  shared: string,
  index: number,
): Scenario | undefined {
  let found: Scenario | undefined = scenario;
  for (const rule of entity.rules) {
    if (rule.kind !== "exclusive" || index < (rule.most ?? 1)) continue;
    if (found && clashes(app, entity, found, rule, shared)) found = moved(app, entity, found, rule, shared, index);
  }
  return found;
}

/** A record that another reference tells apart from the first is in nobody's way. */
function clashes(app: App, entity: AppEntity, scenario: Scenario, rule: Exclusive, shared: string): boolean {
  const told = rule.fields.some((source) => {
    const part = partOf(entity, source);
    return (
      part !== undefined &&
      part.name !== shared &&
      "target" in part &&
      part.target !== undefined &&
      part.name in scenario.values
    );
  });
  return (
    !told && rule.fields.some((source) => nameIn(entity, source) === shared) && truth(app, entity, scenario, rule.when)
  );
}

function moved(
  app: App,
  entity: AppEntity,
  scenario: Scenario,
  rule: Exclusive,
  shared: string,
  index: number,
): Scenario | undefined {
  // Another day tells times of a day apart; what is worked out follows.
  const { period } = rule;
  const times = period
    ? period.on
      ? [period.on]
      : [period.from, period.to].filter((source) => entity.fields.some((field) => field.source === source))
    : rule.each
      ? [rule.each.field]
      : rule.fields.filter((source) => nameIn(entity, source) !== shared).slice(0, 1);
  const names = times.flatMap((source) => nameIn(entity, source) ?? []);
  if (names.length === 0) return undefined;
  const steps = rule.each ? [14 * index, -14 * index] : [index, -index, index * 10, -index * 10, index * 40];
  for (const step of steps) {
    const values = { ...scenario.values };
    for (const name of names) {
      const later = shifted(values[name], step);
      if (later) values[name] = later;
    }
    const changed = { ...scenario, values };
    const isApart = names.every((name) => JSON.stringify(values[name]) !== JSON.stringify(scenario.values[name]));
    if (isApart && !entity.rules.some((each) => breaks(app, entity, changed, each))) return changed;
  }
  return undefined;
}

/** A value some steps on: days, hours, or a number after a text. */
function shifted(value: Value | undefined, step: number): Value | undefined {
  if (value?.is === "day" || value?.is === "noon") return { ...value, days: value.days + step * 30 };
  if (value?.is === "text") return { is: "text", words: `${value.words} ${Math.abs(step) + 1}` };
  if (value?.is !== "literal") return undefined;
  if (typeof value.value === "number") return { is: "literal", value: value.value + step };
  const hour = typeof value.value === "string" ? value.value.match(/^(\d\d):(\d\d)$/) : null;
  if (!hour) return undefined;
  const minutes = Number(hour[1]) * 60 + Number(hour[2]) + step * 180;
  if (minutes < 0 || minutes >= 24 * 60) return undefined;
  return {
    is: "literal",
    value: `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`,
  };
}
