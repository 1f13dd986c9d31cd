import { type Draft, type DraftEntity, findEntity, type Wish } from "./draft.ts";
import { isPerson } from "./fields.ts";
import { events, filingVerbs, holdingVerbs, keepingVerbs, seeingVerbs, staff, stateVerbs } from "./lexicon.ts";
import { misread } from "./misread.ts";
import { saidOf } from "./structure/said.ts";
import { singular, type Token, tokensOf } from "./tokens.ts";
import { unheld } from "./unheld.ts";
import { valuesOf, vocabularyOf } from "./vocabulary.ts";

/**
 * Whether what was built is what the sentence says, and not only made of its words: held by the record that it is told
 * of, entered by whom and for what, moved when and from where. A reading that slipped is a gap, never a claim.
 *
 * @returns the reason, for the gap
 */
export function unfaithful(draft: Draft, given: Wish): string | undefined {
  const text = asked(given.text);
  const wish = { ...given, text };
  if (/\b(?:becomes? an? |turns? into|(?:is|are) (?:turned|converted) in?to)\b/i.test(text) && !moves(wish))
    return "The records are kept, but making one out of another is not built by this version.";
  return (
    misread(draft, given) ??
    heldByAnother(draft, wish) ??
    heldByWhoTells(draft, wish) ??
    onUnknownOccasion(draft, wish) ??
    notKept(draft, wish) ??
    countedNowhere(draft, wish) ??
    totalOfEach(draft, wish) ??
    onceMore(wish) ??
    underCondition(draft, wish) ??
    overlapOfStarts(draft, wish) ??
    theirOwn(wish) ??
    anotherVerb(draft, wish) ??
    underLimit(draft, wish) ??
    ofWhich(draft, wish) ??
    toldByQuestion(wish) ??
    whoIsListed(draft, wish) ??
    unheld(draft, wish) ??
    oneOrTheOther(draft, wish) ??
    figureTypedIn(wish) ??
    onlyMentioned(draft, wish) ??
    doneNowhere(wish)
  );
}

/** What is asked for, without who asks: "As a carer I want to record …", "I collect wine and would like to …". */
const asked = (text: string): string =>
  text
    .replace(/^as an? [\p{L} -]+?,? (?=(?:i|we) )/iu, "")
    .replace(/^(?:we|i) [\p{L}]+ [\p{L} -]{2,40}? and (?:we |i )?(?=(?:would like|want|need|wish) )/iu, "")
    .replace(
      /^(?:(?:we|i|(?:the |our |an? )?[\p{L}-]+(?: [\p{L}-]+){0,3}?) )(?:wants?|needs?|would like|wish(?:es)?) (?:to )?(?:(?:have|get) )?/iu,
      "",
    )
    .replace(
      /\b(?:system|app|application|software)? ?(?:should |must |can )?(?:lets?|allows?|enables?|helps?) (?=[\p{L}]+ )/iu,
      "",
    )
    .replace(/\bkeep(s?) track of\b/gi, "track$1")
    .replace(/\b(writ|not|jott?)(es?|ing) down\b/gi, "$1$2");

const moves = ({ targets }: Wish): boolean => [...targets].some((target) => /!|\.status$/.test(target));

const pronoun = /^(?:it|they|each|every|all|both|we|i|you|there|which|that|this|these|one|who)$/i;
const declared =
  /^(?:(?:each|every|an?|the|all|our|any|some|both|in|for|on|at|about) )*(?<head>[\p{L}][\p{L}'-]*(?: [\p{L}][\p{L}'-]*){0,2}?)(?:,? (?:must |should |can |may |always |also )*(?:has|have|contains?|includes?|consists? of|comprises?) |: )/iu;

