import type * as z from "zod";
import type { Comparison, Condition, Field } from "../../artefacts.ts";
import {
  addByPhrase,
  addField,
  amountOf,
  type Draft,
  type DraftEntity,
  findEntity,
  pluralWords,
  statesOf,
  type Wish,
} from "../draft.ts";
import { attributeOf, capital, isPerson, kebab } from "../fields.ts";
import { singular } from "../tokens.ts";
import { type Demand, holderOf, mentioned } from "./demand.ts";

const comparisons: readonly (readonly [RegExp, "gt" | "gte" | "lt" | "lte"])[] = [
  [
    /\b(?:over|above|more than|exceed(?:s|ing)?|greater than|higher than|larger than|bigger than|longer than)\s+(?:[€$£]|eur |usd |gbp )?([\d.,]+)(k|%)?/i,
    "gt",
  ],
  [
    /\b(?:under|below|less than|lower than|fewer than|shorter than|smaller than)\s+(?:[€$£]|eur )?([\d.,]+)(k|%)?/i,
    "lt",
  ],
  [/\b(?:at least|from|minimum(?: of)?|no less than|not less than)\s+(?:[€$£]|eur )?([\d.,]+)(k|%)?/i, "gte"],
  [
    /\b(?:at most|up to|maximum(?: of)?|no more than|not more than|not exceed(?:ing)?)\s+(?:[€$£]|eur )?([\d.,]+)(k|%)?/i,
    "lte",
  ],
];

/** "over 500" as a comparison of the record's amount, in its smallest units. */
export function thresholdIn(text: string, entity: DraftEntity, given?: Field): z.infer<typeof Comparison> | undefined {
  for (const [pattern, op] of comparisons) {
    const match = text.match(pattern);
    if (!match?.[1]) continue;
    const number = Number(match[1].replace(/,(?=\d{3}\b)/g, "").replace(/[.,]$/, "")) * (match[2] === "k" ? 1_000 : 1);
    if (!Number.isFinite(number) || number > 1e12) return undefined;
    const lasting = /\b(?:longer|shorter) than\b/i.test(text)
      ? entity.fields.find(
          ({ name, type }) => ["integer", "decimal"].includes(type) && /length|duration|minutes|hours|days/i.test(name),
        )
      : undefined;
    const counted = nounAfter(text.slice((match.index ?? 0) + match[0].length));
    const ofCounted = counted ? countedBy(entity, counted) : undefined;
    // "Guests under 18" are young and not cheap; "more than 20 seats" is no price.
    if (
      !given &&
      !lasting &&
      !ofCounted &&
      ((counted && !isMoney(counted)) || (isPerson(entity.words.at(-1) ?? "") && !/[€$£]/.test(match[0])))
    )
      return undefined;
    const field =
      given ??
      lasting ??
      ofCounted ??
      entity.fields.find(
        ({ name, label, type }) =>
          ["money", "integer", "decimal", "percent"].includes(type) &&
          new RegExp(`\\b(?:${label.replace(/[^\p{L}\d ]/gu, ".")}|${name})\\b`, "iu").test(text),
      ) ??
      amountOf(entity) ??
      addByPhrase(entity, "amount");
    return (
      field && { field: field.name, op, to: { literal: field.type === "money" ? Math.round(number * 100) : number } }
    );
  }
  return undefined;
}

/** What a number in a sentence counts: "seats" of "more than 20 seats". */
function nounAfter(rest: string): string | undefined {
  const word = rest.match(/^ ([\p{L}-]+s)\b/iu)?.[1]?.toLowerCase();
  return word &&
    singular(word) !== word &&
    !/^(?:needs|requires|has|is|was|does|goes|gets|wants|hours|minutes|days|weeks|months|years|points)$/.test(word)
    ? singular(word)
    : undefined;
}

const isMoney = (noun: string) => /^(?:euro|dollar|pound|cent|franc|crown|yen|rupee|unit)$/.test(noun);

const countedBy = (entity: DraftEntity, noun: string): Field | undefined =>
  entity.fields.find(
    ({ label, type }) =>
      ["integer", "decimal"].includes(type) &&
      label
        .toLowerCase()
        .split(/[^\p{L}]+/u)
        .map(singular)
        .includes(noun),
  ) ??
  entity.fields.find(
    ({ name, type }) =>
      type === "integer" &&
      /^quantity$|^count$|^pieces$/.test(name) &&
      entity.fields.some(({ target }) => target !== undefined),
  );

