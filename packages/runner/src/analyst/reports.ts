import type { Condition, Field, Report, Span } from "../artefacts.ts";
import { openOf } from "./demands/due.ts";
import { dayIn } from "./demands/filtered.ts";
import {
  addByPhrase,
  addEntity,
  type Draft,
  type DraftEntity,
  findEntity,
  pluralWords,
  refer,
  statesOf,
  type Wish,
} from "./draft.ts";
import { attributeOf, camel, capital, isValueWord, kebab } from "./fields.ts";
import { notRecords, staff } from "./lexicon.ts";
import { numbersOf } from "./numbers.ts";
import { type Focus, splitList, thingIn } from "./structure/thing.ts";
import { plural, singular, tokensOf } from "./tokens.ts";

const numeric = (field: Field) => ["money", "integer", "decimal"].includes(field.type);

/** "Totals per person", "number of visits by vet", "how much each family owes": one row a group. */
export function reportOn(
  draft: Draft,
  text: string,
  wish: Wish,
  focus: Focus,
  spokenOf: DraftEntity | undefined,
): boolean {
  const match =
    text.match(
      /^(.*?)\b(?:per|by|for each|for every|of each|of every|grouped by|broken down by)\b (?:the |an? )?(.+)$/i,
    ) ??
    swap(text.match(/^(?:show |see |calculate |know )?(?:each|every) ([a-z]+)(?:'s|s')? (.+)$/i)) ??
    swap(text.match(/^(?:show |see |calculate |know )?how (?:much|many) (?:[a-z]+ )?(?:each|every) ([a-z]+) (.+)$/i));
  if (!match?.[2]) return whole(draft, text, wish, spokenOf ?? focus.last);
  const measured = (match[1] ?? "").toLowerCase();
  const average = /\b(?:average|mean)\b/.test(measured);
  const counted = /\b(?:number of|count|how many)\b/.test(measured);
  // "The average number of loans per month" is one number for all of them, and no row for each.
  if (average && counted) return false;
  let any = false;
  let unmet: string | undefined;
  const made: Report[] = [];
  const items = splitList(
    match[2]
      .replace(/(?<=\b(?:day|week|month|quarter|year)) for [\p{L} ]+$/iu, "")
      .replace(/ (?:and )?(?:per|by|each|for each) (?=(?:day|week|month|quarter|year)s?\b)/i, " and "),
  );
  // "Hours by lawyer and month" is one table with a row for each lawyer and month.
  const span = items.length > 1 ? items.map((item) => spanOf(draft, item)).find(Boolean) : undefined;
  // "Per category and per month" asks for the one, for the other, and for both.
  const isOnce = !/ and (?:per|by|for each|for every) /i.test(text);
  for (const item of items) {
    if (span && isOnce && spanOf(draft, item)) continue;
    const words = tokensOf(item.replace(/^(?:per|by|for each|of each) (?:the |an? )?/i, ""))
      .filter(({ kind }) => kind === "N" || kind === "A")
      .map(({ base }) => singular(base));
    const alone = words.at(-1) ?? "";
    const each = spanOf(draft, alone);
    if (each && overTime(draft, measured, each, wish, spokenOf ?? focus.last)) {
      any = true;
      continue;
    }
    if (/^(?:day|week|month|quarter|year)$/.test(words[0] ?? "")) {
      unmet = draft.isTool
        ? "Reports by week or quarter are not built by this version."
        : `The records are kept, but none of them has a date of its own that tells the ${words[0]}.`;
      continue;
    }
    const by =
      findEntity(draft, words) ??
      (/^(?:person|people|employee|user|member|staff)$/.test(words.at(-1) ?? "")
        ? personOf(draft, spokenOf ?? focus.last)
        : undefined);
    const spoken = subjectOf(draft, measured, by, words, spokenOf, focus);
    if (!spoken) return false;
    const subject = sellerOf(draft, spoken, measured) ?? (by && tieOf(draft, spoken, by)) ?? spoken;
    const beyond = by && by !== subject && !reference(subject, by) ? viaTo(draft, subject, by) : undefined;
    const isOwn = subject.fields.some(({ label }) => label.toLowerCase() === words.join(" "));
    const choice = (by && !/ of /i.test(item)) || isOwn ? undefined : choiceVia(draft, subject, item);
    const grouping =
      choice?.to ??
      beyond?.to ??
      (by && (reference(subject, by) ?? (by === subject ? undefined : refer(subject, by, { required: false })))) ??
      subject.fields.find(({ name }) => name.toLowerCase() === camel(words).toLowerCase()) ??
      groupOf(draft, subject, by, words);
    if (!grouping) return false;
    const over = span ? dayTold(subject, text) : undefined;
    if (span && (!over || over === grouping)) {
      wish.kind = "report";
      wish.gap = `The records are kept, but none of them has a date of its own that tells the ${span}.`;
      return true;
    }
    if (isPriceList(draft, subject, measured)) return false;
    const values = numbersOf(draft, subject);
    const value =
      values.find(
        ({ name, label }) =>
          measured.includes(label.toLowerCase().replace(/^number of /, "")) ||
          measured.includes(name.toLowerCase()) ||
          measured.includes(`${label.toLowerCase()}s`),
      ) ?? (counted ? undefined : (calledIn(values, measured) ?? amountIn(values, measured)));
    const sum = value
      ? [
          {
            name: average ? "average" : "total",
            label: average ? `Average ${value.label.toLowerCase()}` : "Total",
            fn: average ? ("average" as const) : ("sum" as const),
            field: value.name,
          },
        ]
      : [];
    const title = `${
      measured
        .replace(
          /^(?:(?:the )?(?:[a-z]+ ){1,3})?(?:show|see|list|calculate|know|give|get|view|display)s? (?:me )?(?:the |all )?/,
          "",
        )
        .replace(/^(?:an?|the) /, "")
        .trim() || "totals"
    } per ${words.join(" ")}${span ? ` and ${span}` : ""}`.replace(
      /\b(?:reports?|summary|statistics?) (?:of|on|with|about|for) (?:the )?/,
      "",
    );
    const report: Report = {
      name: kebab(title.split(/\s+/).slice(0, 8)),
      label: capital(title).slice(0, 110),
      entity: subject.name,
      groupBy: grouping.name,
      ...(choice ? { via: choice.via.name } : beyond ? { via: beyond.via.name } : {}),
      ...(span && over ? { over: { field: over.name, each: span } } : {}),
      when: onlyIn(subject, measured),
      measures: [
        { name: camel(pluralWords(subject)), label: capital(pluralWords(subject).join(" ")), fn: "count" },
        ...sum.filter(({ name }) => name !== camel(pluralWords(subject))),
      ],
    };
    made.push(report);
    if (over && !isOnce) {
      const { over: _, ...alone } = report;
      const label = report.label.replace(/ and [a-z]+$/, "");
      made.push({ ...alone, name: kebab(label.toLowerCase().split(/\s+/).slice(0, 8)), label });
    }
    any = true;
  }
  const [one, two] = made;
  const both = one && two && made.length === 2 && !draft.isTool ? byBoth(one, two) : undefined;
  for (const report of both && isOnce ? [both] : [...made, ...(both ? [both] : [])]) {
    if (!draft.reports.some(({ name }) => name === report.name)) draft.reports.push(report);
    wish.targets.add(`report:${report.name}`);
  }
  wish.kind = "report";
  if (unmet && !any) wish.gap = unmet;
  else if (unmet) draft.assumptions.add(`In “${text}”, the grouping by time is left out.`);
  return any || unmet !== undefined;
}

