import { article, isHeldBy, isMany, isThing, listsValues, oneOf } from "../phrases.ts";

/** "Customers with name and phone, their vehicles with make and model": a list, and after it another record with its own. */
const listThenMore =
  /(?<=(?:^|[ ,])[\p{L}-]+s),? (?:each )?with (?:their |an? |the )?([^():]+?)(?: [–—-]|,|;)?(?= and (?:the |their |our )?(?:[\p{L}-]+ )?[\p{L}-]+s(?: they have[\p{L} ]*)?(?: with\b| \(|:)|, (?:and )?(?:the |their |our )?(?:[\p{L}-]+ )?[\p{L}-]+s (?:with|\())/giu;

/**
 * Several records told in one sentence, each with its list: "I need patients (name, GP), their hearing tests – date,
 * result – and the hearing aids: make, model". Lists between dashes and after a last colon are put in brackets; two or
 * more lists in brackets are told one by one, and what is left says how the records stand to each other.
 */
export function groupsIn(text: string): string[] | undefined {
  const held = text
    .replace(/^(?:each|every|an?) .* has /i.test(text) ? /^$/ : listThenMore, (found, list: string) =>
      isList(list) ? ` (${list})` : found,
    )
    .replace(/ [–—-] ([^–—()]+?) [–—-](?= |,|$)/gu, (found, list: string) => (isList(list) ? ` (${list})` : found))
    .replace(/^(.*\).*?[\p{L}]s),? with (?:their |an? |the )?([^():]+)$/iu, (found, left: string, list: string) =>
      listsValues(list) ? `${left} (${list})` : found,
    )
    .replace(/^(.*\).*?[\p{L}]): ([^():]+)$/u, (found, left: string, list: string) =>
      listsValues(list) ? `${left} (${list})` : found,
    );
  const lists = [...held.matchAll(/(?<before>[\p{L}][\p{L}' -]*?) \((?<list>[^()]+)\)/gu)];
  const told = lists.flatMap(({ groups }) => {
    const list = groups?.list ?? "";
    const name = nameBefore(groups?.before ?? "", list);
    return name && isList(list) ? [{ ...name, list, whole: groups?.before }] : [];
  });
  // "Complaints (from whom, about which trader, when)".
  const [only] = told;
  if (told.length === 1 && only && /\b(?:whom|what|when|where|who)\b/i.test(only.list))
    return [`each ${only.name} has ${only.list}`];
  if (told.length < 2) return held === text ? undefined : [held];
  let rest = held;
  for (const { list } of told) rest = rest.replace(` (${list})`, "");
  const sentences = told.map(({ name, list, isTheirs }, index) => {
    const owner = isTheirs ? told.slice(0, index).findLast((each) => !each.isTheirs) : undefined;
    return `each ${name} has ${owner ? `${article(owner.name)}, ` : ""}${list}`;
  });
  return /^(?:(?:we|i) )?(?:also )?(?:keep|need|want|record|store|track|manage|register|have|hold|log|list|maintain)?s? ?[\p{L} ,']+$/iu.test(
    rest,
  ) && !/\b(?:who|which|that|when|if|can|must|only)\b/i.test(rest)
    ? sentences
    : [...sentences, rest];
}

/** "Clients with phone and e-mail, commissions with price and deadline, materials for each commission with weight". */
const opening =
  /(?:^|,? and |, )(?:(?<theirs>their |its )|the |our |all )?(?<name>(?:[\p{L}-]+ )?[\p{L}-]+s)(?: (?:used|bought|made|sold|needed|given|taken))?(?: (?:for|of|on|per|by) (?:each|every|the|an?) (?<of>[\p{L}-]+))?,? with /giu;

export function withsIn(text: string): string[] | undefined {
  const plain = text.replace(
    /^(?:[\p{L} -]{3,50}: )?(?:(?:we|i) )?(?:(?:want|need) to )?(?:(?:keep|record|store|track|manage|register|need|hold) )?(?:track of )?/iu,
    "",
  );
  const found = [...plain.matchAll(opening)];
  if (found.length < 2 || found[0]?.index !== 0 || /\b(?:is|are|must|can|if|when|who)\b/i.test(plain)) return undefined;
  const said = found.map(({ index, groups, 0: whole }, at) => {
    const list = plain
      .slice(index + whole.length, found[at + 1]?.index ?? plain.length)
      .replace(/^(?:an?|the|their|its) /i, "");
    const { name = "", theirs } = groups ?? {};
    const of = groups?.of ?? (theirs && at > 0 ? found[0]?.groups?.name : undefined);
    const isOwn =
      isMany(name) &&
      (isHeldBy(name, list) || isThing(name, true)) &&
      (listsValues(list) || /^contact details$/i.test(list));
    return isOwn ? `each ${oneOf(name)} has ${of ? `${article(oneOf(of))}, ` : ""}${list}` : undefined;
  });
  return said.every((each) => each !== undefined) ? said : undefined;
}

/** Words that come before a name and are no part of it. */
const opens =
  /^(?:and|or|the|their|its|his|her|our|all|of|for|with|to|on|in|by|from|at|an?|each|every|any|some|we|i|they|you|keep|keeps|need|needs|want|wants|have|has|hold|record|records|store|stores|track|tracks|manage|manages|register|registers|log|logs|list|lists|maintain|several|also|about|are|is|as|plus|including|note|take|takes|make|makes|place|places|book|books)$/i;

function nameBefore(before: string, list: string): { name: string; isTheirs: boolean } | undefined {
  const words = before.trim().split(" ");
  const from = words.findLastIndex((each) => opens.test(each)) + 1;
  const phrase = words
    .slice(Math.max(from, words.length - 2))
    .join(" ")
    .toLowerCase();
  if (phrase === "" || !isMany(phrase) || !isHeldBy(phrase, list)) return undefined;
  return { name: oneOf(phrase), isTheirs: /^(?:their|its|his|her)$/i.test(words[from - 1] ?? "") };
}

const isList = (list: string): boolean => /,| and /.test(list) && listsValues(list);
