import type { Rule } from "../../../artefacts.ts";
import { type App, type AppEntity, isComputed, nameIn, partOf } from "../../app.ts";
import { plainScenario, solve, type Value } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, type Draft, fileOf, valuesCode } from "./suite.ts";

type Exclusive = Extract<Rule, { kind: "exclusive" }>;

/** What begins before another of so long is over is refused; what follows it, or goes elsewhere, is not. */
export function lastingDrafts(app: App, entity: AppEntity, rule: Exclusive): Draft[] {
  const from = rule.period && partOf(entity, rule.period.from);
  const to = rule.period && partOf(entity, rule.period.to);
  const on = rule.period?.on === undefined ? undefined : partOf(entity, rule.period.on);
  const inside = solve(app, entity, rule.when, true);
  if (!rule.period || !from || !to || !isComputed(to) || !inside || inside.moves.length > 0) return [];
  const names = rule.fields.map((field) => nameIn(entity, field) ?? field);
  const same = Object.fromEntries(names.map((name) => [name, `first.${name}`]));
  const kept = Object.fromEntries(
    Object.entries(inside.values).filter(([name]) => ![...names, from.name, on?.name].includes(name)),
  );
  // Where it begins, as the application keeps it: a moment, a day, or a day and a time of it.
  const zone = on ? "Z" : "";
  const start = on ? `\`\${first.${on.name}}T\${first.${from.name}}Z\`` : `String(first.${from.name})`;
  const written = (share: string): Record<string, string> => {
    const at = `at(${share})`;
    if (on) return { [on.name]: `${at}.slice(0, 10)`, [from.name]: `${at}.slice(11, 16)` };
    return { [from.name]: to.kind === "date" ? `${at}.slice(0, 10)` : at };
  };
  const body = (share: string, more: Record<string, string>) =>
    valuesCode(entity, kept, { ...more, ...written(share) });
  const post = (share: string) =>
    `await api.post("${api(entity)}", await ${entity.ident}Body(api, ${body(share, same)}))`;
  return [
    {
      words: `${entity.plural.toLowerCase()} that begin before another is over are refused, and those that follow it are not`,
      file: fileOf(entity),
      body: [
        `const first = await ${makerOf(entity)}(api${Object.keys(kept).length > 0 ? `, ${valuesCode(entity, kept)}` : ""});`,
        `const begins = Date.parse(${start});`,
        `const lasts = Date.parse(\`\${first.${to.name}}${zone}\`) - begins;`,
        "assert.ok(lasts > 0);",
        "const at = (share: number) => new Date(begins + lasts * share).toISOString();",
        `refused(${post("0.5")}, 409, "${names[0]}");`,
        `refused(${post("-0.5")}, 409, "${names[0]}");`,
        `assert.ok((await ${makerOf(entity)}(api, ${body("1", same)})).id > first.id);`,
        `assert.ok((await ${makerOf(entity)}(api, ${body("-1", same)})).id > first.id);`,
        `assert.ok((await ${makerOf(entity)}(api, ${body("0.5", {})})).id > first.id);`,
      ],
    },
  ];
}

/** Two days of one week, month or year, and the next day that is of another. */
const days = {
  day: ["2031-03-11", "2031-03-11", "2031-03-12"],
  week: ["2031-03-10", "2031-03-16", "2031-03-17"],
  month: ["2031-03-01", "2031-03-31", "2031-04-01"],
  year: ["2031-01-01", "2031-12-31", "2032-01-01"],
} as const;

/** As many as may be in a day, week, month or year are kept, the next is refused, and the next span has room. */
export function spanDrafts(app: App, entity: AppEntity, rule: Exclusive): Draft[] {
  const date = rule.each && partOf(entity, rule.each.field);
  const inside = solve(app, entity, rule.when, true);
  if (!rule.each || !date || !inside || inside.moves.length > 0) return [];
  const [first, last, beyond] = days[rule.each.span];
  const names = rule.fields.map((field) => nameIn(entity, field) ?? field);
  const moment = (day: string): Value => ({
    is: "literal",
    value: date.kind === "dateTime" ? `${day}T12:00:00.000Z` : day,
  });
  const others = Object.entries({ ...plainScenario(app, entity).values, ...inside.values }).filter(
    ([name]) => !names.includes(name) && name !== date.name,
  );
  const values = (day: string, isSame: boolean) =>
    valuesCode(
      entity,
      { ...Object.fromEntries(others), [date.name]: moment(day) },
      isSame ? Object.fromEntries(names.map((name) => [name, `first.${name}`])) : {},
    );
  const maker = `${makerOf(entity)}(api, `;
  const most = rule.most ?? 1;
  return [
    {
      words: `at most ${most === 1 ? "one" : most} of the ${entity.plural.toLowerCase()} with the same ${rule.fields.map((field) => (partOf(entity, field)?.label ?? field).toLowerCase()).join(" and ")} a ${rule.each.span}`,
      file: fileOf(entity),
      body: [
        `const first = await ${maker}${values(first, false)});`,
        ...(most > 1
          ? [`for (let count = 1; count < ${most}; count += 1) await ${maker}${values(first, true)});`]
          : []),
        `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, ${values(last, true)})), 409, "${names[0]}");`,
        `assert.ok((await ${maker}${values(beyond, true)})).id > first.id);`,
        `assert.ok((await ${maker}${values(last, false)})).id > first.id);`,
      ],
    },
  ];
}