/** "An application has a filing date" of which a family got the filing date. */
function heldByAnother(draft: Draft, wish: Wish): string | undefined {
  if (!["field", "relation", "entity", "other"].includes(wish.kind)) return undefined;
  const head = wish.text.match(declared)?.groups?.head?.toLowerCase();
  if (!head || pronoun.test(head.split(" ").at(-1) ?? "")) return undefined;
  const words = head.split(" ").map((each) => singular(each.replace(/'s?$/, "")));
  const last = words.at(-1) ?? "";
  if (wish.text.includes(`${head}:`) && tokensOf(head).some(({ kind }) => kind === "V")) return undefined;
  const held = valuesOf(draft, wish).filter(({ field }) => field.type !== "reference");
  if (held.length === 0) return undefined;
  const meant = findEntity(draft, words);
  const isIt = ({ words: own }: DraftEntity) =>
    own === meant?.words ||
    own.at(-1) === last ||
    (words.includes(own.at(-1) ?? "") && own.length === 1) ||
    (own[0] === last && isPerson(last));
  if (held.some(({ entity }) => isIt(entity)) || isBusinessWord(last)) return undefined;
  // "Each owner has animals (name, breed)": what stands before the brackets holds what is in them.
  const before = wish.text.match(/([\p{L}-]+) ?[(‹]/u)?.[1];
  if (before && held.every(({ entity }) => entity.words.at(-1) === singular(before.toLowerCase()))) return undefined;
  // "Each wedding has tasks with a due date": what it has holds it.
  const after = wish.text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .map(singular);
  if (/ with /i.test(wish.text) && held.every(({ entity }) => after.includes(entity.words.at(-1) ?? "")))
    return undefined;
  return `The records are kept, but this version could not tell that it is each ${head} that holds this.`;
}

const isBusinessWord = (word: string): boolean => /^(?:system|app|application|software|register|we|list)$/.test(word);

const actionIn = (tokens: readonly Token[]): number =>
  tokens.findIndex(({ kind, text }) => kind === "V" && !/^(?:need|needs|want|wants|have|has|like)$/.test(text));

/** "The vet writes the diagnosis" of which the vet got a diagnosis: who tells a thing doesn't hold it. */
function heldByWhoTells(draft: Draft, wish: Wish): string | undefined {
  const tokens = tokensOf(wish.text);
  const at = actionIn(tokens);
  const verb = tokens[at];
  if (!verb || !(filingVerbs.has(verb.base) || tellingVerbs.has(verb.base)) || /:/.test(wish.text)) return undefined;
  if (tokens[at - 1]?.kind === "B") return undefined;
  const doers = tokens.slice(0, at).filter(({ kind }) => kind === "N");
  const isDoer = ({ words }: DraftEntity) => doers.some(({ text }) => singular(text) === words.at(-1));
  const held = valuesOf(draft, wish).filter(
    ({ entity, field }) => field.type !== "reference" && isDoer(entity) && isSomebody(entity),
  );
  return held.length === 0
    ? undefined
    : `The records are kept, but this version could not tell of what “${held[0]?.field.label.toLowerCase()}” is kept.`;
}

const occasion = /^(?:after|before|during|at|on|once|upon|following) (?:the|each|every|an?) ([\p{L}-]+)/iu;

/** "After the treatment the vet writes …" where no treatment is told of: when it happens is no record. */
function onUnknownOccasion(draft: Draft, wish: Wish): string | undefined {
  const noun = wish.text.match(occasion)?.[1]?.toLowerCase();
  if (!noun || !["entity", "relation", "field"].includes(wish.kind)) return undefined;
  const known = draft.entities.find(({ words }) => words.at(-1) === singular(noun));
  const isBare = known?.fields.every(({ name, type }) => name === "name" || name === "title" || type === "reference");
  const isTied = known?.fields.some(({ target }) => target !== undefined);
  if (known && (!isBare || isTied || known.verbs.size > 0)) return undefined;
  return `The records are kept, but this version could not tell of which ${noun} this sentence speaks.`;
}

const tellingVerbs = new Set("record note enter write log document measure fill register take tick report".split(" "));
const isSomebody = ({ words }: DraftEntity): boolean =>
  isPerson(words.at(-1) ?? "") ||
  staff.has(words.at(-1) ?? "") ||
  /(?:[^aeiou]er|[^n]or|ist|ian)$/.test(words.at(-1) ?? "");

/** "Carers write care notes" of which only the carers are kept. */
function notKept(draft: Draft, wish: Wish): string | undefined {
  const tokens = tokensOf(
    (wish.text.replace(/‹[^›]*›|\([^()]*\)/g, "").split(/[,:]/)[0] ?? "").replace(/ and .*$/i, ""),
  );
  const at = actionIn(tokens);
  const verb = tokens[at];
  if (!verb || !(filingVerbs.has(verb.base) || keepingVerbs.has(verb.base)) || holdingVerbs.has(verb.base))
    return undefined;
  if (/^(?:list|sort|search|count|define|edit|update|manage|delete|remove|have)$/.test(verb.base)) return undefined;
  if (!["entity", "relation", "field", "other"].includes(wish.kind) || tokens[at - 1]?.kind === "B") return undefined;
  const rest = tokens.slice(at + 1);
  const from = rest.findIndex(({ kind }) => kind === "N");
  if (from < 0 || rest.slice(0, from).some(({ kind }) => kind === "P" || kind === "R")) return undefined;
  let to = from;
  while (rest[to + 1]?.kind === "N") to += 1;
  const object = rest[to];
  if (!object || /^(?:number|list|set|detail|information|data|details|following)$/.test(object.base)) return undefined;
  const { words } = vocabularyOf(draft, wish.targets);
  const said = [object.text.replace(/'s?$/, ""), object.base, singular(object.text)];
  if (
    said.some((each) => words.has(each)) ||
    said.some((each) => [...words].some((own) => own.startsWith(each.slice(0, 5)) && each.length > 5))
  )
    return undefined;
  return `The records are kept, but nothing that this version builds keeps the “${object.text}” in this sentence.`;
}

/** "The number of minor faults" of which minor faults became records and no number. */
function countedNowhere(draft: Draft, wish: Wish): string | undefined {
  if (["report", "computed", "list", "rule", "search"].includes(wish.kind)) return undefined;
  const counted = wish.text.match(/\bnumber of (?:[\p{L}-]+ )?([\p{L}-]+s)\b/iu)?.[1]?.toLowerCase();
  if (!counted) return undefined;
  const isNumber = ({ field }: { field: DraftEntity["fields"][number] }) =>
    ["integer", "decimal", "money"].includes(field.type) || /number/i.test(field.label);
  if (valuesOf(draft, wish).some(isNumber) || [...wish.targets].some((target) => /[?~]|^report:/.test(target)))
    return undefined;
  const computed = draft.entities.flatMap((entity) => entity.computed.map(({ name }) => `${entity.name}.${name}`));
  if (computed.some((each) => wish.targets.has(each))) return undefined;
  return `The records are kept, but nothing that this version builds holds the number of ${counted}.`;
}

/** "The total duration of a concert must not exceed 120" of which each piece may last 120. */
function totalOfEach(draft: Draft, wish: Wish): string | undefined {
  if (wish.kind !== "rule" || !/\b(?:total|sum of|altogether|combined|in total|together)\b/i.test(wish.text))
    return undefined;
  const values = valuesOf(draft, wish);
  if (values.length === 0 || values.some(({ field }) => /total|sum/i.test(field.label))) return undefined;
  return [...wish.targets].every((target) => !target.includes("~"))
    ? "The records are kept, but a limit on the total of several of them is not held by this version."
    : undefined;
}

const often =
  /\b(?:every (?:other )?(?:\d+|two|three|four|five|six|seven|eight|ten|twelve|few) (?:days|weeks|months|years|hours)|every (?:shift|season|quarter|term)|(?:once|twice|(?:two|three|four|\d+) times) (?:an?|per|each|every) (?:day|week|month|year|shift|season|quarter|term))\b|\b(?:monthly|weekly|daily|yearly|annually|quarterly|hourly)(?=$|[,.]| and )/i;

/** How often something happens by itself or must be done: nothing that only keeps records sees to it. */
function onceMore({ text, targets, kind }: Wish): string | undefined {
  // "A type (monthly, yearly)" is what may be chosen.
  const found = text.replace(/\([^()]*\)|‹[^›]*›/g, "").match(often)?.[0];
  if (!found || ["list", "report", "rule", "computed"].includes(kind)) return undefined;
  if ([...targets].some((target) => /[?~]|^report:/.test(target))) return undefined;
  return `The records are kept, but nothing that this version builds sees to “${found.toLowerCase()}”.`;
}

/** "Can be cancelled while it is booked" of which it can be cancelled at any time. */
function underCondition(draft: Draft, wish: Wish): string | undefined {
  const condition = wish.text.match(
    /\b(?:while|as long as|if|unless|within|up to|except|without|only|at least|at most|more than|less than)\b(?= )|\b(?:below|above|under|over)\b(?= (?:[€$£\d]|the |an? ))/i,
  )?.[0];
  if (!condition || wish.kind !== "state") return undefined;
  const isHeld = [...wish.targets].some((target) => {
    const [name, verb] = target.split("!");
    const entity = draft.entities.find((each) => each.name === name);
    // "If a rental is cancelled, the bike is available": the move is the condition.
    if (entity?.follows.some(({ message }) => message.toLowerCase().startsWith(wish.text.toLowerCase().slice(0, 40))))
      return true;
    return target.includes("~") || (verb !== undefined && entity?.onlyFrom.has(verb));
  });
  if (isHeld || /\bonly (?:by|the|an?|managers?|[a-z]+s) /i.test(wish.text)) return undefined;
  return `The moves are built, but the condition in this sentence (“${condition.toLowerCase()} …”) is not held by this version.`;
}

/** "May not overlap" of which only the same start is refused. */
function overlapOfStarts(draft: Draft, wish: Wish): string | undefined {
  if (wish.kind !== "rule") return undefined;
  const isTimely =
    /\boverlap|\bsame time\b|\bdouble[- ]book|\bat the same\b|\btwo places\b|\bat once\b|\bat a time\b/i.test(
      wish.text,
    );
  if (!isTimely) return undefined;
  for (const target of wish.targets) {
    const [name, index] = target.split("~");
    const entity = draft.entities.find((each) => each.name === name);
    const rule = index === undefined ? undefined : entity?.rules[Number(index)];
    if (!entity || rule?.kind !== "exclusive" || rule.period || rule.most) continue;
    const keys = rule.fields.map((key) => entity.fields.find((field) => field.name === key));
    const others = entity.fields.flatMap(({ target }) => draft.entities.filter((each) => each.name === target));
    const lasts = [entity, ...others].some(({ fields }) =>
      fields.some(({ name: value }) => /duration|^(?:lasts|length|minutes|hours)$/i.test(value)),
    );
    if ((/\boverlap/i.test(wish.text) && keys.some((field) => field?.type === "date")) || lasts)
      return "The same start is refused a second time, but nothing tells how long one takes, so overlapping ones are not refused.";
  }
  return undefined;
}

/** "Trainers see the reports of their apprentices" of which everybody sees everything. */
function theirOwn({ text, targets }: Wish): string | undefined {
  if (!/\b(?:sees?|views?|reads?|access|looks? at)\b.*\b(?:their|his|her|its|my) (?:own )?[\p{L}]+/iu.test(text))
    return undefined;
  if ([...targets].some((target) => /[?~]/.test(target))) return undefined;
  return "The records are kept, but this version could not tell from this sentence whose they are.";
}

/** "Owners sign up their dogs" of which dogs are signed. */
function anotherVerb(draft: Draft, { text, targets }: Wish): string | undefined {
  for (const target of targets) {
    const [name, verb = ""] = target.split("!");
    if (verb === "" || !draft.entities.some((each) => each.name === name)) continue;
    const stem = verb.slice(0, Math.max(3, verb.length - 1));
    const found = text.match(
      new RegExp(
        `\\b${stem}[a-z]* (?:up|on|over|back|out|down|away|in)\\b(?! (?:the|an?|time|hold|full|order|to)\\b)`,
        "i",
      ),
    )?.[0];
    if (found) return `The records are kept, but what “${found.toLowerCase()}” does is not built by this version.`;
  }
  return undefined;
}

const compared =
  /\b(?:more than|less than|fewer than|greater than|higher than|lower than|under|over|above|below|at least|at most|up to|between|exceed\w*) (?:(?:[€$£])?\d|zero\b)/i;

/** "Courses with fewer than 6 participants are cancelled" of which every course can be cancelled. */
function underLimit(draft: Draft, wish: Wish): string | undefined {
  const found = wish.text.match(compared)?.[0];
  if (!found || ["rule", "list", "report", "computed"].includes(wish.kind)) return undefined;
  if ([...wish.targets].some((target) => /[?~]|^report:/.test(target))) return undefined;
  const values = valuesOf(draft, wish).map(({ field }) => field);
  if (values.some(({ max, min }) => max !== undefined || (min ?? 0) !== 0)) return undefined;
  // So many pictures, or one at least.
  if (
    /\d/.test(found) &&
    values.some(
      ({ files, required }) =>
        files && ((required && /least 1$/.test(found)) || found.endsWith(` ${files.most}`.slice(0, 2))),
    )
  )
    return undefined;
  return `The records are kept, but the limit in this sentence (“${found.toLowerCase().replace(/ \S*$/, "")} …”) is not held by this version.`;
}

/** "…, which companies sign", "… and close them" of which something else is signed or closed. */
function ofWhich(draft: Draft, wish: Wish): string | undefined {
  const { text, sentence, targets, kind } = wish;
  if (/^(?:which|whose|whom|who|that) /i.test(text) && !["list", "report"].includes(kind))
    return "This part of a sentence could not be told apart from what it belongs to.";
  if (!/\b(?:them|it)\b/i.test(text) || ![...targets].some((target) => target.includes("!"))) return undefined;
  const quote = sentence.quote.toLowerCase();
  const said = quote.lastIndexOf(text.toLowerCase().replace(/[.!]$/, ""));
  const before = said > 0 ? quote.slice(0, said) : "";
  const words = before.split(/[^\p{L}]+/u).map(singular);
  const nearest = tokensOf(before.replace(/[,;]?\s*(?:and|or|then)?\s*$/, "")).at(-1);
  const isKnown = draft.entities.some((entity) => entity.words.at(-1) === singular(nearest?.text ?? ""));
  if (nearest?.kind === "N" && /s$/.test(nearest.text) && !isKnown && !isPerson(singular(nearest.text)))
    return "The records are kept, but this version could not tell what “them” stands for in this sentence.";
  const last = draft.entities
    .map((entity) => ({ entity, at: words.lastIndexOf(entity.words.at(-1) ?? "") }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => b.at - a.at)[0]?.entity;
  const isOther = last && ![...targets].some((target) => target.startsWith(`${last.name}!`));
  return isOther && !isPerson(last.words.at(-1) ?? "")
    ? "The records are kept, but this version could not tell what “them” stands for in this sentence."
    : undefined;
}

/** "Crates of apples or pears" of which each needs both. */
function oneOrTheOther(draft: Draft, wish: Wish): string | undefined {
  const [, one = "", other = ""] = wish.text.toLowerCase().match(/\b([\p{L}]+) or ([\p{L}]+)\b/u) ?? [];
  if (one === "") return undefined;
  const required = valuesOf(draft, wish).filter(({ field }) => field.type === "reference" && field.required);
  const isNeeded = (word: string) =>
    required.some(({ field }) =>
      draft.entities.some(({ name, words }) => name === field.target && words.at(-1) === singular(word)),
    );
  return isNeeded(one) && isNeeded(other)
    ? `The records are kept, but this version could not keep “${one} or ${other}” as one of the two.`
    : undefined;
}

/** Whether a clause names no value: "when it has to be finished" is a date. */
const isUntold = (clause: string): boolean =>
  saidOf(clause) === clause && !/^(?:when|where) (?:it|they) /i.test(clause);

/** "For each garment I note what has to be done, the date" of which only the date is kept; "unpaid bills" of which all are. */
function toldByQuestion({ text, kind, targets }: Wish): string | undefined {
  if ([...targets].some((target) => /[?~!]|^report:/.test(target))) return undefined;
  const [, asked, rest = ""] =
    text.match(/(?:\bhas|,|\band) (what|how|when|where|why) (?!kind|many|much|long)([\p{L}]+ [^,]*?)(?=,| and |$)/iu) ??
    [];
  // "What they paid" is the amount paid.
  if (asked && isUntold(`${asked} ${rest}`) && ["field", "relation", "entity"].includes(kind))
    return `The records are kept, but “${asked} …” in this sentence names no value that could be kept.`;
  const some = text.match(
    /^(?:unpaid|overdue|open|late|missing|upcoming|unused|expired|pending|outstanding|free) [\p{L}]+s\b/iu,
  )?.[0];
  return some && kind === "entity"
    ? `The records are kept, but no list of this version shows “${some.toLowerCase()}”.`
    : undefined;
}

/** "Who has not paid" of which tours are listed. */
function whoIsListed(draft: Draft, { text, kind, targets }: Wish): string | undefined {
  if (kind !== "list" || !/\bwho\b/i.test(text)) return undefined;
  const listed = draft.entities.filter(({ name }) => [...targets].some((target) => target.startsWith(`${name}?`)));
  const tellsWho = (entity: DraftEntity) =>
    isSomebody(entity) ||
    entity.fields.some(({ target, label }) => {
      const other = draft.entities.find(({ name }) => name === target);
      return target === "User" || (other ? isSomebody(other) : isPerson(label.toLowerCase().split(" ").at(-1) ?? ""));
    });
  return listed.length > 0 && !listed.some(tellsWho)
    ? "The records are kept, but nothing that this version lists tells who it is."
    : undefined;
}

/** "Occupancy per month in percent" of which somebody types in an occupancy. */
function figureTypedIn({ text, kind, targets }: Wish): string | undefined {
  if (!["entity", "field", "other"].includes(kind) || [...targets].some((target) => /[?~]|^report:/.test(target)))
    return undefined;
  return /^[\p{L}]+(?: [\p{L}]+)? (?:per|by) (?:day|week|month|quarter|year)\b/iu.test(text)
    ? "The records are kept, but the figures that this sentence asks for are not calculated by this version."
    : undefined;
}

/** "A test with serious faults is failed" of which tests are kept and nothing else. */
function onlyMentioned(draft: Draft, { text, kind, targets }: Wish): string | undefined {
  if (kind !== "entity" || ![...targets].every((target) => /^[A-Z][A-Za-z0-9]*$/.test(target))) return undefined;
  if (/:/.test(text) || draft.entities.length === 0) return undefined;
  return tokensOf(text).some(
    ({ kind: word, text: be }, index) => word === "B" && index > 0 && /^(?:is|are|was|were)$/.test(be),
  ) && !/\b(?:kept|stored|recorded|registered|managed|needed|tracked|listed)\b/i.test(text)
    ? "The records are kept, but this version could not tell what else to build from this sentence."
    : undefined;
}

/** What people do with records without changing what they are: knowing who does it is all there is to it. */
const lasting = new Set(
  `conduct teach lead run handle look arrange organise organize supervise drive perform carry produce own host use plan
  offer provide serve employ coach give take bring work belong come live stay make put do get support represent
  coordinate care operate play sing share need cover concern relate link connect go allocate attach place locate find
  found install situate base stand sit lie hang sell buy place consist include comprise identify describe define call
  name group divide split combine deliver supply help prepare design build fit breed grow write draw paint compose
  photograph record run race compete act study learn attend practise practice rehearse perform train wear carry ride
  travel fly sail host cater cook bake brew treat store keep hold send receive supply manage administer maintain`
    .trim()
    .split(/\s+/),
);

/** "The foreman releases orders" of which orders are kept and nothing releases them. */
function doneNowhere(wish: Wish): string | undefined {
  if (!["relation", "entity"].includes(wish.kind) || /:/.test(wish.text)) return undefined;
  if (/^(?:each|every|an?|the) [\p{L} -]+? (?:has|have) /iu.test(wish.text)) return undefined;
  // What stands in a list of values is none of what is done: "a move-in date", "a target date".
  const tokens = tokensOf(
    wish.text.replace(/‹[^›]*›/g, "").replace(/ with (?:an? |the |their )?[^,]+(?:,| and ).*$/i, ""),
  );
  const at = tokens.findIndex(({ kind }) => kind === "V" || kind === "B");
  const verb = tokens[at];
  if (verb?.kind !== "V" || at === 0 || verb.base === "have") return undefined;
  // "Visit customers and measure their windows": what comes second is done too.
  const second = tokens.find(({ kind }, index) => kind === "V" && index > at && tokens[index - 1]?.text === "and");
  if (second && !isKnownVerb(second.base) && !stateVerbs.has(second.base))
    return `The records are kept, but what “${second.text}” does is not built by this version.`;
  const { base } = verb;
  if (isKnownVerb(base) || (stateVerbs.has(base) && moves(wish))) return undefined;
  return `The records are kept, but what “${verb.text}” does is not built by this version.`;
}

const isKnownVerb = (base: string): boolean =>
  lasting.has(base) ||
  keepingVerbs.has(base) ||
  filingVerbs.has(base) ||
  holdingVerbs.has(base) ||
  events.has(base) ||
  seeingVerbs.has(base);
