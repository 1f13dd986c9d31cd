import type { Site } from "../../artefacts.ts";
import { capital } from "../fields.ts";
import { singular } from "../tokens.ts";

export type Collection = Omit<Site["collections"][number], "entries" | "areExamples">;
type Field = Collection["fields"][number];

/** What a phrase asks for: a page with text, one that shows facts, or one with a collection. */
export type Topic = { name: string; title: string; shows: string[]; collection?: Collection };

const field = (name: string, kind: Field["kind"], label = capital(name)): Field => ({ name, kind, label });
const price = field("price", "money");
const image = field("image", "image", "Picture");
const date = field("date", "date");

type Shape = Partial<Pick<Collection, "layout" | "hasPages" | "isBlog" | "hasTags" | "fields">> & { singular?: string };

/** Collections that websites have, by the word for them. */
const known: readonly (readonly [RegExp, Shape])[] = [
  [
    /^(?:menu|food|drink|dishe?|price list|price|tariff|fee|ticket price|entrance fee|admission(?: price)?)s?$/,
    { layout: "table", fields: [price], singular: "Item" },
  ],
  [
    /^(?:gallery|photo|picture|image|photo gallery|painting|picture gallery)s?(?: page)?$|galleries$/,
    { layout: "gallery", fields: [image], singular: "Picture" },
  ],
  [
    /^(?:blog|news|blog post|post|article|journal|news page)s?$/,
    { layout: "list", hasPages: true, isBlog: true, fields: [date], singular: "Post" },
  ],
  [
    /^(?:portfolio|project|work|case studie|case study|reference project)s?$/,
    { layout: "cards", hasPages: true, fields: [field("year", "number"), image], singular: "Project" },
  ],
  [
    /^(?:team|staff|people|member|team member|trainer|teacher|doctor|lawyer|attorney|solicitor|therapist|coach|consultant|guide|adviser|advisor|midwife|vet|chef|instructor|musician|artist|speaker|employee|board member|board|committee|management)s?$/,
    { layout: "cards", fields: [field("role", "text")], singular: "Person" },
  ],
  [
    /^(?:event|concert|exhibition|date|programme|program|calendar|tour date|show|event calendar|gig)s?$/,
    { layout: "table", fields: [date, field("place", "text")], singular: "Event" },
  ],
  [/^(?:testimonial|review|customer voice|quote)s?$/, { layout: "cards", fields: [], singular: "Voice" }],
  [
    /^(?:faq|faqs|question|frequently asked question|questions and answer)s?$/,
    { layout: "questions", fields: [], singular: "Question" },
  ],
  [
    /^(?:[a-z]+ )?(?:timetable|schedule)s?$/,
    { layout: "table", fields: [field("day", "text"), field("time", "text")], singular: "Class" },
  ],
  [/^(?:recipe)s?$/, { layout: "list", hasPages: true, fields: [], singular: "Recipe" }],
  [
    /^(?:services|treatments|courses|classes|packages|products|rooms|apartments|cottages|workshops|tours|offers|activities|facilities|practice areas|sports|tickets|instruments)$/,
    { layout: "cards", fields: [] },
  ],
  [/^(?:publication|book|album|record|paper)s?$/, { layout: "table", fields: [field("year", "number")] }],
  [/^(?:sponsor|partner|link|supplier)s?$/, { layout: "table", fields: [field("website", "url")] }],
  [/^(?:job|vacanc(?:y|ie)|open position)s?$/, { layout: "cards", fields: [] }],
];

const textTitles: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:about|about us|us|about (?:the )?(?:company|club|team|studio|shop|bakery|practice|business)|who we are|the company|company)$/,
    "About us",
  ],
  [/^(?:about me|me|myself|biography|bio)$/, "About me"],
  [/^(?:imprint|legal notice|impressum)$/, "Legal notice"],
  [/^(?:privacy|privacy policy|data protection)$/, "Privacy"],
  [
    /^(?:contact|contact us|contact details|contact information|how to contact us|get in touch|getting in touch)$/,
    "Contact",
  ],
  [/^(?:faq|faqs|frequently asked questions?|questions and answers)$/, "FAQ"],
];

/** A page of text that every visitor knows, whatever it is said to have. */
export const isText = (phrase: string): boolean => textTitles.some(([pattern]) => pattern.test(subjectOf(phrase)));

const slug = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");

