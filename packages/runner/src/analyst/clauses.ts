import { business, events, keepingVerbs, seeingVerbs, stateVerbs } from "./lexicon.ts";
import type { Sentence } from "./text.ts";
import { isAction, plural, singular, type Token, tokensOf } from "./tokens.ts";

/** A piece of a sentence with one action at most. `list` holds further pieces that only continue what it lists. */
export type Clause = { text: string; sentence: Sentence; priority: "must" | "should" | "could"; whole: boolean };

const software =
  "(?:system|app|application|software|project|tool|website|web site|web app|web application|platform|database|program|solution|portal|service|product|register|dashboard)";
const isSoftware = new RegExp(`^(?:it|this|that|there|(?:the|this|our) ${software})$`, "i");
const leadIns: readonly RegExp[] = [
  /^(?:the |our )?(?:main |overall )?(?:goal|aim|purpose|idea|objective)(?: of [a-z ]+?)? is to (?=[a-z])/i,
  /^(?:please|also|additionally|finally|moreover|furthermore|in addition|next|ideally|first|firstly|second|secondly|lastly|nice to have|could have|must have|should have|optionally|then|and|but|plus|for now|in general|basically)(?:\s*[:,]\s*|\s+)(?=\S)/i,
  new RegExp(
    `^(?:we|i|they|he|she|you) (?:would like|want|wish|need|are looking for|am looking for|require)(?: to)?(?: build| create| make| develop)? (?:an? |the |some )?(?:[a-z-]+ ){0,3}?${software}\\b(?: (?:that|which|to|where|so that|for us to|in which|with which))?(?: (?:can|will|lets us|helps us|allows us to|should))?\\s*`,
    "i",
  ),
  new RegExp(
    `^(?:build|create|make|develop|design|write|implement)(?: me| us)? (?:an? |the |some )?(?:[a-z-]+ ){0,3}?${software}\\b(?: (?:that|which|to|where|so that|in which|with which))?(?: (?:can|will|lets us|helps us|allows us to|should))?\\s*`,
    "i",
  ),
  new RegExp(
    // "It can only be closed when …" speaks of a record.
    `^(?!it (?:can|may|must) (?:only be|be [a-z]+ (?:only )?(?:when|if|once|while|until|after|before)) )(?:it|(?:the|this|our) (?:[a-z]+ )?${software}|an? (?:[a-z]+ )?(?:system|app|application|software|website|web site|web app|web application)) (?:should|must|shall|will|can|needs? to|has to|is to|is able to|lets us|allows us to|helps us)(?: also)?(?: be able)?(?: to)? (?=[a-z])`,
    "i",
  ),
  /^(?:the |our )?[a-z]+(?: [a-z]+)? (?:wants?|needs?|requires?|would like|is looking for) (?:an? |the )?(?:[a-z-]+ ){0,2}?(?:register|list|overview|log|record|database|system|app|application|tool|software)(?: of| for| to (?:manage|track|keep|record))? (?=[a-z])/i,
  /^(?:when|once|after|as soon as) (?:the|an?|all) [a-z]+(?: [a-z]+)? (?:is|are|has been|have been) [a-z]+,? (?=(?:the|it|they|an?) [a-z]+(?: [a-z]+)? (?:is|are|can|gets?|becomes?) (?!required|mandatory|needed|given|entered|necessary)|(?:it|they) (?:is|are|can|gets?|becomes?)\b)/i,
  /^(?:we|i) (?:would like|want|wish|need)(?: to (?:have|see|get))? (?=(?:an? |the )?(?:list|overview|table) of )/i,
  /^(?:it )?(?:should|must) be possible to /i,
  /^there (?:is|are|should be|must be|will be|has to be) (?:a way to )?/i,
  /^(?:the )?(?:ability|possibility|option) to /i,
  /^(?:we|i|you|one|users?|everyone|anyone|everybody|people)(?: (?:should|must|can|may|will|need to|want to|have to|has to|would like to|wants to|needs to|like to|are able to|also))+(?: be able to)?(?: also)? /i,
  /^(?:be able to|to be able to) /i,
  /^we (?=keep|track|record|manage|store|register|log|maintain)/i,
];