/** "Turnover per category" of products: what they cost is no turnover, for that they have to be sold. */
const isPriceList = (draft: Draft, { name, fields }: DraftEntity, measured: string): boolean =>
  /\b(?:revenue|turnover|income|takings|sales|earnings|sold)\b/.test(measured) &&
  draft.entities.some(
    (each) =>
      each.fields.some(({ target }) => target === name) &&
      // What has a day of its own earns by itself, unless what is sold of it does.
      (!fields.some(({ type }) => type === "date" || type === "dateTime") ||
        each.fields.some(({ type }) => type === "money")),
  );

/** "Revenue per destination" of trips that bookings are made for: what those bookings come to. */
function sellerOf(draft: Draft, spoken: DraftEntity, measured: string): DraftEntity | undefined {
  if (!isPriceList(draft, spoken, measured)) return undefined;
  const [only, another] = draft.entities.filter(
    (each) =>
      each.fields.some(({ target }) => target === spoken.name) &&
      numbersOf(draft, each).some(({ type }) => type === "money"),
  );
  return another ? undefined : only;
}

/** One row for each of both: "theses by supervisor and status". */
function byBoth(one: Report, two: Report): Report | undefined {
  if (one.entity !== two.entity || one.groupBy === two.groupBy || one.over || one.each || two.via) return undefined;
  const other = two.label.match(/ per (.+)$/)?.[1];
  if (other === undefined) return undefined;
  return {
    ...one,
    name: kebab([...one.name.split("-"), "and", ...other.split(" ")]),
    label: `${one.label} and ${other}`.slice(0, 110),
    and: two.groupBy,
  };
}

