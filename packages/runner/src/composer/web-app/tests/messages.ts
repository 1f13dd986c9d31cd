import type { Condition } from "../../../artefacts.ts";
import {
  type App,
  type AppEntity,
  type AppField,
  type AppNotification,
  isComputed,
  messagesPath,
  sendsMail,
} from "../../app.ts";
import { text } from "../../print.ts";
import { plainScenario, type Scenario, solve, waysIn } from "../../scenario.ts";
import { notificationWords, readerOf } from "../notifications.ts";
import { fullRole, hasRights, whoMay } from "../rights.ts";
import { makerOf } from "../samples.ts";
import { actorOf, api, type Draft, thing, valuesCode } from "./suite.ts";

const messagesFile = "test/messages.test.ts";

/** Lines of a test, and the addresses that a message is then expected at, as code. */
type Given = { lines: string[]; more: Record<string, string>; after: string[]; expected: string };

const path = (app: App): string => text(`/api/${messagesPath(app)}`);
const reader = (app: App, entity: AppEntity): string => {
  const role = readerOf(app, entity);
  return role === undefined ? "api" : `app.as(${text(role)})`;
};
const told = (app: App, entity: AppEntity, { name }: AppNotification, record: string): string =>
  `await written(${reader(app, entity)}, ${path(app)}, ${text(name)}, ${record}.id)`;

/** That a notification reaches whom it is for, in its words, once, and nobody on other occasions. */
export function notificationDrafts(app: App, entity: AppEntity, notification: AppNotification): Draft[] {
  const words = `an e-mail about ${thing(entity)} goes out ${notificationWords(entity, notification)}`;
  const occasion = occasionOf(app, entity, notification);
  const given = givenFor(app, notification);
  const body =
    notification.when.kind === "day"
      ? dayBody(app, entity, notification, given)
      : [
          ...given.lines,
          ...occasion.before(given.more),
          ...given.after,
          ...occasion.happens,
          `const told = ${told(app, entity, notification, "record")};`,
          ...arrived(app, entity, notification, given.expected),
          ...occasion.others,
        ];
  return [{ words, file: messagesFile, body }];
}

/** The messages that were told are those, in their words, and the mail server got each once. */
function arrived(app: App, entity: AppEntity, notification: AppNotification, expected: string): string[] {
  const shown = notification.values
    .map((name) => [...entity.fields, ...entity.computed].find((each) => each.name === name))
    .find((each) => each && !isComputed(each) && each.required && each.kind !== "reference");
  const whole = !hasRights(app) || fullRole(app) !== undefined;
  return [
    `assert.deepEqual(told.map(({ to }) => to).sort(), [...new Set<unknown>(${expected})].sort());`,
    "for (const message of told) {",
    '  assert.equal(message.status, "sent");',
    `  assert.ok(message.subject.startsWith(${text(notification.subject.split(" {")[0] ?? "")}), message.subject);`,
    ...(shown && whole && !hasRights(app)
      ? [`  assert.ok(message.text.includes(${text(`\n${shown.label}: `)}), message.text);`]
      : []),
    "  const [mail, ...more] = post.got(message);",
    '  assert.equal(mail?.from, "desk@example.com");',
    "  assert.equal(mail?.subject, message.subject);",
    "  assert.equal(mail?.text.trim(), message.text.trim());",
    "  assert.deepEqual(more, []);",
    "}",
  ];
}

/** How the occasion of a notification comes about in a test. */
type Happening = {
  /** Makes the record while nothing is to be told of it. */
  before(more: Record<string, string>): string[];
  happens: string[];
  /** What else happens to records, of which nothing is told. */
  others: string[];
};

