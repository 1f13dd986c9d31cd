import { html } from "hono/html";
import type { Resource } from "../resource/resource.ts";
import { may, titleOf } from "../resource/rights.ts";
import { list, type Work } from "../resource/store.ts";
import { type Html, layout, notice, type View } from "./layout.ts";
import { table } from "./table.ts";

/** What needs attention first, then how much there is of everything that the person may see. */
export function dashboardPage(view: View, work: Work, done: string | undefined): Html {
  const seen = view.model.resources.filter((resource) => may(work.now, resource, "see"));
  const unseen = view.model.resources.filter((resource) => !seen.includes(resource) && may(work.now, resource, "create"));
  const named = seen.flatMap((resource) =>
    resource.lists.map((each) => ({
      resource,
      list: each,
      page: list(work, resource, { page: 1, pageSize: 5, search: "", list: each, filters: [] }),
    })),
  );
  const counts = seen.map((resource) => ({
    resource,
    total: list(work, resource, { page: 1, pageSize: 1, search: "", filters: [] }).total,
  }));
  return layout(
    view,
    view.title,
    html`${notice(done)}
    <h1>${view.title}</h1>
    <p class="lead">${view.description}</p>
    ${
      named.length > 0
        ? html`<section aria-labelledby="attention"><h2 id="attention">At a glance</h2>
      <ul class="cards">${named.map(
        ({
          resource,
          list: each,
          page,
        }) => html`<li><a class="card ${page.total > 0 ? "some" : ""}" href="/${resource.path}?list=${each.name}">
        <span class="figure">${page.total}</span><span>${each.label}</span><small>${titleOf(work.now, resource)}</small></a></li>`,
      )}</ul></section>`
        : ""
    }
    <section aria-labelledby="records"><h2 id="records">Records</h2>
      <ul class="cards">${counts.map(
        ({
          resource,
          total,
        }) => html`<li class="card"><a class="stretched" href="/${resource.path}"><span class="figure">${total}</span><span>${titleOf(work.now, resource)}</span></a>
        ${may(work.now, resource, "create") ? addLink(resource) : ""}</li>`,
      )}${unseen.map((resource) => html`<li class="card">${addLink(resource)}</li>`)}</ul>
    </section>
    ${named
      .filter(({ page }) => page.total > 0)
      .slice(0, 4)
      .map(
        ({ resource, list: each, page }) => html`<section>
      <div class="row"><h2>${each.label}</h2><a href="/${resource.path}?list=${each.name}">${page.total > page.items.length ? `All ${page.total}` : "Open list"}</a></div>
      ${table(resource, page.items, { caption: each.label, captionUnseen: true })}
    </section>`,
      )}`,
  );
}

const addLink = (resource: Resource): Html =>
  html`<a class="add" href="/${resource.path}/new">Add ${resource.label.toLowerCase()}</a>`;
