import type { Brief, Requirement, Site } from "../../artefacts.ts";
import { priorityOf } from "../clauses.ts";
import { capital, kebab } from "../fields.ts";
import type { Reader } from "../reader.ts";
import { speaksToBuilder } from "../records.ts";
import type { Sentence } from "../text.ts";
import { addField, addTopic, emptySite, type SiteDraft, targetsOf, type Wish } from "./draft.ts";
import { examples } from "./examples.ts";
import { factsIn, hoursIn, pricedIn, scheduledIn } from "./facts.ts";
import { featureIn } from "./features.ts";
import { isPage, itemsOf, partsOf } from "./items.ts";
import { collectionTopic, fieldOf, isCollection, subjectOf, topicOf } from "./topics.ts";

/** A brief for a website of pages that are written once and served as they are. */
export const readStaticSite: Reader = (brief, sentences) => {
  const site = emptySite();
  for (const sentence of sentences) readSentence(site, sentence);
  if (site.wishes.every(({ gap }) => gap !== undefined))
    return {
      code: "brief.no_pages",
      message:
        "The brief doesn't say what is on the website. Name its pages, for example “A website for our bakery with a page about us, opening hours, a menu with prices and a contact page”.",
    };
  return finish(brief, site);
};

const noun =
  "(?:web ?site|site|home ?page|landing page|web pages?|web presence|documentation(?: site)?|docs(?: site)?|portfolio(?: site)?|blog)";
/** "We need a small website for our bakery in Leeds with …" */
const opening = new RegExp(
  `^(?:(?:please |we |i |our [a-z]+ |the [a-z]+ )*(?:need|needs|want|wants|would like|build|create|make|design|develop)(?: me| us)? )?(?:an? |the |my |our |us an? )?((?:[a-z-]+ ){0,4}?${noun})(?: (?:for|of|about) (?:our |my |the |an? )?((?:(?!(?:with|that|which|where|has|and it)\\b)[\\w'’&-]+ ?){1,8}))?(?:,? called [\\w' ]+?)?(?=$|[,.:;–-]| with| that| which| where| has| having| including| containing)`,
  "i",
);

function readSentence(site: SiteDraft, sentence: Sentence): void {
  const wish = (text: string): Wish => ({
    sentence,
    text,
    kind: "other",
    priority: priorityOf(sentence.text),
    targets: new Set(),
  });
  const put = (text: string, kind: Wish["kind"], targets: readonly string[]) =>
    site.wishes.push({ ...wish(text), kind, targets: new Set(targets) });
  if (speaksToBuilder(sentence.text)) {
    site.wishes.push({
      ...wish(sentence.text),
      priority: "should",
      gap: "This speaks to whoever builds the site and says nothing of what stands on it, so nothing was made of it.",
    });
    return;
  }
  let text = sentence.text.replace(/^(?:also|additionally|finally|please|and|plus),? /i, "");
  const opened = text.match(opening);
  if (opened && !/^(?:it|the site|the website)\b/i.test(text)) {
    if (opened[2]) site.trade ||= opened[2].trim();
    const kind = (opened[1] ?? "").toLowerCase();
    const rest = text.slice(opened[0].length).replace(/^[\s,.:;–-]+/, "");
    // A portfolio or a blog is a page with entries itself.
    const own = kind.match(/\b(portfolio|blog)$/)?.[1];
    if (own && !rest.startsWith("page"))
      openTopic(site, `${own}${own === "portfolio" ? ` of ${opened[2] ?? "projects"}` : ""}`, put);
    else put(opened[0], "entity", ["whole:name", "page:index"]);
    text = rest;
  }
  if (text === "") return;
  // "The blog has posts with a title and a date" tells of its posts, and of no more pages.
  text = text.replace(
    /^(?:(?:the |our |my )?[a-z]+(?: page)? )?(?:(?:has|have|contains?|shows?|lists?|consists? of) )?(?:several |many |some |a list of |the )?(?:blog )?(post|article)s,? (?:each )?(?:with|that have|which have|having) /i,
    "each $1 has ",
  );
  if (
    readFacts(site, text, put) ||
    readTimes(site, text, put) ||
    readEntries(site, text, put) ||
    readFields(site, text, put)
  )
    return;
  readItems(site, text, opened !== null, wish, put);
}

type Put = (text: string, kind: Wish["kind"], targets: readonly string[]) => void;