function occasionOf(app: App, entity: AppEntity, notification: AppNotification): Happening {
  const { when, only } = notification;
  const quiet = `assert.deepEqual(${told(app, entity, notification, "record")}, []);`;
  if (when.kind === "made" || when.kind === "day") {
    const scenario = solve(app, entity, only, true) ?? plainScenario(app, entity);
    const unmoved = { ...scenario, moves: [] };
    const made = (more: Record<string, string>) => [makeLine(entity, "record", unmoved, more)];
    const without = when.kind === "made" ? opposite(entity, only) : undefined;
    const left = without && solve(app, entity, without, true);
    const others =
      left?.moves.length === 0
        ? [makeLine(entity, "left", left, {}), `assert.deepEqual(${told(app, entity, notification, "left")}, []);`]
        : [];
    return { before: made, happens: [], others: [...again(app, entity, notification), ...others] };
  }
  const field = entity.fields.find(({ name }) => name === when.field);
  if (field && field.name === entity.state?.field) return moveOf(app, entity, notification, when.to ?? [], only, quiet);
  if (field?.kind === "reference") return assignmentOf(entity, field, quiet, again(app, entity, notification));
  return choiceOf(entity, field, when.to ?? [], quiet, again(app, entity, notification));
}

/** Any other change of the record tells nobody again. */
function again(app: App, entity: AppEntity, notification: AppNotification): string[] {
  if (entity.rules.some(({ kind }) => kind === "locked")) return [];
  return [
    `ok(await ${whoMay(app, entity, "change")}.patch(\`${api(entity)}/\${record.id}\`, {}));`,
    `assert.equal((${told(app, entity, notification, "record")}).length, told.length);`,
  ];
}

/** A record that a move takes to where it is told of, and another one that goes elsewhere. */
function moveOf(
  app: App,
  entity: AppEntity,
  notification: AppNotification,
  to: readonly string[],
  only: Condition,
  quiet: string,
): Happening {
  const source = entity.fields.find(({ name }) => name === entity.state?.field)?.source ?? "status";
  const reached = (value: string) =>
    solve(app, entity, [...only, { field: source, op: "eq", to: { literal: value } }], true);
  const ways = waysIn(entity).filter((way) => way.length > 0);
  const aims = to.length > 0 ? to : ways.map((way) => way.at(-1)?.to ?? "");
  const scenario =
    aims.map(reached).find((each) => each !== undefined && each.moves.length > 0) ?? plainScenario(app, entity);
  const elsewhere = ways
    .map((way) => way.at(-1)?.to ?? "")
    .filter((state) => to.length > 0 && !to.includes(state))
    .map(reached)
    .find((each) => each && each.moves.length > 0 && each.moves.every((move) => !to.includes(move.to)));
  const moved = (each: Scenario, name: string) =>
    each.moves.map((move, index) => {
      const before = { ...each, moves: each.moves.slice(0, index) };
      const actor = actorOf(app, entity, move, before, name) ?? "api";
      return `ok(await ${actor}.post(\`${api(entity)}/\${${name}.id}/${move.action}\`));`;
    });
  const moves = moved(scenario, "record");
  // On the way there, whatever is on the way may be told of as well when every move is.
  const isAny = to.length === 0;
  return {
    before: (more) => [makeLine(entity, "record", scenario, more), ...(isAny ? [] : moves.slice(0, -1)), quiet],
    happens: isAny ? moves.slice(0, 1) : moves.slice(-1),
    others: elsewhere
      ? [
          ...again(app, entity, notification),
          makeLine(entity, "other", elsewhere, {}),
          ...moved(elsewhere, "other"),
          `assert.deepEqual(${told(app, entity, notification, "other")}, []);`,
        ]
      : again(app, entity, notification),
  };
}

/** A record that is made without the reference, where that can be, and is given it. */
function assignmentOf(entity: AppEntity, field: AppField, quiet: string, others: string[]): Happening {
  const scenario = { values: {}, moves: [], children: [] };
  if (field.required) return { before: (more) => [makeLine(entity, "record", scenario, more)], happens: [], others };
  let given: Record<string, string> = {};
  return {
    before(more) {
      const { [field.name]: value = "0", ...rest } = more;
      given = { [field.name]: value };
      return [
        makeLine(entity, "record", scenario, { ...rest, [field.name]: "null" }),
        quiet,
        `ok(await api.patch(\`${api(entity)}/\${record.id}\`, { ${field.name}: ${given[field.name]} }));`,
      ];
    },
    happens: [],
    others,
  };
}

