import { addEntity, type Draft, findEntity, refer, type Wish } from "../draft.ts";
import { events, filingVerbs, stateVerbs } from "../lexicon.ts";
import { infinitive, type Token } from "../tokens.ts";
import { rolesOf, valuesAround } from "./actions.ts";
import { holdAll } from "./holding.ts";
import { setVerbs } from "./states.ts";
import { entityFrom, type Focus, note, thingIn } from "./thing.ts";

/** "A lesson can be booked by a pupil", "requests are approved by managers", "tickets can be closed". */
export function readPassive(draft: Draft, tokens: Token[], at: number, wish: Wish, focus: Focus): boolean | undefined {
  if (tokens.slice(at).some(({ text }) => text === "not" || text === "cannot" || text === "only" || text === "never"))
    return undefined;
  const rest = tokens
    .slice(at)
    .filter(({ kind, text }) => kind !== "B" && kind !== "M" && !/^(?:also|then|either)$/.test(text));
  const done = rest[0];
  if (!done || !/(?:ed|en|t|d)$/.test(done.text)) return undefined;
  const verbs: string[] = [];
  for (const token of rest) {
    if (token.kind === "C" || token.text === "by") {
      if (token.text === "by") break;
      continue;
    }
    if (!stateVerbs.has(infinitive(token.text))) break;
    verbs.push(infinitive(token.text));
  }
  const by = rest.findIndex(({ text }) => text === "by");
  const doer = by < 0 ? undefined : thingIn(rest.slice(by + 1));
  const thing = thingIn(tokens.slice(0, at));
  const target = thing
    ? (findEntity(draft, thing.words) ?? (isPronounOnly(tokens.slice(0, at)) ? focus.last : entityFrom(draft, thing)))
    : focus.last;
  if (!target) return undefined;
  if (verbs.length > 0) {
    focus.last = target;
    return setVerbs(draft, target, verbs, rolesOf(doer), wish);
  }
  const event = events.get(infinitive(done.text));
  const person = doer && entityFrom(draft, doer);
  if (event && person && person !== target) {
    const happening = addEntity(draft, [event.noun]);
    if (happening && happening !== target) {
      happening.isEvent ||= happening.fields.length === 0;
      for (const each of [target, person]) note(happening, refer(happening, each, { required: true }), wish);
      if (event.out) happening.verbs.set("return", new Set());
      wish.targets.add(happening.name);
      wish.kind = "relation";
      focus.last = happening;
      for (const phrase of valuesAround(tokens.map(({ text }) => text).join(" ")))
        holdAll(draft, happening, phrase, wish, focus);
      return true;
    }
  }
  if (person && person !== target) {
    note(target, refer(target, person, { required: filingVerbs.has(infinitive(done.text)) }), wish);
    wish.kind = "relation";
    focus.last = target;
    return true;
  }
  return undefined;
}

const isPronounOnly = (tokens: readonly Token[]) => tokens.every(({ kind }) => kind === "R");
