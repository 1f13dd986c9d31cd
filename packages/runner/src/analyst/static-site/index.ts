import { priorityOf } from "../clauses.ts";
import { capital } from "../fields.ts";
import type { Reader } from "../reader.ts";
import { speaksToBuilder } from "../records.ts";
import type { Sentence } from "../text.ts";
import { plural } from "../tokens.ts";
import { addField, addTopic, emptySite, type SiteDraft, targetsOf, type Wish } from "./draft.ts";
import { entriesIn, type Put, priced, readEntries, readFacts, readFields, readMarked, readTimes } from "./entries.ts";
import { withoutFacts } from "./facts.ts";
import { featureIn } from "./features.ts";
import { finish } from "./finish.ts";
import { readForm } from "./forms.ts";
import { closed, isPage, itemsOf, partsOf } from "./items.ts";
import { collectionTopic, fieldOf, isCollection, isText, subjectOf, topicOf } from "./topics.ts";

/** A brief for a website of pages that are written once and served as they are. */
export const readStaticSite: Reader = (brief, sentences) => {
  const site = emptySite();
  for (const sentence of sentences) readSentence(site, sentence);
  // "Italian restaurant in Graz": a description sets the scene, and what of it asks for nothing is no gap.
  site.wishes = site.wishes.filter(
    ({ sentence, text, gap }) => !(sentence.part === "description" && gap === unknown && !asksFor.test(text)),
  );
  if (site.wishes.every(({ gap }) => gap !== undefined))
    return {
      code: "brief.no_pages",
      message:
        "The brief doesn't say what is on the website. Name its pages, for example “A website for our bakery with a page about us, opening hours, a menu with prices and a contact page”.",
    };
  return finish(brief, site);
};

const unknown = "This version could not tell what to put on the site for this.";
const noPicture = "No picture was given; one can be put on the page in Markdown once it is in public/.";
const asksFor = /\b(?:should|shall|must|needs?|wants?|would like|pages?|please|show|list|with)\b/i;

const noun =
  "(?:web ?site|site|home ?page|landing page|web pages?|web presence|documentation(?: site)?|docs(?: site)?|portfolio(?: site)?|blog)";

/** "We need a small website for our bakery in Leeds with …" */
const opening = new RegExp(
  `^(?:(?:please |we |i |our [a-z]+ |the [a-z]+ )*(?:need|needs|want|wants|would like|build|create|make|design|develop)(?: me| us)? )?(?:(?:the |our |my )[a-z]+(?:'s|s') |an? |the |my |our |us an? )?((?:[a-z-]+ ){0,4}?${noun})(?: (?:for|of|about) (?:our |my |the |an? )?((?:(?!(?:with|that|which|where|has|and it)\\b)[\\w'’&-]+ ?){1,8}))?(?:,? called [\\w' ]+?)?(?=$|[,.:;–-]| with| that| which| where| has| having| including| containing)`,
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
  text = plainly(text);
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
  // "In German and English" is one thing that can't be had, however many languages it names.
  const whole = featureIn(text);
  if (
    whole?.gap &&
    whole.kind === "quality" &&
    /\b(?:languages?|bilingual|multi-?lingual|in [A-Z][a-z]+ and [A-Z][a-z]+)\b/.test(text)
  ) {
    site.wishes.push({ ...wish(text), gap: whole.gap, kind: whole.kind, priority: lesser(wish(text).priority, text) });
    return;
  }
  if (/^(?:in )?english(?: only)?$/i.test(text)) {
    put(text, "quality", ["whole:accessible"]);
    return;
  }
  // "If a page does not exist, …" asks for no page of that name.
  if (/^(?:if|when|whenever) /i.test(text)) {
    if (whole?.about) {
      put(text, whole.kind, [`whole:${whole.about}`]);
      turnOn(site, whole.about);
    } else site.wishes.push({ ...wish(text), gap: whole?.gap ?? unknown, priority: lesser(wish(text).priority, text) });
    return;
  }
  if (
    /^(?:i|we) (?:want|would like|love|like) to (?:write|tell|talk|inform|report|share|(?:show|present) (?:my|our) (?:work|things))\b/i.test(
      text,
    )
  ) {
    put(text, "entity", ["whole:name", "page:index"]);
    return;
  }
  if (readForm(site, text, put)) return;
  if (readFacts(site, text, put)) {
    if (/^home ?page\b/i.test(opened?.[1] ?? text)) readHome(site, text, wish);
    // "A page about us, directions with the address Mill Lane 4" asks for pages as well.
    const rest = withoutFacts(text);
    if (itemsOf(rest).filter(isPage).length > 0 && /,| and /.test(rest)) readItems(site, rest, false, wish, put);
    return;
  }
  if (readTimes(site, text, put) || readEntries(site, text, put) || readMarked(site, text, put)) return;
  const beyond = readFields(site, text, put);
  if (beyond) {
    for (const phrase of beyond) readItems(site, phrase, false, wish, put);
    return;
  }
  readItems(site, text, opened !== null, wish, put);
}