/** "Month" of "by lawyer and month". */
function spanOf({ isTool }: Draft, item: string): Span | undefined {
  const word = item.toLowerCase().replace(/^(?:(?:per|by|for each|each|the) )+/, "");
  const known: readonly Span[] = isTool ? ["day", "month", "year"] : ["day", "week", "month", "quarter", "year"];
  return known.find((each) => each === word);
}

/** The day that a record is about; by when it is due, or what comes next, only when that is said. */
function dayTold(entity: DraftEntity, text: string): Field | undefined {
  const day = dayIn(entity, "");
  if (!day || !/due|next|expir|deadline|birth|remind/i.test(day.name) || text.includes(day.label.toLowerCase()))
    return day;
  return entity.fields.find(
    ({ type, name }) =>
      (type === "date" || type === "dateTime") && !/due|next|expir|deadline|birth|remind|On$/i.test(name),
  );
}

/** One row a day, week, month, quarter or year, by the day that the record is about. */
function overTime(draft: Draft, measured: string, each: Span, wish: Wish, focus: DraftEntity | undefined): boolean {
  const spoken = subjectOf(draft, measured, undefined, [], undefined, { last: focus, listed: [] });
  const subject = earning(draft, measured, spoken) ?? spoken;
  const date = subject && dayTold(subject, measured);
  if (!subject || !date) return false;
  const average = /\b(?:average|mean)\b/.test(measured);
  const values = numbersOf(draft, subject);
  const value =
    values.find(({ label }) => measured.includes(label.toLowerCase())) ??
    (/\b(?:number of|count|how many)\b/.test(measured) ? undefined : amountIn(values, measured));
  const title = `${
    measured
      .replace(
        /^(?:(?:the )?(?:[a-z]+ ){1,3})?(?:show|see|list|calculate|know|give|get|view|display)s? (?:me )?(?:the |all )?/,
        "",
      )
      .replace(/\bper .*$/, "")
      .trim() || "totals"
  } per ${each}`;
  const report: Report = {
    name: kebab(title.split(/\s+/).slice(0, 8)),
    label: capital(title).slice(0, 110),
    entity: subject.name,
    groupBy: date.name,
    each,
    when: onlyIn(subject, measured),
    measures: [
      { name: camel(pluralWords(subject)), label: capital(pluralWords(subject).join(" ")), fn: "count" },
      ...(value
        ? [
            {
              name: average ? "average" : "total",
              label: average ? `Average ${value.label.toLowerCase()}` : "Total",
              fn: average ? ("average" as const) : ("sum" as const),
              field: value.name,
            },
          ]
        : []),
    ],
  };
  if (!draft.reports.some(({ name }) => name === report.name)) draft.reports.push(report);
  wish.targets.add(`report:${report.name}`);
  return true;
}