/** Opening hours, an address, a phone number. */
function readFacts(site: SiteDraft, text: string, put: Put): boolean {
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
function readTimes(site: SiteDraft, text: string, put: Put): boolean {
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
function readEntries(site: SiteDraft, text: string, put: Put): boolean {
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
function readFields(site: SiteDraft, text: string, put: Put): boolean {
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

const lead =
  /^(?:(?:it|this|that|there|we|i|you|visitors|people|users|everyone|the (?:web ?site|site|page|home ?page|first page|documentation|blog)|our (?:web ?site|site)|(?:web ?site|site)) )?(?:(?:should|must|shall|will|can|could|needs? to|ha(?:s|ve) to|would like to|wants? to|is to|to|also|be|like|need|needs|want|wants|would) )*(?:(?:has|have|having|with|includes?|including|contains?|containing|consists? of|shows?|list|lists|presents?|see|add|offers?|is|are|get|read|view|browse|able to|possible to|a place for|provide|provides) )*(?:the following (?:pages?|sections?):? ?|(?:\w+ )?pages(?: (?:for|about|called|named|on|are)|:) ?|sections(?: (?:for|about|on)|:) ?|(?:in the )?(?:menu|navigation)(?: are|:) )?/i;

/** A list of pages, features and collections; what is none of them is said by the owner, or a gap. */
function readItems(site: SiteDraft, text: string, isList: boolean, wish: (text: string) => Wish, put: Put): void {
  const said = text.match(lead)?.[0] ?? "";
  const isPages =
    isList ||
    /\bpages?(?: (?:for|about|called|named|on|are)|:)|\bsections?(?: for| about| on|:)|following (?:pages|sections)|\bmenu:/i.test(
      said,
    );
  const rest = text.slice(said.length);
  if (!isPages && isStatement(text)) {
    const own = wish(text);
    site.statements.push({ text: `${capital(text)}.`, wish: own });
    site.wishes.push(own);
    return;
  }
  // "The programme (date, time and stage)" has what stands in its brackets.
  const items = itemsOf((rest === "" ? text : rest).replace(/ \(((?:[^()]*, )+?[^()]*)\)/g, " with $1"));
  for (const item of items) {
    if (readItem(site, item, isPages || items.some(isPage), put)) continue;
    const asked = featureIn(item) ?? (items.length === 1 ? featureIn(text) : undefined);
    const own = wish(items.length === 1 ? text : item);
    site.wishes.push(own);
    if (asked?.gap) Object.assign(own, { gap: asked.gap, kind: asked.kind, priority: lesser(own.priority, text) });
    else if (asked?.about) {
      own.kind = asked.kind;
      own.targets.add(`whole:${asked.about}`);
      turnOn(site, asked.about);
    } else
      Object.assign(own, {
        gap: "This version could not tell what to put on the site for this.",
        priority: lesser(own.priority, text),
      });
  }
}

/** What can't be done stops a delivery only when its author says that all depends on it. */
const lesser = (priority: Wish["priority"], text: string): Wish["priority"] =>
  priority === "must" && !/\b(?:essential|crucial|vital|indispensable|absolutely)\b/i.test(text) ? "should" : priority;

function turnOn(site: SiteDraft, about: string): void {
  if (about === "search") site.hasSearch = true;
  if (about === "feed") {
    site.hasFeed = true;
    if (!site.collections.some(({ isBlog }) => isBlog)) openTopic(site, "news", () => undefined);
  }
  if (about === "tags") {
    if (!site.collections.some(({ isBlog }) => isBlog)) openTopic(site, "blog", () => undefined);
    const blog = site.collections.find(({ isBlog }) => isBlog);
    if (blog) blog.hasTags = true;
  }
}

/** "The three newest posts on the home page" are part of that page. */
function readNewest(site: SiteDraft, item: string, put: Put): boolean {
  const [, number = "three", things = ""] =
    item.match(
      /^(?:the )?(?:(two|three|four|five|six|[2-9]) )?(?:newest|latest|most recent|last) (?:blog )?([a-z]+s)(?: (?:on|at) the (?:home ?page|home|first page|front page|start ?page|landing page)| first)$/i,
    ) ?? [];
  const isPost = /^(?:posts|articles|entries)$/i.test(things);
  const collection = site.collections.find(({ name, isBlog }) => name === things.toLowerCase() || (isPost && isBlog));
  if (!collection) return false;
  const home = addTopic(site, { name: "index", title: "", shows: [] });
  if (!home) return false;
  const count = Number(number) || ["two", "three", "four", "five", "six"].indexOf(number.toLowerCase()) + 2;
  home.shows = [`${collection.name}:${count}`];
  put(item, "other", ["page:index"]);
  return true;
}

/** One page, with what it has. */
function readItem(site: SiteDraft, item: string, isPages: boolean, put: Put): boolean {
  if (readNewest(site, item, put)) return true;
  const { head, has } = partsOf(item);
  const asked = featureIn(head);
  // "A contact form" is no contact page, and "a search" no page about searching.
  if (asked && !isCollection(head) && !/^(?:an? |the )?(?:contact|about) page$/i.test(head)) return false;
  if (!isPages && !isPage(head)) return false;
  if (!/\b(?:pages?|section)\b/i.test(item) && !isPage(head) && head.split(" ").length > 5) return false;
  return has.length >= 0 && openTopic(site, item, put);
}

/** Begins the page of an item and gives its collection what the item says it has. */
function openTopic(site: SiteDraft, item: string, put: Put): boolean {
  const { head, has, count } = partsOf(item);
  const blog =
    /^(?:the |our )?(?:blog )?(?:posts?|articles?)$/i.test(head) && site.collections.find(({ isBlog }) => isBlog);
  const found = topicOf(blog ? blog.name : head);
  if (!found) return false;
  // What has prices and years is several things, whatever they are called.
  const isMany =
    has.length > 0 &&
    found.shows.length === 0 &&
    has.every((phrase) => !featureIn(phrase) && fieldOf(phrase) !== undefined);
  const topic = isMany ? collectionTopic(subjectOf(head)) : found;
  addTopic(site, topic);
  const targets = new Set(targetsOf(topic));
  const collection = site.collections.find(({ name }) => name === topic.name);
  if (collection && count) collection.count = count;
  const left: string[] = [];
  for (const phrase of has) {
    const asked = featureIn(phrase);
    const target = asked?.about === "tags" || !asked ? collection && addField(collection, phrase) : undefined;
    if (target) targets.add(target);
    else if (asked?.about) {
      targets.add(`whole:${asked.about}`);
      turnOn(site, asked.about);
    } else left.push(phrase);
  }
  put(/^(?:us|me)$/i.test(item) ? topic.title : left.length === 0 ? item : head, collection ? "entity" : "other", [
    ...targets,
  ]);
  for (const phrase of left) {
    const asked = featureIn(phrase);
    put(`${head}: ${phrase}`, "other", []);
    const own = site.wishes.at(-1);
    if (own)
      Object.assign(own, {
        gap: asked?.gap ?? "This version could not tell what to put on the page for this.",
        priority: "should",
      });
  }
  return true;
}

/** What owners say of themselves rather than ask for. */
const isStatement = (text: string): boolean =>
  /^(?:we|i|our|my|since|founded|for (?:over|more than)|it all began|the (?:bakery|company|shop|studio|club|practice|family|team|restaurant|caf[eé]|school|farm|hotel|band|firm|workshop|library|tool|project|owner)s?)\b/i.test(
    text,
  ) &&
  !/\b(?:should|must|need|needs|want|wants|would like|page|pages|site|website|homepage|visitors|users|customers can|people can|show|please)\b/i.test(
    text,
  ) &&
  text.split(" ").length >= 4;

function finish(brief: Brief, site: SiteDraft) {
  const title = capital(brief.name.trim()).slice(0, 100);
  const assumptions: string[] = [];
  const home = site.pages.find(({ name }) => name === "index") ?? { name: "index", title, body: [], shows: [] };
  home.title = title;
  const pages = [home, ...site.pages.filter((page) => page !== home)];
  const about = pages.find(({ name }) => name === "about-us" || name === "about-me") ?? home;
  for (const { text, wish } of site.statements) {
    wish.targets.add(`text:${about.name}#${about.body.length}`);
    about.body.push(text);
  }
  const trade = site.trade.replace(/\b(?:in|at|from) .*$/, "").trim();
  const isOf = trade !== "" && /^[a-z][a-z -]+$/.test(trade) && !/s$/.test(trade);
  const introduced = isOf ? `${title} is ${/^[aeiou]/.test(trade) ? "an" : "a"} ${trade}.` : "";
  if (home.body.length === 0)
    home.body.push(introduced && about !== home ? introduced : introduced || `Welcome to ${title}.`);
  if (about !== home && about.body.length === 0 && introduced) about.body.push(introduced);
  const first = site.collections.find(({ layout }) => layout !== "questions");
  if (home.shows.length === 0 && first) home.shows.push(`${first.name}:3`);
  const collections = site.collections.map(({ count, entries, ...collection }): Site["collections"][number] => {
    const areExamples = entries.length === 0;
    if (areExamples)
      assumptions.push(
        `The brief names no ${collection.label.toLowerCase()}, so the site shows examples and says so; replace the files in content/${collection.name}/.`,
      );
    return {
      ...collection,
      entries: areExamples
        ? examples(collection.name, `${site.trade} ${brief.name}`, collection.fields, count, collection.hasTags)
        : entries,
      areExamples,
    };
  });
  const hasContact = pages.some(({ shows }) => shows.includes("contact"));
  const facts = { ...(hasContact ? { address: "", phone: "", email: "" } : {}), ...site.facts };
  const open = Object.entries(facts).flatMap(([name, value]) => (value === "" ? [name] : []));
  if (open.length > 0)
    assumptions.push(
      `The brief does not give ${listed(open)}; fill them in in content/site.json. Until then the site says nothing about them.`,
    );
  if (site.hours.length === 0 && pages.some(({ shows }) => shows.includes("hours")))
    assumptions.push(
      "The brief does not give the opening hours; write them in content/hours.json. Until then the page says that they are not there yet.",
    );
  const unwritten = pages.filter(({ body, shows }) => body.length === 0 && shows.length === 0);
  if (unwritten.length > 0)
    assumptions.push(
      `The brief does not say what stands on ${listed(unwritten.map(({ title: words }) => `“${words}”`))}; the text goes into ${listed(unwritten.map(({ name }) => `content/pages/${name}.md`))}. Until then the page says that it is not written yet.`,
    );
  return {
    contract: {
      kind: "static-site" as const,
      title,
      slug:
        kebab(
          brief.name
            .toLowerCase()
            .split(/[^a-z0-9]+/)
            .filter(Boolean)
            .slice(0, 6),
        ) || "website",
      entities: [],
      reports: [],
      assumptions,
      site: { pages, collections, facts, hours: site.hours, hasSearch: site.hasSearch, hasFeed: site.hasFeed },
    },
    requirements: requirementsOf(site),
  };
}

const listed = (words: readonly string[]): string =>
  words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

function requirementsOf(site: SiteDraft): Requirement[] {
  const written = new Set<string>();
  const wishes = site.wishes.filter(({ text, gap }) => {
    const key = `${text.toLowerCase()} ${gap ?? ""}`;
    return written.has(key) ? false : written.add(key);
  });
  const told = wishes.map(({ sentence, text, kind, priority, targets, gap }, index): Requirement => {
    const why =
      gap ?? (targets.size === 0 ? "This version could not tell what to put on the site for this." : undefined);
    return {
      id: `R${index + 1}`,
      text: `${capital(text.trim())
        .slice(0, 600)
        .replace(/[.,;:]+$/, "")}.`,
      kind,
      priority,
      source: { part: sentence.part, quote: sentence.quote },
      acceptance: why ? [] : [acceptanceOf([...targets][0] ?? "")],
      targets: why ? [] : [...targets],
      ...(why ? { gap: why } : {}),
    };
  });
  return [
    ...told,
    {
      id: `R${told.length + 1}`,
      text: "Every link leads somewhere, every page has its own title and description, fits a phone, works without scripts and is open to everybody, and nothing is loaded from elsewhere.",
      kind: "quality",
      priority: "must",
      source: { part: "implied", quote: "" },
      acceptance: [
        { given: "the site as it is served", when: "every page is walked", then: "all of it holds on each" },
      ],
      targets: [
        "whole:links",
        "whole:name",
        "whole:accessible",
        "whole:phone",
        "whole:private",
        "whole:found",
        "whole:served",
        "whole:written",
      ],
    },
  ];
}

function acceptanceOf(target: string): Requirement["acceptance"][number] {
  const [kind = "", what = ""] = target.split(":");
  const name = what.split(/[#.]/)[0] ?? "";
  switch (kind) {
    case "page":
      return {
        given: "the first page",
        when: "a visitor follows the menu",
        then: `the page “${name}” is there with its content`,
      };
    case "text":
      return { given: `the page “${name}”`, when: "a visitor reads it", then: "it says this, word for word" };
    case "hours":
      return {
        given: "the page with the opening hours",
        when: "a visitor reads it",
        then: "it shows the hours that are known, and none that are made up",
      };
    case "fact":
      return {
        given: "the page with the contact details",
        when: "a visitor reads it",
        then: "it shows what is known, and nothing that is made up",
      };
    case "whole":
      return {
        given: "the site as it is served",
        when: "its pages are walked",
        then: `it holds what is asked (${name})`,
      };
    default:
      return {
        given: `the page “${name}”`,
        when: "an entry is added to its content",
        then: "the page shows it with all its values",
      };
  }
}
