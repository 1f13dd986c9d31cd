import type { Draft, DraftEntity, Wish } from "./draft.ts";
import { isValueWord } from "./fields.ts";
import { business, keepingVerbs, seeingVerbs, staff, stateVerbs } from "./lexicon.ts";
import { singular, type Token, tokensOf } from "./tokens.ts";
import { addPart, addWhole, addWords, type Vocabulary, valuesOf, vocabularyOf, wholeVocabulary } from "./vocabulary.ts";

const set = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that ask for a list, a figure or a limit as such, and say nothing of which. */
const general = set(`all any each every other one thing item list overview table page screen home dashboard
  report summary statistic figure total sum number count average mean amount person people user who which what whose
  when where how able need want have has get make give take let name same time once twice again way system application
  app software must should always also then only together easily quickly currently detail information data field value
  possible use using look know tell help come happen simple full complete part alphabetically alphabetical
  free text word keyword automatically certain particular been being many rule listed appear stand why new do does did done not never no required mandatory
  compulsory unique valid per max min least most up off more less than fewer greater higher lower above below over under
  between minimum maximum equal positive negative zero themselves itself allowed enough euro euros dollar dollars
  pound pounds percent eur usd gbp already two three four five six seven eight nine ten twelve twice accept refuse
  exceed earlier later before after overlap overlapping double doubly period slot simultaneously duplicate duplicates
  different differ reason given entered filled stated recorded several either whether place account login password
  yes pass fail another longer shorter active owner stage state step phase mark booking reading entries long showing displaying statutory regular periodic routine annual legal official ahead beforehand advance`);

/** What a list of what is due says in its own words. */
const ofDue = set(`due overdue late soon upcoming coming next last expire expiring expired expiry remind reminder warn
  warning alert highlight flag mark notice advance within day week month year today tomorrow yet still past return
  returned back bring should run out low reorder outstanding open unfinished pending waiting unpaid unresolved finish
  finished completed long longer old older current active ready stock fall miss missing become free available now tonight end ended ending start started this`);

/** What files for spreadsheets are called, and the days that their lists can be narrowed to. */
const ofFiles = set(`csv excel spreadsheet xls xlsx file export import download upload list format comma separated day
  week month year old existing data row column initial current work process further`);

/** What money that was taken or spent is called. */
const ofMoney =
  set(`revenue turnover income takings sales sale earning earnings spending spend expense cost fee price paid pay
  awarded donated charged billed invoiced owed owe`);

/**
 * The words of a sentence that nothing built for it answers: "present" in "list which children are present" when the
 * list holds no more than children. Only of sentences that ask for a list, a figure, a search or a limit; what tells of
 * records is compared with the records themselves.
 */
export function unanswered(draft: Draft, wish: Wish): string[] {
  const text = wish.text
    .replace(/[‹›]/g, " ")
    .replaceAll("¦", ", ")
    .replace(/,? so that (?:i|we|they|you|he|she|nobody|no one|everyone)\b.*$/i, "")
    .replace(/^(?:rules?|reports?|lists?|note|important): /i, "")
    // What is made of another takes its values over.
    .replace(
      /,? (?:and|with) (?:all )?(?:its|the|their) [\p{L} ]+ (?:carried|copied|taken|kept)(?: over)?[.]?$/iu,
      (tail) =>
        draft.entities.some(
          ({ name, follows }) => follows.length > 0 && [...wish.targets].some((each) => each.startsWith(`${name}!`)),
        )
          ? ""
          : tail,
    )
    .replace(/\b(?:every|each) (?:day|week|month|morning|evening)\b/gi, "")
    .replace(/\b(?:yes\/no|pass\/fail)\b|\bdown\b/gi, "")
    // What a figure is wanted for.
    .replace(/(?<=\b(?:day|week|month|quarter|year)) for (?:the |our )?[\p{L}-]+$/iu, "");
  if (wish.kind === "list" && isInOrder(draft, wish)) return [];
  if (!["list", "report", "search", "computed", "rule", "import-export"].includes(wish.kind))
    return untold(draft, wish, text);
  const known = vocabularyOf(draft, wish.targets);
  if (known.words.has("money") || known.words.has("paid")) for (const word of ofMoney) known.words.add(word);
  if (wish.kind === "search") for (const word of ["filtered", "searched", "found", "filterable"]) known.words.add(word);
  if (wish.kind === "import-export") for (const word of ofFiles) known.words.add(word);
  const isDue = [...wish.targets].some((target) => target.includes("?"));
  // What is overdue stands out by its colour wherever it is listed.
  if ([...wish.targets].some((target) => target.endsWith(".overdue")))
    for (const word of ["red", "colour", "color", "coloured", "colored", "stand"]) known.words.add(word);
  widen(draft, wish, known);
  const words = asked(tokensOf(text))
    .filter(
      (token, index, all) =>
        isContent(token) &&
        !(wish.kind === "rule" && (token.kind === "V" || /ed$/.test(token.text) || isRole(all, index))) &&
        !isKnown(token, known) &&
        !(isDue && isOf(ofDue, token)),
    )
    .map(({ text: word }) => word);
  return [
    ...words,
    ...numbersIn(text)
      .filter((number) => !known.numbers.has(number))
      .map(String),
  ];
}

