import type { Collection, Content, Entry } from "../content.ts";
import { type Html, html } from "../html.ts";
import { markdown, slugOf, wordsOf } from "../markdown.ts";
import { form } from "./forms.ts";
import { dialled } from "./layout.ts";

/** What a page shows below its text, by name: opening hours, the ways to get in touch, or a collection. */
export function block(content: Content, name: string): Html {
  if (name === "hours") return hours(content);
  if (name === "contact") return contact(content);
  const [wanted = "", count] = name.split(":");
  if (wanted === "form") return form(content, count ?? "");
  const collection = content.collections.find((each) => each.name === wanted);
  if (!collection) return html``;
  if (!count) return entries(content, collection, collection.entries);
  return html`<h2><a href="/${collection.name}/">${collection.label}</a></h2>
${entries(content, collection, collection.entries.slice(0, Number(count)))}`;
}

/** A note for the owner of the site while there is nothing to show. */
const open = (words: string): Html => html`<p class="note">${words}</p>`;

function hours({ hours: days }: Content): Html {
  if (days.length === 0) return open("Our opening hours are not on this page yet.");
  return html`<table class="hours"><caption>Opening hours</caption>
<thead><tr><th scope="col">Day</th><th scope="col">Hours</th></tr></thead>
<tbody>
${days.map(({ day, hours: open }) => html`<tr><th scope="row">${day}</th><td>${open}</td></tr>\n`)}</tbody></table>`;
}

const ways: readonly (readonly [fact: string, label: string])[] = [
  ["address", "Address"],
  ["phone", "Phone"],
  ["fax", "Fax"],
  ["email", "E-mail"],
  ["website", "Web"],
  ["instagram", "Instagram"],
  ["facebook", "Facebook"],
  ["github", "GitHub"],
  ["linkedin", "LinkedIn"],
];

function contact({ site: { facts } }: Content): Html {
  const known = ways.flatMap(([fact, label]) => (facts[fact] ? [{ fact, label, value: facts[fact] }] : []));
  if (known.length === 0) return open("Our contact details are not on this page yet.");
  const shown = (fact: string, value: string) => {
    if (fact === "phone") return html`<a href="tel:${dialled(value)}">${value}</a>`;
    if (fact === "email") return html`<a href="mailto:${value}">${value}</a>`;
    return /^https?:\/\//.test(value) ? html`<a href="${value}">${value}</a>` : html`${value}`;
  };
  return html`<address><dl>
${known.map(({ fact, label, value }) => html`<dt>${label}</dt><dd>${shown(fact, value)}</dd>\n`)}</dl></address>`;
}

function entries(content: Content, collection: Collection, shown: readonly Entry[]): Html {
  if (shown.length === 0) return open(`There are no ${collection.label.toLowerCase()} on this page yet.`);
  const note = shown.some(({ isExample }) => isExample)
    ? html`<p class="note">These ${collection.label.toLowerCase()} are examples of how they will look.</p>\n`
    : html``;
  return html`${note}${layouts[collection.layout](content, collection, shown)}`;
}

type Layout = (content: Content, collection: Collection, shown: readonly Entry[]) => Html;

const layouts: Record<Collection["layout"], Layout> = {
  table: (_, collection, shown) => {
    const columns = collection.fields.filter(({ kind }) => kind !== "longText" && kind !== "image");
    return html`<div class="wide"><table class="${collection.name}"><caption>${collection.label}</caption>
<thead><tr><th scope="col">${collection.singular}</th>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>
${shown.map((entry) => html`<tr><th scope="row">${named(collection, entry)}${entry.body && html`<span class="about">${wordsOf(entry.body)}</span>`}${tagLinks(collection, entry)}</th>${columns.map((column) => html`<td>${value(column, entry)}</td>`)}</tr>\n`)}</tbody></table></div>`;
  },
  gallery: (_, collection, shown) => html`<ul class="gallery ${collection.name}">
${shown.map((entry) => html`<li><figure>${picture(collection, entry)}<figcaption>${named(collection, entry)}${tagLinks(collection, entry)}</figcaption></figure></li>\n`)}</ul>`,
  cards: (_, collection, shown) => html`<ul class="cards ${collection.name}">
${shown.map((entry) => html`<li><article>${picture(collection, entry)}<h2>${named(collection, entry)}</h2>
${facts(collection, entry)}${tagLinks(collection, entry)}${collection.hasPages ? entry.body && html`<p>${short(entry.body)}</p>` : markdown(entry.body)}</article></li>\n`)}</ul>`,
  list: (_, collection, shown) => html`<ul class="entries ${collection.name}">
${shown.map((entry) => html`<li><article><h2>${named(collection, entry)}</h2>
${facts(collection, entry)}${tagLinks(collection, entry)}${entry.body && html`<p>${short(entry.body)}</p>`}</article></li>\n`)}</ul>`,
  questions: (_, collection, shown) => html`<div class="${collection.name}">
${shown.map((entry) => html`<details><summary>${entry.title}</summary>${markdown(entry.body)}</details>\n`)}</div>`,
};

/** The page of one entry. */
export const entryPage = (collection: Collection, entry: Entry): Html => html`${
  entry.isExample && html`<p class="note">This ${collection.singular.toLowerCase()} is an example of how one will look.</p>`
}${picture(collection, entry)}${facts(collection, entry)}${tagLinks(collection, entry)}
${markdown(entry.body)}`;

export const tagPath = (collection: Collection, tag: string): string => `/${collection.name}/tags/${slugOf(tag)}/`;
export const entryPath = (collection: Collection, entry: Entry): string => `/${collection.name}/${entry.slug}/`;

const named = (collection: Collection, entry: Entry): Html =>
  collection.hasPages ? html`<a href="${entryPath(collection, entry)}">${entry.title}</a>` : html`${entry.title}`;

function facts({ fields }: Collection, entry: Entry): Html {
  const known = fields.filter(({ name, kind }) => entry.values[name] && kind !== "image" && kind !== "longText");
  if (known.length === 0) return html``;
  return html`<dl class="facts">${known.map((field) => html`<dt>${field.label}</dt><dd>${value(field, entry)}</dd>`)}</dl>\n`;
}

function tagLinks(collection: Collection, { tags }: Entry): Html {
  if (tags.length === 0) return html``;
  return html`<ul class="tags" aria-label="Tags">${tags.map((tag) => html`<li><a href="${tagPath(collection, tag)}">${tag}</a></li>`)}</ul>\n`;
}

function picture({ fields }: Collection, entry: Entry): Html {
  const field = fields.find(({ kind, name }) => kind === "image" && entry.values[name]);
  const address = field && entry.values[field.name];
  return address ? html`<img src="${address}" alt="${entry.title}" width="640" height="420" loading="lazy">` : html``;
}

const days = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** A value as people read it. */
function value({ name, kind }: Collection["fields"][number], { values }: Entry): Html {
  const text = values[name] ?? "";
  if (text === "") return html``;
  if (kind === "date") return html`<time datetime="${text}">${days.format(new Date(text))}</time>`;
  if (kind === "money") return html`${/^\d+(\.\d+)?$/.test(text) ? Number(text).toFixed(2) : text}`;
  if (kind === "url" && /^(https?:\/\/|\/)/.test(text)) return html`<a href="${text}">${text.replace(/^https?:\/\//, "")}</a>`;
  return html`${text}`;
}

/** The beginning of a text, up to a word's end. */
export const short = (body: string, most = 180): string => {
  const words = wordsOf(body);
  return words.length <= most ? words : `${words.slice(0, most).replace(/\s+\S*$/, "")}…`;
};