function choiceOf(
  entity: AppEntity,
  field: AppField | undefined,
  to: readonly string[],
  quiet: string,
  others: string[],
): Happening {
  const isFlag = field?.kind === "boolean";
  const values = isFlag ? ["false", "true"] : (field?.values ?? []);
  const first = values.find((value) => !to.includes(value)) ?? values[0] ?? "";
  const then = to[0] ?? values.find((value) => value !== first) ?? "";
  const name = field?.name ?? "status";
  const said = (value: string) => (isFlag ? value : text(value));
  return {
    before: (more) => [
      makeLine(entity, "record", { values: {}, moves: [], children: [] }, { ...more, [name]: said(first) }),
      quiet,
    ],
    happens: [`ok(await api.patch(\`${api(entity)}/\${record.id}\`, { ${name}: ${said(then)} }));`],
    others,
  };
}

const makeLine = (
  entity: AppEntity,
  name: string,
  scenario: Pick<Scenario, "values" | "moves" | "children">,
  more: Record<string, string>,
): string => {
  const values = Object.fromEntries(Object.entries(scenario.values).filter(([key]) => !(key in more)));
  const given = valuesCode(entity, values, more);
  return `const ${name} = await ${makerOf(entity)}(api${given === "{}" ? "" : `, ${given}`});`;
};

/** Records and people whose addresses are known, and what the record has to say to lead to them. */
function givenFor(app: App, { to }: AppNotification): Given {
  const given: Given = { lines: [], more: {}, after: [], expected: "" };
  const expected: string[] = [];
  for (const [index, each] of to.entries()) {
    if ("office" in each) expected.push('"office@example.com"');
    else if ("roles" in each) expected.push(...each.roles.map((role) => text(`${role}@example.com`)));
    else if ("each" in each) {
      const address = `address${index === 0 ? "" : index + 1}`;
      expected.push(address);
      const own: Given = { lines: [], more: {}, after: [], expected: "" };
      given.lines.push(...leadingTo(app, each.path, address, own, each.each));
      const values = valuesCode(each.each, {}, { ...own.more, [each.via]: "record.id" });
      given.after.push(`await ${makerOf(each.each)}(api, ${values});`, ...leftOut(app, each));
    } else {
      const address = `address${index === 0 ? "" : index + 1}`;
      expected.push(address);
      given.lines.push(...leadingTo(app, each.path, address, given, entityWith(app, to)));
    }
  }
  return { ...given, expected: `[${expected.join(", ")}]` };
}

/** Who belongs to the record no longer, and so is told nothing. */
function leftOut(
  app: App,
  { each, via, path, when }: Extract<AppNotification["to"][number], { each: AppEntity }>,
): string[] {
  const without = opposite(each, when);
  const scenario = without && solve(app, each, without, true);
  if (!scenario) return [];
  const own: Given = { lines: [], more: {}, after: [], expected: "" };
  return [
    ...leadingTo(app, path, "leaver", own, each),
    ...made(app, each, "left", scenario, { ...own.more, [via]: "record.id" }),
  ];
}

/** The entity that a notification is of. */
const entityWith = (app: App, to: AppNotification["to"]): AppEntity | undefined =>
  app.entities.find(({ notifications }) => notifications.some((each) => each.to === to));

/** What tells the names that lead to one address from those that lead to another. */
const suffixOf = (address: string): string => (address === "address" ? "" : address.replace("address", ""));

