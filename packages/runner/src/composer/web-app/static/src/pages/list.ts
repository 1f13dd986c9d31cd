import { html } from "hono/html";
import { hasDay, type ListQuery, sortable } from "../resource/query.ts";
import type { Resource } from "../resource/resource.ts";
import { may, titleOf } from "../resource/rights.ts";
import { list, type Work } from "../resource/store.ts";
import { choicesOf } from "./choices.ts";
import { alert, type Html, layout, notice, trail, type View } from "./layout.ts";
import { table } from "./table.ts";
import { humane, labelIn } from "./values.ts";

/** All records, or one of the named lists: search, filters, order and page live in the address. */
export function listPage(
  view: View,
  work: Work,
  resource: Resource,
  query: ListQuery,
  given: Record<string, string>,
  problem?: string,
): Html {
  const page = list(work, resource, query);
  const title = titleOf(work.now, resource);
  const heading = query.list ? query.list.label : title;
  const add = may(work.now, resource, "create")
    ? html`<a class="button" href="/${resource.path}/new">Add ${resource.label.toLowerCase()}</a>`
    : "";
  const address = (changes: Record<string, string | undefined>) => {
    const merged: Record<string, string | undefined> = { ...given, done: undefined, ...changes };
    const kept = Object.entries(merged).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
    );
    const text = new URLSearchParams(kept).toString();
    return text === "" ? `/${resource.path}` : `/${resource.path}?${text}`;
  };
  const narrowed = query.search !== "" || query.filters.length > 0;
  return layout(
    view,
    heading,
    html`${trail([["Overview", "/"], query.list ? [title, `/${resource.path}`] : [title], ...(query.list ? [[heading] as const] : [])])}
    ${notice(given.done)}${alert(problem)}
    <div class="row"><h1>${heading}</h1><div class="actions">${resource.csv?.includes("export") ? html`<a class="button quiet" href="/api${address({ page: undefined, pageSize: undefined }).replace(`/${resource.path}`, `/${resource.path}/export.csv`)}" download>Export CSV</a>` : ""}${resource.csv?.includes("import") && add !== "" ? html`<a class="button quiet" href="/${resource.path}/import">Import CSV</a>` : ""}${add}</div></div>
    ${
      resource.lists.length > 0
        ? html`<nav class="tabs" aria-label="Lists"><ul>
      <li><a href="/${resource.path}" ${query.list ? "" : html`aria-current="page"`}>All</a></li>
      ${resource.lists.map((each) => html`<li><a href="/${resource.path}?list=${each.name}" ${query.list === each ? html`aria-current="page"` : ""}>${each.label}</a></li>`)}
    </ul></nav>`
        : ""
    }
    ${filters(work, resource, query, given)}
    ${
      page.total === 0
        ? html`<div class="empty"><h2>${narrowed ? "Nothing matches" : "Nothing here yet"}</h2>
      <p>${narrowed ? html`<a href="${address({ search: undefined, page: undefined, ...Object.fromEntries(query.filters.flatMap(({ name }) => [name, `${name}From`, `${name}To`].map((each) => [each, undefined]))) })}">Clear search and filters</a>` : add}</p></div>`
        : table(resource, page.items, {
            caption: `${page.total} ${page.total === 1 ? resource.label.toLowerCase() : resource.plural.toLowerCase()}`,
            heading: (name, numeric) => {
              const active = query.sort?.field === name ? (query.sort.descending ? "descending" : "ascending") : "none";
              const next = active === "ascending" ? "desc" : "asc";
              const sorted = sortable(resource).includes(name);
              const mark = active === "ascending" ? "↑" : active === "descending" ? "↓" : "";
              return html`<th scope="col" class="${numeric}" aria-sort="${active}">${
                sorted
                  ? html`<a href="${address({ sort: `${name}:${next}`, page: undefined })}">${labelIn(resource, name)} <span aria-hidden="true">${mark}</span></a>`
                  : labelIn(resource, name)
              }</th>`;
            },
          })
    }
    ${
      page.totalPages > 1
        ? html`<nav class="pages" aria-label="Pages">
      ${query.page > 1 ? html`<a class="button quiet" rel="prev" href="${address({ page: String(query.page - 1) })}">Previous</a>` : ""}
      <span>Page ${query.page} of ${page.totalPages}</span>
      ${query.page < page.totalPages ? html`<a class="button quiet" rel="next" href="${address({ page: String(query.page + 1) })}">Next</a>` : ""}
    </nav>`
        : ""
    }`,
  );
}

/** Search and the fields that have few values: choices, yes or no, references. */
function filters(work: Work, resource: Resource, query: ListQuery, given: Record<string, string>): Html {
  const selects = [
    ...Object.entries(resource.fields).filter(([, field]) => ["choice", "boolean", "reference"].includes(field.kind)),
    ...Object.entries(resource.computed).filter(([, computed]) => computed.kind === "boolean"),
  ].slice(0, 4);
  const days = Object.keys(resource.fields)
    .filter((name) => hasDay(resource, name))
    .slice(0, 1);
  const options = (name: string) => {
    const field = resource.fields[name];
    if (field?.kind === "choice") return (field.options ?? []).map((value) => ({ value, label: humane(value) }));
    if (field?.kind === "reference")
      return choicesOf(work, resource, name, undefined).map(({ id, label }) => ({ value: String(id), label }));
    return [
      { value: "true", label: "Yes" },
      { value: "false", label: "No" },
    ];
  };
  return html`<form class="filters" method="get" action="/${resource.path}" role="search" data-auto>
    ${query.list ? html`<input type="hidden" name="list" value="${query.list.name}">` : ""}
    ${given.sort ? html`<input type="hidden" name="sort" value="${given.sort}">` : ""}
    <label><span>Search</span><input type="search" name="search" value="${query.search}" maxlength="200"></label>
    ${selects.map(
      ([name, { label }]) => html`<label><span>${label}</span><select name="${name}">
      <option value="">All</option>
      ${options(name).map(({ value, label: text }) => html`<option value="${value}" ${given[name] === value ? "selected" : ""}>${text}</option>`)}
    </select></label>`,
    )}
    ${days.map(
      (name) => html`<label><span>${labelIn(resource, name)} from</span><input type="date" name="${name}From" value="${given[`${name}From`] ?? ""}"></label>
    <label><span>${labelIn(resource, name)} to</span><input type="date" name="${name}To" value="${given[`${name}To`] ?? ""}"></label>`,
    )}
    <button class="quiet">Apply</button>
  </form>`;
}