/** What a sentence asks for without the way it is asked. */
function essence(text: string): string {
  let words = text;
  for (let before = ""; before !== words; ) {
    before = words;
    words = words.replace(
      /^as an? ([a-z ]+?),? (?:i|we) (?:want|need|would like|can|should|must|wish)(?: to)?(?: be able to)? (.+?)(?:,? so that .+)?$/i,
      "$1s $2",
    );
    words = words
      .replace(/^(?:allow|let|enable|permit)s? ((?:the |our |all )?[a-z]+(?: [a-z]+)?) to /i, "$1 ")
      .replace(/^lets? ((?:the |our |all )?(?:[a-z]+s|staff)) (?=[a-z])/i, "$1 ");
    words = words.replace(
      /^((?:the |our |all )?[a-z-]+s?|staff) (?:should|must|shall|can|may|will|needs? to|has to|have to|wants? to|would like to|are able to|is able to)(?: also)?(?: be able to)? (?!be\b|not\b|have\b|contain\b)(?=[a-z])/i,
      (found, who: string) => (isSoftware.test(who) ? found : `${who} `),
    );
    words = words
      .replace(/^(we|i) [a-z]+ [a-z -]{2,40}? and (?:we |i )?(?=(?:would like|want|need|wish)(?: to)?\b)/i, "$1 ")
      .replace(/\b(?:write|note|jot)(s?) down\b/gi, "record$1")
      .replace(
        /^(record[^:]*?|track[^:]*?|log[^:]*?|note[^:]*?) (?:every|each) (?:day|week|month|morning|evening)(?=:|$)/i,
        "$1",
      )
      .replace(
        /^(?:the|our) [a-z]+ (?:has|have|keeps|runs|manages|owns|offers) (?=(?:[a-z]+ )?[a-z]+s(?:,| and ))/i,
        (found) => (business.has(found.split(" ")[1]?.toLowerCase() ?? "") ? "keep " : found),
      )
      .replace(
        /^(?:an?|the|our) (?:[a-z-]+ ){0,3}?([a-z]+) (?:wants?|needs?|wishes|would like) to (?=(?:keep|track|record|manage|organi[sz]e|register|store|log|maintain|handle|administer) )/i,
        (found, who: string) => (business.has(who.toLowerCase()) ? "" : found),
      )
      .replace(/\bkeep(s|ing)? track of\b/gi, (_, end?: string) => (end === "ing" ? "tracking" : `track${end ?? ""}`));
    words = words
      .replace(/^(?:an? |the )?(?:list|overview|table) of (?:all )?(?=[a-z])/i, "list ")
      .replace(
        /^(?:an? |the |our |my )?(to-?do|[a-z]+(?<!ing)) (?:list|register|tracker|log|catalogue|catalog|directory|database|inventory) with (?=[a-z])/i,
        (_, kind: string) => `${plural(singular(kind.toLowerCase().replace("-", "")))} with `,
      )
      .replace(
        /^([a-z]+s) with ([a-z]+s), (?:each )?with (.+)$/i,
        (_, things: string, others: string, held: string) => `${things} with ${held}, ${singular(others)}`,
      )
      .replace(/ by the (?:hour|day|week|month|year|night)(?=,|$| )/gi, "");
    for (const lead of leadIns) {
      const rest = words.replace(lead, "");
      if (rest !== words && rest.trim() !== "") words = rest.trim();
    }
  }
  return words;
}

export function priorityOf(text: string): Clause["priority"] {
  if (
    /\b(nice to have|could have|could|optionally|maybe|perhaps|possibly|later on|some day|one day(?! (?:before|after|ahead|in advance))|if possible)\b/i.test(
      text,
    )
  )
    return "could";
  return /\b(should|ideally|prefer|preferably|would like|would be (nice|good|great))\b/i.test(text) ? "should" : "must";
}

