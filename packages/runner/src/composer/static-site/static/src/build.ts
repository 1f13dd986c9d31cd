import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import type { Found } from "./browser/search.ts";
import { type Collection, type Content, ContentError, type Page, readContent } from "./content.ts";
import { feed, robots, sitemap } from "./feeds.ts";
import { html } from "./html.ts";
import { markdown, wordsOf } from "./markdown.ts";
import { features } from "./site.ts";
import { block, entryPage, entryPath, short, tagPath } from "./templates/blocks.ts";
import { type Frame, layout, type Sheet } from "./templates/layout.ts";

const root = join(import.meta.dirname, "..");

export type Settings = { content: string; out: string; url: string };

/**
 * Writes the whole site anew.
 *
 * @returns how many pages it has, and which facts of `content/site.json` are still empty
 * @throws ContentError when content can't be read
 */
export function build({ content: from, out, url }: Settings): { pages: number; open: string[] } {
  const content = readContent(from);
  const blog = content.collections.find(({ isBlog }) => isBlog);
  const frame: Frame = { content, url, hasFeed: features.feed && blog !== undefined, hasSearch: features.search };
  const sheets = [
    ...content.pages.map((page) => pageSheet(content, page)),
    ...content.collections.filter(({ hasPages }) => hasPages).flatMap(entrySheets),
    ...content.collections.flatMap(tagSheets),
  ];
  const index = sheets.map(({ path, title, description }) => ({ path, title, text: `${description} ${textOf(content, path)}` }));
  rmSync(out, { recursive: true, force: true });
  cpSync(join(root, "public"), out, { recursive: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  };
  for (const sheet of sheets) write(`${sheet.path}index.html`, layout(frame, sheet));
  write("404.html", layout(frame, notFound));
  write("sitemap.xml", sitemap(sheets.map(({ path }) => new URL(path, url).href)));
  write("robots.txt", robots(url));
  if (frame.hasFeed && blog) write("feed.xml", feed(content.site, blog, url));
  if (frame.hasSearch) {
    write("search/index.html", layout(frame, searchSheet(index)));
    write("search.json", JSON.stringify(index));
    write("search.js", stripTypeScriptTypes(readFileSync(join(root, "src/browser/search.ts"), "utf8")));
  }
  const open = Object.entries(content.site.facts).flatMap(([name, value]) => (value === "" ? [name] : []));
  return { pages: sheets.length, open };
}

const pageSheet = (content: Content, page: Page): Sheet => ({
  path: page.path,
  title: page.title,
  description: page.description || short(page.body, 150) || page.title,
  body:
    page.body === "" && page.shows.length === 0
      ? html`<p class="note">This page is not written yet.</p>`
      : html`${markdown(page.body)}${page.shows.map((name) => html`\n${block(content, name)}`)}`,
});

const entrySheets = (collection: Collection): Sheet[] =>
  collection.entries.map((entry) => ({
    path: entryPath(collection, entry),
    title: entry.title,
    of: collection.label,
    description: short(entry.body, 150) || entry.title,
    body: entryPage(collection, entry),
  }));

/** A page for each tag, with the posts that have it. */
function tagSheets(collection: Collection): Sheet[] {
  const tags = new Map<string, string>();
  for (const { tags: own } of collection.entries) for (const tag of own) tags.set(tagPath(collection, tag), tag);
  return [...tags].sort().map(([path, tag]) => {
    const tagged = collection.entries.filter((entry) => entry.tags.some((each) => tagPath(collection, each) === path));
    const links = tagged.map((entry) => html`<li><a href="${entryPath(collection, entry)}">${entry.title}</a></li>\n`);
    return {
      path,
      title: `Tagged “${tag}”`,
      description: `${collection.label} that are tagged “${tag}”.`,
      body: html`<ul class="entries">\n${links}</ul>`,
    };
  });
}

/** What the search reads of a page. */
function textOf({ pages, collections }: Content, path: string): string {
  const page = pages.find((each) => each.path === path);
  if (page) {
    const shown = collections.filter(({ name }) => page.shows.some((each) => each.split(":")[0] === name));
    const entries = shown.flatMap((each) => each.entries.map(({ title, body }) => `${title} ${body}`));
    return wordsOf([page.body, ...entries].join("\n\n"));
  }
  for (const collection of collections)
    for (const entry of collection.entries)
      if (entryPath(collection, entry) === path)
        return wordsOf([entry.body, ...entry.tags, ...Object.values(entry.values)].join("\n\n"));
  return "";
}

/** The search as a list of all pages, which the script narrows; without a script it stays whole. */
const searchSheet = (index: readonly Found[]): Sheet => ({
  path: "/search/",
  title: "Search",
  description: "Find a page of this site.",
  isHidden: true,
  isSearch: true,
  body: html`<form role="search" action="/search/" method="get">
<label for="query">Words to look for</label>
<input id="query" name="q" type="search" autocomplete="off">
</form>
<p id="status" role="status"></p>
<ul id="results" class="entries">
${index.map(({ path, title, text }) => html`<li data-path="${path}"><a href="${path}">${title}</a> <span class="about">${short(text, 120)}</span></li>\n`)}</ul>`,
});

const notFound: Sheet = {
  path: "/404.html",
  title: "This page is not here",
  description: "The address leads nowhere.",
  isHidden: true,
  body: html`<p>The address leads nowhere on this site. <a href="/">Go to the first page</a>.</p>`,
};

/** What the environment says of the build. */
export const settingsFrom = (env: Readonly<Record<string, string | undefined>>): Settings => ({
  content: env.CONTENT_DIR || join(root, "content"),
  out: env.OUT_DIR || join(root, "dist"),
  url: env.SITE_URL || `http://localhost:${env.PORT || 3000}`,
});

if (import.meta.main)
  try {
    const settings = settingsFrom(process.env);
    const { pages, open } = build(settings);
    console.log(`${pages} pages in ${settings.out}`);
    if (open.length > 0) console.log(`Not known yet, and so not shown (content/site.json): ${open.join(", ")}`);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
