import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { slugOf } from "./markdown.ts";

/** What is said of the whole site. An empty fact is not known yet and is not shown. */
export type Site = {
  name: string;
  description: string;
  language: string;
  facts: Record<string, string>;
  /** A form service that forms are posted to; without one they open the visitor's mail program. */
  formAddress?: string;
};

type FormFieldKind = "text" | "longText" | "email" | "phone" | "date" | "time" | "number";

/** What visitors can write. */
export type Form = { name: string; title: string; fields: { name: string; label: string; kind: FormFieldKind }[] };

/** Opening hours of one day, as people read them. */
export type Hours = { day: string; hours: string };

/** A page of its own: its text in Markdown and what it shows below it. */
export type Page = {
  /** `/about/`; the first page is `/`. */
  path: string;
  title: string;
  description: string;
  order: number;
  /** A block with this name, or a collection. */
  shows: string[];
  body: string;
};

/** What a collection holds: a dish, a project, a post. */
export type Entry = {
  slug: string;
  title: string;
  /** True while it only shows what an entry looks like. */
  isExample: boolean;
  values: Record<string, string>;
  tags: string[];
  body: string;
};

type FieldKind = "text" | "longText" | "money" | "date" | "url" | "image" | "number";

export type Collection = {
  name: string;
  label: string;
  singular: string;
  layout: "list" | "cards" | "table" | "gallery" | "questions";
  /** Whether each entry has a page of its own. */
  hasPages: boolean;
  /** Posts are newest first, have a feed and, with tags, a page a tag. */
  isBlog: boolean;
  fields: { name: string; label: string; kind: FieldKind }[];
  entries: Entry[];
};

export type Content = { site: Site; pages: Page[]; collections: Collection[]; hours: Hours[]; forms: Form[] };

/** A mistake in content, in a sentence that names the file. */
export class ContentError extends Error {}

/** Everything under `content/`. @throws ContentError */
export function readContent(folder: string): Content {
  const site = json<Site>(join(folder, "site.json"));
  const pages = files(join(folder, "pages"), ".md").map(([name, text]) => pageOf(name, text));
  const definitions = json<Omit<Collection, "entries">[]>(join(folder, "collections.json"), []);
  const collections = definitions.map((definition) => ({
    ...definition,
    entries: sorted(
      definition,
      files(join(folder, definition.name), ".md").map(([name, text]) => entryOf(definition, name, text)),
    ),
  }));
  if (!pages.some(({ path }) => path === "/")) throw new ContentError("content/pages/index.md is missing.");
  return { site, pages: pages.sort((a, b) => a.order - b.order), collections, hours: json(join(folder, "hours.json"), []), forms: json(join(folder, "forms.json"), []) };
}

function json<T>(file: string, without?: T): T {
  if (without !== undefined && !existsSync(file)) return without;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch (error) {
    throw new ContentError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

const files = (folder: string, ending: string): [name: string, text: string][] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .sort()
        .map((name) => [name.slice(0, -ending.length), readFileSync(join(folder, name), "utf8")])
    : [];

/** `key: value` lines between two lines of dashes, then Markdown. */
function frontMatter(name: string, text: string): { facts: Record<string, string>; body: string } {
  const [, head, body = ""] = text.replace(/\r\n?/g, "\n").match(/^---\n([\s\S]*?)\n---\n?([\s\S]*)$/) ?? [];
  if (head === undefined) throw new ContentError(`${name}.md does not begin with its facts between lines of dashes.`);
  const facts: Record<string, string> = {};
  for (const line of head.split("\n").filter((each) => each.trim() !== "")) {
    const [, key, value = ""] = line.match(/^([A-Za-z]\w*):\s*(.*)$/) ?? [];
    if (key === undefined) throw new ContentError(`${name}.md: “${line}” is not “name: value”.`);
    facts[key] = value.trim();
  }
  if (!facts.title) throw new ContentError(`${name}.md has no title.`);
  return { facts, body: body.trim() };
}

const words = (text: string | undefined): string[] => (text ?? "").split(",").map((word) => word.trim()).filter(Boolean);

function pageOf(name: string, text: string): Page {
  const { facts, body } = frontMatter(name, text);
  return {
    path: name === "index" ? "/" : `/${name}/`,
    title: facts.title ?? "",
    description: facts.description ?? "",
    order: Number(facts.order ?? 99),
    shows: words(facts.shows),
    body,
  };
}

function entryOf({ fields }: Pick<Collection, "fields">, name: string, text: string): Entry {
  const { facts, body } = frontMatter(name, text);
  const { title = "", tags, example } = facts;
  const values = Object.fromEntries(fields.map((field) => [field.name, facts[field.name] ?? ""]));
  for (const { name: key, kind } of fields)
    if (kind === "date" && values[key] && Number.isNaN(Date.parse(values[key])))
      throw new ContentError(`${name}.md: ${key} is not a date such as 2026-03-31.`);
  return { slug: slugOf(name.replace(/^\d+-(?=[a-z])/, "")), title, isExample: example === "yes", values, tags: words(tags), body };
}

function sorted({ isBlog, fields }: Pick<Collection, "isBlog" | "fields">, entries: Entry[]): Entry[] {
  const date = fields.find(({ kind }) => kind === "date")?.name;
  if (!isBlog || !date) return entries;
  return entries.sort((a, b) => (b.values[date] ?? "").localeCompare(a.values[date] ?? "") || a.slug.localeCompare(b.slug));
}
