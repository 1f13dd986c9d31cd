import type { Condition, Rule } from "../../../artefacts.ts";
import { apart } from "../../apart.ts";
import { type App, type AppComputed, type AppEntity, type AppMove, inWords, nameIn, partOf } from "../../app.ts";
import { text } from "../../print.ts";
import { breaks, plainScenario, read, type Scenario, solve, truth, wayTo } from "../../scenario.ts";
import { pathOfRule } from "../entity.ts";
import { makerOf } from "../samples.ts";
import { actorOf, api, arrange, type Draft, fileOf, rolesFor, thing, valuesCode } from "./suite.ts";

/** A record inside and a record outside of a condition, one step apart where that is possible. */
function sides(app: App, entity: AppEntity, condition: Condition): { inside?: Scenario; outside?: Scenario } {
  const inside = solve(app, entity, condition, true);
  const outside = (inside && solve(app, entity, condition, false, inside)) ?? solve(app, entity, condition, false);
  return { ...(inside ? { inside } : {}), ...(outside ? { outside } : {}) };
}

/** That a named list holds what belongs to it and nothing else. */
export function listDrafts(app: App, entity: AppEntity, list: AppEntity["lists"][number]): Draft[] {
  const { inside, outside } = sides(app, entity, list.when);
  const path = `${api(entity)}?list=${list.name}`;
  return [
    {
      words: `the list "${list.label}" holds ${entity.plural.toLowerCase()} whose ${inWords(entity, list.when)}`,
      file: fileOf(entity),
      body: [
        ...(inside ? arrange(app, entity, inside, "inside") : []),
        ...(outside ? arrange(app, entity, outside, "outside") : []),
        `const ids = await idsOf(api, "${path}");`,
        ...(inside ? ["assert.ok(ids.includes(inside.id));"] : []),
        ...(outside ? ["assert.ok(!ids.includes(outside.id));"] : []),
        `assert.equal((await api.get("/${entity.path}?list=${list.name}")).status, 200);`,
        `assert.match((await api.get("/")).text, /\\?list=${list.name}"/);`,
      ],
    },
  ];
}

/** That a computed value is what one gets by hand. */
export function computedDrafts(app: App, entity: AppEntity, computed: AppComputed): Draft[] {
  const { value } = computed;
  const file = fileOf(entity);
  const again = (name: string) => `ok(await api.get(\`${api(entity)}/\${${name}.id}\`)).${computed.name}`;
  if (value.kind === "condition") {
    const { inside, outside } = sides(app, entity, value.when);
    return [
      {
        words: `${thing(entity)} is ${computed.label.toLowerCase()} when its ${inWords(entity, value.when)}`,
        file,
        body: [
          ...(inside ? [...arrange(app, entity, inside, "inside"), `assert.equal(${again("inside")}, true);`] : []),
          ...(outside
            ? [...arrange(app, entity, outside, "outside"), `assert.equal(${again("outside")}, false);`]
            : []),
          ...(inside
            ? [`assert.ok((await idsOf(api, "${api(entity)}?${computed.name}=true")).includes(inside.id));`]
            : []),
          ...(outside
            ? [`assert.ok(!(await idsOf(api, "${api(entity)}?${computed.name}=true")).includes(outside.id));`]
            : []),
        ],
      },
    ];
  }
  if (value.kind === "count" || value.kind === "sum") {
    const child = app.entities.find((each) => each.name === value.of);
    const via = child && nameIn(child, value.via);
    if (!child || !via) return [];
    const inside = solve(app, child, value.when, true);
    const outside = value.when.length > 0 ? solve(app, child, value.when, false, inside) : undefined;
    if (!inside) return [];
    const amount = value.kind === "sum" ? read(app, child, inside, value.field) : 1;
    const moved = (scenario: Scenario, name: string) =>
      arrange(app, child, { ...scenario, children: [] }, name).map((line, index) =>
        index === 0 ? withParent(line, child, scenario, via) : line,
      );
    const sibling = apart(app, child, inside, via, 1);
    const total = typeof amount === "number" ? amount * (sibling ? 2 : 1) : 0;
    return [
      {
        words: `${computed.label.toLowerCase()} of ${thing(entity)} adds up its ${child.plural.toLowerCase()}`,
        file,
        body: [
          `const record = await ${makerOf(entity)}(api);`,
          `assert.equal(${again("record")}, 0);`,
          ...moved(inside, "first"),
          ...(sibling ? moved(sibling, "second") : []),
          ...(outside
            ? moved(outside, "leftOut").map((line) => line.replace("const leftOut = ", "const leftOut = "))
            : []),
          `const stranger = await ${makerOf(entity)}(api);`,
          `assert.equal(${again("record")}, ${total});`,
          `assert.equal(${again("stranger")}, 0);`,
        ],
      },
    ].map((draft) => ({ ...draft, body: unusedConstants(draft.body) }));
  }
  const scenario = computedScenario(app, entity, computed);
  if (!scenario) return [];
  const result = read(app, entity, scenario, computed.source);
  const shown = typeof result === "number" ? String(computed.kind === "money" ? Math.round(result) : result) : "null";
  return [
    {
      words: `${computed.label.toLowerCase()} of ${thing(entity)} is worked out`,
      file,
      body: [
        ...arrange(app, entity, scenario, "record"),
        computed.kind === "decimal" && shown !== "null"
          ? `assert.ok(Math.abs(Number(${again("record")}) - ${shown}) < 1e-9);`
          : `assert.equal(${again("record")}, ${shown});`,
      ],
    },
  ];
}

