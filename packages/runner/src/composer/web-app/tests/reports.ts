import type { Span } from "../../../artefacts.ts";
import { apart } from "../../apart.ts";
import type { App, AppEntity, AppField, AppReport } from "../../app.ts";
import {
  accepts,
  breaks,
  plainScenario,
  read,
  type Scenario,
  solve,
  truth,
  usual,
  type Value,
} from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, arrange, type Draft, valuesCode } from "./suite.ts";

/** The code that says in which day, week, month, quarter or year a date lies. */
function spanCode(date: string, each: Span): string {
  if (each === "week") return `weekOf(${date})`;
  if (each === "quarter") return `quarterOf(${date})`;
  return `String(${date}).slice(0, ${{ day: 10, month: 7, year: 4 }[each]})`;
}

/** That a report adds up what one gets by hand, group by group. */
export function reportDrafts(app: App, report: AppReport): Draft[] {
  const { entity } = report;
  const group = (report.via?.entity ?? entity).fields.find((field) => field.name === report.groupBy);
  const target = group?.kind === "reference" ? app.entities.find((each) => each.path === group.target) : undefined;
  const inside = solve(app, entity, report.when, true) ?? plainScenario(app, entity);
  const outside = report.when.length > 0 ? solve(app, entity, report.when, false, inside) : undefined;
  const field = report.measures.find((measure) => measure.field)?.field;
  const measured = entity.fields.find(
    (each) => each.name === field && ["integer", "money", "decimal", "percent"].includes(each.kind) && !each.readOnly,
  );
  const variants = measured ? varied(app, report, inside, measured.name) : [inside, inside];
  // What is grouped by its day has one.
  const date = entity.fields.find(
    (each) => each.name === (report.over?.field ?? (report.each ? group?.name : undefined)),
  );
  const day = date ? { [date.name]: usual(date) } : {};
  const [one = inside, another] = [inside, variants[1] ?? inside]
    .map((each) => ({ ...each, values: { ...each.values, ...day } }))
    .map((each, index) => apart(app, entity, each, keyOf(report), index));
  // Only of one day, month and year do they make one row.
  const isOfOne = (each: Scenario) =>
    !report.over || JSON.stringify(each.values[report.over.field]) === JSON.stringify(one.values[report.over.field]);
  const isApart = report.and !== undefined && !target && isReference(report, report.and);
  const two = another && isOfOne(another) && !isApart ? another : undefined;
  const both = two ? [one, two] : [one];
  const isRest = `${report.over ? " && each.period === period" : ""}${report.and ? ` && ${isReference(report, report.and) ? "each.andId" : "each.and"} === first.${report.and}` : ""}`;
  const body: string[] = [
    `const before = await api.get("${allRows(report)}");`,
    "assert.equal(before.status, 200, before.text);",
  ];
  if (target) {
    const [last, first] = namesFor(report, target);
    body.push(
      `const owner = await ${makerOf(target)}(api${last});`,
      `const other = await ${makerOf(target)}(api${first});`,
    );
    const put = (scenario: Scenario, name: string, owner: string) => {
      const lines = arrange(app, entity, scenario, name);
      const more = {
        [keyOf(report)]: `${owner}.id`,
        ...(report.and && name === "second" ? { [report.and]: `first.${report.and}` } : {}),
      };
      const kept = Object.fromEntries(Object.entries(scenario.values).filter(([key]) => !(key in more)));
      lines[0] = `const ${name} = await ${makerOf(entity)}(api, ${valuesCode(entity, kept, more)});`;
      return lines;
    };
    const { via } = report;
    const [here, there] = via ? ["between", "beyond"] : ["owner", "other"];
    if (via)
      body.push(
        `const between = await ${makerOf(via.entity)}(api, { ${report.groupBy}: owner.id });`,
        `const beyond = await ${makerOf(via.entity)}(api, { ${report.groupBy}: other.id });`,
      );
    body.push(
      ...put(one, "first", here),
      ...(two ? put(two, "second", here) : []),
      ...put(one, "third", there),
      ...(outside ? put({ ...outside, children: [] }, "leftOut", here) : []),
    );
    body.push(
      `const rows = (await api.get("${allRows(report)}")).body.items;`,
      ...(report.over ? [`const period = ${spanCode(`first.${report.over.field}`, report.over.each)};`] : []),
      `const row = rows.find((each) => each.groupId === owner.id${isRest});`,
      "assert.equal(row?.group, owner.label);",
    );
    body.push(...checks(app, report, both, "row"));
    body.push(
      "const otherRow = rows.find((each) => each.groupId === other.id);",
      ...checks(app, report, [one], "otherRow"),
    );
  } else {
    const isRow = `${group?.kind === "reference" ? "each.groupId" : "each.group"} === group${isRest}`;
    body.push(
      ...arrange(app, entity, one, "first"),
      ...(two ? arrange(app, entity, two, "second") : []),
      ...(outside ? arrange(app, entity, outside, "leftOut") : []),
    );
    body.push(
      two ? "assert.ok(second.id > first.id);" : "assert.ok(first.id > 0);",
      `const group = ${groupCode(report)};`,
    );
    body.push(
      `const rows = (await api.get("${allRows(report)}")).body.items;`,
      ...(report.over ? [`const period = ${spanCode(`first.${report.over.field}`, report.over.each)};`] : []),
      `const row = rows.find((each) => ${isRow});`,
      `const old = before.body.items.find((each) => ${isRow});`,
    );
    body.push(...growth(app, report, both));
  }
  body.push(...laterRow(app, report, one), ...otherRows(app, report, one), ...rankedRows(report));
  body.push(`assert.equal((await api.get("/reports/${report.name}")).status, 200);`);
  return [{ words: `the report "${report.label}" adds up by hand`, file: "test/reports.test.ts", body: tidy(body) }];
}

