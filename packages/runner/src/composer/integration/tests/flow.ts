import type { Mapped } from "../../../artefacts/flows.ts";
import { code, object, print, text } from "../../print.ts";
import { type Example, type Examples, edgeOf, exampleOf, expectedOf, holds } from "../example.ts";
import { type PlannedFlow, sourcesOf, sourceValueOf } from "../plan.ts";
import { exampleCode, keySource, samplerOf } from "../samples.ts";
import type { Draft } from "./suite.ts";

export const fileOf = (flow: PlannedFlow) => `test/${flow.name}.test.ts`;
const one = (flow: PlannedFlow) => flow.source.label.toLowerCase();
const article = (words: string) => `${/^[aeiou]/i.test(words) ? "an" : "a"} ${words}`;

/** An object of examples as code, on one line; the test file breaks it. */
const objectCode = (examples: Examples): string =>
  print(
    object(Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, code(exampleCode(value))]))),
    0,
    -1_000_000,
  );

/** What finds a record at the target: our id, or the value by which it is matched. */
export const keyCode = (flow: PlannedFlow, number: number, id = "id"): string =>
  flow.matchBy ? exampleCode(expectedOf(flow, exampleOf(flow, number))[flow.matchBy]) : id;

/** Lines that bring a record into the source; where the target must have it already, there too. */
function giveLines(flow: PlannedFlow, number: number, changes: Examples = {}, name = "id"): string[] {
  const given = Object.keys(changes).length > 0 ? `, ${objectCode(changes)}` : "";
  const lines = [`const ${name} = service.give(${text(flow.name)}, ${samplerOf(flow)}(${number}${given}));`];
  if (flow.mode === "update" && flow.matchBy) lines.unshift(placeLine(flow, number));
  return lines;
}

export const placeLine = (flow: PlannedFlow, number: number): string =>
  `service.place(${text(flow.name)}, { ${flow.matchBy}: ${keyCode(flow, number)} });`;

const arrived = (flow: PlannedFlow, key: string, values?: Examples): string =>
  `hasArrived(service, ${text(flow.name)}, ${key}${values ? `, ${objectCode(values)}` : ""});`;

/** That records arrive whole, once, and again when they change (or not, where that is the rule). */
export function arrivalDrafts(flow: PlannedFlow): Draft[] {
  const about = `flow:${flow.name}`;
  const file = fileOf(flow);
  const expected = expectedOf(flow, exampleOf(flow, 1));
  const name = text(flow.name);
  const key = (number: number) => keyCode(flow, number);
  const drafts: Draft[] = [
    {
      about,
      file,
      words: `${article(one(flow))} of ${flow.fromLabel} arrives in ${flow.toLabel} with every value`,
      body: [...giveLines(flow, 1), `await service.sync(${name});`, arrived(flow, key(1), expected)],
    },
    {
      about,
      file,
      words: `${article(one(flow))} that has not changed is not sent again`,
      body: [
        ...giveLines(flow, 2),
        `await service.sync(${name});`,
        `const before = service.writes(${name}).length;`,
        `const again = await service.sync(${name});`,
        'assert.equal(again.status, "completed");',
        `assert.equal(service.writes(${name}).length, before);`,
      ],
    },
  ];
  const changed = changeOf(flow, 3);
  const isTwice = flow.mode === "once";
  if (changed)
    drafts.push({
      about: isTwice ? `${about}@once` : about,
      file,
      words: isTwice
        ? `${article(one(flow))} that changes afterwards is left as it arrived, and never made a second time`
        : `${article(one(flow))} that changes is changed in ${flow.toLabel} and not made a second time`,
      body: [
        ...giveLines(flow, 3),
        `await service.sync(${name});`,
        `service.edit(${name}, id, ${objectCode(changed)});`,
        `await service.sync(${name});`,
        arrived(
          flow,
          key(3),
          pick(expectedOf(flow, { ...exampleOf(flow, 3), ...(isTwice ? {} : changed) }), flow, changed),
        ),
      ],
    });
  if (flow.mode === "update")
    drafts.push({
      about,
      file,
      words: `${article(one(flow))} that ${flow.toLabel} does not have is reported, and not made there`,
      body: [
        `const id = service.give(${name}, ${samplerOf(flow)}(40));`,
        `await service.sync(${name});`,
        `hasNotArrived(service, ${name}, ${keyCode(flow, 40)});`,
        `const record = await recordOf(service, ${name}, id);`,
        'assert.equal(record.status, "dead");',
        'assert.match(record.reason ?? "", /has no record for it/);',
      ],
    });
  return [...drafts, ...wrongValueDrafts(flow)];
}

