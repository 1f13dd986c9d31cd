import { html } from "hono/html";
import type { Target } from "../resource/resource.ts";
import { holderOf, type Report, run, type Span } from "../reports/report.ts";
import type { Work } from "../resource/store.ts";
import { type Html, layout, trail, type View } from "./layout.ts";
import { labelIn, showValue } from "./values.ts";

/** A week is told by its Monday. */
const spans = { day: "Day", week: "Week from", month: "Month", quarter: "Quarter", year: "Year" };
const spanShown = (each: Span | undefined, value: unknown) =>
  showValue(each === "day" || each === "week" ? "date" : "text", value);

export function reportPage(view: View, work: Work, report: Report): Html {
  const { items } = run(work, report);
  const { resource } = report;
  const kindOf = (name: string | undefined) =>
    (name ? (resource.fields[name] ?? resource.computed[name])?.kind : undefined) ?? "decimal";
  const holder = holderOf(work, report);
  const group = report.each ? spans[report.each] : labelIn(holder, report.groupBy);
  const and = report.and === undefined ? undefined : labelIn(resource, report.and);
  const named = (owner: Target, name: string, id: unknown, value: unknown) => {
    const field = owner.fields[name];
    const target = field?.account ? undefined : field?.target;
    const kind = (field ?? owner.computed[name])?.kind ?? "decimal";
    return id && target
      ? html`<a href="/${target}/${id}">${value}</a>`
      : showValue(kind === "reference" || kind === "choice" ? "text" : kind, value);
  };
  const span = report.over ? spans[report.over.each] : undefined;
  return layout(
    view,
    report.label,
    html`${trail([["Overview", "/"], ["Reports"], [report.label]])}
    <h1>${report.label}</h1>
    ${
      items.length === 0
        ? html`<div class="empty"><h2>Nothing to add up yet</h2></div>`
        : html`<div class="table" role="region" aria-label="${report.label}" tabindex="0"><table>
      <caption>${items.length} ${items.length === 1 ? "row" : "rows"}, from ${resource.plural.toLowerCase()}</caption>
      <thead><tr><th scope="col">${group}</th>${and ? html`<th scope="col">${and}</th>` : ""}${span ? html`<th scope="col">${span}</th>` : ""}${report.measures.map((measure) => html`<th scope="col" class="number">${measure.label}</th>`)}</tr></thead>
      <tbody>${items.map(
        (row) => html`<tr>
        <td data-label="${group}">${report.each ? spanShown(report.each, row.group) : named(holder, report.groupBy, row.groupId, row.group)}</td>
        ${and && report.and ? html`<td data-label="${and}">${named(resource, report.and, row.andId, row.and)}</td>` : ""}
        ${span ? html`<td data-label="${span}">${spanShown(report.over?.each, row.period)}</td>` : ""}
        ${report.measures.map((measure) => html`<td class="number" data-label="${measure.label}">${showValue(measure.fn === "count" ? "integer" : kindOf(measure.field), row[measure.name])}</td>`)}
      </tr>`,
      )}</tbody>
    </table></div>`
    }`,
  );
}
