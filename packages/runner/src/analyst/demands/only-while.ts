import { statesOf } from "../draft.ts";
import { stateVerbs } from "../lexicon.ts";
import { infinitive } from "../tokens.ts";
import { type Demand, mentioned } from "./demand.ts";

const pattern =
  /^(?:an? |the |each |every |any )?([\p{L}-]+(?: [\p{L}-]+)?) (?:can|may)(?: only)? be ([\p{L}-]+)(?: only)? (?:while|when|if|as long as) (?:it|they|the [\p{L}-]+|the [\p{L}-]+ [\p{L}-]+) (?:is|are) (?:still )?([\p{L}][\p{L} -]*)$/iu;

const before =
  /^(?:an? |the |each |every |no )?([\p{L}-]+(?: [\p{L}-]+)?) (?:cannot|must not|may not|can never|must never|may never|may|must|can)(?: only)? be ([\p{L}-]+) (?:before|until|when|once|after|if) (?:it|they|the [\p{L}-]+) (?:is|are|has been|have been|was|were) ([\p{L}][\p{L} -]*)$/iu;

/** "An order may not be collected before it is packed": what the order of its states holds already. */
export const inTurn: Demand = {
  test: before,
  read(draft, { text }, wish, focus) {
    const [, who = "", done = "", first = ""] = text.replace(/[.]$/, "").match(before) ?? [];
    const entity = mentioned(draft, who) ?? focus.last;
    const steps = entity?.states?.steps ?? [];
    const place = (state: string) => steps.findIndex((step) => step.includes(state.toLowerCase()));
    const [at, from] = [place(done), place(first)];
    // "Cannot be cancelled when it is packed" is another thing than "only when".
    const isAfter = /\bonly be\b/i.test(text) || !/ (?:when|once|after|if) (?:it|they|the)\b/i.test(text);
    if (
      !entity ||
      !isAfter ||
      from < 0 ||
      at !== from + 1 ||
      /\bmay be|must be|can be/i.test(text.split(/before|until/)[0]?.replace(/\bno\b.*/i, "") ?? "")
    )
      return false;
    const verb = infinitive(done.toLowerCase());
    entity.onlyFrom.set(verb, [first.toLowerCase()]);
    wish.kind = "state";
    wish.targets.add(`${entity.name}!${stateVerbs.has(verb) || verb !== done.toLowerCase() ? verb : `mark-${verb}`}`);
    return true;
  },
};

/** "A shipment can be cancelled while it is booked": from where a move starts, and from nowhere else. */
export const onlyWhile: Demand = {
  test: pattern,
  read(draft, { text }, wish, focus) {
    const [, who = "", done = "", told = ""] = text.match(pattern) ?? [];
    const entity = mentioned(draft, who) ?? focus.last;
    const verb = infinitive(done.toLowerCase());
    const from = told.toLowerCase().split(/,\s*(?:or )?| or /);
    const status = entity?.fields.find(({ name }) => name === "status");
    const values = entity && (statesOf(entity)?.values ?? status?.values);
    if (!entity || !stateVerbs.has(verb) || !from.every((each) => values?.includes(each))) return false;
    entity.verbs.set(verb, entity.verbs.get(verb) ?? new Set());
    entity.onlyFrom.set(verb, from);
    wish.kind = "state";
    wish.targets.add(`${entity.name}!${verb}`);
    return true;
  },
};

const past =
  /^(?:an? |the |each |every |any )?(?<who>[\p{L}-]+(?: [\p{L}-]+)??) (?:cannot|must not|may not|can no longer) be (?<done>[\p{L}-]+)(?: any ?more)? (?:once|when|after|as soon as|while|if) (?:it|they|the [\p{L}-]+) (?:is|are|has been|have been) (?:already )?(?<state>[\p{L}][\p{L} -]*)$/iu;

/** "Orders cannot be cancelled once they are in production": only from the states before that one. */
export const notOnce: Demand = {
  test: past,
  read(draft, { text }, wish, focus) {
    const { who = "", done = "", state = "" } = text.replace(/[.]$/, "").match(past)?.groups ?? {};
    const entity = mentioned(draft, who) ?? focus.last;
    const verb = infinitive(done.toLowerCase());
    const values = entity && (entity.states?.values ?? entity.fields.find(({ name }) => name === "status")?.values);
    const at = values?.indexOf(state.toLowerCase()) ?? -1;
    const from = values?.slice(0, at).filter((value) => infinitive(value) !== verb) ?? [];
    const own = values?.find((value) => infinitive(value) === verb);
    // What only comes after that state can't be kept from it.
    const isAfter = own !== undefined && !/^(?:cancell?ed|withdrawn|rejected|declined|refused|abandoned)$/.test(own);
    if (draft.isTool || !entity || isAfter || at < 1 || from.length === 0 || !stateVerbs.has(verb)) return false;
    entity.verbs.set(verb, entity.verbs.get(verb) ?? new Set());
    entity.onlyFrom.set(verb, from);
    wish.kind = "state";
    wish.targets.add(`${entity.name}!${verb}`);
    return true;
  },
};