/** A sentence in the words that are read: each page said to have what it has. */
const plainly = (text: string): string =>
  text
    .replace(
      /^(?:(?:(?:(?:the|our|my) )?(?:web ?)?site|it|we) )?(needs?|has|should have|must have|contains|includes|shows):\s*/i,
      "$1 ",
    )
    .replace(
      /^(?:the |our |my )?((?:[a-z]+ ){1,2}page) (?:(?:should|must) )?(?:shows?|ha(?:s|ve)|contains?|lists?|gives?|tells?|says?) (?!(?:what|how|where|why|that|who)\b)/i,
      "$1 with ",
    )
    .replace(/^(?:an? )?(?:own |separate )?page with (?:the |our )?(?=[a-z]+(?: and [a-z]+)?$)/i, "a page about ")
    .replace(
      /\b(?:one|an?) (?:own |separate )?page per (?!tag\b)([a-z]+)(?=$|,| and )/i,
      (_, one: string) => `${plural(one)} with an own page`,
    )
    // "A page for each artist with a photo": artists with pages of their own.
    .replace(
      /\b(?:an? )?(?:own |separate |detail )?page (?:for|per|about) (?:each|every) (?!tag\b)(?:of the )?([a-z]+)( with)?\b/gi,
      (_, one: string, more?: string) => `${plural(one)} with an own page${more ? "," : ""}`,
    );

const lead =
  /^(?:(?:it|this|that|there|we|i|you|visitors|people|users|everyone|the (?:web ?site|site|page|home ?page|first page|documentation|blog)|our (?:web ?site|site)|(?:web ?site|site)) )?(?:(?:should|must|shall|will|can|could|needs? to|ha(?:s|ve) to|would like to|wants? to|is to|to|also|be|like|need|needs|want|wants|would) )*(?:(?:has|have|having|with|includes?|including|contains?|containing|consists? of|shows?|list|lists|presents?|see|add|offers?|is|are|get|read|view|browse|able to|possible to|a place for|provide|provides) )*(?:the following (?:pages?|sections?):? ?|(?:\w+ )?pages(?: (?:for|about|called|named|on|are)|:) ?|sections(?: (?:for|about|on)|:) ?|(?:in the )?(?:menu|navigation)(?: are|:) )?/i;

/** A list of pages, features and collections; what is none of them is said by the owner, or a gap. */
function readItems(site: SiteDraft, text: string, isList: boolean, wish: (text: string) => Wish, put: Put): void {
  // "Teachers with photos, prices: single class 18 euros, card 150 euros" ends with a list of its own.
  const listed = text.match(/^(.+?),? (?:and )?((?:[a-z]+ )?(?:prices?|fees|menu|rates|tickets|tariffs?)): (.+)$/i);
  if (listed && priced(listed[3] ?? "") && readEntries(site, `${listed[2]}: ${listed[3]}`, put)) {
    readItems(site, listed[1] ?? "", isList, wish, put);
    return;
  }
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
  const plain = (rest === "" ? text : rest)
    // "The programme per day and stage with times" has all three.
    .replace(
      /\b(?:per|by|for each) (\w+)(?: and (?:per )?(\w+))? with /gi,
      (_, one: string, other?: string) => `with ${[one, other].filter(Boolean).join(", ")}, `,
    )
    .replace(/ \(((?:[^()]*, )+?[^()]*)\)/g, (_, inner: string) => ` with ${inner}${closed}`);
  const items = itemsOf(plain);
  const before = site.collections.length;
  for (const item of items) {
    if (readForm(site, item, put)) continue;
    // "The programme with the day, times and …": what a page has is no page.
    if (
      isPart(item) &&
      readPart(site, item, site.collections.length > before ? site.collections.at(-1) : undefined, put)
    )
      continue;
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
        gap: unknown,
        priority: lesser(own.priority, text),
      });
  }
}

/** "Home page with a big picture and our opening hours": the hours stand there too; a picture was not given. */
function readHome(site: SiteDraft, text: string, wish: (text: string) => Wish): void {
  const home = addTopic(site, { name: "index", title: "", shows: [] });
  if (site.hours.length > 0 && home && !home.shows.includes("hours")) home.shows.push("hours");
  const picture = text.match(/\b(?:an? )?(?:[a-z]+ )?(?:picture|photo|image)\b/i)?.[0];
  if (picture) site.wishes.push({ ...wish(`Home page: ${picture}`), priority: "should", gap: noPicture });
}

/** "A welcome text", "six selected projects": what the home page begins with, and what it shows of another page. */
function readOfHome(site: SiteDraft, phrase: string, targets: Set<string>, put: Put): boolean {
  if (
    /^(?:an? |the |some )?(?:short |warm |friendly )?(?:welcome(?: text| message)?|introduction|intro|greeting)$/i.test(
      phrase,
    )
  ) {
    targets.add("page:index");
    return true;
  }
  const [, number = "", thing = ""] =
    phrase.match(
      /^(?:(?:the|our|some|my) )?(?:(two|three|four|five|six|[2-9]) )?(?:selected|featured|newest|latest|next|upcoming|best|recent) ([a-z]+s)$/i,
    ) ?? [];
  if (!isCollection(thing) || !openTopic(site, thing, put)) return false;
  const count = Number(number) || ["two", "three", "four", "five", "six"].indexOf(number.toLowerCase()) + 2;
  const home = site.pages.find(({ name }) => name === "index");
  home?.shows.push(`${topicOf(thing)?.name}:${number === "" ? 3 : count}`);
  return home !== undefined;
}

