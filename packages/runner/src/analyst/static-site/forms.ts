import type { Site } from "../../artefacts.ts";
import { capital } from "../fields.ts";
import { addTopic, type SiteDraft } from "./draft.ts";
import { type Put, priced } from "./entries.ts";

type Form = NonNullable<Site["forms"]>[number];
type Field = Form["fields"][number];

const visitors =
  "(?:(?:our |the |my |all |new |prospective |interested )?(?:guests|visitors|customers|clients|people|patients|parents|readers|volunteers|members|users|students|fans|everybody|everyone|anyone|you)|(?:a|an|any) (?:guest|visitor|customer|client|patient|reader|volunteer))";

/** "Guests should be able to ask for a table: name, date, time." What is sure at once needs a server; asking does not. */
const asks = new RegExp(
  `^${visitors} (?:(?:can|may|must|could|should|want to|need to|be able to|also|easily|simply) )*((?:ask|enquire|inquire|apply) (?:us )?(?:for|about) .+?|request .+?|(?:send|write|leave) (?:us |me )?(?:an? )?(?:message|note|question|enquiry|request|e-?mail)s?.*?|(?:contact|write to|get in touch with|reach) us.*?|propose .+?|suggest .+?)(?:(?: by| with| using| via| through| over) (?:an? |the )?(?:(?:contact|online|web) )?form)?(?:(?::| with| giving| stating| by (?:giving|entering|filling in)) (.+))?$`,
  "i",
);

/** "A contact form for volunteers with name, e-mail and message." */
const named =
  /^(?:there (?:is|should be|must be) |(?:the )?(?:contact )?page (?:has|with) )?(?:an? |the |our |one |some |simple |small |short |little |online )*((?:[a-z]+ ){0,2}?)forms?(?: (?:for|to|so that|where|on) ((?!(?:an? )?(?:name|email))[\w' -]+?))?(?:(?:,? (?:with|asking for|that asks for|and|which asks for|containing)|:| \() ?(?:the )?(?:fields? )?(.+?)\)?)?$/i;

const kinds: readonly (readonly [RegExp, Field["kind"]])[] = [
  [/\be-?mail\b/i, "email"],
  [/\b(?:phone|telephone|mobile)\b/i, "phone"],
  [/\b(?:message|comments?|question|wishes|remarks?|notes?|text|request|details|description)\b/i, "longText"],
  [/\b(?:date|day|arrival|departure|birthday)\b/i, "date"],
  [/\btime\b/i, "time"],
  [/\b(?:number of|how many|age|guests|persons|people)\b/i, "number"],
];

const fieldOf = (phrase: string): Field | undefined => {
  const words = phrase
    .trim()
    .toLowerCase()
    .replace(/^(?:and )?(?:(?:an?|the|their|his|her|its|your|our) )*/, "")
    .replace(/[^a-z0-9' -]/g, "");
  if (words === "" || words.split(" ").length > 4) return undefined;
  const name = words.replace(/[^a-z0-9]+(\w)?/g, (_, sign: string = "") => sign.toUpperCase());
  if (!/^[a-z]\w{0,39}$/.test(name)) return undefined;
  return { name, label: capital(words), kind: kinds.find(([pattern]) => pattern.test(words))?.[1] ?? "text" };
};

const usual: readonly Field[] = [
  { name: "name", label: "Name", kind: "text" },
  { name: "email", label: "Email", kind: "email" },
  { name: "message", label: "Message", kind: "longText" },
];

/** What is no message but needs somebody who keeps it: these stay gaps. */
const needsServer =
  /\b(?:newsletter|mailing list|order(?:s|ing)?|checkout|pay(?:ment)?s?|log ?in|sign ?in|sign ?up|register|account|search|upload)\b/i;

/** A form whose message goes out by the visitor's own mail program, or to a form service that the owner names. */
export function readForm(site: SiteDraft, text: string, put: Put): boolean {
  const asked = text.match(asks);
  const said = asked ? undefined : text.match(named);
  if (!(asked || said) || needsServer.test(text) || priced(text)) return false;
  const subject = (asked ? asked[1] : [said?.[1] ?? "", said?.[2] ?? ""].join(" ")) ?? "";
  const phrases = ((asked ? asked[2] : said?.[3]) ?? "").split(/,\s*(?:and )?|\s+and\s+/).filter(Boolean);
  const fields = phrases.flatMap((phrase) => fieldOf(phrase) ?? []);
  if (fields.length < phrases.length) return false;
  const own = fields.length > 0 ? fields : [...usual];
  // Who asks wants an answer.
  if (!own.some(({ kind }) => kind === "email" || kind === "phone"))
    own.splice(1, 0, { name: "email", label: "Email", kind: "email" });
  const words = subject
    .trim()
    .toLowerCase()
    .replace(/\b(?:us|me|contact|online|web|an?|the|our|so that|visitors|customers|guests|people|can|fill in)\b/g, " ")
    .replace(/[^a-z0-9]+/g, " ")
    .trim()
    .split(" ")
    .slice(0, 4)
    .join(" ");
  const title = words === "" ? "Write to us" : capital(words);
  const name = words.replace(/ /g, "-") || "message";
  if (!site.forms.some((each) => each.name === name)) site.forms.push({ name, title, fields: unlike(own) });
  const page = addTopic(site, { name: "contact", title: "Contact", shows: ["contact"] });
  if (page && !page.shows.includes(`form:${name}`)) page.shows.push(`form:${name}`);
  put(text, "other", [`form:${name}`, "page:contact"]);
  return true;
}

const unlike = (fields: readonly Field[]): Field[] => [...new Map(fields.map((field) => [field.name, field])).values()];
