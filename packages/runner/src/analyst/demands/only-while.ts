import { statesOf } from "../draft.ts";
import { stateVerbs } from "../lexicon.ts";
import { infinitive } from "../tokens.ts";
import { type Demand, mentioned } from "./demand.ts";

const pattern =
  /^(?:an? |the |each |every |any )?([\p{L}-]+(?: [\p{L}-]+)?) (?:can|may)(?: only)? be ([\p{L}-]+)(?: only)? (?:while|when|if|as long as) (?:it|they|the [\p{L}-]+|the [\p{L}-]+ [\p{L}-]+) (?:is|are) (?:still )?([\p{L}][\p{L} -]*)$/iu;

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
