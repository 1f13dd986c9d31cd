import type { Condition, Rule } from "../../../artefacts.ts";
import { type App, type AppEntity, type AppMove, inWords, isComputed, nameIn, partOf } from "../../app.ts";
import { text } from "../../print.ts";
import { breaks, plainScenario, type Scenario, solve, truth, wayTo } from "../../scenario.ts";
import { pathOfRule, speaksOfToday } from "../entity.ts";
import { makerOf } from "../samples.ts";
import { scenarioIn } from "./behaviour.ts";
import { blockedDrafts } from "./blocked.ts";
import { neededDrafts } from "./figures.ts";
import { lockedDrafts } from "./locked.ts";
import {
  actorOf,
  api,
  arrange,
  type Draft,
  fileOf,
  refusalOf,
  rolesFor,
  somebody,
  thing,
  valuesCode,
} from "./suite.ts";
import { lastingDrafts, spanDrafts } from "./times.ts";

/** That a rule refuses what breaks it, names the field, and lets the other side through. */
export function ruleDrafts(app: App, entity: AppEntity, rule: Rule): Draft[] {
  const file = fileOf(entity);
  const words = ruleWords(entity, rule);
  switch (rule.kind) {
    case "exclusive":
      if (rule.each) return spanDrafts(app, entity, rule);
      return rule.most
        ? capacityDrafts(app, entity, rule, rule.most)
        : [
            ...exclusiveDrafts(app, entity, rule),
            ...periodDrafts(app, entity, rule),
            ...lastingDrafts(app, entity, rule),
          ];
    case "moveNeedsRole":
      return roleDrafts(app, entity, rule);
    case "locked":
      return lockedDrafts(app, entity, rule, words);
    case "blocked":
      return blockedDrafts(app, entity, rule, words);
    default: {
      const alike = rule.kind === "never" ? sameRecord(app, entity, rule) : undefined;
      if (alike) return [alike];
      const good = ruleSide(app, entity, rule, false);
      const bad = ruleSide(app, entity, rule, true, good);
      const path = pathOfRule(app, entity, rule);
      const body: string[] = [];
      if (bad) body.push(...breaking(app, entity, bad, path));
      if (good) body.push(...arrange(app, entity, good, "allowed"), `assert.ok(allowed.id > 0);`);
      if (!bad && !good) body.push(`assert.ok((await ${makerOf(entity)}(api)).id > 0);`);
      return [
        { words, file, body },
        ...(rule.kind === "never" ? neededDrafts(app, entity, rule.when) : []),
        ...(speaksOfToday(rule) && good ? overtakenDrafts(app, entity, rule, good) : []),
      ];
    }
  }
}

export const ruleWords = (entity: AppEntity, rule: Rule): string => {
  switch (rule.kind) {
    case "requiredWhen":
      return `${thing(entity)} needs ${(partOf(entity, rule.field)?.label ?? rule.field).toLowerCase()} when its ${inWords(entity, rule.when)}`;
    case "order":
      return `the ${(partOf(entity, rule.then)?.label ?? rule.then).toLowerCase()} of ${thing(entity)} never comes before its ${(partOf(entity, rule.first)?.label ?? rule.first).toLowerCase()}`;
    case "never":
      return `${thing(entity)} is refused when its ${inWords(entity, rule.when)}`;
    case "exclusive":
      return `at most ${rule.most ?? "one"} of the ${entity.plural.toLowerCase()} with the same ${rule.fields.map((field) => (partOf(entity, field)?.label ?? field).toLowerCase()).join(" and ")}${rule.period ? " at a time" : rule.each ? ` a ${rule.each.span} is kept` : " is kept"}${rule.when.length > 0 ? ` when its ${inWords(entity, rule.when)}` : ""}`;
    case "locked":
      return `${thing(entity)} is not ${rule.verbs.map((verb) => (verb === "change" ? "changed" : "deleted")).join(" or ")}${rule.when.length > 0 ? ` any more when its ${inWords(entity, rule.when)}` : ""}`;
    case "blocked":
      return `nothing stands against ${thing(entity)} where it is kept: ${rule.message.replace(/[.]$/, "")}`;
    default:
      return `${rule.action} takes the role ${rule.roles.join(" or ")} when its ${inWords(entity, rule.when)}`;
  }
};