/** A value of a record that its readers can see change. */
function changeOf(flow: PlannedFlow, number: number): Examples | undefined {
  const before = exampleOf(flow, number);
  const watched = new Set([...flow.skip.map(({ when }) => when.field), keySource(flow)]);
  for (const mapped of flow.mapping) {
    const [name] = sourcesOf(mapped);
    const type = name === undefined ? undefined : sourceValueOf(flow, name)?.type;
    if (name === undefined || watched.has(name) || mapped.making.kind === "translated") continue;
    const value = before[name];
    if (typeof value === "number") return { [name]: value + 7 };
    if (type === "text" && typeof value === "string") return { [name]: `Changed ${value}` };
    if (type === "day") return { [name]: "2026-02-27" };
    if (type === "instant") return { [name]: "2026-02-27T10:00:00.000Z" };
  }
  return undefined;
}

/** Of what is expected, what the change shows in. */
function pick(expected: Examples, flow: PlannedFlow, changed: Examples): Examples {
  const names = flow.mapping.filter((mapped) => sourcesOf(mapped).some((name) => name in changed)).map(({ to }) => to);
  return Object.fromEntries(names.map((name) => [name, expected[name]]));
}

/** A record that can't be read is kept with the reason, reported, and tried again once it is corrected. */
function wrongValueDrafts(flow: PlannedFlow): Draft[] {
  const bad = flow.values
    .map(({ name, type, required }): [string, Example] | undefined => {
      if (name === keySource(flow) && flow.mode === "update") return undefined;
      if (type === "email") return [name, "not an address"];
      if (type === "amount" || type === "whole") return [name, "many"];
      if (type === "day" || type === "instant") return [name, "one of these days"];
      return required ? [name, undefined] : undefined;
    })
    .find((each) => each !== undefined);
  if (!bad) return [];
  const [field, value] = bad;
  const name = text(flow.name);
  const right = exampleOf(flow, 5)[field];
  return [
    {
      about: "service:report",
      file: fileOf(flow),
      words: `${article(one(flow))} with a wrong ${field} is kept with the reason, and arrives once it is corrected and tried again`,
      body: [
        ...(flow.mode === "update" && flow.matchBy ? [placeLine(flow, 5)] : []),
        `const id = service.give(${name}, ${samplerOf(flow)}(5, ${objectCode({ [field]: value })}));`,
        `await service.sync(${name});`,
        `const { status, reason, id: failure } = await recordOf(service, ${name}, id);`,
        'assert.equal(status, "dead");',
        `assert.match(reason ?? "", /^${field} /);`,
        `assert.ok((await service.api.get("/failures")).text.includes(\`/failures/\${failure}/retry\`));`,
        `service.edit(${name}, id, ${objectCode({ [field]: right })});`,
        "assert.equal((await service.api.post(`/api/failures/${failure}/retry`)).status, 202);",
        `await until("it has arrived", async () => (await recordOf(service, ${name}, id)).status === "delivered");`,
        arrived(flow, keyCode(flow, 5)),
      ],
    },
  ];
}

/** What a value of the target is made of, by examples. */
export function mappingDrafts(flow: PlannedFlow, to: string): Draft[] {
  const mapped = flow.mapping.find((each) => each.to === to);
  if (!mapped) return [];
  const first = 100 + flow.mapping.indexOf(mapped) * 10;
  const cases = changesFor(flow, mapped).map((changes, index) => {
    const number = first + index;
    const expected = expectedOf(flow, { ...exampleOf(flow, number), ...changes })[to];
    return {
      give: giveLines(flow, number, changes, `id${index + 1}`),
      key: keyCode(flow, number, `id${index + 1}`),
      expected,
    };
  });
  return [
    {
      about: `flow:${flow.name}.${to}`,
      file: fileOf(flow),
      words: `${mapped.label} in ${flow.toLabel} ${wordsOf(flow, to)}`,
      body: [
        ...cases.flatMap(({ give }) => give),
        `await service.sync(${text(flow.name)});`,
        ...cases.map(({ key, expected }) => arrived(flow, key, { [to]: expected })),
      ],
    },
  ];
}