/** "A team page", "page about our projects" → the words for what is on it. */
export const subjectOf = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/[.!?]+$/, "")
    .replace(/^(?:(?:and|also|plus|as well as|then|maybe|perhaps|optionally) )+/, "")
    .replace(/^(?:an?|the|one|some|our|my|all|its) /, "")
    .replace(/^(?:separate |single |short |small |simple |nice |large |own |dedicated |overview )+/, "")
    .replace(
      /^(?:pages?|sections?|overview|list|part) (?:about|for|on|with|of|that (?:shows|lists|describes|explains)|showing|listing|describing|explaining|called|named) /,
      "",
    )
    .replace(/^(?:an?|the|all|each of|each|every) /, "")
    .replace(/^(?:our|my) (?!story\b|history\b|mission\b|values\b|team\b)/, "")
    .replace(/ (?:pages?|sections?) (?:that|which|where|showing|listing|explaining|telling) .+$/, "")
    .replace(/ (?:pages?|sections?|area|part)$/, "")
    .replace(/^list of /, "")
    .trim();

/** What a phrase of a list of pages means; undefined when it is no page. */
export function topicOf(phrase: string): Topic | undefined {
  const subject = subjectOf(phrase);
  if (subject === "" || subject.split(" ").length > 6 || !/^[a-z0-9][a-z0-9' &/-]*$/.test(subject)) return undefined;
  if (/^(?:home|start|landing|welcome|front|first|main|homepage|home page)$/.test(subject))
    return { name: "index", title: "", shows: [] };
  if (/^(?:opening (?:hours|times)|hours|business hours|when we are open|opening)$/.test(subject))
    return { name: "opening-hours", title: "Opening hours", shows: ["hours"] };
  const isPlace =
    /^(?:(?:how|where) to find us|find us|directions|location|where we are|how to (?:reach|get to) us|how to get (?:here|there)|getting (?:here|there)|arrival|our location|visit us)$/.test(
      subject,
    );
  if (isPlace) return { name: "find-us", title: "How to find us", shows: ["contact"] };
  const titled = textTitles.find(([pattern]) => pattern.test(subject));
  if (titled?.[1] === "Contact") return { name: "contact", title: "Contact", shows: ["contact"] };
  const shape = known.find(([pattern]) => pattern.test(subject));
  if (shape) return collectionTopic(subject, shape[1]);
  if (titled) return { name: slug(titled[1]), title: titled[1], shows: [] };
  return { name: slug(subject), title: capital(subject), shows: [] };
}

/** A page with entries of its own: "our dogs" when they are said to have a breed and an age. */
export function collectionTopic(subject: string, shape: Shape = {}): Topic {
  const name = slug(subject === "faqs" || subject === "frequently asked questions" ? "faq" : subject);
  const title = /^faqs?$|^frequently/.test(subject) ? "FAQ" : capital(subject);
  const words = subject.split(" ");
  const one = capital([...words.slice(0, -1), singular(words.at(-1) ?? "")].join(" "));
  return {
    name,
    title,
    shows: [name],
    collection: {
      name,
      label: title,
      singular: shape.singular ?? one,
      layout: shape.layout ?? "cards",
      hasPages: shape.hasPages ?? false,
      isBlog: shape.isBlog ?? false,
      hasTags: shape.hasTags ?? false,
      fields: [...(shape.fields ?? [])],
    },
  };
}

/** Whether words name something that websites have many of. */
export const isCollection = (phrase: string): boolean => {
  const subject = subjectOf(phrase);
  return known.some(([pattern]) => pattern.test(subject));
};

const types: readonly (readonly [RegExp, Field["kind"]])[] = [
  [/\b(?:prices?|costs?|fees?|rates?)$/, "money"],
  [/\b(?:photos?|pictures?|images?|portraits?|screenshots?|covers?|thumbnails?)$/, "image"],
  [/\b(?:dates?|day|deadline|published)$/, "date"],
  [/\b(?:links?|urls?|websites?|web addresse?s?)$/, "url"],
  [/\b(?:years?|ages?|number|pages|duration|minutes|servings)$/, "number"],
];

/** A value that entries have, by its words; titles and texts every entry has anyway. */
export function fieldOf(phrase: string): Field | "own" | undefined {
  const words = phrase
    .toLowerCase()
    .replace(/^(?:and )?(?:(?:an?|the|its|their|short|long|small|optional|one) )*/, "")
    .replace(/[^a-z0-9 ]/g, "")
    .trim();
  if (words === "" || words.split(" ").length > 4) return undefined;
  // "Our team (3 dentists)" says how many there are.
  if (/^\d/.test(words)) return "own";
  if (
    /^(?:title|titles|name|names|description|descriptions|text|texts|summary|content|body|answer|story|details)$/.test(
      words,
    )
  )
    return "own";
  const kind = types.find(([pattern]) => pattern.test(words))?.[1] ?? "text";
  const last = words.split(" ");
  const name = [...last.slice(0, -1), singular(last.at(-1) ?? "")].join(" ");
  if (kind === "image") return image;
  return field(
    name.replace(/ (\w)/g, (_, sign: string) => sign.toUpperCase()),
    kind,
    capital(name),
  );
}
