import type { Condition } from "../../artefacts.ts";
import { addField, type Draft, type DraftEntity, findEntity, refer, statesOf, type Wish } from "../draft.ts";
import { attributeOf, camel, capital } from "../fields.ts";
import { stateVerbs } from "../lexicon.ts";
import { infinitive } from "../tokens.ts";
import { type Demand, mentioned } from "./demand.ts";

const article = "(?:an? |the |its |their |some |another )?";
const given =
  "(?:given|entered|recorded|stated|provided|filled in|noted|added|required|mandatory|needed|written|specified|supplied|set|present|kept|stored|explained|documented|chosen|selected|assigned|named|picked|appointed|known|agreed|uploaded|scheduled|planned)";
const wants =
  "(?:needs?|requires?|must (?:have|include|give|state|contain|provide|carry)|ha(?:s|ve) to (?:have|include|give)|should (?:have|include))";
const patterns: readonly RegExp[] = [
  // "An order cannot be fitted without a fitting date", "jobs without hours cannot be finished".
  new RegExp(
    `^(?:an? |no |the |each )?(?<who>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:cannot|must not|may not|must never|can never|can|may) be (?:marked (?:as )?)?(?<state>[\\p{L}-]+(?: [\\p{L}-]+)?) without (?:any )?${article}(?<what>[\\p{L}][\\p{L} -]*)$`,
    "iu",
  ),
  new RegExp(
    `^(?<who>[\\p{L}-]+(?: [\\p{L}-]+)?) without (?:any )?${article}(?<what>[\\p{L}][\\p{L} -]*?) (?:cannot|must not|may not|must never|can never) be (?:marked (?:as )?)?(?<state>[\\p{L}-]+(?: [\\p{L}-]+)?)$`,
    "iu",
  ),
  new RegExp(
    `^(?:an? |the |each )?(?<who>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:may|can) only be (?:marked (?:as )?)?(?<state>[\\p{L}-]+) (?:when|if|once|after) ${article}(?<what>[\\p{L}][\\p{L} -]*?) (?:is|are|has been|have been) ${given}$`,
    "iu",
  ),
  new RegExp(
    `^(?:when|if|once|as soon as|where) (?<who>.+?) (?:is|are|gets?|was|has been|have been|becomes?) (?<state>[\\p{L}-]+(?: [\\p{L}-]+)?),? (?:then )?${article}(?<what>[\\p{L}][\\p{L} -]*?) (?:must be|has to be|have to be|is|are|should be|needs to be) ${given}$`,
    "iu",
  ),
  new RegExp(
    `^(?:when|if|once|as soon as|where) (?<who>.+?) (?:is|are|gets?|was|has been|have been|becomes?) (?<state>[\\p{L}-]+(?: [\\p{L}-]+)?),? (?:then )?(?:(?:we|i|they|it|you|the \\w+|\\w+) )?(?:must |should |have to |has to |always |also |want to |need to |needs to )*(?:records?|stores?|notes?|needs?|gives?|enters?|states?|writes? down|keeps?|has|have|explains?|say) (?:down )?${article}(?<what>[\\p{L}][\\p{L} -]*)$`,
    "iu",
  ),
  // "A result is required when a test is validated".
  new RegExp(
    `^${article}(?<what>[\\p{L}][\\p{L} -]*?) (?:is|are|must be|has to be|have to be) (?:always )?${given} (?:when|if|once|as soon as) (?:an? |the |its )?(?<who>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:is|are|has been|have been|gets?) (?<state>[\\p{L}-]+(?: [\\p{L}-]+)?)$`,
    "iu",
  ),
  new RegExp(
    `^(?:an? |every |all |each |any )?(?<state>[\\p{L}-]+) (?<who>[\\p{L}-]+(?: [\\p{L}-]+)?) ${wants} ${article}(?<what>[\\p{L}][\\p{L} -]*)$`,
    "iu",
  ),
  new RegExp(
    `^(?:an? |every |all |each |any )?(?<who>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:that|which|who) (?:is|are|has been|have been|gets?) (?<state>[\\p{L}-]+(?: [\\p{L}-]+)?) ${wants} ${article}(?<what>[\\p{L}][\\p{L} -]*)$`,
    "iu",
  ),
  new RegExp(
    `^(?<state>[\\p{L}]+ing) (?<who>(?:an? |the )?[\\p{L}-]+(?: [\\p{L}-]+)?) ${wants} ${article}(?<what>[\\p{L}][\\p{L} -]*)$`,
    "iu",
  ),
];

