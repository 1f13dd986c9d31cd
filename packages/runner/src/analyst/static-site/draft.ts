import type { Requirement, Site } from "../../artefacts.ts";
import type { Sentence } from "../text.ts";
import { type Collection, fieldOf, type Topic } from "./topics.ts";

export type Wish = {
  sentence: Sentence;
  text: string;
  kind: Requirement["kind"];
  priority: Requirement["priority"];
  targets: Set<string>;
  gap?: string;
};

type Page = Site["pages"][number];
type Entry = Site["collections"][number]["entries"][number];

/** A site in the making. */
export type SiteDraft = {
  pages: Page[];
  collections: (Collection & { entries: Entry[]; count?: number })[];
  facts: Record<string, string>;
  hours: Site["hours"];
  /** What the owner says of themselves, with the wish that it is. */
  statements: { text: string; wish: Wish }[];
  forms: NonNullable<Site["forms"]>;
  /** The page that was spoken of last, which "they" and "each one" mean. */
  spoken: string;
  hasSearch: boolean;
  hasFeed: boolean;
  /** "bakery", as far as the brief says whose site it is. */
  trade: string;
  wishes: Wish[];
};

export const emptySite = (): SiteDraft => ({
  pages: [],
  collections: [],
  facts: {},
  hours: [],
  statements: [],
  forms: [],
  spoken: "",
  hasSearch: false,
  hasFeed: false,
  trade: "",
  wishes: [],
});

const mostPages = 40;

/** The page of a topic, found or begun, with its collection. */
export function addTopic(site: SiteDraft, topic: Topic): Page | undefined {
  site.spoken = topic.name;
  const present = site.pages.find(({ name }) => name === topic.name);
  if (present) return present;
  if (site.pages.length >= mostPages) return undefined;
  // Where somebody is found, and how to reach them, is one page for people who look for either.
  if (topic.collection && !site.collections.some(({ name }) => name === topic.name))
    site.collections.push({ ...topic.collection, entries: [] });
  const page: Page = { name: topic.name, title: topic.title, body: [], shows: [...topic.shows] };
  site.pages.push(page);
  return page;
}

/** What speaks for a topic: its page, and its collection when it has one. */
export const targetsOf = ({ name, shows, collection }: Topic): string[] => [
  `page:${name}`,
  ...(collection ? [`collection:${name}`] : []),
  ...(shows.includes("hours") ? ["hours:"] : []),
  ...(shows.includes("contact") ? ["fact:"] : []),
];

/** A value by what it is and no more: "registration deadline" is another day than the date. */
const general = /^(?:date|day|price|cost|fee|image|link|url|website|year|number)$/;

/** Gives a collection a value by its words. @returns what speaks for it, or undefined when it is none */
export function addField(collection: SiteDraft["collections"][number], phrase: string): string | undefined {
  if (/^(?:an? |the )?(?:tags?|keywords?|categor(?:y|ies)|labels?)(?: (?:like|such as) .+)?$/i.test(phrase.trim())) {
    collection.hasTags = true;
    collection.hasPages = true;
    return "whole:tags";
  }
  if (/^(?:each with |all with )?(?:an? |the |its |their )?(?:own |detail |separate )+pages?$/i.test(phrase.trim())) {
    collection.hasPages = true;
    return `collection:${collection.name}`;
  }
  const field = fieldOf(phrase);
  if (field === undefined) return undefined;
  if (field === "own") return `collection:${collection.name}`;
  const known = collection.fields.find(
    ({ name, kind }) => name === field.name || (kind === field.kind && general.test(field.name)),
  );
  if (!known) collection.fields.push(field);
  if (field.kind === "image" && (collection.layout === "table" || collection.layout === "list"))
    collection.layout = "cards";
  return `field:${collection.name}.${(known ?? field).name}`;
}
