import type { Context } from "hono";
import { html } from "hono/html";
import { type FieldError, Problem } from "../http/problem.ts";
import type { Field } from "../resource/fields.ts";
import { filesOf, hasFiles } from "../resource/files.ts";
import type { Resource } from "../resource/resource.ts";
import { titleOf } from "../resource/rights.ts";
import type { Work } from "../resource/store.ts";
import { choicesOf } from "./choices.ts";
import { fileInput } from "./files.ts";
import { type Html, layout, trail, type View } from "./layout.ts";
import { humane } from "./values.ts";

type Values = Record<string, unknown>;

/** A new record (`id` absent) or an old one, with what was refused beside each field. */
export function formPage(
  view: View,
  work: Work,
  resource: Resource,
  form: { id?: number; name: string; values: Values; errors: FieldError[]; problem?: string },
): Html {
  const base = `/${resource.path}`;
  const action = form.id === undefined ? base : `${base}/${form.id}/edit`;
  const back = form.id === undefined ? base : `${base}/${form.id}`;
  const heading = form.id === undefined ? `New ${resource.label.toLowerCase()}` : `Edit ${form.name}`;
  const fields = Object.entries(resource.fields).filter(
    ([, field]) => !field.readOnly && !(field.later && form.id === undefined),
  );
  const elsewhere = form.errors.filter((error) => !fields.some(([name]) => name === error.path));
  return layout(
    view,
    heading,
    html`${trail([["Overview", "/"], [titleOf(view.now, resource), base], ...(form.id === undefined ? [] : [[form.name, back] as const]), [form.id === undefined ? "New" : "Edit"]])}
    <h1>${heading}</h1>
    ${
      form.problem
        ? html`<div class="alert" role="alert"><p>${form.problem}</p>
      ${elsewhere.length > 0 ? html`<ul>${elsewhere.map((error) => html`<li>${error.message}</li>`)}</ul>` : ""}</div>`
        : ""
    }
    <form class="record" method="post" action="${action}" ${encodingOf(resource)}>
      ${fields.map(([name, field]) => inputFor(work, resource, { name, field, value: form.values[name], errors: form.errors.filter((error) => error.path === name) }))}
      <div class="actions"><button>Save</button><a class="button quiet" href="${back}">Cancel</a></div>
    </form>`,
  );
}

/** How a form with these fields is sent: files take another way than text. */
export const encodingOf = (resource: Resource, only?: readonly string[]): Html | "" =>
  hasFiles(resource, only) ? html`enctype="multipart/form-data"` : "";

/** A labelled input for one field, with its errors tied to it for screen readers. */
export function inputFor(
  work: Work,
  resource: Resource,
  input: { name: string; field: Field; value: unknown; errors: FieldError[]; scope?: string },
): Html {
  const { name, field, errors } = input;
  const id = input.scope ? `${input.scope}-${name}` : name;
  const isDemanded = field.required && field.kind !== "boolean" && field.kind !== "file" && !field.byDefault;
  const tied = html`id="${id}" name="${name}" ${isDemanded ? "required" : ""} ${errors.length > 0 ? html`aria-invalid="true" aria-describedby="${id}-error"` : ""}`;
  const text = typed(field, input.value);
  const label = html`<label for="${id}">${field.label}${field.required ? "" : html` <small>optional</small>`}</label>`;
  const error =
    errors.length > 0
      ? html`<p class="error" id="${id}-error">${errors.map((each) => each.message).join(" ")}</p>`
      : "";
  return html`<div class="field ${field.kind} ${errors.length > 0 ? "wrong" : ""}">${label}${control()}${error}</div>`;

  function control(): Html {
    switch (field.kind) {
      case "longText":
        return html`<textarea ${tied} rows="4" maxlength="10000">${text}</textarea>`;
      case "boolean":
        return html`<input type="checkbox" ${tied} value="true" ${input.value === true ? "checked" : ""}>`;
      case "choice":
        return select((field.options ?? []).map((value) => ({ value, label: humane(value) })));
      case "reference":
        return select(
          choicesOf(work, resource, name, input.value).map((choice) => ({ value: String(choice.id), label: choice.label })),
        );
      case "file":
        return fileInput(field, { id, name, value: input.value, tied, maxBytes: work.files?.maxBytes ?? 0 });
      case "integer":
        return number("1", field.min, field.max);
      case "money":
        return number(
          "0.01",
          field.min === undefined ? undefined : field.min / 100,
          field.max === undefined ? undefined : field.max / 100,
        );
      case "decimal":
      case "percent":
        return number("any", field.min, field.max);
      default:
        return html`<input type="${inputTypes[field.kind] ?? "text"}" ${tied} value="${text}" ${field.kind === "text" ? html`maxlength="300"` : ""}>`;
    }
  }

  function select(options: { value: string; label: string }[]): Html {
    return html`<select ${tied}><option value="">${field.byDefault ? "Me" : field.required ? "Choose…" : "None"}</option>
      ${options.map((option) => html`<option value="${option.value}" ${option.value === text ? "selected" : ""}>${option.label}</option>`)}</select>`;
  }

  function number(step: string, min?: number, max?: number): Html {
    return html`<input type="number" inputmode="decimal" step="${step}" ${tied} value="${text}" ${min === undefined ? "" : html`min="${min}"`} ${max === undefined ? "" : html`max="${max}"`}>`;
  }
}

