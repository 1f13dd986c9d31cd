import type { Condition } from "../../../artefacts.ts";
import { apart } from "../../apart.ts";
import {
  type App,
  type AppComputed,
  type AppEntity,
  type AppMove,
  inWords,
  isComputed,
  nameIn,
  partOf,
} from "../../app.ts";
import { text } from "../../print.ts";
import { breaks, plainScenario, read, type Scenario, solve, truth, wayTo } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { laterDrafts, latestDrafts } from "./days.ts";
import { averageDrafts, balanceDrafts, endDrafts, lookupDrafts } from "./figures.ts";
import { followDrafts } from "./follows.ts";
import { actorOf, api, arrange, type Draft, fileOf, refusalOf, rolesFor, thing, valuesCode } from "./suite.ts";

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
        ...(inside ? inItsOrder(app, entity, list, inside) : []),
        `assert.equal((await api.get("/${entity.path}?list=${list.name}")).status, 200);`,
        `assert.match((await api.get("/")).text, /\\?list=${list.name}"/);`,
      ],
    },
  ];
}

/** A list that is told to be in an order: one with more and one with less stand as they should. */
function inItsOrder(app: App, entity: AppEntity, list: AppEntity["lists"][number], inside: Scenario): string[] {
  const field = entity.fields.find(({ name }) => name === list.sort);
  const value = field && inside.values[field.name];
  if (!field || field.readOnly || value === undefined || list.descending === undefined) return [];
  const step = (by: number): Scenario | undefined => {
    const next =
      value.is === "day" || value.is === "noon"
        ? { ...value, days: value.days + by }
        : value.is === "literal" && typeof value.value === "number"
          ? { ...value, value: value.value + by }
          : undefined;
    const moved = next && { ...inside, values: { ...inside.values, [field.name]: next } };
    const isIn = moved && truth(app, entity, moved, list.when);
    return isIn && !entity.rules.some((rule) => breaks(app, entity, moved, rule)) ? moved : undefined;
  };
  const by = [1, -1, 2, -2].find((each) => step(each) !== undefined);
  const other = by === undefined ? undefined : step(by);
  if (!other || by === undefined) return [];
  const isFirst = by > 0 === list.descending;
  return [
    ...arrange(app, entity, other, "another"),
    `const order = await idsOf(api, "${api(entity)}?list=${list.name}");`,
    `assert.ok(order.indexOf(another.id) ${isFirst ? "<" : ">"} order.indexOf(inside.id));`,
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
  if (value.kind === "lookup") return lookupDrafts(app, entity, computed, value);
  if (value.kind === "end") return endDrafts(entity, computed, value);
  if (value.kind === "latest") return latestDrafts(app, entity, computed, value);
  if (value.kind === "later") return laterDrafts(app, entity, computed, value);
  if (value.kind === "average") return averageDrafts(app, entity, computed, value);
  const balance = value.kind === "combined" ? balanceDrafts(app, entity, computed, value) : [];
  if (balance.length > 0) return balance;
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
  for (const span of spansIn(entity, computed)) {
    if (span.kind === "hoursBetween" && partOf(entity, span.from)?.kind === "time")
      for (const [first, last] of [
        ["10:00", "12:30"],
        ["08:00", "18:00"],
        ["22:00", "01:30"],
      ] as const) {
        const begun = set(span.from, { is: "literal", value: first });
        tries.push({
          ...begun,
          values: {
            ...begun.values,
            ...set(span.to, { is: "literal", value: last }).values,
            [nameIn(entity, span.from) ?? ""]: { is: "literal", value: first },
          },
        });
      }
    for (const apart of [3, 1, 10, -3]) {
      const from = nameIn(entity, span.from);
      const to = nameIn(entity, span.to);
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
    tries.find((each) => fits(each) && read(app, entity, each, computed.source) !== 0) ??
    tries.find(fits) ??
    [
      plain,
      ...[solve(app, entity, [{ field: computed.source, op: "isSet" }], true)].filter((each) => each !== undefined),
    ].find(fits) ??
    plain
  );
}

type Span = Extract<AppComputed["value"], { kind: "daysBetween" | "hoursBetween" }>;

/** The spans of time that a value is worked out from. */
function spansIn(entity: AppEntity, { value }: AppComputed, depth = 0): Span[] {
  if (value.kind === "daysBetween" || value.kind === "hoursBetween") return [value];
  const parts =
    value.kind === "product"
      ? [value.left, value.right]
      : value.kind === "combined"
        ? value.parts.map((each) => each.value)
        : [];
  return parts.flatMap((source) => {
    const part = partOf(entity, source);
    return part && isComputed(part) && depth < 4 ? spansIn(entity, part, depth + 1) : [];
  });
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
          `refused(await ${anyActor(app, entity, move, "record")}.post(${path("record")}), 409);`,
        ],
      },
    ];
  const actor = actorOf(app, entity, move, from, "record");
  const [role] = rolesFor(app, entity, move, from);
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
            `refused(await ${anyActor(app, entity, move, `wrong${index + 1}`)}.post(${path(`wrong${index + 1}`)}), 409);`,
          ]),
        `refused(await ${role === undefined ? "api" : `app.as(${text(role)})`}.post("${api(entity)}/999999/${move.action}"), 404);`,
      ],
    },
  ];
  drafts.push(...followDrafts(app, entity, move, from, actor));
  const others = app.access
    ? app.access.roles.filter((role) => move.roles.length > 0 && !move.roles.includes(role.name))
    : [];
  if (others.length > 0)
    drafts.push({
      words: `${move.label.toLowerCase()} is for ${move.roles.join(" and ")} only`,
      file,
      body: [
        ...arrange(app, entity, from, "record"),
        ...others.map(
          (role) =>
            `refused(await app.as(${text(role.name)}).post(${path("record")}), ${refusalOf(app, entity, role.name)});`,
        ),
        `assert.equal(ok(await api.get(\`${api(entity)}/\${record.id}\`)).${state.field}, ${text(from.moves.at(-1)?.to ?? state.initial)});`,
        `refused(await app.anonymous.post(${path("record")}), 401);`,
      ],
    });
  return drafts;
}

/** A record in a state from which the rules also let it make the move. */
export function scenarioIn(app: App, entity: AppEntity, value: string, then?: AppMove): Scenario | undefined {
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
function anyActor(app: App, entity: AppEntity, move: AppMove, name: string): string {
  return actorOf(app, entity, move, plainScenario(app, entity), name) ?? "api";
}
