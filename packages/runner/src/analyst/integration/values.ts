import type { Making } from "../../artefacts/flows.ts";

import { singular } from "../tokens.ts";
import { type Draft, type FlowDraft, flowNamed, flowsIn, readValue, valueFor } from "./draft.ts";
import { addMade, calculated, countryCode, daysAfter, joinParts, together } from "./made.ts";

const article = /^(?:an?|the|its|their|his|her|our|each|every|all|of) /i;

/** "A name, an e-mail address and a phone number" as its parts; undefined when one of them is no value. */
function listOf(text: string): string[] {
  return (
    text
      .replace(/\bfirst and last names?\b/gi, "first name and last name")
      // "Full name (given name + family name)" says what it is made of.
      .replace(/\((?![^()]*\+)(?:[^)]*)\)/g, "")
      .split(/,\s*(?:and )?| and | as well as | plus /i)
      .map((part) => part.trim().replace(article, ""))
      .filter((part) => part !== "")
  );
}

/** A part of a list without what is said of the form in which it arrives: "e-mail in lower case". */
const bare = (part: string): string =>
  part
    .replace(/ (?:in|as) (?:lower|upper) ?-?case$| in (?:small|capital) letters$| \([^()]*\)$/i, "")
    .replace(/^whether (?:they|it|he|she|the \w+) [a-z]+ (?:the |an? )?/i, "");

/** Adds the values that a list names. @returns what was added, none when the list is no list of values */
function addAll(flow: FlowDraft, list: string): string[] {
  const parts = listOf(list);
  if (
    parts.length === 0 ||
    parts.some((part) => bare(part).split(" ").length > 5 || readValue(bare(part)) === undefined)
  )
    return [];
  return parts.flatMap((part) => {
    const made = part.match(/ \(([^()]*\+[^()]*)\)$/)?.[1]?.split(/ ?\+ ?/);
    if (made)
      return (
        joinParts(
          flow,
          bare(part),
          made.map((each) => each.trim()),
        ) ?? []
      );
    const value = valueFor(flow, bare(part), /^whether /i.test(part) ? "flag" : undefined);
    if (value && bare(part) !== part && !/^whether /i.test(part))
      style(flow, `${bare(part)} is ${part.slice(bare(part).length + 1)}`);
    return value?.name ?? [];
  });
}

const valueWord =
  /(?:^| )(?:number|quantity|names?|price|amount|date|e-?mail|phone|address|code|sku|total|status|description|title|reference|currency|country|city|postcode|id|language|birthday|company|notes?|weight|size|colou?r|tags?|vat|iban|url|gender|salutation|arrival|departure|type|rate|duration|project|user|room|nights|guests|hours|category|district|region|priority|subject|stage|owner|place|street|deadline)$/i;

/** Whether a phrase lists at least two values and says nothing else. */
export const areValues = (text: string): boolean => {
  const parts = listOf(text);
  return parts.length > 1 && parts.every((part) => part.split(" ").length < 4 && valueWord.test(part));
};

/** "Forward article number and quantity to …" of what is moved already. */
export const holdValues = (flow: FlowDraft, list: string): void => {
  for (const name of addAll(flow, list)) flow.told.add(name);
};