/** Records that tell one way of making a value from others, and that no rule keeps back. */
function changesFor(flow: PlannedFlow, mapped: Mapped): Examples[] {
  const base = exampleOf(flow, 1);
  const isKey = sourcesOf(mapped).includes(keySource(flow)) || mapped.to === flow.matchBy;
  const wanted = isKey ? [{}] : wantedFor(flow, mapped);
  const fitting = wanted.filter((changes) => !flow.skip.some(({ when }) => holds(when, { ...base, ...changes })));
  return fitting.length > 0 ? fitting : [{}];
}

function wantedFor(flow: PlannedFlow, { making }: Mapped): Examples[] {
  if (making.kind === "constant") return [{}];
  if (making.kind === "joined") {
    const parts = making.from.map((name, index): [string, string] => [
      name,
      ["Anna Maria", "Keller", "Third"][index] ?? "Last",
    ]);
    return [Object.fromEntries(parts)];
  }
  const { from } = making;
  if (typeof from !== "string") {
    const parts = from.map((name, index): [string, number] => [
      name,
      sourceValueOf(flow, name)?.type === "whole" ? 3 + index : ([7.25, 62.5][index] ?? 1.1),
    ]);
    return [Object.fromEntries(parts)];
  }
  const of = (...values: Example[]) => values.map((value) => ({ [from]: value }));
  switch (making.kind) {
    case "firstName":
    case "lastName":
      return of("Anna Maria Keller", "Ben Okafor", "Cher");
    case "translated":
      return of(...making.table.map(([from]) => from), "something else");
    case "fromCents":
      return of(1250, 5, 100);
    case "toCents":
      return of(12.5, 1.1, 19.99);
    case "upper":
    case "lower":
      return of(sourceValueOf(flow, from)?.type === "email" ? "Mixed.Case@Example.com" : "Mixed Case");
    case "digitsOnly":
      return of("+31 (0)20-555 01", "020 555-02");
    case "day":
      return of("2026-03-31T23:15:00.000Z");
    case "daysAfter":
      return of(sourceValueOf(flow, making.from)?.type === "instant" ? "2026-02-20T09:30:00.000Z" : "2026-02-20");
    case "countryCode":
      return of("Germany", "nl", "Atlantis");
    case "copy":
      return sourceValueOf(flow, making.from)?.required ? [{}] : [{}, ...of(undefined)];
    default:
      return [{}];
  }
}

function wordsOf(flow: PlannedFlow, to: string): string {
  const making = flow.mapping.find((each) => each.to === to)?.making;
  if (!making) return "";
  const of = (name: string) => `“${sourceValueOf(flow, name)?.label ?? name}” of ${flow.fromLabel}`;
  switch (making.kind) {
    case "copy":
      return making.otherwise === undefined
        ? `is ${of(making.from)}`
        : `is ${of(making.from)}, or ${making.otherwise} when it is missing`;
    case "constant":
      return `is always ${making.value}`;
    case "joined":
      return `joins ${making.from.map(of).join(" and ")}`;
    case "product":
      return `is ${making.from.map(of).join(" times ")}`;
    case "sum":
      return `is ${making.from.map(of).join(" plus ")}`;
    case "difference":
      return `is ${making.from.map(of).join(" minus ")}`;
    case "daysAfter":
      return `is ${making.days} days after ${of(making.from)}`;
    case "translated":
      return `has the words for ${of(making.from)} that it has there`;
    default:
      return `${manner[making.kind]} ${of(making.from)}`;
  }
}

const manner = {
  firstName: "is all but the last word of",
  lastName: "is the last word of",
  fromCents: "is in whole units what is in cents in",
  toCents: "is in cents what is in whole units in",
  upper: "is in capitals what is",
  lower: "is in small letters what is",
  digitsOnly: "has only the digits of",
  day: "is the day of",
  countryCode: "is the two-letter code of",
} as const;

