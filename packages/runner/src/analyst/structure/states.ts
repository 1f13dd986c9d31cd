import { addEntity, addField, type Draft, type DraftEntity, findEntity, type Wish } from "../draft.ts";
import { stateVerbs } from "../lexicon.ts";
import { infinitive, singular, tokensOf } from "../tokens.ts";
import { entityOf, type Focus } from "./thing.ts";

export function readStates(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  // "Repairs: waiting for parts, in progress, painted, finished".
  const [, things = "", steps = ""] = text.match(/^([\p{L}-]+s|[\p{L}-]+ [\p{L}-]+s): ([^:]+,[^:]+,[^:]+)$/u) ?? [];
  const listed = steps.split(/,\s*(?:and |or |then )?|\s+(?:and|or|then)\s+/).map((step) => step.trim().toLowerCase());
  const owning = things === "" ? undefined : findEntity(draft, things.toLowerCase().split(" ").map(singular));
  if (owning && listed.length > 2 && listed.every(isStep) && listed.filter(isState).length * 2 > listed.length) {
    focus.last = owning;
    return setStates(
      owning,
      listed.map((step) => [step]),
      true,
      wish,
    );
  }
  const named = text
    .replace(/,? until (?:it|they) (?:is|are|has been|have been) /i, ", then ")
    .match(
      /^(?:(?:the )?(.+?) )?(?:status(?:es)?|states?|stages?)(?: of (?:an? |the )?(.+?))?(?:: | (?:is|are|can be|may be|must be|should be|goes? from|moves? from|changes? from|one of) ?(?:one of )?(?:either )?)(.+)$/i,
    );
  const owner = named?.[1] ?? named?.[2];
  const isPlain = !/,|\b(?:has|have|with|store|keep|record)\b/i.test(named?.[1] ?? "");
  if (isPlain && named?.[3] && /,|\bor\b|\band\b|\bto\b|→|->/.test(named[3])) {
    const entity = (owner && entityOf(draft, owner)) || focus.last;
    if (entity) return setStates(entity, valuesOf(named[3]), /→|->|\bthen\b|from .+ to|\bto\b/.test(text), wish);
  }
  const inBrackets =
    text.match(/^(.+?) (?:has|have|with) (?:an? |the )?status(?:es)?,? ?‹([^›]+)›/i) ??
    text.match(/^(.+?) (?:has|have) (?:an? )?status(?:es)? (?:of )?((?:[a-z -]+, )+(?:and |or )?[a-z -]+)$/i);
  if (inBrackets?.[1] && inBrackets[2] && !/\b(?:with|has|have)\b.*,/.test(inBrackets[1])) {
    const entity = entityOf(draft, inBrackets[1]) ?? focus.last;
    if (entity) return setStates(entity, valuesOf(inBrackets[2].replaceAll("¦", ",")), false, wish);
  }
  // "A request is drafted, submitted, then approved or rejected."
  const told = text
    .replace(/,? until (?:it|they) (?:is|are|has been|have been) /i, ", then ")
    .replace(/,? (?:and )?then (?:it|they) (?:is|are) /i, ", then ")
    .match(
      /^(?:an? |the |each |every |all )?(.+?) (?:is|are|gets?|can(?: also)? be|may be|will be|go(?:es)?|moves?|passes|pass|progress(?:es)?|runs?(?= (?:from|through))) (?:either |one of )?(?:first |through |from )?(?:the (?:following )?(?:stages|states|statuses|steps|phases)(?: of)?:? )?(.+)$/i,
    );
  if (told?.[1] && told[2]) {
    const between = /\b(?:go(?:es)?|moves?|pass(?:es)?|progress(?:es)?|runs?) (?:first )?(?:from|through) /i.test(text);
    const steps = (between ? told[2].replace(/ (?:to|into) /gi, ", then ") : told[2])
      .split(/,\s*(?:and |then )?|\s+then\s+|\s*(?:→|->)\s*|\s+and (?:then |finally |later )?|\s+to\s+(?=\w+$)/)
      .map((step) => step.replace(/^(?:then|finally|later|and|either|or) /i, "").trim())
      .filter(Boolean);
    const alternatives = steps.map((step) => step.split(/\s+or\s+/).map((word) => word.trim().toLowerCase()));
    const flat = alternatives.flat();
    const states = flat.filter(
      (word) =>
        (/^(?:[a-z]+ )?[a-z-]+$/.test(word) ||
          /^(?:in|on|at|under|out|ready|waiting|awaiting)(?: (?:for|to|of|the|an?))* [a-z-]+$/.test(word) ||
          (/^[a-z]+(?:ed|en|t) (?:to|by|from|for|with|at|in) (?:the )?[a-z]+$/.test(word) && flat.length > 2)) &&
        (between || isState(word) || / (?:to|by|from|for|with|at|in) /.test(word) || /^(?:in|on) /.test(word)),
    );
    const entity =
      findEntity(draft, told[1].toLowerCase().split(" ").map(singular)) ??
      findEntity(
        draft,
        tokensOf(told[1])
          .filter(({ kind }) => kind === "N")
          .map(({ base }) => base),
      ) ??
      (focus.last && /^(?:it|they)$/i.test(told[1]) ? focus.last : undefined) ??
      // "A subject is in screening, enrolled or withdrawn": whatever else a subject may be, this one has states.
      (states.length === flat.length &&
      flat.length > 2 &&
      /^(?:an?|each|every) [\p{L}-]+ (?:is|can be|may be) /iu.test(text)
        ? addEntity(draft, [told[1].toLowerCase()])
        : undefined);
    const subject = entity ?? (states.length === flat.length && flat.length > 1 ? entityOf(draft, told[1]) : undefined);
    if (subject && states.length === flat.length && flat.length > 1) {
      focus.last = subject;
      if (alternatives.length > 1 && (between || isSequence(told[2], flat, text)))
        return setStates(subject, alternatives, true, wish);
      const verbs = flat.map((word) => infinitive(word)).filter((verb) => stateVerbs.has(verb));
      const isCondition = flat.some((each) => /^(?:open|active|inactive)$/.test(each));
      if (verbs.length === flat.length && !isCondition) return setVerbs(draft, subject, verbs, [], wish);
      return setStates(
        subject,
        flat.map((each) => [each]),
        false,
        wish,
      );
    }
  }
  return false;
}

