import { html } from "hono/html";
import type { FieldError } from "../http/problem.ts";
import type { ApiRecord, Move, Resource } from "../resource/resource.ts";
import { may, titleOf } from "../resource/rights.ts";
import { allow, isHeld, list, lockOf, mayTouch, type Work } from "../resource/store.ts";
import { encodingOf, inputFor } from "./form.ts";
import { alert, type Html, layout, notice, trail, type View } from "./layout.ts";
import { nameOf, table } from "./table.ts";
import { labelIn, show } from "./values.ts";

/** One record: what it says, what can be done with it, and what belongs to it. */
export function detailPage(
  view: View,
  work: Work,
  resource: Resource,
  record: ApiRecord,
  state: { done?: string; problem?: string; errors?: FieldError[] },
): Html {
  const base = `/${resource.path}/${record.id}`;
  const names = [...Object.keys(resource.fields), ...Object.keys(resource.computed)];
  const isOpen = (verb: "change" | "delete") =>
    lockOf(work.now, resource, record, verb) === undefined && mayTouch(work, resource, record.id, verb);
  return layout(
    view,
    nameOf(record),
    html`${trail([["Overview", "/"], [titleOf(view.now, resource), `/${resource.path}`], [nameOf(record)]])}
    ${notice(state.done)}${alert(state.problem)}
    <div class="row"><h1>${nameOf(record)}</h1>
      <div class="actions">${isOpen("change") ? html`<a class="button quiet" href="${base}/edit">Edit</a>` : ""}${isOpen("delete") ? html`<a class="button quiet danger" href="${base}/delete">Delete</a>` : ""}</div>
    </div>
    ${moves(work, resource, record, state.errors ?? [])}
    <dl class="facts">${names.map((name) => html`<div><dt>${labelIn(resource, name)}</dt><dd>${show(resource, record, name, true)}</dd></div>`)}</dl>
    ${related(view, work, resource, record)}`,
  );
}

/** The moves that are possible now, for this person. */
function moves(work: Work, resource: Resource, record: ApiRecord, errors: FieldError[]): Html | "" {
  if (!isHeld(work, resource, record.id, "change")) return "";
  const possible = (resource.state?.moves ?? []).filter(
    (move) => move.from.includes(String(record[resource.state?.field ?? ""])) && allowed(work, resource, move, record),
  );
  if (possible.length === 0) return "";
  return html`<section class="moves" aria-label="Next steps">${possible.map(
    (move) => html`<form method="post" action="/${resource.path}/${record.id}/move/${move.action}" ${encodingOf(resource, move.asks)}>
      ${move.asks.map((name) => {
        const field = resource.fields[name];
        return field
          ? inputFor(work, resource, {
              name,
              field,
              value: record[name],
              errors: errors.filter((error) => error.path === name),
              scope: move.action,
            })
          : "";
      })}
      <button>${move.label}</button>
    </form>`,
  )}</section>`;
}

function allowed(work: Work, resource: Resource, move: Move, record: ApiRecord): boolean {
  try {
    allow(work.now, resource, move, record);
    return true;
  } catch {
    return false;
  }
}

/** Records of other kinds that point here, of kinds that the person may see. */
function related(view: View, work: Work, resource: Resource, record: ApiRecord): Html[] {
  return view.model.resources.filter((other) => may(work.now, other, "see")).flatMap((other) =>
    Object.entries(other.fields)
      .filter(([, field]) => field.kind === "reference" && field.target === resource.path)
      .map(([name, field], index) => {
        const page = list(work, other, { page: 1, pageSize: 10, search: "", filters: [{ name, value: record.id }] });
        const title = titleOf(work.now, other);
        const heading = index === 0 ? title : `${title} (${field.label})`;
        return html`<section>
          <div class="row"><h2>${heading}</h2>${may(work.now, other, "create") ? html`<a class="button quiet" href="/${other.path}/new?${name}=${record.id}">Add ${other.label.toLowerCase()}</a>` : ""}</div>
          ${page.total === 0 ? html`<p class="none">None yet.</p>` : table(other, page.items, { caption: `${heading}: ${page.total}`, captionUnseen: true, leaveOut: name })}
          ${page.total > page.items.length ? html`<p><a href="/${other.path}?${name}=${record.id}">All ${page.total}</a></p>` : ""}
        </section>`;
      }),
  );
}

/** A last question before a record goes. */
export function deletePage(view: View, resource: Resource, record: ApiRecord, problem?: string): Html {
  const base = `/${resource.path}/${record.id}`;
  return layout(
    view,
    `Delete ${nameOf(record)}`,
    html`${trail([["Overview", "/"], [titleOf(view.now, resource), `/${resource.path}`], [nameOf(record), base], ["Delete"]])}
    ${alert(problem)}
    <h1>Delete ${nameOf(record)}?</h1>
    <p class="lead">This ${resource.label.toLowerCase()} is gone for good afterwards.</p>
    <form class="actions" method="post" action="${base}/delete"><button class="danger">Delete</button><a class="button quiet" href="${base}">Keep it</a></form>`,
  );
}
