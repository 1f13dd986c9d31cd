import { capital } from "../fields.ts";
import { addField, addTopic, type SiteDraft, type Wish } from "./draft.ts";
import { factsIn, hoursIn, pricedIn, scheduledIn } from "./facts.ts";
import { featureIn } from "./features.ts";
import { collectionTopic, isCollection, subjectOf, topicOf } from "./topics.ts";

/** Takes down what a sentence asks for, with what meets it. */
export type Put = (text: string, kind: Wish["kind"], targets: readonly string[]) => void;

/** Whether a text names things with what they cost. */
export const priced = (text: string): boolean => pricedIn(text).length > 0;

/** Opening hours, an address, a phone number. */
export function readFacts(site: SiteDraft, text: string, put: Put): boolean {
  const hours = hoursIn(text);
  const facts = factsIn(text);
  if (hours.length > 0) {
    site.hours.push(...hours.filter(({ day }) => !site.hours.some((each) => each.day === day)));
    addTopic(site, { name: "opening-hours", title: "Opening hours", shows: ["hours"] });
    put(text, "other", ["hours:"]);
  }
  if (Object.keys(facts).length > 0) {
    Object.assign(site.facts, facts);
    if (!site.pages.some(({ shows }) => shows.includes("contact")))
      addTopic(site, { name: "contact", title: "Contact", shows: ["contact"] });
    put(
      text,
      "other",
      Object.keys(facts).map((fact) => `fact:${fact}`),
    );
  }
  return hours.length > 0 || Object.keys(facts).length > 0;
}

/** "Classes: Vinyasa Monday 18:00, Yin Wednesday 19:30": lines of the timetable that was asked for, else of their own. */
export function readTimes(site: SiteDraft, text: string, put: Put): boolean {
  const [, subject = "", list = ""] =
    text.match(/^(?:the |our )?([a-z][a-z -]{2,30}?)(?: (?:are|is)|:):? (.+)$/i) ?? [];
  const times = scheduledIn(list);
  if (times.length === 0) return false;
  const isTimetable = ({ fields }: (typeof site.collections)[number]) => fields.some(({ name }) => name === "day");
  if (!site.collections.some(isTimetable)) {
    const topic = topicOf(`${subject} timetable`);
    if (!topic) return false;
    addTopic(site, topic);
  }
  const collection = site.collections.find(isTimetable);
  if (!collection) return false;
  for (const { title, day, time } of times)
    collection.entries.push({ title: capital(title), values: { day, time }, tags: [], body: "" });
  put(text, "entity", [`entry:${collection.name}`, `page:${collection.name}`]);
  return true;
}

/** "Our services are A, B and C", "the menu has espresso for 2.20 and cake for 4". */
export function readEntries(site: SiteDraft, text: string, put: Put): boolean {
  const [, subject = "", list = ""] =
    text.match(
      /^(?:the |our |my |we (?:offer|have|sell|serve|provide) (?:these |the following )?)?([a-z][a-z -]{2,30}?)(?: page| section)?(?: (?:are|is|includes?|has|have|contains?|lists?|shows?|offers?)|:| with)(?: the following)?:? (.+)$/i,
    ) ?? [];
  const priced = pricedIn(text.includes(":") ? text : list || text);
  // "Starters, pasta and pizza, with prices and allergens": what they have, and not two more of them.
  const [, names = list, having = ""] = list.match(/^(.+?),? (?:each |all )?with (?:their |its |the )?(.+)$/i) ?? [];
  const offered = text.match(/^we (?:offer|sell|serve|provide|do) (.+)$/i)?.[1];
  // "Each post has a title and a text" tells what entries have, and names none.
  const isNamed = subject !== "" && isCollection(subject) && !/^(?:each|every) /i.test(subject);
  if (!isNamed && !(offered && (priced.length > 0 || !/\b(?:and|,)\b/.test(offered)) && priced.length > 0))
    return false;
  const topic = topicOf(isNamed ? subject : "menu");
  if (!topic?.collection) return false;
  const items = priced.length > 0 ? [] : names.split(/,\s+(?:and )?|\s+and\s+/).filter(Boolean);
  const areNames = items.every(
    (item) => !/^(?:an? |the |their |its |his |her )/i.test(item) && !/\b(?:page|own|each)\b/i.test(item),
  );
  const areValues = items.every((item) =>
    /^(?:an? |the |their |its )?(?:prices?|photos?|pictures?|names?|titles?|dates?|descriptions?|texts?|contents?|authors?|summar(?:y|ies)|tags?|links?|years?|roles?)$/i.test(
      item,
    ),
  );
  // "Events with date, place and registration deadline" names no event.
  const areParts = items.filter((item) => valueWord.test(item)).length * 2 > items.length;
  if (priced.length === 0 && (items.length < 2 || !areNames || areValues || areParts)) return false;
  addTopic(site, topic);
  const collection = site.collections.find(({ name }) => name === topic.name);
  if (!collection) return false;
  if (priced.length > 0) addField(collection, "price");
  const had =
    having === ""
      ? []
      : having.split(/,\s+(?:and )?|\s+and\s+/).flatMap((phrase) => addField(collection, phrase) ?? []);
  const price = collection.fields.find(({ kind }) => kind === "money")?.name ?? "price";
  for (const { title, price: amount } of priced)
    collection.entries.push({ title, values: { [price]: amount }, tags: [], body: "" });
  for (const item of items) {
    const [, title = item, inner = ""] = item.match(/^(.+?) \((.+)\)$/) ?? [];
    const first = collection.fields.find(({ kind }) => kind === "text")?.name;
    collection.entries.push({
      title: capital(title.trim()),
      values: inner && first ? { [first]: inner } : {},
      tags: [],
      body: inner && !first ? `${capital(inner)}.` : "",
    });
  }
  put(text, "entity", [`entry:${collection.name}`, `page:${topic.name}`, ...had]);
  return true;
}