/** What stands in brackets belongs together, whatever commas it holds. */
const withBrackets = (text: string): string =>
  text.replace(
    /\(([^()]*)\)/g,
    (_, inner: string) => `‹${inner.replace(/,\s*(?:and |or )?\s*| (?:and|or) |\s*\/\s*/g, "¦").trim()}›`,
  );

/** A sentence without the way it is asked and without its heading, what is in brackets held together. */
export const spokenOf = ({ text }: Sentence): string => essence(withoutHeading(withBrackets(text)));

/** "Rules: a stylist …": a heading that names a part of the brief and nothing of the trade. */
const withoutHeading = (text: string): string =>
  text.replace(
    /^(?:(?:business |validation |other |further |some )?(?:rules?|constraints?|validations?)|reports?|reporting|lists?|features?|functions?|functionality|requirements?|search|filters?|notifications?|reminders?|dashboard|statistics|figures|calculations?|actions|workflow|permissions?|must(?: have)?|should(?: have)?|could(?: have)?|nice to have|optional(?:ly)?|note|important|objectives?|scope|phase \d+): /i,
    "",
  );

/** A sentence as clauses: at commas, and at "and" before someone or something that acts. */
export function clausesOf(sentence: Sentence): Clause[] {
  const priority = priorityOf(sentence.text);
  const held = withBrackets(sentence.text);
  const pieces = essence(untitled(withoutHeading(held)))
    .split(/,\s+(?=\S)|\s+[–—-]\s+/)
    .flatMap((piece) => splitAtAnd(essence(piece.trim())));
  const clauses: string[] = [];
  for (const piece of pieces) {
    const words = piece.replace(/^(?:and|or|but|then|plus|as well as|while|so)\s+(?!on\b)/i, "").trim();
    if (words === "") continue;
    const last = clauses.at(-1);
    if (last !== undefined && /^(?:if|when|once|as soon as|whenever)\b/i.test(last) && !last.includes(",")) {
      clauses[clauses.length - 1] = `${last}, ${words}`;
      continue;
    }
    if (last !== undefined && continues(last, piece, words)) clauses[clauses.length - 1] = `${last}, ${piece}`;
    else clauses.push(essence(words));
  }
  return clauses.map((text) => ({ text, sentence, priority, whole: clauses.length === 1 }));
}

const opens =
  /\b(?:with|has|have|having|including|includes?|such as|contains?|by|between|of|needs?|store|record|like|in)\b|[:«]/i;

/** Whether a piece only lists more of what the clause before it lists. */
function continues(last: string, piece: string, words: string): boolean {
  if (/^(?:each|every|all|both)?(?: of (?:them|which|these))? ?(?:with|having|including|such as)\b/i.test(words))
    return true;
  if (/\b(?:with|has|have|contains?|includ\w+)\b/i.test(words) || /^(?:their|each|every)\b/i.test(words)) return false;
  if (/^(?:if|when|where|because|so that|unless|even|otherwise)\b/i.test(words)) return true;
  if (isClauseStart(words) || /^(?:the )?(?:number|total|count|average|sum)s? .*\bper\b/i.test(words)) return false;
  if (/\bstatus(?:es)?\b|\bstates?\b|\bstages?\b/i.test(last) || /\b(?:is|are|be)\s+\w+(?:ed|en)?(?:,|$)/i.test(last))
    return true;
  const listed = last.slice(last.search(opens));
  return (
    last.search(opens) >= 0 &&
    listed !== "" &&
    (!/s$/.test(words.split(" ").at(-1) ?? "") || /^and\b/i.test(piece) || words.split(" ").length <= 6)
  );
}