/** That what was right when it was made can still be dealt with when days have gone by. */
function overtakenDrafts(app: App, entity: AppEntity, rule: Extract<Rule, { kind: "never" }>, good: Scenario): Draft[] {
  const compared = rule.when.find(({ to }) => to !== undefined && "todayPlusDays" in to);
  const field = entity.fields.find(
    ({ source, kind }) => source === compared?.field && (kind === "date" || kind === "dateTime"),
  );
  const shift = compared && /^l/.test(compared.op) ? -400 : 400;
  const broken = field && { ...good, values: { ...good.values, [field.name]: { is: "day" as const, days: shift } } };
  if (!field || !broken || field.readOnly || good.moves.length > 0 || !truth(app, entity, broken, rule.when)) return [];
  const day = `day(${shift})${field.kind === "dateTime" ? ' + "T12:00:00.000Z"' : ""}`;
  return [
    {
      words: `${thing(entity)} that time has overtaken can still be changed`,
      file: fileOf(entity),
      body: [
        ...arrange(app, entity, { ...good, children: [] }, "record"),
        `overwrite(app.dataDir, ${text(entity.table)}, ${text(field.column)}, record.id, ${day});`,
        `ok(await api.patch(\`${api(entity)}/\${record.id}\`, {}));`,
      ],
    },
  ];
}

type Check = Extract<Rule, { kind: "requiredWhen" | "order" | "never" }>;

/** A record that breaks just this rule at its last step, or one close to the border that keeps it. */
function ruleSide(app: App, entity: AppEntity, rule: Check, broken: boolean, near?: Scenario): Scenario | undefined {
  const others: AppEntity = { ...entity, rules: entity.rules.filter((each) => each !== rule) };
  if (rule.kind === "order") return orderSide(app, others, rule, broken);
  const condition: Condition =
    rule.kind === "never"
      ? rule.when
      : broken
        ? [...rule.when, { field: rule.field, op: "isEmpty" }]
        : [...rule.when, { field: rule.field, op: "isSet" }];
  if (broken) return withoutEarlierBreak(app, others, rule, solveFrom(app, others, condition, true, near));
  // The near side keeps the rule by one step: for a threshold, the value on it.
  if (rule.kind === "never") {
    const bad = solve(app, others, condition, true);
    return bad ? solve(app, entity, condition, false, bad) : solve(app, entity, condition, false);
  }
  return solve(app, entity, condition, true);
}

function solveFrom(
  app: App,
  entity: AppEntity,
  condition: Condition,
  want: boolean,
  near: Scenario | undefined,
): Scenario | undefined {
  return (
    (near && near.moves.length === 0 ? solve(app, entity, condition, want, near) : undefined) ??
    solve(app, entity, condition, want)
  );
}

/** Only the last step may be refused: a record that could not even be created proves nothing about a move. */
function withoutEarlierBreak(
  app: App,
  entity: AppEntity,
  rule: Check,
  scenario: Scenario | undefined,
): Scenario | undefined {
  if (!scenario) return undefined;
  const first = scenario.moves.findIndex((_, index) =>
    breaks(app, entity, { ...scenario, moves: scenario.moves.slice(0, index), children: [] }, rule),
  );
  return first < 0 ? scenario : { ...scenario, moves: scenario.moves.slice(0, first), children: [] };
}

