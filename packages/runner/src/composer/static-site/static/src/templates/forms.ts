import type { Content, Form } from "../content.ts";
import { type Html, html } from "../html.ts";

const inputs: Record<Exclude<Form["fields"][number]["kind"], "longText">, string> = {
  text: "text",
  email: "email",
  phone: "tel",
  date: "date",
  time: "time",
  number: "number",
};

/**
 * A form that needs no server of this site: it is posted to the form service that the owner has named, else it opens the
 * visitor's mail program with the message to the owner. It says which, and is not there while nobody would get it.
 */
export function form({ site: { facts, formAddress = "" }, forms }: Content, name: string): Html {
  const found = forms.find((each) => each.name === name);
  if (!found) return html``;
  const isMail = formAddress === "";
  if (isMail && !facts.email) return html`<p class="note">Messages can't be sent from this page yet.</p>`;
  const action = isMail ? `mailto:${facts.email}?subject=${encodeURIComponent(found.title)}` : formAddress;
  return html`<h2 id="${name}">${found.title}</h2>
<form class="message" action="${action}" method="post"${isMail && html` enctype="text/plain"`} aria-labelledby="${name}">
${found.fields.map((each) => field(name, each))}<button>Send</button>
${isMail && html`<p class="about">Sending opens your mail program with the message to ${facts.email}.</p>\n`}</form>`;
}

function field(form: string, { name, label, kind }: Form["fields"][number]): Html {
  const id = `${form.replaceAll("-", "_")}_${name}`;
  const entry =
    kind === "longText"
      ? html`<textarea id="${id}" name="${label}" rows="6" required></textarea>`
      : html`<input id="${id}" name="${label}" type="${inputs[kind]}"${kind === "number" && html` min="1"`} required>`;
  return html`<p><label for="${id}">${label}</label>${entry}</p>\n`;
}