/** The code that says in which group the first record is counted. */
function groupCode(report: AppReport): string {
  const { entity, via, groupBy, each } = report;
  const path = via ? `${api(via.entity)}/\${first.${via.name}}` : `${api(entity)}/\${first.id}`;
  const value = `ok(await api.get(\`${path}\`)).${groupBy}`;
  return each ? spanCode(value, each) : value;
}

/** The field that says to which group a record belongs. */
const keyOf = (report: AppReport): string => report.via?.name ?? report.groupBy;

/** The address that gives all rows of a report that shows the first few. */
const allRows = ({ name, ranked }: AppReport): string => `/api/reports/${name}${ranked?.top ? "?top=1000" : ""}`;

/** Names by which the group that has most would come last if it were not for its rank. */
function namesFor({ name, ranked }: AppReport, target: AppEntity): [string, string] {
  const display = target.fields.find((field) => field.name === target.display);
  if (!ranked || display?.kind !== "text" || display.readOnly) return ["", ""];
  return [`, { ${display.name}: "Zz ${name}" }`, `, { ${display.name}: "Aa ${name}" }`];
}

/** The most come first, and no more rows than are asked for. */
function rankedRows(report: AppReport): string[] {
  const { name, ranked } = report;
  const all = allRows(report);
  if (!ranked) return [];
  return [
    `const ranked = (await api.get("${all}")).body.items.filter((each) => each.group !== null);`,
    `const ranks = ranked.map((each) => Number(each.${ranked.measure}));`,
    "assert.deepEqual(ranks, ranks.toSorted((a, b) => b - a));",
    ...(ranked.top
      ? [
          `assert.equal((await api.get("/api/reports/${name}?top=1")).body.items.length, 1);`,
          `assert.ok((await api.get("/api/reports/${name}")).body.items.length <= ${ranked.top});`,
          `refused(await api.get("/api/reports/${name}?top=0"), 400, "top");`,
        ]
      : []),
  ];
}

/** One of another year has a row of its own, for the same group. */
function laterRow(app: App, report: AppReport, one: Scenario): string[] {
  const { entity, over } = report;
  const date = over && one.values[over.field];
  if (!over || over.field === keyOf(report) || !date || (date.is !== "day" && date.is !== "noon")) return [];
  for (const days of [date.days + 800, date.days - 800]) {
    const later: Scenario = { ...one, values: { ...one.values, [over.field]: { ...date, days } } };
    if (entity.rules.some((rule) => breaks(app, entity, later, rule)) || !truth(app, entity, later, report.when))
      continue;
    const kept = Object.fromEntries(Object.entries(later.values).filter(([key]) => key !== keyOf(report)));
    const lines = arrange(app, entity, later, "later");
    lines[0] = `const later = await ${makerOf(entity)}(api, ${valuesCode(entity, kept, { [keyOf(report)]: `first.${keyOf(report)}` })});`;
    return [
      ...lines,
      `const spans = (await api.get("/api/reports/${report.name}")).body.items.filter((each) => each.group === row?.group);`,
      `assert.ok(spans.some((each) => each.period === ${spanCode(`later.${over.field}`, over.each)}));`,
      "assert.ok(new Set(spans.map((each) => each.period)).size > 1);",
    ];
  }
  return [];
}

const isReference = ({ entity }: AppReport, name: string): boolean =>
  entity.fields.some((field) => field.name === name && field.kind === "reference");