/** "Revenue per week" where what was spoken of last earns nothing: the one kind of record with a day and an amount of money. */
function earning(draft: Draft, measured: string, spoken: DraftEntity | undefined): DraftEntity | undefined {
  if (
    !/^(?:the |our |my |total |show |see |me )*(?:revenue|turnover|income|takings|sales|earnings)\b(?: (?:report|overview|summary|statistics))?\s*$/.test(
      measured,
    )
  )
    return undefined;
  const earns = (entity: DraftEntity) =>
    dayTold(entity, measured) !== undefined && numbersOf(draft, entity).some(({ type }) => type === "money");
  if (spoken && earns(spoken)) return undefined;
  const [only, another] = draft.entities.filter(earns);
  return another ? undefined : only;
}

/** A group that nothing knows yet: a record when the brief speaks of several, else a value. */
function groupOf(
  draft: Draft,
  subject: DraftEntity,
  by: DraftEntity | undefined,
  words: readonly string[],
): Field | undefined {
  if (by) return undefined;
  // What another record holds is no second time typed in here.
  const known = camel(words).toLowerCase();
  if (draft.entities.some((each) => each !== subject && each.fields.some(({ name }) => name.toLowerCase() === known)))
    return undefined;
  const many = plural(words.at(-1) ?? "");
  const isTold =
    draft.spoken.includes(` ${many} `) && !isValueWord(words.join(" ")) && !notRecords.has(words.at(-1) ?? "");
  const made = isTold ? addEntity(draft, words) : undefined;
  return made && made !== subject
    ? refer(subject, made, { required: false })
    : addByPhrase(subject, words.join(" "), { required: false });
}

/** "Type of grave" of burials that know their grave, "destination" of bookings: a value of what they point at. */
function choiceVia(draft: Draft, subject: DraftEntity, item: string): { via: Field; to: Field } | undefined {
  const [, what = "", of] =
    item
      .toLowerCase()
      .replace(/^(?:(?:per|by|the|each) )+/, "")
      .match(/^([\p{L}-]+(?: [\p{L}-]+)??)(?: of (?:the )?([\p{L}-]+))?$/u) ?? [];
  if (draft.isTool || what === "") return undefined;
  const ways = subject.fields.flatMap((via) => {
    const between = draft.entities.find(({ name }) => name === via.target && name !== subject.name);
    if (!between || (of && between.words.at(-1) !== singular(of))) return [];
    const to = between.fields.find(
      ({ type, label }) => (type === "enum" || type === "text") && label.toLowerCase() === what,
    );
    return to ? [{ via, to }] : [];
  });
  return ways.length === 1 ? ways[0] : undefined;
}

/** "Candidates per exam" where nothing but registrations knows both. */
function tieOf(draft: Draft, subject: DraftEntity, by: DraftEntity): DraftEntity | undefined {
  if (subject === by || reference(subject, by) || viaTo(draft, subject, by)) return undefined;
  const ties = draft.entities.filter((each) => reference(each, subject) && reference(each, by));
  return ties.length === 1 ? ties[0] : undefined;
}

/** "Honey per site" where harvests know their hive and hives their site: the one way that leads there. */
function viaTo(draft: Draft, subject: DraftEntity, by: DraftEntity): { via: Field; to: Field } | undefined {
  if (draft.isTool) return undefined;
  const ways = subject.fields.flatMap((via) => {
    const between = draft.entities.find(({ name }) => name === via.target && name !== subject.name);
    const to = between && reference(between, by);
    return to ? [{ via, to }] : [];
  });
  return ways.length === 1 ? ways[0] : undefined;
}

const swap = (match: RegExpMatchArray | null) => (match ? ["", match[2] ?? "", match[1] ?? ""] : undefined);

const reference = (entity: DraftEntity, to: DraftEntity): Field | undefined =>
  entity.fields.find((field) => field.target === to.name);

