import type { Site } from "../../artefacts.ts";

type Collection = Site["collections"][number];

/** What the owner of a site edits: one file a page, one an entry, and what is said of the whole. */
export function contentFiles(site: Site, name: string, description: string): [path: string, content: string][] {
  const definitions = site.collections.map(
    ({ entries: _, areExamples: __, hasTags: ___, ...definition }) => definition,
  );
  return [
    [
      "content/site.json",
      json({
        name,
        description,
        language: "en",
        facts: site.facts,
        ...(site.forms ? { formAddress: "" } : {}),
      }),
    ],
    ...(site.hours.length > 0 || site.pages.some(({ shows }) => shows.includes("hours"))
      ? [["content/hours.json", json(site.hours)] as [string, string]]
      : []),
    ...(site.forms ? [["content/forms.json", json(site.forms)] as [string, string]] : []),
    ...(definitions.length > 0 ? [["content/collections.json", json(definitions)] as [string, string]] : []),
    ...site.pages.map((page, index): [string, string] => [
      `content/pages/${page.name}.md`,
      withFacts({ title: page.title, order: String(index + 1), shows: page.shows.join(", ") }, page.body.join("\n\n")),
    ]),
    ...site.collections.flatMap((collection) =>
      collection.entries.map((entry, index) => entryFile(collection, entry, index)),
    ),
  ];
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

export const slugOf = (words: string): string =>
  words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "") || "page";

/** Entries keep the order of the brief by the number their file begins with; posts are in the order of their day. */
function entryFile(collection: Collection, entry: Collection["entries"][number], index: number): [string, string] {
  const number = collection.isBlog ? "" : `${String(index + 1).padStart(2, "0")}-`;
  const facts = {
    title: entry.title,
    ...(collection.areExamples ? { example: "yes" } : {}),
    ...(entry.tags.length > 0 ? { tags: entry.tags.join(", ") } : {}),
    ...entry.values,
  };
  return [`content/${collection.name}/${number}${slugOf(entry.title)}.md`, withFacts(facts, entry.body)];
}

export const entryPath = ({ name }: Pick<Collection, "name">, title: string): string => `/${name}/${slugOf(title)}/`;

const oneLine = (words: string): string => words.replace(/[\s\p{Cc}]+/gu, " ").trim();

export function withFacts(facts: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(facts).flatMap(([key, value]) => (value === "" ? [] : [`${key}: ${oneLine(value)}`]));
  return `---\n${lines.join("\n")}\n---\n${body === "" ? "" : `\n${body.trim()}\n`}`;
}

/** A picture that shows nothing but its colours, for galleries that wait for theirs. */
export function examplePicture(index: number, hue: number): string {
  const at = (step: number) => (hue + index * 47 + step) % 360;
  const shapes = [
    `<circle cx="${150 + index * 60}" cy="210" r="130" fill="hsl(${at(30)} 45% 60%)"/>`,
    `<path d="M0 420 L${220 + index * 30} ${150 + index * 20} L640 420 Z" fill="hsl(${at(60)} 40% 45%)"/>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420"><rect width="640" height="420" fill="hsl(${at(0)} 40% 85%)"/>${shapes.join("")}</svg>\n`;
}

/** A colour for a name: the same name has the same one. */
export const hueOf = (name: string): number =>
  [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 360, 7);