/** One with another second value has a row of its own, for the same group. */
function otherRows(app: App, report: AppReport, one: Scenario): string[] {
  const { entity, and } = report;
  const field = entity.fields.find(({ name }) => name === and);
  if (!and || !field) return [];
  const change = changeTo(app, report, one, field);
  if (change === undefined) return [];
  const kept = Object.fromEntries(Object.entries(one.values).filter(([key]) => key !== keyOf(report) && key !== and));
  const lines = arrange(app, entity, one, "apart");
  lines[0] = `const apart = await ${makerOf(entity)}(api, ${valuesCode(entity, kept, { [keyOf(report)]: `first.${keyOf(report)}`, ...change })});`;
  return [
    ...lines,
    `const kinds = (await api.get("/api/reports/${report.name}")).body.items.filter((each) => each.group === row?.group);`,
    `assert.ok(kinds.some((each) => ${field.kind === "reference" ? "each.andId" : "each.and"} === apart.${and}));`,
    "assert.ok(new Set(kinds.map((each) => each.and)).size > 1);",
  ];
}

/** What makes a record one of another second value: another record, or another choice that the rules allow. */
function changeTo(app: App, report: AppReport, one: Scenario, field: AppField): Record<string, string> | undefined {
  const { entity } = report;
  if (field.readOnly) return undefined;
  if (field.kind === "reference") {
    const target = app.entities.find((each) => each.path === field.target);
    const name = target?.fields.find((each) => each.name === target.display);
    if (!target || target === entity || !name || (name.kind !== "text" && name.kind !== "longText")) return undefined;
    return { [field.name]: `(await ${makerOf(target)}(api, { ${name.name}: "Zoë Quillfeather" })).id` };
  }
  const present = one.values[field.name];
  const others = (
    field.kind === "choice" ? (field.values ?? []) : field.kind === "boolean" ? [true, false] : []
  ).filter((value) => present?.is !== "literal" || value !== present.value);
  const other = others.find((value) => {
    const scenario: Scenario = { ...one, values: { ...one.values, [field.name]: { is: "literal", value } } };
    return (
      !entity.rules.some((rule) => breaks(app, entity, scenario, rule)) && truth(app, entity, scenario, report.when)
    );
  });
  return other === undefined ? undefined : { [field.name]: JSON.stringify(other) };
}

/** Two records with different numbers, so that a sum can't be mistaken for a count. */
function varied(app: App, report: AppReport, inside: Scenario, name: string): Scenario[] {
  const { entity } = report;
  const field = entity.fields.find((each) => each.name === name);
  const present = inside.values[name];
  const number = present?.is === "literal" && typeof present.value === "number" ? present.value : 3;
  const tries = [number + 7, number - 1, number + 1, number * 2].map((value): Value => ({ is: "literal", value }));
  const source = field?.source ?? name;
  const other = tries.find(
    (value) =>
      field &&
      accepts(field, value) &&
      solve(app, entity, report.when, true, { ...inside, values: { ...inside.values, [name]: value } }) !== undefined,
  );
  const second =
    other &&
    solve(app, entity, [...report.when, { field: source, op: "isSet" }], true, {
      ...inside,
      values: { ...inside.values, [name]: other },
    });
  return [inside, second ?? inside];
}

const amounts = (app: App, report: AppReport, scenarios: readonly Scenario[], name: string): number[] => {
  const part =
    report.entity.fields.find((field) => field.name === name) ??
    report.entity.computed.find((computed) => computed.name === name);
  return scenarios
    .map((scenario) => read(app, report.entity, scenario, part?.source ?? name))
    .filter((value) => typeof value === "number");
};

function checks(app: App, report: AppReport, scenarios: readonly Scenario[], row: string): string[] {
  return report.measures.map((measure) => {
    if (measure.fn === "count") return `assert.equal(${row}?.${measure.name}, ${scenarios.length});`;
    const numbers = amounts(app, report, scenarios, measure.field ?? "");
    const sum = numbers.reduce((total, each) => total + each, 0);
    return measure.fn === "sum"
      ? `assert.equal(${row}?.${measure.name}, ${numbers.join(" + ") || sum});`
      : `assert.equal(${row}?.${measure.name}, ${numbers.length > 1 ? `(${numbers.join(" + ")}) / ${numbers.length}` : (numbers[0] ?? "null")});`;
  });
}

/** For groups that other tests may have filled already: how much the row grew. */
function growth(app: App, report: AppReport, scenarios: readonly Scenario[]): string[] {
  return report.measures.map((measure) => {
    if (measure.fn === "average") return `assert.equal(typeof row?.${measure.name}, "number");`;
    const by =
      measure.fn === "count"
        ? String(scenarios.length)
        : amounts(app, report, scenarios, measure.field ?? "").join(" + ") || "0";
    return `assert.equal(Number(row?.${measure.name}) - Number(old?.${measure.name} ?? 0), ${by});`;
  });
}

/** Constants nobody reads again become plain statements. */
function tidy(lines: readonly string[]): string[] {
  const all = lines.join("\n");
  return lines.map((line) => {
    const name = line.match(/^const (\w+) = /)?.[1];
    return !name || (all.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0) > 1
      ? line
      : line.replace(/^const \w+ = /, "");
  });
}
