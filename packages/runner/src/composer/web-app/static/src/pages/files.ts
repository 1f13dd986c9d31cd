import { html } from "hono/html";
import type { Field } from "../resource/fields.ts";
import { filesOf, type ShownFile } from "../resource/files.ts";
import type { ApiRecord } from "../resource/resource.ts";
import type { Html } from "./layout.ts";

const isPicture = ({ type }: ShownFile) => type.startsWith("image/");

/** The files of a record, for reading: pictures as pictures, all else by name. In a list one stands for all. */
export function showFiles(field: Pick<Field, "label">, record: ApiRecord, name: string, isWhole: boolean): Html | string {
  const files = filesOf(record, name);
  const [first] = files;
  if (!first) return "–";
  const altOf = (index: number) => `${field.label}${index === 0 ? "" : ` ${index + 1}`} of ${record.label ?? `No. ${record.id}`}`;
  if (isWhole) return html`<ul class="files">${files.map((file, index) => html`<li>${one(file, altOf(index), 240)}</li>`)}</ul>`;
  const more = files.length > 1 ? html` <span class="more">+${files.length - 1}</span>` : "";
  return html`<span>${one(first, altOf(0), 48)}${more}</span>`;
}

/** One file as a link; a picture fits into a square of so many pixels. */
function one(file: ShownFile, alt: string, side: number): Html {
  if (isPicture(file))
    return html`<a class="picture" href="${file.url}"><img src="${file.url}" alt="${alt}" width="${side}" height="${side}" loading="lazy"></a>`;
  return html`<a href="${file.url}" download>${file.name}</a> <small>${sizeOf(file.size)}</small>`;
}

const sizeOf = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

/** Files that a record has, each with a box to remove it, and the chooser for new ones. It works without scripts. */
export function fileInput(
  field: Field,
  input: { id: string; name: string; value: unknown; tied: Html; maxBytes: number },
): Html {
  const { id, name, tied, maxBytes } = input;
  const present = filesOf({ [name]: input.value }, name);
  const isOne = field.files?.most === 1;
  return html`${
    present.length > 0
      ? html`<ul class="files kept">${present.map(
          (file, index) => html`<li><input type="hidden" name="${name}:kept" value="${file.id}">${one(file, file.name, 96)}
        <label for="${id}-removed-${index}"><input type="checkbox" id="${id}-removed-${index}" name="${name}:removed" value="${file.id}">Remove<span class="unseen"> ${file.name}</span></label></li>`,
        )}</ul>`
      : ""
  }<input type="file" ${tied} accept="${field.files?.accept ?? ""}" data-max="${maxBytes}" ${isOne ? "" : "multiple"} ${field.required && present.length === 0 ? "required" : ""}>
  <p class="hint">${isOne && present.length > 0 ? "A new one replaces it. " : ""}${kinds(field)}, ${Math.round(maxBytes / 1_000_000)} MB at most.</p>`;
}

function kinds(field: Field): string {
  const words = field.files?.kinds ?? "";
  return words.charAt(0).toUpperCase() + words.slice(1);
}