export const requiredWhen: Demand = {
  test: /\b(?:over|above|under|below|more than|less than|at least|exceed\w*|(?:great|long|short|high|low|larg|bigg|small)er than|fewer than)\s+(?:[€$£])?[\d.,]+.*\b(?:needs?|requires?|must|has to|have to|should|may only|can only)\b/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(?:if |when )?(.+?) (?:needs?|requires?|must(?: have| include| contain| give| state)?|ha(?:s|ve) to(?: have| include)?|should(?: have| include)?|(?:may|can) only)(?: to (?:have|give))? (.+)$/i,
    );
    const entity = match?.[1] && (mentioned(draft, match[1]) ?? holderOf(draft, match[1]) ?? focus.last);
    if (!match?.[1] || !match[2] || !entity) return false;
    const noun = match[1].replace(/ (?:over|above|more than|exceed\w*|greater than|under|below|less than).*$/i, "");
    const when = thresholdIn(match[1], entity, moneyOf(entity, noun));
    if (!when) return false;
    const wanted = match[2]
      .replace(/^(?:an?|the|their|its) /i, "")
      .replace(/ before (?:it|they|the|an?|being)\b.*$/i, "");
    const approval = wanted.match(
      /^(?:(?:approval|permission|sign-off|confirmation)(?: (?:of|by|from) (?:an? |the )?([a-z]+(?: [a-z]+)?))?|(?:be )?(?:approved|authori[sz]ed|signed off|confirmed|released)(?: by (?:an? |the )?([a-z]+(?: [a-z]+)?))?|([a-z]+(?: [a-z]+)??)(?:'s)? approval)$/i,
    );
    if (approval)
      return needsRole(draft, entity, "approve", [when], approval[1] ?? approval[2] ?? approval[3], text, wish);
    if (wanted.split(" ").length > 5 || /^(?:be|not|have been) /i.test(wanted)) return false;
    const field = addByPhrase(entity, wanted, { required: false });
    if (!field) return false;
    field.required = false;
    entity.rules.push({ kind: "requiredWhen", field: field.name, when: [when], message: `${capital(text)}.` });
    for (const target of [
      `${entity.name}~${entity.rules.length - 1}`,
      `${entity.name}.${field.name}`,
      `${entity.name}.${when.field}`,
    ])
      wish.targets.add(target);
    wish.kind = "rule";
    return true;
  },
};

/** "Supervisors approve costs above 500": from there on the move is theirs; without sign-in it is at least a decision. */
export const approvesAbove: Demand = {
  test: /\b(?:approves?|signs? off|confirms?|authori[sz]es?|accepts?)\b.*\b(?:over|above|more than|exceed\w*|greater than)\s+[€$£]?\d/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(?:only )?(?:the |an? )?([a-z]+(?: [a-z]+)?) (?:must |have to |has to |should |can |may )?(approves?|signs? off|confirms?|authori[sz]es?|accepts?) (?:on )?(.+)$/i,
    );
    if (!match?.[1] || !match[3]) return false;
    const entity = mentioned(draft, match[3]) ?? holderOf(draft, match[3]) ?? focus.last;
    if (!entity) return false;
    const noun = match[3].replace(/ (?:over|above|more than|exceed\w*|greater than).*$/i, "");
    const isRecord = findEntity(draft, [noun]) === entity;
    const when = thresholdIn(text, entity, isRecord ? undefined : moneyOf(entity, noun));
    return (
      when !== undefined && needsRole(draft, entity, "approve", [when], singular(match[1].toLowerCase()), text, wish)
    );
  },
};

/** "Costs" of a repair: a value of it, had or not. */
function moneyOf(entity: DraftEntity, noun: string): Field | undefined {
  const value = attributeOf(singular(noun.toLowerCase()));
  if (!value || entity.words.at(-1) === value.words.at(-1)) return undefined;
  return ["money", "integer", "decimal"].includes(value.field.type)
    ? addField(entity, { ...value.field, required: false })
    : undefined;
}

function needsRole(
  draft: Draft,
  entity: DraftEntity,
  verb: string,
  when: Condition,
  role: string | undefined,
  text: string,
  wish: Wish,
): boolean {
  if (!entity.verbs.has(verb)) entity.verbs.set(verb, new Set());
  const who = role && kebab(role.toLowerCase().split(" ").map(singular));
  entity.lists.push({
    name: "to-approve",
    label: `${capital(pluralWords(entity).join(" "))} to approve`,
    when: [...when, { field: "status", op: "eq", to: { literal: statesOf(entity)?.initial ?? "pending" } }],
  });
  wish.targets.add(`${entity.name}?to-approve`).add(`${entity.name}!${verb}`);
  wish.kind = "rule";
  if (who) {
    draft.roles.add(who);
    entity.rules.push({ kind: "moveNeedsRole", action: verb, when, roles: [who], message: `${capital(text)}.` });
    wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
  }
  return true;
}
