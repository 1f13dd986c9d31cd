import { html } from "hono/html";
import type { ApiRecord, Resource } from "../resource/resource.ts";
import type { Html } from "./layout.ts";
import { columnsOf, isNumber, labelIn, show } from "./values.ts";

/** Records as a table that becomes a stack of cards on a phone. `heading` may make headings into links. */
export function table(
  resource: Resource,
  records: readonly ApiRecord[],
  options: {
    caption: string;
    captionUnseen?: boolean;
    leaveOut?: string;
    most?: number;
    heading?: (name: string, label: string) => Html;
  },
): Html {
  const columns = columnsOf(resource, options.most).filter((name) => name !== options.leaveOut);
  const numeric = (name: string) =>
    isNumber(resource.fields[name]?.kind ?? resource.computed[name]?.kind) ? "number" : "";
  const open = (record: ApiRecord) => html`<a href="/${resource.path}/${record.id}">${nameOf(record)}</a>`;
  const cell = (record: ApiRecord, name: string) =>
    name === resource.display && resource.fields[name]?.kind !== "reference"
      ? open(record)
      : show(resource, record, name);
  const named = columns.includes(resource.display) && resource.fields[resource.display]?.kind !== "reference";
  return html`<div class="table"><table>
    <caption class="${options.captionUnseen ? "unseen" : ""}">${options.caption}</caption>
    <thead><tr>
      ${named ? "" : html`<th scope="col">${resource.label}</th>`}
      ${columns.map((name) => options.heading?.(name, numeric(name)) ?? html`<th scope="col" class="${numeric(name)}">${labelIn(resource, name)}</th>`)}
    </tr></thead>
    <tbody>${records.map(
      (record) => html`<tr>
      ${named ? "" : html`<td data-label="${resource.label}"><a href="/${resource.path}/${record.id}">No. ${record.id}</a></td>`}
      ${columns.map((name) => html`<td class="${numeric(name)}" data-label="${labelIn(resource, name)}">${cell(record, name)}</td>`)}
    </tr>`,
    )}</tbody>
  </table></div>`;
}

export const nameOf = (record: ApiRecord) => String(record.label ?? `No. ${record.id}`);