/** What is counted or summed: what the measure names, else what knows the group and holds a number. */
function subjectOf(
  draft: Draft,
  measured: string,
  by: DraftEntity | undefined,
  group: readonly string[],
  spokenOf: DraftEntity | undefined,
  focus: Focus,
): DraftEntity | undefined {
  // "Total kilograms of harvests": of what it is, when that is said.
  const owner = findEntity(
    draft,
    measured
      .trim()
      .match(/ of (?:the |all )?([\p{L}-]+(?: [\p{L}-]+)?s)$/u)?.[1]
      ?.split(" ") ?? [],
  );
  if (owner && owner !== by && numbersOf(draft, owner).length > 0) return owner;
  const thing = thingIn(
    tokensOf(
      measured
        .trim()
        .replace(
          /\b(?:total|totals|sum|number|count|average|mean|how many|how much|report|summary|statistics?|show|see|list|calculate|the|of|all)\b/g,
          " ",
        ),
    ),
  );
  const named = thing && findEntity(draft, thing.words);
  if (named && named !== by) return named;
  const words = thing?.words ?? [];
  const head = words.at(-1) ?? "";
  // "Donated" is told by donations; cards that nobody keeps are told by nothing.
  const stem =
    head.length > 5
      ? draft.entities.find((entity) => entity !== by && entity.words.at(-1)?.slice(0, 5) === head.slice(0, 5))
      : undefined;
  if (stem) return stem;
  const holders = draft.entities.filter(
    (entity) =>
      words.length > 0 &&
      entity.fields.some(
        (field) =>
          numeric(field) &&
          (singular(field.name.toLowerCase()).endsWith(singular(words.at(-1) ?? "")) ||
            field.label
              .toLowerCase()
              .split(" ")
              .map(singular)
              .includes(singular(words.at(-1) ?? ""))),
      ),
  );
  const knowing = (entity: DraftEntity) =>
    by
      ? reference(entity, by) !== undefined
      : entity.fields.some(({ name }) => name.toLowerCase() === camel(group).toLowerCase());
  if (holders.length > 0) return holders.find(knowing) ?? holders[0];
  if (
    thing?.plural &&
    !/^(?:sales|costs|fees|prices|earnings|amounts|expenses|hours|figures|statistics)$/.test(`${head}s`)
  )
    return undefined;
  return (
    draft.entities.find((entity) => knowing(entity) && numbersOf(draft, entity).some(({ type }) => type === "money")) ??
    draft.entities.find((entity) => knowing(entity) && entity.isEvent) ??
    draft.entities.find(knowing) ??
    (focus.last !== by ? focus.last : undefined) ??
    (spokenOf !== by ? spokenOf : undefined)
  );
}

/** "Average price" of what has a price per cubic metre: the one value that is called so. */
function calledIn<T extends Pick<Field, "label">>(values: readonly T[], measured: string): T | undefined {
  const noun = singular(measured.trim().match(/([\p{L}-]+)(?: of .+)?$/u)?.[1] ?? "");
  const called = values.filter(({ label }) =>
    label
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .map(singular)
      .includes(noun),
  );
  return noun !== "" && called.length === 1 ? called[0] : undefined;
}

/** The number that a measure means when it doesn't say its name: money for income, hours for hours, any for a total. */
function amountIn<T extends Pick<Field, "name" | "type">>(values: readonly T[], measured: string): T | undefined {
  const money = values.find(({ type }) => type === "money");
  if (
    /\b(?:revenue|turnover|income|takings|earnings?|sales|costs?|prices?|fees?|spend\w*|expenses?|paid|profit|money|value|amount|donated)\b/.test(
      measured,
    )
  )
    return money;
  const thing = measured
    .replace(
      /\b(?:totals?|sums?|average|mean|show|see|the|of|all|list|calculate|how much|reports?|on|and|with|me|a)\b/g,
      " ",
    )
    .trim();
  if (/\b(?:hours|time|duration)\b/.test(measured))
    return values.find(({ name }) => /hour|duration|length|time|minutes/i.test(name));
  return thing === "" || /\b(?:totals?|sums?|average|mean|how much)\b/.test(measured)
    ? (money ?? values[0])
    : undefined;
}