/** "Oldest first", of a list that is in that order. */
const isInOrder = (draft: Draft, { text, targets }: Wish): boolean =>
  /^[\p{L} -]+ first$/iu.test(text) &&
  draft.entities.some(({ name, lists }) =>
    lists.some((list) => list.descending !== undefined && targets.has(`${name}?${list.name}`)),
  );

const isOf = (words: ReadonlySet<string>, { text, base }: Token) =>
  words.has(text.replace(/'s?$/, "")) || words.has(base) || words.has(singular(text));

/** Who looks, and that somebody looks, is not what is asked for. */
function asked(tokens: readonly Token[]): Token[] {
  const at = tokens.findIndex(({ kind, base, text }) => kind === "V" && seeingVerbs.has(base) && !/ed$/.test(text));
  return tokens.slice(at >= 0 && at <= 4 ? at + 1 : 0);
}

const isContent = (token: Token): boolean =>
  (token.kind === "N" || token.kind === "V" || token.kind === "A") &&
  token.text.length > 2 &&
  !/\d/.test(token.text) &&
  !isOf(general, token) &&
  !(seeingVerbs.has(token.base) && !/ed$/.test(token.text)) &&
  !(keepingVerbs.has(token.base) && !/^(?:notes?|documents?|entry|entries)$/.test(token.text)) &&
  !isOf(staff, token) &&
  !isOf(business, token);

const isKnown = ({ text, base }: Token, { words }: Vocabulary): boolean =>
  [text.replace(/'s?$/, ""), base, singular(text)].some(
    (word) =>
      words.has(word) ||
      word.split("-").every((part) => words.has(part)) ||
      [...words].some((other) => alike(word, other)),
  );

/** "Inspected" and "inspection": one stem. */
function alike(one: string, two: string): boolean {
  const least = Math.min(one.length, two.length);
  if (least < 4) return false;
  let same = 0;
  while (same < least && one[same] === two[same]) same += 1;
  return same >= Math.max(4, least - 2) && (same >= 5 || Math.abs(one.length - two.length) <= 3);
}

/** "The sales director", "a facilities team": who, in two words. */
const isRole = (tokens: readonly Token[], index: number): boolean => {
  const next = tokens[index + 1];
  return next !== undefined && (isOf(staff, { ...next, text: next.text.replace(/'s?$/, "") }) || isOf(business, next));
};

/** "Book appointments for patients": what one is told to do, and not a thing of that name. */
const isDeed = (tokens: readonly Token[], index: number): boolean =>
  index === 0 && /^(?:book|schedule|plan|order)$/.test(tokens[0]?.text ?? "") && tokens[1]?.kind === "N";

/**
 * A search, and what may not be, speak of any value of their records; a list of whom and what its records know, and of
 * any value that it can be put in order by.
 */
function widen(draft: Draft, wish: Wish, known: Vocabulary): void {
  const order = wish.text.match(/\b(?:by|per) (.+)$/i)?.[1]?.toLowerCase() ?? "";
  for (const target of wish.targets) {
    const entity = findEntityNamed(draft, target.split(/[.?!~#@]/)[0] ?? "");
    if (!entity) continue;
    if (["search", "rule", "import-export"].includes(wish.kind)) addWhole(draft, entity, known);
    if (wish.kind === "list")
      for (const { name, label, target: other } of entity.fields)
        if ((other && target.includes("?")) || order.includes(label.toLowerCase().split(" ").at(-1) ?? ""))
          addPart(draft, entity, name, known);
    if (wish.kind !== "search") continue;
    for (const place of entity.search) addWords(place.replace(/[A-Z.]/g, " $&"), known);
  }
}

const findEntityNamed = (draft: Draft, name: string) => draft.entities.find((each) => each.name === name);

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/(?<![\p{L}\d.,-])(\d[\d.,]*)(k\b)?/gu)]
    .map(([, digits = "", k]) => Number(digits.replace(/,(?=\d{3}\b)/g, "").replace(/[.,]$/, "")) * (k ? 1_000 : 1))
    .filter((number) => Number.isFinite(number));

const examples = /,? (?:such as|like|e\.g\.|for example) .*?(?= (?:is|are|can|could|must|may|should) |$)/i;

/** Of a sentence that tells of records: values that none of them holds, and records that it ties and nothing ties. */
function untold(draft: Draft, wish: Wish, text: string): string[] {
  const known = wholeVocabulary(draft);
  const own = vocabularyOf(draft, wish.targets);
  for (const target of wish.targets) {
    const entity = findEntityNamed(draft, target.split(/[.?!~#@]/)[0] ?? "");
    if (entity) addWhole(draft, entity, own);
  }
  // "Documents such as bills of lading": whatever they are called, they are files.
  const isOfFiles = valuesOf(draft, wish).some(({ field }) => field.type === "file");
  const all = tokensOf(isOfFiles ? text.replace(examples, "") : text);
  // "The depot assigns each job to a tour": whose office does it is not what is kept.
  const at = all.findIndex(({ kind }) => kind === "V");
  const isOffice =
    (isOfFiles && at > 0 && at < 5) ||
    (at > 0 && at < 4 && all[0]?.text === "the" && ["relation", "state"].includes(wish.kind) && isDone(all[at]));
  const tokens = isOffice ? all.slice(at) : all;
  const nouns = tokens.filter(
    (token, index) => token.kind === "N" && isContent(token) && !isRole(tokens, index) && !isDeed(tokens, index),
  );
  const missing = nouns
    .filter((token) => !isKnown(token, isValueWord(token.base) ? own : known))
    .map(({ text: word }) => word);
  return isOfFiles ? missing : [...missing, ...untied(draft, wish, tokens)];
}

const isDone = (token: Token | undefined): boolean =>
  stateVerbs.has(token?.base ?? "") ||
  /^(?:assign|plan|schedule|book|record|enter|register|manage|organi[sz]e|keep|file|place|give|put)$/.test(
    token?.base ?? "",
  );

/** Records that a sentence names together and that no reference ties, not even through a third. */
function untied(draft: Draft, wish: Wish, tokens: readonly Token[]): string[] {
  if (wish.kind === "entity" || (wish.kind === "field" && !/\bfor (?:each|every) /i.test(wish.text))) return [];
  // Who does it is told by roles, when people sign in.
  const from = wish.kind === "state" ? tokens.findIndex(({ kind }) => kind === "V" || kind === "B") : 0;
  const named = namedIn(draft, tokens.slice(Math.max(0, from)));
  if (named.length < 2) return [];
  const knows = (one: string, other: string) =>
    draft.entities.some(({ name, fields }) => name === one && fields.some(({ target }) => target === other));
  const tied = (one: string, other: string) =>
    knows(one, other) || knows(other, one) || draft.entities.some(({ name }) => knows(name, one) && knows(name, other));
  return named
    .filter(({ name }) => !named.some((other) => other.name !== name && tied(name, other.name)))
    .map(({ words }) => words.join(" "));
}

/** The records that a sentence names, each by its whole name; a longer name hides the shorter within it. */
function namedIn(draft: Draft, tokens: readonly Token[]): DraftEntity[] {
  const words = tokens.map(({ text }) => singular(text.replace(/'s?$/, "")));
  const taken = new Set<number>();
  const byLength = [...draft.entities].sort((a, b) => b.words.length - a.words.length);
  return byLength.filter((entity) => {
    const at = words.findIndex((_, index) =>
      entity.words.every((word, step) => words[index + step] === word && !taken.has(index + step)),
    );
    if (at < 0) return false;
    for (const step of entity.words.keys()) taken.add(at + step);
    return !entity.fields.some(({ label }) => label.toLowerCase() === words[at]);
  });
}