/** "Waiting for parts", "picked up", "done". */
const isStep = (step: string): boolean =>
  isState(step) ||
  /^(?:[a-z]+(?:ed|en|ing|t)|[a-z]+)(?: (?:for|to|by|at|in|on|up|off|out) [a-z]+| [a-z]+)?$/.test(step);

/** What all happens comes one after the other; of what is joined by "or", a record is one or the other. */
const isSequence = (list: string, states: readonly string[], text: string): boolean =>
  /\b(?:then|finally|later|afterwards)\b|→|->/i.test(list) ||
  (!/\b(?:can|may|either)\b/i.test(text) &&
    (/\band [a-z -]+$/i.test(list) || states.every((state) => /(?:ed|en|t)$/.test(state) && !/ /.test(state))));

export const isState = (word: string) =>
  stateVerbs.has(infinitive(word.split(" ").at(-1) ?? "")) ||
  /(?:ed|ing|en|t)$/.test(word) ||
  /^(?:in|on|at|under|for|not)(?: the)? [a-z]+$/.test(word) ||
  /^[a-z]+(?:ed|en) (?:up|off|in|out|over|back|down)$/.test(word) ||
  /^(?:open|new|done|active|inactive|provisional|planned|normal|urgent|public|private|critical|vacant|busy|closed|empty|broken|damaged|due|overdue|paid|missing|indoor|outdoor|permanent|temporary|internal|external|valid|invalid|ready|draft|pending|won|lost|sold|out|in progress|on hold|late|todo|to do|free|available|full|live)$/.test(
    word,
  );

const valuesOf = (list: string): string[][] =>
  list
    .split(/,\s*(?:and |or |then |finally )?|\s+then\s+|\s*(?:→|->)\s*|\s+to\s+/)
    .map((step) =>
      step
        .split(/\s+(?:or|and)\s+|\s*\/\s*/)
        .map((word) =>
          word
            .replace(/^(?:then|finally|either|from|a|an|the) /i, "")
            .replace(/[‹›]/g, "")
            .trim()
            .toLowerCase(),
        )
        .filter((word) => /^[\p{L}][\p{L}\d -]{0,30}$/u.test(word)),
    )
    .filter((step) => step.length > 0);

export function setStates(entity: DraftEntity, steps: string[][], inOrder: boolean, wish: Wish): boolean {
  const values = [...new Set(steps.flat())];
  if (values.length < 2) return false;
  if (inOrder) {
    entity.states = { values, steps, inOrder: true };
    wish.kind = "state";
  } else {
    addField(entity, {
      name: "status",
      label: "Status",
      type: "enum",
      values,
      default: values[0] ?? "",
      required: true,
      unique: false,
    });
    wish.kind = "field";
  }
  wish.targets.add(`${entity.name}.status`);
  return true;
}

export function setVerbs(
  draft: Draft,
  entity: DraftEntity,
  verbs: readonly string[],
  roles: readonly string[],
  wish: Wish,
): boolean {
  for (const verb of verbs) {
    const known = entity.verbs.get(verb) ?? new Set();
    for (const role of roles) {
      known.add(role);
      draft.roles.add(role);
    }
    entity.verbs.set(verb, known);
    wish.targets.add(`${entity.name}!${verb}`);
  }
  wish.kind = "state";
  return true;
}