function orderSide(
  app: App,
  entity: AppEntity,
  rule: Extract<Rule, { kind: "order" }>,
  broken: boolean,
): Scenario | undefined {
  const first = partOf(entity, rule.first);
  const then = partOf(entity, rule.then);
  const plain = plainScenario(app, entity);
  if (!first || !then) return undefined;
  const withApart = (start: number, apart: number): Scenario => {
    const value = (kind: string, days: number): Scenario["values"][string] =>
      kind === "date"
        ? { is: "day", days }
        : kind === "dateTime"
          ? { is: "noon", days }
          : kind === "time"
            ? { is: "literal", value: `${10 + days}:00` }
            : { is: "literal", value: (kind === "money" ? 1000 : 10) + days };
    return {
      ...plain,
      values: { ...plain.values, [first.name]: value(first.kind, start), [then.name]: value(then.kind, start + apart) },
    };
  };
  const aparts = broken ? (rule.allowEqual ? [-1, -2] : [0, -1]) : rule.allowEqual ? [0, 1] : [1, 2];
  for (const apart of aparts)
    for (const start of [0, 3, -3, -30, 30]) {
      const scenario = withApart(start, apart);
      if (!entity.rules.some((other) => breaks(app, entity, scenario, other))) return scenario;
    }
  return undefined;
}

/** Lines that end in the refusal: of the creation itself, of the last move, or of a child. */
function breaking(app: App, entity: AppEntity, scenario: Scenario, path: string): string[] {
  const last = scenario.moves.at(-1);
  if (scenario.children.length > 0) {
    const [child] = scenario.children.slice(-1);
    const before = arrange(app, entity, { ...scenario, children: scenario.children.slice(0, -1) }, "record");
    if (!child) return before;
    const values = Object.fromEntries(Object.entries(child.values).filter(([key]) => key !== child.via));
    return [
      ...before,
      `refused(await api.post("${api(child.entity)}", await ${child.entity.ident}Body(api, ${valuesCode(child.entity, values, { [child.via]: "record.id" })})), 400);`,
    ];
  }
  if (last) {
    const before = { ...scenario, moves: scenario.moves.slice(0, -1) };
    const actor = actorOf(app, entity, last, before, "record") ?? "api";
    return [
      ...arrange(app, entity, before, "record"),
      `refused(await ${actor}.post(\`${api(entity)}/\${record.id}/${last.action}\`), 400, "${path}");`,
    ];
  }
  return [
    `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, ${valuesCode(entity, scenario.values, {})})), 400, "${path}");`,
  ];
}

/** "A team can't play against itself": two values that may not point at one record. */
function sameRecord(app: App, entity: AppEntity, rule: Extract<Rule, { kind: "never" }>): Draft | undefined {
  const [only] = rule.when;
  if (!only?.to || !("field" in only.to) || only.op !== "eq" || rule.when.length > 1) return undefined;
  const [left, right] = [partOf(entity, only.field), partOf(entity, only.to.field)];
  if (!left || !right || !("kind" in left && left.kind === "reference") || !("target" in left)) return undefined;
  const target = app.entities.find((each) => each.path === left.target);
  if (!target) return undefined;
  return {
    words: ruleWords(entity, rule),
    file: fileOf(entity),
    body: [
      `const same = await ${makerOf(target)}(api);`,
      `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, { ${left.name}: same.id, ${right.name}: same.id })), 400, "${left.name}");`,
      `assert.ok((await ${makerOf(entity)}(api, { ${left.name}: same.id })).id > 0);`,
    ],
  };
}

/** One that begins before another has ended is refused, one that begins when it ends is not. */
function periodDrafts(app: App, entity: AppEntity, rule: Extract<Rule, { kind: "exclusive" }>): Draft[] {
  if (!rule.period) return [];
  const [from, to] = [partOf(entity, rule.period.from), partOf(entity, rule.period.to)];
  const inside = solve(app, entity, rule.when, true);
  if (!from || !to || isComputed(to) || !inside || inside.moves.length > 0) return [];
  const at = (first: number, last: number): Scenario | undefined => {
    const values = { ...inside.values, [from.name]: momentIn(from, first), [to.name]: momentIn(to, last) };
    const scenario = { ...inside, values };
    return entity.rules.some((each) => breaks(app, entity, scenario, each)) ? undefined : scenario;
  };
  const early = [0, 2, 30, -30, 400, -400].find((start) =>
    [-2, 0, 2, 4].every((step) => at(start + step, start + step + 4) !== undefined),
  );
  if (early === undefined) return [];
  const names = rule.fields.map((field) => nameIn(entity, field) ?? field);
  const same = Object.fromEntries(names.map((name) => [name, `first.${name}`]));
  const values = (first: number, more: Record<string, string>) =>
    valuesCode(
      entity,
      Object.fromEntries(
        Object.entries(at(early + first, early + first + 4)?.values ?? {}).filter(([name]) => !(name in more)),
      ),
      more,
    );
  return [
    {
      words: `${entity.plural.toLowerCase()} whose time overlaps are refused, and those that follow each other are not`,
      file: fileOf(entity),
      body: [
        `const first = await ${makerOf(entity)}(api, ${values(0, {})});`,
        `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, ${values(2, same)})), 409);`,
        `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, ${values(-2, same)})), 409);`,
        `assert.ok((await ${makerOf(entity)}(api, ${values(4, same)})).id > first.id);`,
        `assert.ok((await ${makerOf(entity)}(api, ${values(2, {})})).id > first.id);`,
      ],
    },
  ];
}