/** Records that a rule keeps back, and those just beside it that it doesn't. */
export function skipDrafts(flow: PlannedFlow, index: number): Draft[] {
  const rule = flow.skip[index];
  if (!rule) return [];
  const { field } = rule.when;
  const number = 60 + index * 2;
  const { kept, skipped } = edgeOf(rule.when, exampleOf(flow, number)[field]);
  // Where the value that is looked at is also the key, a record without it can't be looked for.
  const isKey = field === keySource(flow) && flow.matchBy !== undefined;
  const name = text(flow.name);
  return [
    {
      about: `flow:${flow.name}~${index}`,
      file: fileOf(flow),
      words: `${article(one(flow))} stays behind when it is so: ${rule.reason}; others go on`,
      body: [
        ...giveLines(flow, number, isKey ? {} : { [field]: kept }, "others"),
        `const behind = service.give(${name}, ${samplerOf(flow)}(${number + 1}, ${objectCode({ [field]: skipped })}));`,
        `await service.sync(${name});`,
        arrived(flow, keyCode(flow, number, "others")),
        ...(isKey ? [] : [`hasNotArrived(service, ${name}, ${keyCode(flow, number + 1, "behind")});`]),
        `const { status, reason } = await recordOf(service, ${name}, behind);`,
        `assert.deepEqual({ status, reason }, { status: "skipped", reason: ${text(rule.reason)} });`,
      ],
    },
  ];
}

/** That a record which the target had before is found there. */
export function matchDrafts(flow: PlannedFlow): Draft[] {
  const { matchBy } = flow;
  if (!matchBy) return [];
  const expected = expectedOf(flow, exampleOf(flow, 50));
  return [
    {
      about: `flow:${flow.name}@match`,
      file: fileOf(flow),
      words: `${article(one(flow))} that ${flow.toLabel} had before is found there by its ${matchBy}`,
      body: [
        `const before = service.place(${text(flow.name)}, { ${matchBy}: ${keyCode(flow, 50)} });`,
        `const id = service.give(${text(flow.name)}, ${samplerOf(flow)}(50));`,
        `await service.sync(${text(flow.name)});`,
        arrived(flow, keyCode(flow, 50), flow.mode === "once" ? { [matchBy]: expected[matchBy] } : expected),
        `assert.equal((await recordOf(service, ${text(flow.name)}, id)).targetId, before);`,
      ],
    },
  ];
}

/** When the next sync is due, and that it then begins by itself. */
export function scheduleDrafts(flow: PlannedFlow): Draft[] {
  const { schedule } = flow;
  if (!schedule) return [];
  const cases =
    schedule.kind === "every"
      ? [["2026-03-02T10:00:00Z", new Date(Date.UTC(2026, 2, 2, 10) + schedule.seconds * 1000).toISOString(), "UTC"]]
      : atCases(schedule.at, schedule.weekday);
  const about = `flow:${flow.name}@schedule`;
  const file = fileOf(flow);
  const name = text(flow.name);
  return [
    {
      about,
      file,
      words: `${flow.label}: the next sync is due when the schedule says so`,
      body: [
        `const schedule = integration.flows.find((flow) => flow.name === ${name})?.schedule;`,
        "assert.ok(schedule);",
        ...cases.map(
          ([after = "", next = "", zone = ""]) =>
            `assert.equal(nextRun(schedule, new Date(${text(after)}), ${text(zone)}).toISOString(), ${text(next)});`,
        ),
      ],
    },
    {
      about,
      file,
      words: `${flow.label}: a sync that is due begins by itself`,
      body: [
        ...giveLines(flow, 90),
        `await service.makeDue(${name});`,
        `await until("it has arrived", () => service.arrived(${name}, ${keyCode(flow, 90)}).length === 1);`,
        "await service.settle();",
        `const { body } = await service.api.get("/api/syncs?flow=${flow.name}&cause=schedule");`,
        "assert.ok(body.total > 0);",
      ],
    },
  ];
}

