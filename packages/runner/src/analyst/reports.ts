import type { Condition, Field, Report } from "../artefacts.ts";
import {
  addByPhrase,
  type Draft,
  type DraftEntity,
  findEntity,
  pluralWords,
  refer,
  statesOf,
  type Wish,
} from "./draft.ts";
import { attributeOf, camel, capital, kebab } from "./fields.ts";
import { staff } from "./lexicon.ts";
import { type Focus, splitList, thingIn } from "./structure/thing.ts";
import { singular, tokensOf } from "./tokens.ts";

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
  let any = false;
  let unmet: string | undefined;
  for (const item of splitList(match[2].replace(/^(?:month|year|week|day)s? and /i, ""))) {
    const words = tokensOf(item.replace(/^(?:per|by|for each|of each) (?:the |an? )?/i, ""))
      .filter(({ kind }) => kind === "N" || kind === "A")
      .map(({ base }) => singular(base));
    if (/^(?:day|week|month|quarter|year)$/.test(words[0] ?? "")) {
      unmet = "Reports by day, week, month or year are not built by this version.";
      continue;
    }
    const by =
      findEntity(draft, words) ??
      (/^(?:person|people|employee|user|member|staff)$/.test(words.at(-1) ?? "")
        ? personOf(draft, spokenOf ?? focus.last)
        : undefined);
    const subject = subjectOf(draft, measured, by, words, spokenOf, focus);
    if (!subject) return false;
    const grouping =
      (by && (reference(subject, by) ?? refer(subject, by, { required: false }))) ??
      subject.fields.find(({ name }) => name.toLowerCase() === camel(words).toLowerCase()) ??
      (by ? undefined : addByPhrase(subject, words.join(" "), { required: false }));
    if (!grouping) return false;
    const values = subject.fields.filter(numeric);
    const value =
      values.find(
        ({ name, label }) =>
          measured.includes(label.toLowerCase()) ||
          measured.includes(name.toLowerCase()) ||
          measured.includes(`${label.toLowerCase()}s`),
      ) ?? (counted ? undefined : (values.find(({ type }) => type === "money") ?? values[0]));
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
          /^(?:(?:the )?[a-z]+ )?(?:show|see|list|calculate|know|give|get|view|display)s? (?:me )?(?:the |all )?/,
          "",
        )
        .replace(/^(?:an?|the) /, "")
        .trim() || "totals"
    } per ${words.join(" ")}`.replace(/\b(?:reports?|summary|statistics?) (?:of|on|with|about|for) (?:the )?/, "");
    const report: Report = {
      name: kebab(title.split(/\s+/).slice(0, 8)),
      label: capital(title).slice(0, 110),
      entity: subject.name,
      groupBy: grouping.name,
      when: onlyIn(subject, measured),
      measures: [
        { name: camel(pluralWords(subject)), label: capital(pluralWords(subject).join(" ")), fn: "count" },
        ...sum.filter(({ name }) => name !== camel(pluralWords(subject))),
      ],
    };
    if (!draft.reports.some(({ name }) => name === report.name)) draft.reports.push(report);
    wish.targets.add(`report:${report.name}`);
    any = true;
  }
  wish.kind = "report";
  if (unmet && !any) wish.gap = unmet;
  else if (unmet) draft.assumptions.add(`In “${text}”, the grouping by time is left out.`);
  return any || unmet !== undefined;
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
  const thing = thingIn(
    tokensOf(
      measured.replace(
        /\b(?:total|totals|sum|number|count|average|mean|how many|how much|report|summary|statistics?|show|see|list|calculate|the|of|all)\b/g,
        " ",
      ),
    ),
  );
  const named = thing && findEntity(draft, thing.words);
  if (named && named !== by) return named;
  const words = thing?.words ?? [];
  const holders = draft.entities.filter(
    (entity) =>
      words.length > 0 &&
      entity.fields.some(
        (field) => numeric(field) && singular(field.name.toLowerCase()).endsWith(singular(words.at(-1) ?? "")),
      ),
  );
  const knowing = (entity: DraftEntity) =>
    by
      ? reference(entity, by) !== undefined
      : entity.fields.some(({ name }) => name.toLowerCase() === camel(group).toLowerCase());
  return (
    holders.find(knowing) ??
    holders[0] ??
    draft.entities.find((entity) => knowing(entity) && entity.fields.some(({ type }) => type === "money")) ??
    draft.entities.find((entity) => knowing(entity) && entity.isEvent) ??
    draft.entities.find(knowing) ??
    (focus.last !== by ? focus.last : undefined) ??
    (spokenOf !== by ? spokenOf : undefined)
  );
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
  const value = (statesOf(entity)?.values ?? []).find((state) =>
    new RegExp(`\\b${state.replace(/[^a-z ]/g, ".")}\\b`).test(measured),
  );
  return value ? [{ field: "status", op: "eq", to: { literal: value } }] : [];
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
