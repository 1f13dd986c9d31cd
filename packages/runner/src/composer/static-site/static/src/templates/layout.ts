import type { Content } from "../content.ts";
import { type Html, html } from "../html.ts";

/** One page as it is written: where, what search engines read, and what people see. */
export type Sheet = {
  path: string;
  title: string;
  /** What it is one of; two kinds may have entries of one title. */
  of?: string;
  description: string;
  body: Html;
  /** Not for search engines: the page of errors, the search. */
  isHidden?: boolean;
  /** Loads the script of the search. */
  isSearch?: boolean;
};

export type Frame = { content: Content; url: string; hasFeed: boolean; hasSearch: boolean };

/** The whole document around a page. */
export function layout({ content, url, hasFeed, hasSearch }: Frame, sheet: Sheet): string {
  const { site, pages } = content;
  const isHome = sheet.path === "/";
  const title = isHome ? site.name : [sheet.title, ...(sheet.of ? [sheet.of] : []), site.name].join(" – ");
  const address = new URL(sheet.path, url).href;
  const inMenu = [
    ...pages.map(({ path, title: words }) => ({ path, words: path === "/" ? "Home" : words })),
    ...(hasSearch ? [{ path: "/search/", words: "Search" }] : []),
  ];
  const isHere = (path: string) => (path === "/" ? isHome : sheet.path.startsWith(path));
  return `<!doctype html>
${
  html`<html lang="${site.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<meta name="description" content="${sheet.description}">
${sheet.isHidden ? html`<meta name="robots" content="noindex">` : html`<link rel="canonical" href="${address}">`}
<meta property="og:type" content="website">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${sheet.description}">
<meta property="og:url" content="${address}">
<meta property="og:site_name" content="${site.name}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/site.css">
${hasFeed && html`<link rel="alternate" type="application/rss+xml" title="${site.name}" href="/feed.xml">`}
${sheet.isSearch && html`<script type="module" src="/search.js"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="name" href="/">${site.name}</a>
<nav aria-label="Pages"><ul>
${inMenu.map(({ path, words }) => html`<li><a href="${path}"${isHere(path) && html` aria-current="page"`}>${words}</a></li>\n`)}</ul></nav>
</header>
<main id="main">
<h1>${sheet.title}</h1>
${sheet.body}
</main>
<footer>
<p>${site.name}${site.facts.address && html` · ${site.facts.address}`}${site.facts.phone && html` · <a href="tel:${dialled(site.facts.phone)}">${site.facts.phone}</a>`}${site.facts.email && html` · <a href="mailto:${site.facts.email}">${site.facts.email}</a>`}</p>
${hasFeed && html`<p><a href="/feed.xml">RSS feed</a></p>`}
</footer>
</body>
</html>`.text
}
`;
}

/** A phone number as a phone dials it. */
export const dialled = (phone: string): string => phone.replace(/[^\d+]/g, "");