/** "Music school: families, …" without its title; "Customer: name, e-mail" as "customer has name, e-mail". */
function untitled(text: string): string {
  const match = text.match(/^([^:]{2,80}):\s*(.+)$/);
  const [, left = "", right = ""] = match ?? [];
  if (!match) return text;
  if (/\b(?:status(?:es)?|states?|stages?|roles?)$/i.test(left)) return `${left}: ${right}`;
  if (/\b(?:following|these|fields|details|information|data|attributes|columns|properties)\b/i.test(left)) {
    const entity =
      left.match(/\b(?:for|of|about|on) (?:each |every |an? |the )?([a-z ]+)$/i)?.[1] ??
      left.match(
        /^(?:each |every |an? |the )?([a-z ]+?) (?:has|have|fields|details|information|data|attributes|columns|properties)/i,
      )?.[1];
    return entity ? `each ${entity} has ${right}` : right;
  }
  if (/\b(?:has|have|with|includes?|contains?)$/i.test(left)) return `${left} ${right}`;
  const forEach = left.match(/\b(?:for|of) (?:each|every) ([a-z ]+)$/i)?.[1];
  if (forEach) return `each ${forEach} has ${right}`;
  const items = right.split(/,\s*|\s+and\s+/);
  const plain = items.every((item) => item.split(" ").length <= 4 && !isClauseStart(item) && !/\bwith\b/.test(item));
  const single =
    items.filter((item) => !/[^su]s$/.test(item.split(/[ ‹]/).at(0) ?? "") || /address|notes|status/.test(item))
      .length >=
    items.length / 2;
  if (plain && single && left.split(" ").length <= 4)
    return `each ${left.replace(/^(?:keep|track|record|manage|store|each|every|the|an?) /i, "")} has ${right}`;
  // "Mechanics record repairs on cars: date, mileage, cost".
  if (plain && single && actionAt(tokensOf(left)) > 0) return `${left} with ${right}`;
  return left.split(" ").length <= 5 ? right : `${left}, ${right}`;
}

function splitAtAnd(piece: string): string[] {
  for (const match of piece.matchAll(/\s+(?:and|but|while|whereas)\s+(?:then\s+)?/gi)) {
    const left = piece.slice(0, match.index);
    const right = piece.slice(match.index + match[0].length);
    const spoken = tokensOf(left);
    const ended = spoken.at(-1);
    if (
      ended &&
      ended.kind !== "V" &&
      !/\bbetween\b[^,]*$/i.test(left) &&
      isClauseStart(right) &&
      (actionAt(spoken) >= 0 || /^(?:search|show|see|list)\b/i.test(right))
    )
      return [left, ...splitAtAnd(right)];
  }
  return [piece];
}

/** Whether words begin something new: an order, or somebody who acts. */
export function isClauseStart(words: string): boolean {
  const tokens = tokensOf(words.split(" ").slice(0, 9).join(" "));
  const at = actionAt(tokens);
  if (at < 0) return false;
  const [first, second] = tokens;
  if (at === 0) {
    if (!first || !isAction(first.base)) return false;
    if (!second) return false;
    return (
      "DRP#A".includes(second.kind) ||
      (second.kind === "C" && tokens[2] !== undefined && isAction(tokens[2].text)) ||
      second.plural ||
      seeingVerbs.has(first.base) ||
      (second.kind === "N" &&
        (keepingVerbs.has(first.base) || stateVerbs.has(first.base) || events.has(first.base)) &&
        tokens.length > 2)
    );
  }
  const [verb, before] = [tokens[at], tokens[at - 1]];
  if (at > 5 || !verb || !before || before.kind === "C" || before.kind === "P" || before.kind === "D") return false;
  const subject = tokens.slice(0, at);
  const acts =
    verb.kind !== "V" ||
    isAction(verb.base) ||
    subject.some(({ plural, kind }) => plural || kind === "D" || kind === "R");
  return acts && subject.some(({ kind }) => kind === "N" || kind === "R");
}

/** Where the action of a clause is: its verb, or a form of "be"; −1 when it only names things. */
export function actionAt(tokens: readonly Token[]): number {
  return tokens.findIndex(({ kind }, index) => kind === "V" || kind === "B" || (kind === "M" && index > 0));
}
