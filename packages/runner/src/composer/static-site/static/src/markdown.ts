import { Html, escaped, html } from "./html.ts";

/**
 * The Markdown that pages are written in: headings, paragraphs, lists, quotes, code, links, pictures, bold, italic.
 * Markup in it is shown as words. Headings begin at level two, because the page's title is the one above.
 */
export function markdown(text: string): Html {
  return new Html(
    blocksOf(text)
      .map((block) => blockOf(block).text)
      .join("\n"),
  );
}

/** Pieces between empty lines; a piece of code keeps its own. */
function blocksOf(text: string): string[] {
  const blocks: string[][] = [[]];
  let isCode = false;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    if (line.startsWith("```")) isCode = !isCode;
    if (line.trim() === "" && !isCode) blocks.push([]);
    else blocks.at(-1)?.push(line.trimEnd());
  }
  return blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}

function blockOf(block: string): Html {
  const code = block.match(/^```[^\n]*\n([\s\S]*?)\n?```$/)?.[1];
  if (code !== undefined) return html`<pre><code>${code}</code></pre>`;
  const [, signs = "", heading] = block.match(/^(#{1,4}) +([^\n]+)$/) ?? [];
  if (heading !== undefined) {
    const level = Math.min(Math.max(signs.length, 2), 4);
    return new Html(`<h${level} id="${slugOf(heading)}">${inline(heading).text}</h${level}>`);
  }
  const lines = block.split("\n");
  if (lines.every((line) => /^[-*] /.test(line)))
    return html`<ul>${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}</ul>`;
  if (lines.every((line) => /^\d+\. /.test(line)))
    return html`<ol>${lines.map((line) => html`<li>${inline(line.replace(/^\d+\. /, ""))}</li>`)}</ol>`;
  if (lines.every((line) => /^>/.test(line)))
    return html`<blockquote><p>${inline(lines.map((line) => line.replace(/^> ?/, "")).join(" "))}</p></blockquote>`;
  return html`<p>${inline(lines.join(" "))}</p>`;
}

/** What stands within a line. Only web, mail and phone addresses and places of this site become links. */
function inline(text: string): Html {
  const parts = text.split(/(`[^`]+`|!?\[[^\]]*\]\([^)\s]+\)|\*\*[^*]+\*\*|\*[^*]+\*)/);
  return new Html(
    parts
      .map((part) => {
        const code = part.match(/^`([^`]+)`$/)?.[1];
        if (code !== undefined) return html`<code>${code}</code>`.text;
        const [, picture, words = "", address = ""] = part.match(/^(!?)\[([^\]]*)\]\(([^)\s]+)\)$/) ?? [];
        if (picture === "!") return html`<img src="${safe(address)}" alt="${words}" loading="lazy">`.text;
        if (picture === "") return html`<a href="${safe(address)}">${words}</a>`.text;
        const bold = part.match(/^\*\*([^*]+)\*\*$/)?.[1];
        if (bold !== undefined) return html`<strong>${bold}</strong>`.text;
        const italic = part.match(/^\*([^*]+)\*$/)?.[1];
        return italic === undefined ? escaped(part) : html`<em>${italic}</em>`.text;
      })
      .join(""),
  );
}

const safe = (address: string): string => (/^(https?:|mailto:|tel:|\/|#)/i.test(address) ? address : "#");

/** Words as a part of an address: "Our story" is `our-story`. */
export const slugOf = (words: string): string =>
  words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "page";

/** Markdown as plain words, for descriptions, feeds and the search. */
export const wordsOf = (text: string): string =>
  text
    .replace(/```[^\n]*\n|```/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^(#{1,4}|[-*]|\d+\.|>) +/gm, "")
    .replace(/[*`]/g, "")
    .replace(/\s+/g, " ")
    .trim();