/** Makes what stands between a record and an address, from the address backwards. */
function leadingTo(
  app: App,
  steps: readonly string[],
  address: string,
  given: Given,
  entity: AppEntity | undefined,
): string[] {
  const [first = "", ...rest] = steps;
  if (rest.length === 0) {
    given.more[first] = address;
    return [`const ${address} = \`told\${next()}@example.com\`;`];
  }
  const chain: { entity: AppEntity; field: string }[] = [];
  let here = entity;
  for (const name of steps.slice(0, -1)) {
    const field = here?.fields.find((each) => each.name === name);
    if (field?.target === app.access?.path && app.access) {
      const account = `somebody${suffixOf(address)}`;
      const role = fullRole(app) ?? app.access.roles[0]?.name ?? "";
      const isBy = field?.readOnly === true;
      const lines = [
        `const ${account} = ok(await app.as(${text(role)}).get("/api/me"));`,
        `const ${address} = String(${account}.email);`,
      ];
      const last = chain.at(-1);
      if (!last) {
        if (!isBy) given.more[name] = `${account}.id`;
        return lines;
      }
      return [...lines, ...chained(chain, given, { [name]: `${account}.id` }, address)];
    }
    const target = app.entities.find((each) => each.path === field?.target);
    if (!target) return [];
    chain.push({ entity: target, field: name });
    here = target;
  }
  return [
    `const ${address} = \`told\${next()}@example.com\`;`,
    ...chained(chain, given, { [steps.at(-1) ?? ""]: address }, address),
  ];
}

/** Records each of which leads to the next, made from the last one on. */
function chained(
  chain: readonly { entity: AppEntity; field: string }[],
  given: Given,
  last: Record<string, string>,
  address: string,
): string[] {
  let values = last;
  const lines = chain.toReversed().map(({ entity, field }, index) => {
    const name = `via${suffixOf(address)}${index === 0 ? "" : index + 1}`;
    const made = `const ${name} = await ${makerOf(entity)}(api, ${valuesCode(entity, {}, values)});`;
    values = { [field]: `${name}.id` };
    return made;
  });
  Object.assign(given.more, values);
  return lines;
}

/** A record whose day has come is told of once, at the start after; one whose day is far is not. */
function dayBody(app: App, entity: AppEntity, notification: AppNotification, given: Given): string[] {
  const { when } = notification;
  if (when.kind !== "day") return [];
  const without = opposite(entity, notification.only);
  const left = without
    ? datedLines(app, entity, { ...notification, only: without }, "left", -when.plus, given.more)
    : [];
  return [
    "const before = await startApp({ settings: post.settings });",
    ...inThe("before", [
      ...given.lines,
      ...datedLines(app, entity, notification, "record", -when.plus, given.more),
      ...given.after,
      ...datedLines(app, entity, notification, "far", -when.plus + 400, given.more),
      ...left,
    ]),
    "await before.stop({ keepData: true });",
    "const first = await startApp({ dataDir: before.dataDir, settings: post.settings });",
    "await first.stop({ keepData: true });",
    "const again = await startApp({ dataDir: before.dataDir, settings: post.settings });",
    ...inThe("again", [
      `const told = ${told(app, entity, notification, "record")};`,
      ...arrived(app, entity, notification, given.expected),
      `assert.deepEqual(${told(app, entity, notification, "far")}, []);`,
      ...(left.length > 0 ? [`assert.deepEqual(${told(app, entity, notification, "left")}, []);`] : []),
    ]),
    "await again.stop();",
  ];
}

/** A condition under which the first part of another doesn't hold. */
function opposite(entity: AppEntity, [first]: Condition): Condition | undefined {
  if (!first?.to || !("literal" in first.to)) return undefined;
  const { literal } = first.to;
  if (first.op === "ne") return [{ ...first, op: "eq" }];
  const other = entity.fields.find(({ source }) => source === first.field)?.values?.find((value) => value !== literal);
  return first.op === "eq" && other !== undefined ? [{ ...first, to: { literal: other } }] : undefined;
}

/** A record of which the day that a notification is about is so many days from today. */
function datedLines(
  app: App,
  entity: AppEntity,
  { when, only }: AppNotification,
  name: string,
  days: number,
  more: Record<string, string>,
): string[] {
  if (when.kind !== "day") return [];
  const [first = "", then] = when.field.split(".");
  const field = entity.fields.find((each) => each.name === first);
  const holder = then === undefined ? entity : app.entities.find(({ path: own }) => own === field?.target);
  const part = holder?.fields.find((each) => each.name === (then ?? first));
  if (!holder || !part) return [];
  const onDay = solve(
    app,
    holder,
    [...(then === undefined ? only : []), { field: part.source, op: "eq", to: { todayPlusDays: days } }],
    true,
  );
  const found = onDay ?? dated(plainScenario(app, holder), part, days);
  if (then === undefined) return made(app, entity, name, found, more);
  const of = `${name}Of`;
  return [
    ...made(app, holder, of, found, {}),
    ...made(app, entity, name, solve(app, entity, only, true) ?? plainScenario(app, entity), {
      ...more,
      [first]: `${of}.id`,
    }),
  ];
}