/** "Rejected requests need a comment", "when a request is rejected, a reason must be given". */
export const conditional: Demand = {
  test: /\b(?:needs?|requires?|must|has to|have to|should|is required|records?|stores?|notes?|gives?|without)\b|\b(?:may|can) only be\b/i,
  read(draft, { text }, wish, focus) {
    for (const pattern of patterns) {
      const { who = "", state = "", what = "" } = text.match(pattern)?.groups ?? {};
      if (what === "" || what.split(" ").length > 4) continue;
      const entity = /^(?:it|they|this|that)$/i.test(who) ? focus.last : mentioned(draft, who);
      if (entity && isMove(text)) told(entity, state);
      const when = entity && situation(draft, entity, state);
      if (!entity || !when) continue;
      const attribute = attributeOf(/^why$/i.test(what) ? "reason" : what);
      if (!attribute || /^(?:approval|permission|sign-off)$/.test(attribute.words.at(-1) ?? "")) continue;
      const other = findEntity(draft, attribute.words);
      const field =
        other && other !== entity
          ? refer(entity, other, { required: false })
          : (calledAs(entity, attribute.field.label) ?? addField(entity, { ...attribute.field, required: false }));
      if (!field) continue;
      field.required = false;
      entity.rules.push({ kind: "requiredWhen", field: field.name, when, message: `${capital(text)}.` });
      wish.kind = "rule";
      wish.targets.add(`${entity.name}.${field.name}`).add(`${entity.name}~${entity.rules.length - 1}`);
      return true;
    }
    return onceDone(draft, text, wish, focus.last);
  },
};

/** "A result" where a result in kU/l is kept. */
const calledAs = (entity: DraftEntity, label: string) => {
  const named = entity.fields.filter((field) => field.label.toLowerCase().startsWith(`${label.toLowerCase()} in `));
  return named.length === 1 ? named[0] : undefined;
};

const once =
  /^(?:an? |the |each )?(?<who>[\p{L}-]+(?: [\p{L}-]+)?) (?:may|can|must|should) only be (?:marked (?:as )?)?(?<state>[\p{L}-]+(?: [\p{L}-]+)??) (?:when|if|once|after) (?:the |its |their )?(?<what>[\p{L}-]+(?: [\p{L}-]+)?) (?:is|are|has been|have been) (?<done>[\p{L}]+)$/iu;

/** "An appointment can only be confirmed when the deposit has been paid": whether it was is told before the move. */
function onceDone(draft: Draft, text: string, wish: Wish, spoken: DraftEntity | undefined): boolean {
  const { who = "", state = "", what = "", done = "" } = text.replace(/[.]$/, "").match(once)?.groups ?? {};
  const entity = /^(?:it|they|this|that)$/i.test(who) ? spoken : mentioned(draft, who);
  const value = attributeOf(/^(?:it|they)$/i.test(what) ? done : what);
  if (draft.isTool || !entity || !value || !/(?:ed|en|id|wn)$/i.test(done)) return false;
  // What others have, or each of several, is not told of the record itself.
  const isItself = /^(?:it|they)$/i.test(what);
  if (/^(?:all|both|every|each)\b/i.test(what) || (!isItself && mentioned(draft, what))) return false;
  told(entity, state);
  const [when] = situation(draft, entity, state) ?? [];
  if (!when || !(isItself || [...entity.fields, ...entity.computed].some(({ name }) => name === value.field.name)))
    return false;
  // What its own states tell is no flag beside them.
  if (isItself && situation(draft, entity, done)?.length) return false;
  const words = [...(isItself ? [] : value.words), done.toLowerCase()];
  const flag = addField(entity, {
    name: camel(words),
    label: capital(words.join(" ")),
    type: "boolean",
    required: false,
    unique: false,
    default: false,
  });
  if (!flag) return false;
  entity.rules.push({
    kind: "never",
    when: [when, { field: flag.name, op: "ne", to: { literal: true } }],
    message: `${capital(text)}.`,
  });
  wish.kind = "rule";
  wish.targets.add(`${entity.name}.${flag.name}`).add(`${entity.name}~${entity.rules.length - 1}`);
  return true;
}

const isMove = (text: string): boolean => /\bwithout\b|\bonly be\b/i.test(text);

/** "Cannot be finished" tells that it can be finished at all. */
function told(entity: DraftEntity, state: string): void {
  if (entity.fields.find(({ name }) => name === "status")?.values?.includes(state.toLowerCase())) return;
  const verb = infinitive(state.toLowerCase());
  if (stateVerbs.has(verb) && !statesOf(entity)?.values.includes(state.toLowerCase()) && !entity.verbs.has(verb))
    entity.verbs.set(verb, new Set());
}

/** "Rejected", "failed", "critical": the state, choice or flag of a record that a word names. */
export function situation(draft: Draft, entity: DraftEntity, named: string): Condition | undefined {
  const word = named.toLowerCase();
  const means = (value: string) =>
    value.toLowerCase() === word ||
    infinitive(value.toLowerCase()) === infinitive(word) ||
    `${value.toLowerCase()}ed` === word ||
    `${value.toLowerCase()}d` === word;
  const state =
    statesOf(entity)?.values.find(means) ??
    [...entity.verbs.keys()]
      .map((verb) => stateVerbs.get(verb)?.participle ?? "")
      .find((each) => each !== "" && means(each));
  if (state) return [{ field: "status", op: "eq", to: { literal: state } }];
  for (const field of entity.fields) {
    const value = field.values?.find(means);
    if (value) return [{ field: field.name, op: "eq", to: { literal: value } }];
    if (field.type === "boolean" && means(field.label.toLowerCase()))
      return [{ field: field.name, op: "eq", to: { literal: true } }];
  }
  return draft.entities.includes(entity) ? undefined : [];
}
