import type { Condition } from "../../artefacts.ts";
import { type DraftEntity, statesOf } from "../draft.ts";
import { capital } from "../fields.ts";
import { byName } from "./amounts.ts";
import { situation } from "./conditional.ts";
import type { Demand } from "./demand.ts";

const not =
  "(?:can ?not|can't|must not|may not|should not|(?:can|may|must|should) never|(?:can|may|must|should) no longer|never)";
const done = "(?:changed|edited|altered|modified|updated|deleted|removed)";
const verbs = `(?<verbs>${done}(?:(?:,| or| and|, or) ${done})*)(?: any ?more| any longer| afterwards| again)?`;
const thing = "(?<who>[\\p{L}-]+(?: [\\p{L}-]+)??)";
const when = "(?:once|when|after|if|as soon as)";
const is = "(?:is|are|was|were|has been|have been|gets?|becomes?)";
const patterns: readonly RegExp[] = [
  // "A report cannot be changed once it has been approved", "quotes may not be edited after they are accepted".
  new RegExp(
    `^(?:an? |the |each |every |all )?${thing} ${not} be ${verbs} ${when} (?:it|they|the [\\p{L}-]+) ${is} (?<state>[\\p{L}-]+)$`,
    "iu",
  ),
  // "Once approved, an entry can no longer be changed", "when a quote is accepted it cannot be changed".
  new RegExp(`^${when} (?<state>[\\p{L}-]+),? (?:an? |the |each )?${thing} ${not} be ${verbs}$`, "iu"),
  new RegExp(
    `^${when} (?:an? |the |each )?${thing} ${is} (?<state>[\\p{L}-]+),? (?:then )?(?:it|they|the [\\p{L}-]+) ${not} be ${verbs}$`,
    "iu",
  ),
  // "Notes may never be deleted".
  new RegExp(`^(?:an? |the |each |every |all |no )?${thing} ${not} be ${verbs}$`, "iu"),
  // "Accepted quotes cannot be changed", "a closed job must not be edited or deleted".
  new RegExp(`^(?:an? |the |each |every |all )?(?<state>[\\p{L}-]+) ${thing} ${not} be ${verbs}$`, "iu"),
];

/** "Articles can only be changed while they are in draft": in every other state they are kept as they are. */
const onlyIn = new RegExp(
  `^(?:an? |the |each |every |all )?${thing} (?:(?:can|may|must|should) )?only be ${verbs} (?:while|when|as long as|if) (?:it|they|the [\\p{L}-]+) ${is} (?:still )?(?:in |an? )?(?<state>[\\p{L}-]+)$`,
  "iu",
);

/** What is kept as it is from some state on, and what is never deleted. */
export const locked: Demand = {
  test: new RegExp(`\\b(?:${not}|only) be ${done}\\b`, "iu"),
  read(draft, { text }, wish, focus) {
    const only = draft.isTool ? undefined : text.replace(/[.]$/, "").match(onlyIn)?.groups;
    const owner = only && (/^(?:it|they)$/i.test(only.who ?? "") ? focus.last : byName(draft, only.who ?? ""));
    const values = owner && (statesOf(owner)?.values ?? owner.fields.find(({ name }) => name === "status")?.values);
    const state = only?.state?.toLowerCase();
    if (only && owner && state && values?.includes(state)) {
      const kinds = kindsOf(only.verbs ?? "");
      for (const value of values.filter((each) => each !== state)) {
        const rest: Condition = [{ field: "status", op: "eq", to: { literal: value } }];
        owner.rules.push({ kind: "locked", verbs: kinds, when: rest, message: `${capital(text)}.` });
        wish.targets.add(`${owner.name}~${owner.rules.length - 1}`);
      }
      wish.kind = "rule";
      return true;
    }
    if (draft.isTool || /\bonly\b|\bby\b|\bunless\b|\bwithout\b/i.test(text)) return false;
    for (const pattern of patterns) {
      const { who = "", state, verbs: told = "" } = text.replace(/[.]$/, "").match(pattern)?.groups ?? {};
      const entity = /^(?:it|they)$/i.test(who)
        ? focus.last
        : (byName(draft, who) ?? byName(draft, who.replace(/ (?:records?|entries|data)$/i, "")));
      if (told === "" || !entity) continue;
      const condition = state === undefined ? [] : situation(draft, entity, state);
      const kinds = kindsOf(told);
      // A record that nobody may ever change could not even be corrected: that is more than a rule says.
      if (!condition || (state === undefined && kinds.includes("change"))) continue;
      if (state !== undefined && condition.length === 0) continue;
      for (const each of [condition, ...later(entity, condition)]) {
        entity.rules.push({ kind: "locked", verbs: kinds, when: each, message: `${capital(text)}.` });
        wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
      }
      wish.kind = "rule";
      return true;
    }
    return false;
  },
};

const kindsOf = (told: string) => [
  ...(/chang|edit|alter|modif|updat/i.test(told) ? ["change" as const] : []),
  ...(/delet|remov/i.test(told) ? ["delete" as const] : []),
];

/** What was accepted once stays so in the states that follow. */
function later({ states }: DraftEntity, [first]: Condition): Condition[] {
  const state = first?.field === "status" && first.to && "literal" in first.to ? first.to.literal : undefined;
  const at = states?.steps.findIndex((step) => step.some((each) => each === state)) ?? -1;
  const after = at < 0 ? [] : (states?.steps.slice(at + 1).flat() ?? []);
  return after.map((value) => [{ field: "status", op: "eq", to: { literal: value } }]);
}