/** A moment so many days, or quarters of an hour after noon, from the middle of things. */
function momentIn(part: { kind: string }, step: number): Scenario["values"][string] {
  if (part.kind === "time") {
    const minutes = 12 * 60 + (step % 40) * 15;
    return {
      is: "literal",
      value: `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`,
    };
  }
  return { is: part.kind === "dateTime" ? "noon" : "day", days: step };
}

/** Two records that want the same thing at the same time. */
function exclusiveDrafts(app: App, entity: AppEntity, rule: Extract<Rule, { kind: "exclusive" }>): Draft[] {
  const inside = solve(app, entity, rule.when, true);
  if (!inside)
    return [
      {
        words: ruleWords(entity, rule),
        file: fileOf(entity),
        body: [`assert.ok((await ${makerOf(entity)}(api)).id > 0);`],
      },
    ];
  const names = rule.fields.map((field) => nameIn(entity, field) ?? field);
  const same = Object.fromEntries(names.map((name) => [name, `first.${name}`]));
  const kept = Object.fromEntries(Object.entries(inside.values).filter(([name]) => !names.includes(name)));
  const last = inside.moves.at(-1);
  const outside = solve(app, entity, rule.when, false, inside);
  const leave = leaving(app, entity, inside, rule.when);
  const body = arrange(app, entity, inside, "first");
  if (last) {
    const before = { ...inside, moves: inside.moves.slice(0, -1) };
    const lines = arrange(app, entity, before, "second");
    lines[0] = `const second = await ${makerOf(entity)}(api, ${valuesCode(entity, kept, same)});`;
    body.push(
      ...lines,
      `refused(await ${actorOf(app, entity, last, before, "second") ?? "api"}.post(\`${api(entity)}/\${second.id}/${last.action}\`), 409);`,
    );
  } else {
    body.push(
      `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, ${valuesCode(entity, kept, same)})), 409);`,
    );
  }
  if (leave && !last) {
    body.push(
      `ok(await ${actorOf(app, entity, leave, inside, "first") ?? "api"}.post(\`${api(entity)}/\${first.id}/${leave.action}\`));`,
    );
    body.push(`assert.ok((await ${makerOf(entity)}(api, ${valuesCode(entity, kept, same)})).id > first.id);`);
  } else if (outside && outside.moves.length === 0 && !last) {
    const free = Object.fromEntries(Object.entries(outside.values).filter(([name]) => !names.includes(name)));
    body.push(`assert.ok((await ${makerOf(entity)}(api, ${valuesCode(entity, free, same)})).id > first.id);`);
  }
  body.push(
    `assert.ok((await ${makerOf(entity)}(api${Object.keys(kept).length > 0 ? `, ${valuesCode(entity, kept)}` : ""})).id > first.id);`,
  );
  return [{ words: ruleWords(entity, rule), file: fileOf(entity), body }];
}

