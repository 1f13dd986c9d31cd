/** What a field accepts and the sentence that says so: taken from the API's schemas when the site is built, checked in the browser. */

export type Rule = {
  label: string;
  /** Needed; a sentence says it better than the label can. */
  required?: boolean | string;
  min?: number;
  max?: number;
  /** A regular expression's source, and what to say when it does not match. */
  pattern?: string;
  hint?: string;
};
export type Rules<Name extends string = string> = Readonly<Record<Name, Rule>>;
export type Errors<Name extends string = string> = Partial<Record<Name, string>>;

const emailPattern = "^[^\\s@]+@[^\\s@]+\\.[^\\s@]{2,}$";

export const emailRule: Rule = {
  label: "E-mail",
  required: true,
  max: 254,
  pattern: emailPattern,
  hint: "Enter an e-mail address such as ann@example.com.",
};

/** The first thing wrong with a value, as a sentence; undefined when nothing is. Surrounding spaces do not count. */
export function problem(value: string, rule: Rule): string | undefined {
  const text = value.trim();
  if (text === "") {
    if (typeof rule.required === "string") return rule.required;
    return rule.required ? `${rule.label} is required.` : undefined;
  }
  if (rule.min !== undefined && text.length < rule.min) return `${rule.label} needs at least ${rule.min} characters.`;
  if (rule.max !== undefined && text.length > rule.max)
    return `${rule.label} may have at most ${rule.max.toLocaleString("en")} characters; this has ${text.length.toLocaleString("en")}.`;
  if (rule.pattern && !new RegExp(rule.pattern, "u").test(text))
    return rule.hint ?? `${rule.label} does not look right.`;
  return undefined;
}

export function problems<Name extends string>(
  values: Readonly<Record<Name, string>>,
  rules: Rules<Name>,
): Errors<Name> {
  const found: Errors<Name> = {};
  for (const name of Object.keys(rules) as Name[]) {
    const sentence = problem(values[name] ?? "", rules[name]);
    if (sentence) found[name] = sentence;
  }
  return found;
}

/** The API's field errors under our field names; what belongs to no field stays with the form. */
export function fromApi<Name extends string>(
  errors: readonly { path: string; message: string }[],
  rules: Rules<Name>,
): { fields: Errors<Name>; other: string[] } {
  const fields: Errors<Name> = {};
  const other: string[] = [];
  for (const { path, message } of errors) {
    const name = path.replace(/^\/|^(body|values)[./]/, "").split(/[./]/)[0] as Name;
    if (name in rules) fields[name] ??= message;
    else other.push(message);
  }
  return { fields, other };
}

export const projectRules = {
  name: { label: "Name", required: "Give the project a name.", max: 100 },
  clientName: { label: "Client", max: 100 },
  description: { label: "Description", required: "Describe it in a few sentences.", max: 20_000 },
  objectives: { label: "Objectives", required: "Say what it must do, one thing per line.", max: 200_000 },
} as const satisfies Rules;
