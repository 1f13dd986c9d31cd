import type { Rule } from "../../../artefacts.ts";
import { type App, type AppEntity, type AppField, isComputed, partOf } from "../../app.ts";
import { breaks, plainScenario, type Scenario, solve, truth, type Value } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, arrange, type Draft, fileOf, valuesCode } from "./suite.ts";

type Blocked = Extract<Rule, { kind: "blocked" }>;
type Part = { app: App; entity: AppEntity; rule: Blocked; via: AppField; target: AppEntity };

/** That nothing new is kept for what stands against it, and that what was there before stays as it is. */
export function blockedDrafts(app: App, entity: AppEntity, rule: Blocked, words: string): Draft[] {
  const via = partOf(entity, rule.via);
  const target = via && !isComputed(via) ? app.entities.find((each) => each.path === via.target) : undefined;
  if (!via || isComputed(via) || !target) return [];
  const part = { app, entity, rule, via, target };
  const body = rule.by ? byAnother(part) : byItself(part);
  return body ? [{ words, file: fileOf(entity), body }] : [];
}

/** A body for one record; with a day of its own where the rule asks for one. */
function bodyFor({ app, entity, rule, via }: Part, owner: string, days?: number): string | undefined {
  const plain = plainScenario(app, entity);
  const on = rule.by?.period?.on === undefined ? undefined : partOf(entity, rule.by.period.on);
  const own: Scenario =
    on && !isComputed(on) && days !== undefined
      ? { ...plain, values: { ...plain.values, [on.name]: dayOf(on, days) } }
      : plain;
  if (entity.rules.some((each) => breaks(app, entity, own, each))) return undefined;
  const kept = Object.fromEntries(Object.entries(own.values).filter(([name]) => name !== via.name));
  return valuesCode(entity, kept, { [via.name]: owner });
}

const dayOf = (field: AppField, days: number): Value => ({ is: field.kind === "dateTime" ? "noon" : "day", days });

function byItself(part: Part): string[] | undefined {
  const { app, entity, rule, via, target } = part;
  const inside = solve(app, target, rule.when, true);
  const outside = plainScenario(app, target);
  const [refusedFor, keptFor] = [bodyFor(part, "closed.id"), bodyFor(part, "open.id")];
  if (!inside || inside.children.length > 0 || truth(app, target, outside, rule.when) || !refusedFor || !keptFor)
    return undefined;
  return [
    ...arrange(app, target, inside, "closed"),
    ...arrange(app, target, outside, "open"),
    `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, ${refusedFor})), 409, "${via.name}");`,
    `const kept = await ${makerOf(entity)}(api, ${keptFor});`,
    `refused(await api.patch(\`${api(entity)}/\${kept.id}\`, { ${via.name}: closed.id }), 409, "${via.name}");`,
    `assert.equal(ok(await api.get(\`${api(entity)}/\${kept.id}\`)).${via.name}, open.id);`,
    ...closingLater(part, inside),
  ];
}

/** What is closed by a change only: what was made before it can still be changed itself. */
function closingLater({ entity, target }: Part, inside: Scenario): string[] {
  if (inside.moves.length > 0) return [];
  const changed = valuesCode(target, inside.values);
  return [
    `ok(await api.patch(\`${api(target)}/\${open.id}\`, ${changed}));`,
    `ok(await api.patch(\`${api(entity)}/\${kept.id}\`, {}));`,
  ];
}

function byAnother(part: Part): string[] | undefined {
  const { app, entity, rule, via, target } = part;
  const cause = app.entities.find((each) => each.name === rule.by?.of);
  const to = cause && rule.by ? partOf(cause, rule.by.via) : undefined;
  if (!rule.by || !cause || !to || isComputed(to)) return undefined;
  const inside = solve(app, cause, rule.when, true);
  const running = inside && lasting(part, cause, inside);
  if (!running) return undefined;
  const put = (scenario: Scenario, name: string, owner: string) => {
    const lines = arrange(app, cause, scenario, name);
    const kept = Object.fromEntries(Object.entries(scenario.values).filter(([key]) => key !== to.name));
    const isNamed = lines.length > 1;
    lines[0] = `${isNamed ? `const ${name} = ` : ""}await ${makerOf(cause)}(api, ${valuesCode(cause, kept, { [to.name]: owner })});`;
    return lines;
  };
  const within = bodyFor(part, "owner.id", running.within);
  const elsewhere = bodyFor(part, "other.id", running.within);
  if (!within || !elsewhere) return undefined;
  const beside = running.beside.map((days) => bodyFor(part, "owner.id", days)).filter((each) => each !== undefined);
  const outside = rule.when.length > 0 ? solve(app, cause, rule.when, false, inside) : undefined;
  const over =
    outside && outside.children.length === 0 ? (lasting(part, cause, outside)?.scenario ?? outside) : undefined;
  return [
    `const owner = await ${makerOf(target)}(api);`,
    `const other = await ${makerOf(target)}(api);`,
    ...put(running.scenario, "cause", "owner.id"),
    `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, ${within})), 409, "${via.name}");`,
    `const kept = await ${makerOf(entity)}(api, ${elsewhere});`,
    `refused(await api.patch(\`${api(entity)}/\${kept.id}\`, { ${via.name}: owner.id }), 409, "${via.name}");`,
    ...put(running.scenario, "later", "other.id"),
    `ok(await api.patch(\`${api(entity)}/\${kept.id}\`, {}));`,
    ...beside.map((values) => `assert.ok((await ${makerOf(entity)}(api, ${values})).id > kept.id);`),
    ...(over
      ? [
          `const third = await ${makerOf(target)}(api);`,
          ...put(over, "past", "third.id"),
          `assert.ok((await ${makerOf(entity)}(api, ${bodyFor(part, "third.id", running.within)})).id > kept.id);`,
        ]
      : []),
  ];
}

/** The cause from some day to another, a day within, and days just outside of it. */
function lasting(
  { app, entity, rule }: Part,
  cause: AppEntity,
  inside: Scenario,
): { scenario: Scenario; within: number; beside: number[] } | undefined {
  const period = rule.by?.period;
  if (!period) return { scenario: inside, within: 0, beside: [] };
  const [from, to] = [partOf(cause, period.from), partOf(cause, period.to)];
  if (!from || !to || isComputed(from) || isComputed(to)) return undefined;
  for (const start of [-2, 0, 10, -40, 400]) {
    const values = { ...inside.values, [from.name]: dayOf(from, start), [to.name]: dayOf(to, start + 4) };
    const scenario = { ...inside, values };
    const isFree = !cause.rules.some((each) => breaks(app, cause, scenario, each));
    const days = period.on === undefined ? [] : [start - 1, start + 5];
    const within = period.on === undefined ? 0 : start + 2;
    const isNow = period.on !== undefined || (start <= 0 && start + 4 >= 0);
    if (isFree && isNow && bodyFor({ app, entity, rule, ...named(app, entity, rule) }, "owner.id", within))
      return { scenario, within, beside: days };
  }
  return undefined;
}

/** The reference of a rule and what it points at, both known to be there. */
function named(app: App, entity: AppEntity, rule: Blocked): { via: AppField; target: AppEntity } {
  const via = partOf(entity, rule.via) as AppField;
  return { via, target: app.entities.find((each) => each.path === via.target) ?? entity };
}