/** As many as may be are kept, the next is refused, another place has room, and what leaves makes room again. */
function capacityDrafts(
  app: App,
  entity: AppEntity,
  rule: Extract<Rule, { kind: "exclusive" }>,
  most: number,
): Draft[] {
  const inside = solve(app, entity, rule.when, true);
  const names = rule.fields.map((field) => nameIn(entity, field) ?? field);
  if (!inside || inside.moves.length > 0)
    return [
      {
        words: ruleWords(entity, rule),
        file: fileOf(entity),
        body: [`assert.ok((await ${makerOf(entity)}(api)).id > 0);`],
      },
    ];
  const same = Object.fromEntries(names.map((name) => [name, `first.${name}`]));
  const kept = Object.fromEntries(Object.entries(inside.values).filter(([name]) => !names.includes(name)));
  const another = `${makerOf(entity)}(api, ${valuesCode(entity, kept, same)})`;
  const next = `api.post("${api(entity)}", await ${entity.ident}Body(api, ${valuesCode(entity, kept, same)}))`;
  const leave = leaving(app, entity, inside, rule.when);
  const body = [
    ...arrange(app, entity, inside, "first"),
    `for (let count = 1; count < ${most}; count += 1) await ${another};`,
    `refused(await ${next}, 409, "${names[0]}");`,
    `assert.ok((await ${makerOf(entity)}(api${Object.keys(kept).length > 0 ? `, ${valuesCode(entity, kept)}` : ""})).id > first.id);`,
  ];
  if (leave)
    body.push(
      `ok(await ${actorOf(app, entity, leave, inside, "first") ?? "api"}.post(\`${api(entity)}/\${first.id}/${leave.action}\`));`,
      `assert.ok((await ${another}).id > first.id);`,
      `refused(await ${next}, 409, "${names[0]}");`,
    );
  return [{ words: ruleWords(entity, rule), file: fileOf(entity), body }];
}

/** The move that takes a record out of a condition. */
function leaving(app: App, entity: AppEntity, inside: Scenario, condition: Condition): AppMove | undefined {
  const state = inside.moves.at(-1)?.to ?? entity.state?.initial ?? "";
  return entity.state?.moves.find((move) => {
    const after = { ...inside, moves: [...inside.moves, move] };
    return (
      move.from.includes(state) &&
      !truth(app, entity, after, condition) &&
      !entity.rules.some((rule) => breaks(app, entity, after, rule))
    );
  });
}

/** That a move takes a higher role above the threshold and not below. */
function roleDrafts(app: App, entity: AppEntity, rule: Extract<Rule, { kind: "moveNeedsRole" }>): Draft[] {
  const move = entity.state?.moves.find((each) => each.action === rule.action);
  if (!move || !app.access) return [];
  const ready = (want: boolean): Scenario | undefined => {
    for (const value of move.from) {
      const moves = wayTo(entity, value);
      const start = moves && scenarioIn(app, entity, value, move);
      const found = start && solve(app, entity, rule.when, want, { ...start, moves: [...moves, move] });
      if (found && moves) return { ...found, moves };
    }
    return undefined;
  };
  const above = ready(true);
  const below = above ? (solve(app, entity, rule.when, false, above) ?? ready(false)) : ready(false);
  const post = (role: string, name: string) =>
    `${somebody(app, entity, role, name)}.post(\`${api(entity)}/\${${name}.id}/${move.action}\`)`;
  const refused = (role: string, name: string) =>
    `refused(await app.as(${text(role)}).post(\`${api(entity)}/\${${name}.id}/${move.action}\`), ${refusalOf(app, entity, role)});`;
  const body: string[] = [];
  if (above) {
    const may = rolesFor(app, entity, move, above);
    const mayNot = app.access.roles.map((role) => role.name).filter((role) => !may.includes(role));
    body.push(...arrange(app, entity, above, "above"), ...mayNot.map((role) => refused(role, "above")));
    if (may[0]) body.push(`assert.equal(ok(await ${post(may[0], "above")}).${entity.state?.field}, ${text(move.to)});`);
  }
  if (below) {
    const may = rolesFor(app, entity, move, below);
    const lower = may.find((role) => !rule.roles.includes(role)) ?? may[0];
    if (lower)
      body.push(
        ...arrange(app, entity, below, "below"),
        `assert.equal(ok(await ${post(lower, "below")}).${entity.state?.field}, ${text(move.to)});`,
      );
  }
  return body.length > 0 ? [{ words: ruleWords(entity, rule), file: fileOf(entity), body }] : [];
}