const inputTypes: Partial<Record<Field["kind"], string>> = {
  date: "date",
  dateTime: "datetime-local",
  time: "time",
  email: "email",
  phone: "tel",
  url: "url",
};

/** A value as it is typed into a form. */
function typed(field: Field, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (field.kind === "money" && typeof value === "number") return (value / 100).toFixed(2);
  if (field.kind === "dateTime") return String(value).replace(/(:\d\d)?(\.\d+)?Z$/, "");
  return String(value);
}

/** What a form carries, as the API takes it, its files among it. */
export async function sentBy(c: Context, work: Work, resource: Resource, only?: readonly string[]): Promise<Values> {
  const parts = await c.req.parseBody({ all: true }).catch(() => {
    throw new Problem(400, "body.malformed", "The form did not arrive as a whole. Send it again.");
  });
  return { ...fromForm(resource, parts, only), ...(await work.files?.formBody(parts, resource, only)) };
}

/**
 * The form once more, after a refusal: with the files that the record has, because a browser can't show again what was
 * chosen, and with a word about that.
 */
export function askedAgain(
  resource: Resource,
  values: Values,
  errors: FieldError[],
  record: Values = {},
): { values: Values; errors: FieldError[] } {
  const again = { values: { ...values }, errors: [...errors] };
  for (const [name, field] of Object.entries(resource.fields)) {
    if (field.kind !== "file" || !(name in values)) continue;
    again.values[name] = record[name] ?? null;
    const isNew = filesOf(values, name).some(({ id }) => !filesOf(record, name).some((file) => file.id === id));
    if (isNew && !errors.some(({ path }) => path === name)) again.errors.push({ path: name, message: "Choose it again." });
  }
  return again;
}

/**
 * What was typed, as the API takes it: empty means no value, money becomes cents. What can't be understood is
 * passed on as it is, for the API's own words about it.
 */
export function fromForm(resource: Resource, typed: Record<string, unknown>, only?: readonly string[]): Values {
  const values: Values = {};
  for (const [name, field] of Object.entries(resource.fields)) {
    if (field.readOnly || field.kind === "file" || (only && !only.includes(name))) continue;
    const text = typeof typed[name] === "string" ? typed[name].trim() : "";
    if (field.kind === "boolean") values[name] = text === "true";
    else if (text === "") values[name] = null;
    else if (["integer", "decimal", "percent", "reference"].includes(field.kind)) values[name] = numberOr(text, 1);
    else if (field.kind === "money") values[name] = numberOr(text, 100);
    else values[name] = text;
  }
  return values;
}

function numberOr(text: string, times: number): number | string {
  const number = Number(text.replaceAll(",", ""));
  return Number.isFinite(number) ? Number((number * times).toFixed(6)) : text;
}
