import type { Sentence } from "../text.ts";
import { asking } from "./asking.ts";
import { happening } from "./happening.ts";
import { keeping } from "./keeping.ts";
import { isAnybody, isDepartment, isMany, isStaff, name, prompt, type Usage, word } from "./words.ts";

/**
 * How people who have seen software write of it: "users can create, edit and delete tasks", "track deals through the
 * stages …", "receptionists schedule appointments for a patient with a doctor". The grammar reads what is kept and what
 * happens to it, so these are said in that way; each word that asks for something stays.
 */
export function asUsual(sentence: Sentence, spoken: string, it: string | undefined): Sentence[] {
  const text = / through (?:[a-z]+ ){0,4}(?:stages|phases|steps) /.test(spoken)
    ? sentence.text.replace(/\b(per|by|each|every|for each) (?:stage|phase|step)\b/gi, "$1 status")
    : sentence.text;
  return (usually(text, it, spoken) ?? [text]).map((said) => ({ ...sentence, text: said }));
}

/** What such a sentence says in the shape that the grammar reads; undefined when it is none of them. */
export function usually(written: string, it?: string, spoken = ""): string[] | undefined {
  const text = withDetails(written);
  for (const wish of new Set([text.replace(asOrder, ""), text]))
    for (const [pattern, say] of compiled) {
      const groups = wish.match(pattern)?.groups;
      const said = groups && say(groups, it, spoken);
      if (said) return said.flatMap((each) => (each === written ? [each] : (usually(each, it, spoken) ?? [each])));
    }
  return text === written ? undefined : [text];
}

/** "The application must record …" is "record …". */
const asOrder =
  /^(?:the|this|our) (?:system|app|application|software|tool|platform|solution|portal) (?:must|should|shall|will|has to|needs to|can)(?: be able to)? (?=[a-z])/i;

const departments =
  "(?:HR|Human [Rr]esources|Finance|Accounting|Accounts|Sales|Customer (?:[Ss]ervice|[Ss]upport|[Cc]are)|Support|Marketing|IT|Management|Reception|Procurement|Purchasing|Operations|Logistics|Payroll)";
const acts =
  "(?:(?:can|may|must|should|will|shall|needs? to|wants? to)(?! see| view)|marks?|approves?|rejects?|reviews?|records?|pays?|manages?|checks?|confirms?|posts?|creates?|assigns?|closes?|enters?|handles?|process(?:es)?|decides?|prepares?|issues?)";
const asDepartment = new RegExp(`^(?:[Tt]he )?(${departments})(?: [Dd]epartment| [Tt]eam)? (?=${acts} )`);

/** Who a department is and what contact details are, where these words alone would tell of no one and nothing. */
const withDetails = (text: string): string =>
  text
    .replace(asDepartment, (_, who: string) => `${who} staff `)
    .replace(/(?<= with )(?:their )?contact (?:information|details|data|info)$/i, "a name, email and phone")
    .replace(/\bcontact (?:information|details|data|info)\b/gi, "email and phone");

const allowing: Usage =
  // "The system should allow HR to post job openings".
  [
    `${prompt}(?:allow|let|enable|permit)s? (?<who>${name}) (?:to )?(?<rest>(?!to )${word} .+)`,
    ({ who = "", rest = "" }) =>
      /\b(?:only|not|no)\b/i.test(who) ||
      (isMany(who) === false && !isStaff(who) && !isDepartment(who) && !isAnybody(who))
        ? undefined
        : [`${who} can ${rest}`],
  ];

const compiled = [allowing, ...asking, ...happening, ...keeping].map(
  ([pattern, say]) => [new RegExp(`^${pattern}$`, "iu"), say] as const,
);