/** "Each contact has a name and an email", "send the number and the total of each order", "we need first name and last name". */
export function readValues(draft: Draft, text: string): { flow: FlowDraft; names: string[] } | undefined {
  const patterns: readonly (readonly [RegExp, (m: RegExpMatchArray) => readonly [string, string]])[] = [
    [
      /^(?:an?|each|every|the|all|our)? ?([\w' -]+?) (?:has|have|consists? of|contains?|includes?|comes? with|carr(?:y|ies)|takes|gets|needs) (?:a |an )?(.+)$/i,
      (m) => [m[1] ?? "", m[2] ?? ""],
    ],
    [
      /^(?:we|they|it|you)? ?(?:need|want|use|send|transfer|take|copy|read)s?(?: over)?:? (.+?) (?:of|for|from) (?:each|every|all|an?|the)? ?([\w' -]+)$/i,
      (m) => [m[2] ?? "", m[1] ?? ""],
    ],
    [/^(?:per|for each|for every) ([\w' -]+?): ?(.+)$/i, (m) => [m[1] ?? "", m[2] ?? ""]],
    // "We want the list and the shop to agree" is no list of values.
    [
      /^(?:we|they|you) (?:need|want|use|take|have)(?: over)? (?!.* to [a-z]+$)(.+)$/i,
      (m) => ["", draft.systems.mentions(m[1] ?? "").length > 0 ? "" : (m[1] ?? "")],
    ],
    [
      /^(?:(?:the )?(?:fields?|values?|columns?|data)(?: (?:are|to (?:copy|send|sync|transfer)))?:? )(.+)$/i,
      (m) => ["", m[1] ?? ""],
    ],
    [
      /^(.+?) (?:is|are|must be|should be) (?:also )?(?:transferred|sent|copied|synced|passed on|taken over|needed|included|carried over)(?: over| along| with it| too)?$/i,
      (m) => ["", areValues(m[1] ?? "") ? (m[1] ?? "") : ""],
    ],
    // "Email, first name and language.": a list of nothing but values.
    [/^(.+)$/, (m) => ["", areValues(m[1] ?? "") ? (m[1] ?? "") : ""]],
  ];
  for (const [pattern, read] of patterns) {
    const match = text.match(pattern);
    if (!match) continue;
    const [thing, list] = read(match);
    const flow = thing === "" ? flowNamed(draft, text) : flowsIn(draft, thing)[0];
    if (!flow) continue;
    const names = addAll(flow, list);
    if (names.length > 0) {
      for (const name of names) flow.told.add(name);
      return { flow, names };
    }
  }
  return undefined;
}

/** "…, with the number, the subject and the priority": what a clause about movement lists behind it. */
export function readTail(flow: FlowDraft, text: string): string[] {
  const list = text.match(
    /(?:\b(?:with|including|namely)|:) (?:(?:the|its|their|these|following|fields?|values?) )*(.+)$/i,
  )?.[1];
  const names = list === undefined ? [] : addAll(flow, list);
  for (const name of names) flow.told.add(name);
  return names;
}

const NAME = "(?:the |an? |its |their |field |fields )*([\\w' -]+?)(?: field| value)?";

/** How a value becomes another one. @returns the targets of the requirement; none when the text tells of no such thing */
export function readMapping(draft: Draft, text: string): { flow: FlowDraft; names: string[] } | undefined {
  const flow = flowNamed(draft, text);
  if (!flow) return undefined;
  const plain = text.replace(/[‹›]/g, " ").replace(/\be-mail\b/gi, "email");
  for (const reader of readers) {
    const names = reader(flow, plain);
    if (names && names.length > 0) return { flow, names };
  }
  return undefined;
}

type MappingReader = (flow: FlowDraft, text: string) => string[] | undefined;

const readers: readonly MappingReader[] = [
  splitName,
  joinName,
  daysAfter,
  calculated,
  together,
  countryCode,
  renameAll,
  translate,
  money,
  otherwise,
  constant,
  style,
  rename,
];

/** "Map full name to first and last name", "split the name into first name and last name". */
function splitName(flow: FlowDraft, text: string): string[] | undefined {
  const match =
    text.match(
      new RegExp(
        `\\b(?:map|split|divide|break|separate)s? (?:up )?${NAME} (?:in)?to (?:an? |the |separate )*first(?: names?)? (?:and|,) (?:an? |the )*last names?`,
        "i",
      ),
    ) ??
    text.match(
      new RegExp(
        `^${NAME} (?:is|are|must be|should be) (?:split|divided|separated|mapped) (?:up )?(?:in)?to (?:an? |the |separate )*first(?: names?)? (?:and|,) (?:an? |the )*last names?`,
        "i",
      ),
    );
  const from = match && valueFor(flow, match[1] ?? "");
  if (!from) return undefined;
  flow.consumed.add(from.name);
  return [
    ...addMade(flow, "first name", { kind: "firstName", from: from.name }),
    ...addMade(flow, "last name", { kind: "lastName", from: from.name }),
  ];
}

/** "First and last name are joined into full name", "wants the full name in one field, we have first and last name". */
function joinName(flow: FlowDraft, text: string): string[] | undefined {
  const joined =
    text.match(
      /\b(?:join|combine|merge|put|map|concatenate)s? (?:the )?first(?: name)? and (?:the )?last names? (?:together )?(?:(?:in)?to|as) (?:an? |the |one )*([\w -]+)$/i,
    )?.[1] ??
    text.match(
      /^(?:the )?first(?: name)? and (?:the )?last names? (?:are|become|must be|should be|is) ?(?:joined|combined|merged|put together|mapped|concatenated)? ?(?:(?:in)?to|as)? ?(?:an? |the |one )*([\w -]+)$/i,
    )?.[1] ??
    text.match(/\b(?:wants?|needs?|expects?) (?:the |a )*([\w -]*?name) (?:in|as) one (?:field|value)\b/i)?.[1];
  if (!joined) return undefined;
  const first = valueFor(flow, "first name");
  const last = valueFor(flow, "last name");
  if (!first || !last) return undefined;
  for (const { name } of [first, last]) flow.consumed.add(name);
  return addMade(flow, joined.replace(/ (?:field|value)$/i, ""), { kind: "joined", from: [first.name, last.name] });
}

/** "Priority urgent becomes critical and normal becomes medium", "map status open to new and closed to done". */
function translate(flow: FlowDraft, text: string): string[] | undefined {
  const pairs = [
    ...text.matchAll(/\b([\w-]+) (?:becomes?|is mapped to|maps to|→|->|turns into) (?:an? |the )?([\w-]+)/gi),
  ];
  const mapped = pairs.length > 0 ? [] : [...text.matchAll(/(?:^map [\w ]*? |, | and )([\w-]+) to ([\w-]+)/gi)];
  const all = pairs.length > 0 ? pairs : mapped;
  const [first] = all;
  if (!first) return undefined;
  const before = text
    .slice(0, first.index + (pairs.length > 0 ? 0 : first[0].indexOf(first[1] ?? "")))
    .replace(/^(?:map|translate|the|a) /i, "")
    .replace(/[:,]? $/, "")
    .trim();
  const name = before
    .replace(/^(?:map|translate|the|a|an) /i, "")
    .replace(/^the /i, "")
    .replace(/ (?:values?|of|mapping|mappings|codes?)$/i, "");
  // "The title becomes name" is another name, not another value.
  if (name === "" || /^fields?$/i.test(name) || name.split(" ").length > 3) return undefined;
  const field = valueFor(flow, name, undefined);
  if (!field) return undefined;
  if (field.type !== "text") field.type = "text";
  const table = all.map(([, from = "", to = ""]): [string, string] => [from.toLowerCase(), to]);
  if (table.every(([from, to]) => from === to.toLowerCase())) return undefined;
  return addMade(flow, name, { kind: "translated", from: field.name, table });
}

/** "The salary is in euros in A and in cents in B", "convert the price from cents to euros", "amounts are sent in cents". */
function money(flow: FlowDraft, text: string): string[] | undefined {
  const whole = "(?:euros?|dollars?|pounds?|whole units?|units?|eur|usd|gbp|francs?|crowns?)";
  const toCents = new RegExp(
    `\\b(?:from|in|as) ${whole}\\b.*\\b(?:to|in|as|wants?|needs?|expects?|has|uses?|takes?) (?:it in |them in )?(?:cents|pence|minor units?)\\b`,
    "i",
  ).test(text);
  const fromCents = new RegExp(
    `\\b(?:from|in|as) (?:cents|pence|minor units?)\\b.*\\b(?:to|in|as|but|wants?|needs?|expects?|has|uses?|takes?) (?:as |in |it in |them in )?${whole}`,
    "i",
  ).test(text);
  if (toCents === fromCents) return undefined;
  const match = text.match(
    /^(?:convert|change|turn|translate|send)?s? ?(?:the |all |its |their )*([\w' -]+?) (?:(?:in|of) (?:the |our )?[\w' ]+? )?(?:is|are|from|in|must|should|stored|as|comes?)\b/i,
  );
  const name =
    singular((match?.[1] ?? "").trim().split(" ").at(-1) ?? "") === "amount"
      ? (flow.values.find(({ type }) => type === "amount")?.name ?? "amount")
      : (match?.[1] ?? "");
  const field = valueFor(flow, singularLast(name));
  if (!field) return undefined;
  field.type = toCents ? "amount" : "whole";
  return addKept(flow, field.name, field.label, { kind: toCents ? "toCents" : "fromCents", from: field.name });
}

const singularLast = (words: string): string => {
  const all = words.trim().split(" ");
  return [...all.slice(0, -1), singular(all.at(-1) ?? "")].join(" ");
};

function addKept(flow: FlowDraft, to: string, label: string, making: Making): string[] {
  flow.mapped = flow.mapped.filter((each) => each.to !== to);
  flow.mapped.push({ to, label, making });
  return [to];
}

/** "If the country is missing, use NL", "empty countries become NL". */
function otherwise(flow: FlowDraft, text: string): string[] | undefined {
  const match =
    text.match(
      new RegExp(
        `^(?:if|when|where) ${NAME} (?:is|are) (?:missing|empty|blank|not (?:filled in|given|known|there|set))(?:,| then|, then)? (?:use|take|send|fill in|set it to|it becomes|it is set to) (?:an? |the )?([\\w .-]+)$`,
        "i",
      ),
    ) ??
    text.match(
      new RegExp(
        `^(?:use|take|send|fill in) ([\\w.-]+) (?:if|when|where) ${NAME} (?:is|are) (?:missing|empty|blank)$`,
        "i",
      ),
    );
  if (!match) return undefined;
  const isReversed = /^(?:use|take|send|fill in)/i.test(text);
  const [name, value] = isReversed ? [match[2], match[1]] : [match[1], match[2]];
  const field = valueFor(flow, name ?? "");
  if (!field || !value || field.type !== "text") return undefined;
  return addKept(flow, field.name, field.label, { kind: "copy", from: field.name, otherwise: value.trim() });
}

/** "The currency is always EUR", "each issue gets the label support", "set source to webshop". */
function constant(flow: FlowDraft, text: string): string[] | undefined {
  const match =
    text.match(
      new RegExp(
        `^${NAME} (?:is|are|must be|should be|shall be) (?:always|set to|fixed to|always set to) (?:the )?([\\w .-]+)$`,
        "i",
      ),
    ) ??
    // "Currency EUR", "VAT is 19 percent", "the status of the invoice is draft".
    text.match(
      /^(?:the )?((?:[\w-]+ )?(?:currency|vat|vat rate|tax rate|language|unit|source|channel|type|priority|status))(?: of [\w ]+?)?(?: (?:is|=|must be|should be))? ([A-Z]{2,4}|\d+(?: ?(?:percent|%))?|(?!(?:open|mapping|code|number|changes?|missing|empty)\b)[a-z]{3,})$/i,
    ) ??
    text.match(new RegExp(`^(?:always )?set ${NAME} to (?:the value )?([\\w .-]+)$`, "i")) ??
    text.match(
      /^(?:each|every|all|the) [\w -]+? (?:gets?|receives?|is given|are given|ha(?:s|ve) always) (?:the |a |an )?([a-z]+) ([\w.-]+)$/i,
    );
  const [, name = "", value = ""] = match ?? [];
  if (!match || name.split(" ").length > 3 || /^(?:sync|schedule|interval|limit)/i.test(name)) return undefined;
  return addMade(flow, name, { kind: "constant", value: value.trim().replace(/ ?(?:percent|%)$/i, "") });
}

const styles: readonly (readonly [pattern: RegExp, kind: "upper" | "lower" | "digitsOnly" | "day"])[] = [
  [/\b(?:capital(?:s| letters)|upper ?-?case|capitali[sz]ed)\b/i, "upper"],
  [/\b(?:small letters|lower ?-?case)\b/i, "lower"],
  [
    /\b(?:only (?:contain )?digits|digits only|contain digits only|without (?:spaces|punctuation)|numbers only|no spaces)\b/i,
    "digitsOnly",
  ],
  [/\b(?:only the (?:day|date)|without (?:the )?time|as (?:a )?(?:plain )?dates?|date only)\b/i, "day"],
];

/** "SKUs are written in capital letters", "phone numbers must contain digits only". */
function style(flow: FlowDraft, text: string): string[] | undefined {
  const found = styles.find(([pattern]) => pattern.test(text));
  const match = text.match(
    /^(?:convert|change|write|send|turn|make|put|format|trim|strip)?s? ?(?:the |all |its |their )*([\w' -]+?) (?:is|are|must|should|in|to|as|into|have|contain|without|only|written|get|has)\b/i,
  );
  const field = found && match && valueFor(flow, singularLast(match[1] ?? ""));
  if (!found || !field) return undefined;
  if (found[1] === "day") field.type = "instant";
  return addKept(flow, field.name, field.label, { kind: found[1], from: field.name });
}

/** "Map order number to reference, customer email to contact and total to amount." */
function renameAll(flow: FlowDraft, text: string): string[] | undefined {
  const list = text.match(/^(?:map|rename|copy|put|write)s? (?:the (?:fields|values) )?(.+)$/i)?.[1] ?? "";
  const pairs = list
    .split(/, (?:and )?| and /i)
    .map((pair) => pair.split(/ (?:in)?to (?:the |an? |field )*| ?(?:→|->) ?/i));
  const isPaired =
    pairs.length > 1 && pairs.every((pair) => pair.length === 2 && pair.every((side) => /^[\w' -]+$/.test(side)));
  // "Map status open to new and closed to done" names one value and what stands in it.
  const isOfOne = pairs.slice(1).every(([from = ""]) => !from.includes(" ") && !valueWord.test(from));
  if (!isPaired || isOfOne) return undefined;
  return pairs.flatMap(([from = "", to = ""]) => {
    const source = valueFor(flow, from.replace(article, ""));
    if (!source) return [];
    if (source.name === readValue(to)?.name) {
      flow.told.add(source.name);
      return [source.name];
    }
    flow.told.add(source.name);
    flow.consumed.add(source.name);
    return addMade(flow, to, { kind: "copy", from: source.name });
  });
}

/** "The title is called name in the shop", "map company to organisation", "postcode becomes zip". */
function rename(flow: FlowDraft, text: string): string[] | undefined {
  const match =
    text.match(
      new RegExp(
        `^${NAME} (?:is|are) (?:called|named|known as|stored as|written to|mapped to|saved as|sent as) (?:the |an? )?([\\w -]+?)(?: (?:in|at|on|over) .+)?$`,
        "i",
      ),
    ) ??
    text.match(
      new RegExp(
        `^(?:map|rename|copy|put|send) ${NAME} (?:in)?to (?:the |an? |field )*([\\w -]+?)(?: (?:in|at|on) .+)?$`,
        "i",
      ),
    ) ??
    text.match(
      new RegExp(
        `^${NAME} (?:becomes?|goes (?:in)?to|maps to) (?:the |an? |field )*([\\w -]+?)(?: (?:in|at|on) .+)?$`,
        "i",
      ),
    );
  const [, from = "", to = ""] = match ?? [];
  if (!match || from.split(" ").length > 4 || to.split(" ").length > 4) return undefined;
  const source = valueFor(flow, from);
  const target = readValue(to);
  if (!source || !target || source.name === target.name) return undefined;
  flow.consumed.add(source.name);
  return addMade(flow, to, { kind: "copy", from: source.name });
}

/** What records usually hold, for briefs that don't say. */
const usual: readonly (readonly [thing: RegExp, values: string])[] = [
  [
    /^(?:contact|customer|client|member|subscriber|person|lead|donor|guest|student|user|patient|volunteer|supplier|partner|attendee|participant)$/,
    "name, email, phone",
  ],
  [/^employee$/, "employee number, name, email, department"],
  [/^(?:order|sale|purchase)$/, "order number, customer name, customer email, total"],
  [/^invoice$/, "invoice number, customer name, total, due date"],
  [/^(?:payment|transaction|refund|payout|donation)$/, "reference, amount, payment date"],
  [/^(?:product|item|article|part)$/, "SKU, name, price"],
  [/^(?:stock level|stock|inventory level|inventory|stock count|quantity)$/, "SKU, quantity"],
  [/^price$/, "SKU, price"],
  [/^(?:ticket|issue|task|request|case|bug|incident)$/, "subject, description, priority"],
  [/^(?:booking|reservation|appointment|registration)$/, "booking number, guest name, start date, end date"],
  [/^(?:event|meeting|session|shift|course)$/, "title, start date, end date, location"],
  [/^(?:shipment|parcel|delivery|delivery note)$/, "order number, tracking code, delivery date"],
  [/^(?:time entry|entry|hour)$/, "employee name, project, date, hours"],
];

/** The values of a flow that the brief says nothing of. @returns their labels, to be told as an assumption */
export function addUsual(flow: FlowDraft): string[] {
  const thing = flow.words.join(" ");
  const head = flow.words.at(-1) ?? "";
  const list = usual.find(([pattern]) => pattern.test(thing) || pattern.test(head))?.[1] ?? "name, description";
  return listOf(list).flatMap((part) => {
    const value = valueFor(flow, part);
    if (value) flow.told.add(value.name);
    return value ? [value.label] : [];
  });
}