/** Days apart and ages that are not zero, so that a wrong sign or a missing operand shows. */
function computedScenario(app: App, entity: AppEntity, computed: AppComputed): Scenario | undefined {
  const { value } = computed;
  const plain = plainScenario(app, entity);
  const set = (source: string, to: Scenario["values"][string]): Scenario => {
    const name = nameIn(entity, source);
    return name ? { ...plain, values: { ...plain.values, [name]: to } } : plain;
  };
  const tries: Scenario[] = [];
  if (value.kind === "ageYears")
    for (const years of [30, 10, 5, 2, 70]) tries.push(set(value.from, { is: "yearsAgo", years }));
  if (value.kind === "daysBetween") {
    for (const apart of [3, 1, 10, -3]) {
      const from = nameIn(entity, value.from);
      const to = nameIn(entity, value.to);
      const kind = (name: string) =>
        entity.fields.find((field) => field.name === name)?.kind === "dateTime" ? "noon" : "day";
      if (from && to)
        for (const start of [0, -20, 2])
          tries.push({
            ...plain,
            values: {
              ...plain.values,
              [from]: { is: kind(from), days: start },
              [to]: { is: kind(to), days: start + apart },
            },
          });
    }
  }
  const fits = (scenario: Scenario) =>
    typeof read(app, entity, scenario, computed.source) === "number" &&
    !entity.rules.some((rule) => breaks(app, entity, scenario, rule));
  return (
    tries.find(fits) ??
    [
      plain,
      ...[solve(app, entity, [{ field: computed.source, op: "isSet" }], true)].filter((each) => each !== undefined),
    ].find(fits) ??
    plain
  );
}

/** The maker's call of a line, told which parent to use. */
function withParent(line: string, child: AppEntity, scenario: Scenario, via: string): string {
  const name = line.match(/^const (\w+)/)?.[1] ?? "record";
  const values = Object.fromEntries(Object.entries(scenario.values).filter(([key]) => key !== via));
  return `const ${name} = await ${makerOf(child)}(api, ${valuesCode(child, values, { [via]: "record.id" })});`;
}

/** Constants nobody reads again become plain statements. */
function unusedConstants(lines: readonly string[]): string[] {
  const all = lines.join("\n");
  return lines.map((line) => {
    const name = line.match(/^const (\w+) = /)?.[1];
    if (!name || (all.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0) > 1) return line;
    return line.replace(/^const \w+ = /, "");
  });
}

/** That a move works from where it may, writes down what it should, and is refused elsewhere and to others. */
export function moveDrafts(app: App, entity: AppEntity, move: AppMove): Draft[] {
  const { state } = entity;
  if (!state) return [];
  const file = fileOf(entity);
  const path = (name: string, action = move.action) => `\`${api(entity)}/\${${name}.id}/${action}\``;
  const from = move.from
    .map((value) => scenarioIn(app, entity, value, move))
    .find((scenario) => scenario !== undefined);
  if (!from)
    return [
      {
        words: `${thing(entity)} can't ${move.label.toLowerCase()} from its first state`,
        file,
        body: [
          `const record = await ${makerOf(entity)}(api);`,
          `refused(await ${anyActor(app, entity, move)}.post(${path("record")}), 409);`,
        ],
      },
    ];
  const actor = actorOf(app, entity, move, from);
  if (!actor) return [];
  const stamps = move.stamps.map((stamp) => {
    const name = nameIn(entity, stamp.field) ?? stamp.field;
    const part = partOf(entity, stamp.field);
    if (stamp.with === "today" && part?.kind === "date") return `assert.equal(moved.${name}, day(0));`;
    return stamp.with === "currentUser" && !app.access ? `assert.ok("${name}" in moved);` : `assert.ok(moved.${name});`;
  });
  const elsewhere = state.values
    .filter((value) => !move.from.includes(value))
    .map((value) => scenarioIn(app, entity, value))
    .filter((scenario) => scenario !== undefined);
  const drafts: Draft[] = [
    {
      words: `${thing(entity)} that is ${move.from.join(" or ")} becomes ${move.to} by ${move.label.toLowerCase()}`,
      file,
      body: [
        ...arrange(app, entity, from, "record"),
        `const moved = ok(await ${actor}.post(${path("record")}));`,
        `assert.equal(moved.${state.field}, ${text(move.to)});`,
        ...stamps,
        `assert.equal(ok(await api.get(\`${api(entity)}/\${record.id}\`)).${state.field}, ${text(move.to)});`,
        ...(move.from.includes(move.to) ? [] : [`refused(await ${actor}.post(${path("record")}), 409);`]),
        ...elsewhere
          .slice(0, 3)
          .flatMap((scenario, index) => [
            ...arrange(app, entity, scenario, `wrong${index + 1}`),
            `refused(await ${anyActor(app, entity, move)}.post(${path(`wrong${index + 1}`)}), 409);`,
          ]),
        `refused(await ${actor}.post("${api(entity)}/999999/${move.action}"), 404);`,
      ],
    },
  ];
  const others = app.access
    ? app.access.roles.filter((role) => move.roles.length > 0 && !move.roles.includes(role.name))
    : [];
  if (others.length > 0)
    drafts.push({
      words: `${move.label.toLowerCase()} is for ${move.roles.join(" and ")} only`,
      file,
      body: [
        ...arrange(app, entity, from, "record"),
        ...others.map((role) => `refused(await app.as(${text(role.name)}).post(${path("record")}), 403);`),
        `assert.equal(ok(await api.get(\`${api(entity)}/\${record.id}\`)).${state.field}, ${text(from.moves.at(-1)?.to ?? state.initial)});`,
        `refused(await app.anonymous.post(${path("record")}), 401);`,
      ],
    });
  return drafts;
}