/** A value that something has, by itself. */
const isPart = (item: string): boolean =>
  /^(?:an? |the |its |their |our )?(?:short |small |long )?(?:texts?|times?|dates?|days?|photo|picture|image|logo|name|title|prices?|phone(?: numbers?)?|telephone|fax(?: numbers?)?|e-?mail(?: address)?|address|office|place|stage|role|author|contact person|[a-z]+ times|(?:short )?description)$/i.test(
    item.trim(),
  );

/** Gives a value to the collection that was named before it, or to the contact details. */
function readPart(
  site: SiteDraft,
  item: string,
  collection: SiteDraft["collections"][number] | undefined,
  put: Put,
): boolean {
  const fact = factNamed(item);
  if (fact) {
    addTopic(site, { name: "contact", title: "Contact", shows: ["contact"] });
    site.facts[fact] ??= "";
    put(item, "other", ["fact:"]);
    return true;
  }
  const target = collection && addField(collection, item);
  if (target) put(item, "field", [target]);
  return target !== undefined;
}

/** The contact detail that words name. */
const factNamed = (words: string): string | undefined =>
  words
    .toLowerCase()
    .match(/^(?:an? |the |our |its |their )?(address|phone|telephone|fax|e-?mail)(?: numbers?| address)?$/)?.[1]
    ?.replace("telephone", "phone")
    .replace("e-mail", "email");

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
    if (site.collections.some(({ hasTags }) => hasTags)) return;
    if (!site.collections.some(({ isBlog }) => isBlog)) openTopic(site, "blog", () => undefined);
    const blog = site.collections.find(({ isBlog }) => isBlog);
    if (blog) blog.hasTags = true;
  }
}

/** "The three newest posts on the home page" are part of that page. */
function readNewest(site: SiteDraft, item: string, put: Put): boolean {
  const [, number = "three", things = ""] =
    item.match(
      /^(?:the )?(?:(two|three|four|five|six|[2-9]) )?(?:newest|latest|most recent|last) (?:(?:two|three|four|five|six|[2-9]) )?(?:blog )?([a-z]+s)(?: (?:on|at) the (?:home ?page|home|first page|front page|start ?page|landing page)| first)$/i,
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
    /^(?:the |our |an? )?(?:blog|(?:blog )?(?:posts?|articles?))$/i.test(head) &&
    site.collections.find(({ isBlog }) => isBlog);
  const found = topicOf(blog ? blog.name : head);
  if (!found) return false;
  // What has prices and years is several things, whatever they are called.
  const isMany =
    found.name !== "index" &&
    !isText(head) &&
    has.length > 0 &&
    found.shows.length === 0 &&
    has.every((phrase) => !featureIn(phrase) && fieldOf(phrase) !== undefined);
  const topic = isMany ? collectionTopic(subjectOf(head)) : found;
  addTopic(site, topic);
  const targets = new Set(targetsOf(topic));
  const collection = site.collections.find(({ name }) => name === topic.name);
  if (collection && count) collection.count = count;
  const left: string[] = [];
  const entries = collection ? entriesIn(collection, has) : [];
  if (collection && entries.length > 0) {
    collection.entries.push(...entries);
    targets.add(`entry:${collection.name}`);
  }
  for (const phrase of has) {
    if (topic.name === "index" && readOfHome(site, phrase, targets, put)) continue;
    if (topic.name === "index" && /\b(?:picture|photo|image)\b/i.test(phrase)) {
      left.push(phrase);
      continue;
    }
    if (entries.length > 0 && !/\bown\b/i.test(phrase)) continue;
    if (found.shows.includes("contact") && readForm(site, phrase, put)) continue;
    const asked = featureIn(phrase);
    const fact = found.shows.includes("contact") ? factNamed(phrase) : undefined;
    if (fact) {
      site.facts[fact] ??= "";
      targets.add("fact:");
      continue;
    }
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
        gap:
          asked?.gap ??
          (topic.name === "index" && /\b(?:picture|photo|image)\b/i.test(phrase)
            ? noPicture
            : "This version could not tell what to put on the page for this."),
        priority: "should",
      });
  }
  return true;
}

/** What owners say of themselves rather than ask for. */
const isStatement = (text: string): boolean =>
  /^(?:we|i|our|my|since|founded|for (?:over|more than)|it all began|the (?:bakery|company|shop|studio|club|practice|family|team|restaurant|caf[eé]|school|farm|hotel|band|firm|workshop|library|tool|project|owner)s?)\b|^the [\w' ]+? (?:takes? place|happens|is held|are held|was founded|is located|is run|starts? on|begins? on)\b/i.test(
    text,
  ) &&
  !/\b(?:should|must|need|needs|want|wants|would like|page|pages|site|website|homepage|visitors|users|customers can|people can|show|please)\b/i.test(
    text,
  ) &&
  text.split(" ").length >= 4;