/** Whose totals: the people that the records name. */
function personOf(draft: Draft, entity: DraftEntity | undefined): DraftEntity | undefined {
  const targets = (entity ? [entity, ...draft.entities] : draft.entities).flatMap(({ fields }) =>
    fields.filter(({ target }) => target !== undefined).map(({ target }) => target),
  );
  return (
    draft.entities.find(
      ({ name, words }) =>
        targets.includes(name) &&
        (staff.has(words.at(-1) ?? "") || staff.has(words[0] ?? "") || words.includes("person")),
    ) ?? draft.entities.find(({ name, words }) => targets.includes(name) && words.includes("member"))
  );
}

function onlyIn(entity: DraftEntity, measured: string): Condition {
  const states = statesOf(entity)?.values ?? entity.fields.find(({ name }) => name === "status")?.values ?? [];
  const value = states.find((state) => new RegExp(`\\b${state.replace(/[^a-z ]/g, ".")}\\b`).test(measured));
  if (value) return [{ field: "status", op: "eq", to: { literal: value } }];
  // "Failed inspections": a choice that says so of itself.
  for (const { name, values: choices } of entity.fields) {
    const said =
      name === "status"
        ? undefined
        : choices?.find((each) =>
            new RegExp(`\\b${each.replace(/[^a-z ]/g, ".")}(?:e?d)? ${pluralWords(entity).at(-1)}\\b`).test(measured),
          );
    if (said) return [{ field: name, op: "eq", to: { literal: said } }];
  }
  return /\b(?:open|outstanding|pending|unresolved|unfinished|unpaid|owed)\b/.test(measured) ? openOf(entity) : [];
}

/** A total without a group: over the children of a record, as a value of that record. */
function whole(draft: Draft, text: string, wish: Wish, spokenOf: DraftEntity | undefined): boolean {
  const words = text.toLowerCase();
  for (const parent of [spokenOf, ...draft.entities]) {
    if (!parent) continue;
    for (const child of draft.entities) {
      const via = child !== parent ? reference(child, parent) : undefined;
      if (!via || !words.includes(child.words.at(-1) ?? "")) continue;
      const value = child.fields.find((field) => numeric(field) && words.includes(field.label.toLowerCase()));
      const counts = /\b(?:number of|count|how many)\b/.test(words);
      if (!value && !counts) continue;
      const name = value && !counts ? `total${capital(value.name)}` : `${camel(pluralWords(child))}Count`;
      if (!parent.computed.some((each) => each.name === name) && !parent.fields.some((each) => each.name === name))
        parent.computed.push({
          name,
          label: value && !counts ? `Total ${value.label.toLowerCase()}` : capital(pluralWords(child).join(" ")),
          value:
            value && !counts
              ? { kind: "sum", of: child.name, via: via.name, field: value.name, when: [] }
              : { kind: "count", of: child.name, via: via.name, when: [] },
        });
      wish.kind = "computed";
      wish.targets.add(`${parent.name}.${name}`);
      return true;
    }
  }
  const attribute = attributeOf(words.match(/\btotal ([a-z ]+)$/)?.[1] ?? "");
  const entity =
    attribute &&
    draft.entities.find(({ fields }) => fields.some((field) => numeric(field) && field.name === attribute.field.name));
  const group = entity?.fields.find(({ type }) => type === "reference" || type === "enum");
  const value = entity?.fields.find((field) => numeric(field) && field.name === attribute?.field.name);
  if (!entity || !group || !value) return false;
  const name = kebab(["total", ...attribute.words, "per", group.label.toLowerCase()]);
  draft.reports.push({
    name,
    label: `Total ${value.label.toLowerCase()} per ${group.label.toLowerCase()}`,
    entity: entity.name,
    groupBy: group.name,
    when: [],
    measures: [{ name: "total", label: "Total", fn: "sum", field: value.name }],
  });
  wish.kind = "report";
  wish.targets.add(`report:${name}`);
  return true;
}