/** A record in a state from which the rules also let it make the move. */
function scenarioIn(app: App, entity: AppEntity, value: string, then?: AppMove): Scenario | undefined {
  const moves = wayTo(entity, value);
  if (!moves) return undefined;
  const plain = plainScenario(app, entity);
  const all = then ? [...moves, then] : moves;
  const start: Scenario = { values: plain.values, moves: all, children: [] };
  const field = entity.fields.find((each) => each.name === entity.state?.field)?.source ?? "";
  const end = then?.to ?? value;
  const found = solve(app, entity, [{ field, op: "eq", to: { literal: end } }], true, start);
  return found ? { ...found, moves } : undefined;
}

/** Somebody whose role is not in the way of the move. */
function anyActor(app: App, entity: AppEntity, move: AppMove): string {
  return actorOf(app, entity, move, plainScenario(app, entity)) ?? "api";
}

/** That a rule refuses what breaks it, names the field, and lets the other side through. */
export function ruleDrafts(app: App, entity: AppEntity, rule: Rule): Draft[] {
  const file = fileOf(entity);
  const words = ruleWords(entity, rule);
  switch (rule.kind) {
    case "exclusive":
      return rule.most
        ? capacityDrafts(app, entity, rule, rule.most)
        : [...exclusiveDrafts(app, entity, rule), ...periodDrafts(app, entity, rule)];
    case "moveNeedsRole":
      return roleDrafts(app, entity, rule);
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
      return [{ words, file, body }];
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
      return `at most ${rule.most ?? "one"} of the ${entity.plural.toLowerCase()} with the same ${rule.fields.map((field) => (partOf(entity, field)?.label ?? field).toLowerCase()).join(" and ")}${rule.period ? " at a time" : " is kept"}${rule.when.length > 0 ? ` when its ${inWords(entity, rule.when)}` : ""}`;
    default:
      return `${rule.action} takes the role ${rule.roles.join(" or ")} when its ${inWords(entity, rule.when)}`;
  }
};

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
    const actor = actorOf(app, entity, last, before) ?? "api";
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
  if (!from || !to || !inside || inside.moves.length > 0) return [];
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
      `refused(await ${actorOf(app, entity, last, before) ?? "api"}.post(\`${api(entity)}/\${second.id}/${last.action}\`), 409);`,
    );
  } else {
    body.push(
      `refused(await api.post("${api(entity)}", await ${entity.ident}Body(api, ${valuesCode(entity, kept, same)})), 409);`,
    );
  }
  if (leave && !last) {
    body.push(
      `ok(await ${actorOf(app, entity, leave, inside) ?? "api"}.post(\`${api(entity)}/\${first.id}/${leave.action}\`));`,
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
      `ok(await ${actorOf(app, entity, leave, inside) ?? "api"}.post(\`${api(entity)}/\${first.id}/${leave.action}\`));`,
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
    `app.as(${text(role)}).post(\`${api(entity)}/\${${name}.id}/${move.action}\`)`;
  const body: string[] = [];
  if (above) {
    const may = rolesFor(app, entity, move, above);
    const mayNot = app.access.roles.map((role) => role.name).filter((role) => !may.includes(role));
    body.push(
      ...arrange(app, entity, above, "above"),
      ...mayNot.map((role) => `refused(await ${post(role, "above")}, 403);`),
    );
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