/** "Monday 18:00 Hatha" as a line of the timetable. */
function dayFirst(phrase: string): Entry | undefined {
  const [, day = "", time = "", title = ""] =
    phrase.match(/^((?:mon|tues|wednes|thurs|fri|satur|sun)days?),? (?:at )?(\d{1,2}[:.]\d\d),? (.+)$/i) ?? [];
  return title === ""
    ? undefined
    : {
        title: capital(title),
        values: { day: capital(day.toLowerCase()), time: time.replace(".", ":") },
        tags: [],
        body: "",
      };
}

/** What entries have, and no names of any. */
const valueWord =
  /\b(?:photos?|pictures?|images?|names?|titles?|prices?|dates?|times?|texts?|descriptions?|e-?mails?|phones?|roles?|languages?|years?|authors?|links?|durations?|levels?|profiles?|day|stage|place|location|allergens|qualifications?|specialisms?|icons?|screenshots?|trainers?|persons?|deadlines?|towns?|compan(?:y|ies)|speciali[sz]ations?|functions?|logos?|websites?|address(?:es)?|own|summar(?:y|ies)|content|tags?|categor(?:y|ies)|ingredients|sizes?|artists?)\b/i;

/** "Day ticket 25 euros, children under 12 free", "employment law, tenancy law": entries by their names. */
export function entriesIn({ fields, layout }: SiteDraft["collections"][number], phrases: readonly string[]): Entry[] {
  const costs = phrases.map((phrase) =>
    phrase.match(
      /^(.+?),? (?:for |costs? |is |at )?(?:(\d[\d.,]*) ?(?:€|euros?|dollars?|pounds?|eur|chf|gbp|usd|francs?)?(?: (?:per|a|each|for) [a-z ]+)?|(free))$/i,
    ),
  );
  if (costs.length > 0 && costs.every((match) => match !== null)) {
    const price = fields.find(({ kind }) => kind === "money") ?? {
      name: "price",
      label: "Price",
      kind: "money" as const,
    };
    if (!fields.includes(price)) fields.push(price);
    return costs.map((match) => ({
      title: capital(match[1]?.trim() ?? ""),
      values: { [price.name]: match[3] ? "free" : Number((match[2] ?? "").replace(",", ".")).toFixed(2) },
      tags: [],
      body: "",
    }));
  }
  const times = fields.some(({ name }) => name === "day") ? phrases.map((phrase) => dayFirst(phrase)) : [];
  if (times.length > 0 && times.every((time) => time !== undefined)) return times;
  const names = phrases.filter((phrase) => !/\bown\b|^each\b/i.test(phrase));
  if (names.length < 2 || fields.length > 0 || layout === "questions" || names.some((name) => valueWord.test(name)))
    return [];
  return names.map((name) => ({ title: capital(name.trim()), values: {}, tags: [], body: "" }));
}

type Entry = SiteDraft["collections"][number]["entries"][number];