const dated = (scenario: Scenario, part: AppField, days: number): Scenario => ({
  ...scenario,
  values: { ...scenario.values, [part.name]: { is: part.kind === "dateTime" ? "noon" : "day", days } },
});

function made(app: App, entity: AppEntity, name: string, scenario: Scenario, more: Record<string, string>): string[] {
  return [
    makeLine(entity, name, scenario, more),
    ...scenario.moves.map((move, index) => {
      const before = { ...scenario, moves: scenario.moves.slice(0, index) };
      return `ok(await ${actorOf(app, entity, move, before, name) ?? "api"}.post(\`${api(entity)}/\${${name}.id}/${move.action}\`));`;
    }),
  ];
}

/** Lines as they are said to another start of the application. */
const inThe = (name: string, lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/\bapp\.(?=as\()/g, `${name}.`).replace(/\bapi(?=[.,)])/g, `${name}.api`));

/** What holds for messages as such, tried on one that is told when something happens. */
export function messagesDrafts(app: App): Draft[] {
  if (!sendsMail(app)) return [];
  const all = app.entities.flatMap((entity) => entity.notifications.map((notification) => ({ entity, notification })));
  const chosen =
    all.find(({ notification }) => notification.when.kind === "made") ??
    all.find(({ notification }) => notification.when.kind !== "day") ??
    all[0];
  if (!chosen) return [];
  const { entity, notification } = chosen;
  const isDay = notification.when.kind === "day";
  const draft = (words: string, body: string[]): Draft => ({ words, file: messagesFile, body });
  /** Starts the application as `name` where it happens; a day comes only with another start. */
  const happening = (name: string, settings: string, more: Record<string, string> = {}): string[] => {
    const given = givenFor(app, notification);
    const occasion = occasionOf(app, entity, notification);
    const plus = notification.when.kind === "day" ? notification.when.plus : 0;
    const lines = isDay
      ? [...given.lines, ...datedLines(app, entity, notification, "record", -plus, given.more), ...given.after]
      : [
          ...given.lines,
          ...occasion.before({ ...given.more, ...more }).filter((line) => !line.startsWith("assert")),
          ...given.after,
          ...occasion.happens,
        ];
    if (!isDay) return [`const ${name} = await startApp({ settings: ${settings} });`, ...inThe(name, lines)];
    return [
      `const start = await startApp({ settings: ${settings} });`,
      ...inThe("start", lines),
      "await start.stop({ keepData: true });",
      `const ${name} = await startApp({ dataDir: start.dataDir, settings: ${settings} });`,
    ];
  };
  const messages = (name: string, ready = "") =>
    inThe(name, [told(app, entity, notification, "record").replace(/\)$/, `${ready})`)])[0] ?? "";
  const sending = (name: string, id: string) =>
    inThe(name, [`${reader(app, entity)}.post(\`/api/${messagesPath(app)}/\${${id}}/send\`)`])[0] ?? "";
  const page = (name: string) =>
    inThe(name, [`(await ${reader(app, entity)}.get("/${messagesPath(app)}")).text`])[0] ?? "";
  const display = entity.fields.find(
    ({ name, kind, readOnly }) => name === entity.display && kind === "text" && !readOnly,
  );
  return [
    draft("a message that finds no mail server is kept over a restart and sent once there is one", [
      "const gone = await mailServer();",
      "await gone.close();",
      ...happening("before", "gone.settings"),
      `const tried = ${messages("before", ", ({ tries }) => tries > 0")};`,
      "assert.ok(tried.length > 0);",
      'for (const each of tried) assert.equal(each.status, "waiting");',
      "await before.stop({ keepData: true });",
      "const back = await mailServer(gone.port);",
      "const first = await startApp({ dataDir: before.dataDir, settings: back.settings });",
      `const told = ${messages("first")};`,
      "assert.equal(told.length, tried.length);",
      'for (const each of told) assert.equal(each.status, "sent");',
      "for (const each of told) assert.equal(back.got(each).length, 1);",
      "await first.stop({ keepData: true });",
      "const again = await startApp({ dataDir: before.dataDir, settings: back.settings });",
      `assert.equal((${messages("again")}).length, told.length);`,
      "for (const each of told) assert.equal(back.got(each).length, 1);",
      "await again.stop();",
      "await back.close();",
    ]),
    draft("without a mail server nothing leaves, and the page of messages says so", [
      ...happening("quiet", "{}"),
      `const told = ${messages("quiet")};`,
      "assert.ok(told.length > 0);",
      'for (const each of told) assert.ok(["kept", "failed"].includes(each.status));',
      `const text = ${page("quiet")};`,
      "assert.match(text, /nothing leaves/);",
      `refused(await ${sending("quiet", "told[0]?.id")}, 409);`,
      "await quiet.stop({ keepData: true });",
      "const later = await startApp({ dataDir: quiet.dataDir, settings: post.settings });",
      `for (const each of ${messages("later")}) assert.notEqual(each.status, "sent");`,
      `assert.doesNotMatch(${page("later")}, /nothing leaves/);`,
      "await later.stop();",
    ]),
    draft("what a mail server refuses for good has failed with its reason, and can be sent again", [
      "const strict = await mailServer();",
      "strict.refuse(true);",
      ...happening("running", "strict.settings"),
      `const told = ${messages("running")};`,
      "assert.ok(told.length > 0);",
      "for (const each of told) {",
      '  assert.equal(each.status, "failed");',
      "  assert.match(String(each.problem), /550/);",
      "  assert.equal(each.tries, 1);",
      "}",
      "strict.refuse(false);",
      `for (const each of told) ok(await ${sending("running", "each.id")});`,
      `for (const each of ${messages("running")}) assert.equal(each.status, "sent");`,
      "assert.equal(strict.mails.length, told.length);",
      `refused(await ${sending("running", "told[0]?.id")}, 409);`,
      "await running.stop();",
      "await strict.close();",
    ]),
    ...(display
      ? [
          draft("nobody can write a header of a message by what they type", [
            ...happening("running", "post.settings", { [display.name]: "`One ${next()}\\r\\nBcc: thief@example.com`" }),
            `const told = ${messages("running")};`,
            "assert.ok(told.length > 0);",
            "for (const each of told) {",
            "  assert.doesNotMatch(each.subject, /[\\r\\n]/);",
            "  for (const mail of post.got(each)) assert.doesNotMatch(mail.headers, /^Bcc:/im);",
            "}",
            'assert.ok(post.mails.every(({ to }) => to !== "thief@example.com"));',
            "await running.stop();",
          ]),
        ]
      : []),
    ...(app.access ? [draft("messages are shown only to those who may see them", visibility(app))] : []),
  ];
}

function visibility(app: App): string[] {
  const entity = app.entities.find(({ notifications }) => notifications.length > 0);
  const readers = new Set(app.entities.flatMap((each) => readerOf(app, each) ?? []));
  const others = (app.access?.roles ?? []).filter(({ name, manages }) => !readers.has(name) && !manages);
  return [
    `refused(await app.anonymous.get(${path(app)}), 401);`,
    ...(entity ? [`assert.equal((await ${reader(app, entity)}.get(${path(app)})).status, 200);`] : []),
    ...others.flatMap(({ name }) => [
      `refused(await app.as(${text(name)}).get(${path(app)}), 403);`,
      `assert.equal((await app.as(${text(name)}).get("/${messagesPath(app)}", { Accept: "text/html" })).status, 403);`,
    ]),
  ];
}