/** The same time of day in a zone where clocks change, before and after they do. */
function atCases(at: string, weekday: number | undefined): string[][] {
  // 1 to 7 June 2026 is Monday to Sunday.
  const day = weekday === undefined ? 2 : weekday === 0 ? 7 : weekday;
  const week = weekday === undefined ? 1 : 7;
  const date = (shift: number) => new Date(Date.UTC(2026, 5, day + shift)).toISOString().slice(0, 10);
  const iso = (shift: number, hours = 0) =>
    new Date(Date.parse(`${date(shift)}T${at}:00Z`) + hours * 3_600_000).toISOString();
  return [
    [new Date(Date.parse(iso(0)) - 1000).toISOString(), iso(0), "UTC"],
    [iso(0), iso(week), "UTC"],
    [new Date(Date.parse(iso(0, -1)) - 1000).toISOString(), iso(0, -1), "Europe/London"],
  ];
}

/** In flows with a way back: nothing is sent to and fro, and the right side wins when both have changed. */
export function backDrafts(flow: PlannedFlow, back: PlannedFlow | undefined): Draft[] {
  if (!flow.back || !back) return [];
  const changed = changeOf(flow, 70);
  const name = text(flow.name);
  const backName = text(back.name);
  const about = `flow:${flow.name}@back`;
  const file = "test/two-ways.test.ts";
  const field = Object.keys(changed ?? {})[0];
  const mapped = flow.mapping.find((each) => field !== undefined && sourcesOf(each).includes(field));
  const target = mapped?.to;
  const drafts: Draft[] = [
    {
      about,
      file,
      words: `${flow.source.plural}: what was sent one way is not sent back`,
      body: [
        "const service = await startService();",
        ...giveLines(flow, 71),
        `await service.sync(${name});`,
        `const sent = service.writes(${backName}).length;`,
        `await service.sync(${backName});`,
        `await service.sync(${name});`,
        `assert.equal(service.writes(${backName}).length, sent);`,
        `assert.equal(service.writes(${name}).length, 1);`,
        "await service.stop();",
      ],
    },
  ];
  if (!changed || field === undefined || target === undefined) return drafts;
  const [mine, theirs] = [
    changed[field],
    typeof changed[field] === "number" ? Number(changed[field]) + 50 : `${String(changed[field])} elsewhere`,
  ];
  const winner = flow.back.conflict === "target" ? theirs : mine;
  const edits =
    flow.back.conflict === "newest"
      ? [
          `service.edit(${backName}, there, ${objectCode({ [target]: theirs })});`,
          `service.edit(${name}, id, ${objectCode({ [field]: mine })});`,
        ]
      : [
          `service.edit(${name}, id, ${objectCode({ [field]: mine })});`,
          `service.edit(${backName}, there, ${objectCode({ [target]: theirs })});`,
        ];
  const stamp = flow.back.conflict === "newest" ? `, updatedAt: "2026-06-01T00:00:00.000Z"` : "";
  drafts.push({
    about,
    file,
    words: `${flow.source.plural}: a change on the other side comes back`,
    body: [
      "const service = await startService();",
      ...giveLines(flow, 72),
      `await service.sync(${name});`,
      `const there = (await recordOf(service, ${name}, id)).targetId ?? "";`,
      `service.edit(${backName}, there, ${objectCode({ [target]: theirs })});`,
      `await service.sync(${backName});`,
      `hasArrived(service, ${backName}, ${back.matchBy ? keyCode(flow, 72) : "there"}, ${objectCode({ [field]: theirs })});`,
      "await service.stop();",
    ],
  });
  drafts.push({
    about,
    file,
    words: `${flow.source.plural}: when both sides have changed, ${flow.back.conflict === "newest" ? "the later change" : flow.back.conflict === "source" ? flow.fromLabel : flow.toLabel} wins`,
    body: [
      "const service = await startService();",
      ...giveLines(flow, 73),
      `await service.sync(${name});`,
      `const there = (await recordOf(service, ${name}, id)).targetId ?? "";`,
      ...edits.map((line, index) => (index === 1 && stamp ? line.replace(/ \}\);$/, `${stamp} });`) : line)),
      `await service.sync(${name});`,
      `await service.sync(${backName});`,
      `hasArrived(service, ${name}, ${keyCode(flow, 73)}, ${objectCode({ [target]: winner })});`,
      `hasArrived(service, ${backName}, ${back.matchBy ? keyCode(flow, 73) : "there"}, ${objectCode({ [field]: winner })});`,
      "await service.stop();",
    ],
  });
  return drafts;
}