/** "Each project has a title, a year and a link". */
export function readFields(site: SiteDraft, text: string, put: Put): string[] | undefined {
  const [, subject = "", list = ""] =
    text.match(
      /^(?:for )?(?:each|every|all|the|our|a|an) ?((?:of the )?[a-z][a-z ]{2,30}?),? (?:(?:should |must |will )?(?:has|have|shows?|needs?|comes? with|consists? of|includes?|lists?|with)|(?:is|are) (?:shown|listed|presented) with|we (?:show|list|want|need)) (.+)$/i,
    ) ??
    text.match(
      /^((?!our|the)[a-z][a-z ]{2,30}s?) (?:is|are) (?:shown as |presented as )?(?:a |an )?(?:table|list|cards?|overview) (?:with|of) (.+)$/i,
    ) ??
    text.match(
      /^(?:the )?([a-z]+) page (?:lists|shows|with|has) (?:the )?(?:people|persons|members|entries|all|them) with (?:their )?(.+)$/i,
    ) ??
    text.match(/^([a-z][a-z ]{2,30}s) with (?!a form\b)(.+)$/i) ??
    text.match(/^([a-z][a-z ]{2,30}s) (?:should |must )?(?:have|show|are (?:shown|listed) with|come with) (.+)$/i) ??
    [];
  const spoken = subjectOf(subject.replace(/^of the /, ""));
  // "They have categories", "each one has a year": those that were spoken of last.
  const last = /^(?:they|these|those|it|one|of them|of these)$/.test(spoken)
    ? site.collections.find(({ name }) => name === site.spoken)?.name.replace(/-/g, " ")
    : undefined;
  const wanted = last ?? spoken;
  if (wanted === "") return undefined;
  const alike = (name: string) => [name, name.replace(/s$/, ""), `${name}s`, name.replace(/ies$/, "y")];
  const find = () =>
    site.collections.find(
      ({ name, singular }) =>
        alike(wanted).some((each) => alike(name.replace(/-/g, " ")).includes(each)) ||
        (wanted.split(" ").length > 1 && wanted.split(" ")[0] === name) ||
        singular.toLowerCase() === wanted.replace(/s$/, ""),
    );
  let collection = find();
  const isMany = /^(?:each|every|for each|for every)\b/i.test(text);
  if (
    !collection &&
    (isCollection(wanted) ||
      isCollection(`${wanted}s`) ||
      (isMany && site.pages.length > 0 && !/page|visitor|site|website/.test(wanted)))
  ) {
    const named = isCollection(wanted) ? wanted : `${wanted}s`;
    addTopic(site, topicOf(named)?.collection ? (topicOf(named) ?? collectionTopic(named)) : collectionTopic(named));
    collection = find();
  }
  if (!collection) return undefined;
  const phrases = list.replace(/ \([^()]*\)/g, "").split(/,\s+(?:and )?|\s+and\s+/);
  // "Newest first, ten per page, an RSS feed" are no values of a post.
  const beyond = phrases.filter(
    (phrase) =>
      (!/^(?:an? |the |its )?tags?(?: (?:like|such as) .+)?$/i.test(phrase) && featureIn(phrase)) ||
      /\bfirst$/i.test(phrase),
  );
  const targets = phrases
    .filter((phrase) => !beyond.includes(phrase))
    .map((phrase) => collection && addField(collection, phrase));
  if (targets.some((target) => target === undefined)) return undefined;
  const isOrdered = collection.isBlog && beyond.some((phrase) => newestFirst.test(phrase));
  put(text, "field", [
    ...targets.filter((target) => target !== undefined),
    ...(isOrdered ? [`collection:${collection.name}`] : []),
  ]);
  return beyond.filter((phrase) => !(isOrdered && newestFirst.test(phrase)));
}

const newestFirst = /^(?:the |with the )?(?:newest|latest|most recent)(?: ones?)? first$/i;

/** "Vegetarian dishes are marked": a value of what the menu has. */
export function readMarked(site: SiteDraft, text: string, put: Put): boolean {
  const [, mark = "", things = ""] =
    text.match(
      /^([a-z-]+) ([a-z]+) (?:are|is|must be|should be) (?:clearly )?(?:marked|labell?ed|flagged|highlighted|shown as such)$/i,
    ) ?? [];
  const collection =
    site.collections.find(
      ({ name, singular }) => name === things || singular.toLowerCase() === things.replace(/e?s$/, ""),
    ) ??
    (/^(?:dishe?s?|items?|drinks?|meals?)$/i.test(things)
      ? site.collections.find(({ name }) => /menu|food|drinks/.test(name))
      : undefined);
  const target = collection && mark !== "" ? addField(collection, mark) : undefined;
  if (target) put(text, "field", [target]);
  return target !== undefined;
}
