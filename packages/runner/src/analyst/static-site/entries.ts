import { capital } from "../fields.ts";
import { addField, addTopic, type SiteDraft, type Wish } from "./draft.ts";
import { factsIn, hoursIn, pricedIn, scheduledIn } from "./facts.ts";
import { collectionTopic, isCollection, subjectOf, topicOf } from "./topics.ts";

/** Takes down what a sentence asks for, with what meets it. */
export type Put = (text: string, kind: Wish["kind"], targets: readonly string[]) => void;

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
  const offered = text.match(/^we (?:offer|sell|serve|provide|do) (.+)$/i)?.[1];
  // "Each post has a title and a text" tells what entries have, and names none.
  const isNamed = subject !== "" && isCollection(subject) && !/^(?:each|every) /i.test(subject);
  if (!isNamed && !(offered && (priced.length > 0 || !/\b(?:and|,)\b/.test(offered)) && priced.length > 0))
    return false;
  const topic = topicOf(isNamed ? subject : "menu");
  if (!topic?.collection) return false;
  const items = priced.length > 0 ? [] : list.split(/,\s+(?:and )?|\s+and\s+/).filter(Boolean);
  const areNames = items.every(
    (item) => !/^(?:an? |the |their |its |his |her )/i.test(item) && !/\b(?:page|own|each)\b/i.test(item),
  );
  const areValues = items.every((item) =>
    /^(?:an? |the |their |its )?(?:prices?|photos?|pictures?|names?|titles?|dates?|descriptions?|texts?|contents?|authors?|summar(?:y|ies)|tags?|links?|years?|roles?)$/i.test(
      item,
    ),
  );
  if (priced.length === 0 && (items.length < 2 || !areNames || areValues)) return false;
  addTopic(site, topic);
  const collection = site.collections.find(({ name }) => name === topic.name);
  if (!collection) return false;
  if (priced.length > 0) addField(collection, "price");
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
  put(text, "entity", [`entry:${collection.name}`, `page:${topic.name}`]);
  return true;
}

/** "Each project has a title, a year and a link". */
export function readFields(site: SiteDraft, text: string, put: Put): boolean {
  const [, subject = "", list = ""] =
    text.match(
      /^(?:for )?(?:each|every|all|the|our|a|an) ?((?:of the )?[a-z][a-z ]{2,30}?),? (?:(?:should |must |will )?(?:has|have|shows?|needs?|comes? with|consists? of|includes?|lists?|with)|(?:is|are) (?:shown|listed|presented) with|we (?:show|list|want|need)) (.+)$/i,
    ) ??
    text.match(/^([a-z][a-z ]{2,30}s) (?:should |must )?(?:have|show|are (?:shown|listed) with|come with) (.+)$/i) ??
    [];
  const wanted = subjectOf(subject.replace(/^of the /, ""));
  if (wanted === "") return false;
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
  if (!collection) return false;
  const targets = list.split(/,\s+(?:and )?|\s+and\s+/).map((phrase) => collection && addField(collection, phrase));
  if (targets.some((target) => target === undefined)) return false;
  put(
    text,
    "field",
    targets.filter((target) => target !== undefined),
  );
  return true;
}
