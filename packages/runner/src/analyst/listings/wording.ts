import { isValueWord } from "../fields.ts";

/**
 * Ways of writing down what a record holds that mean no more than a comma, a bracket or "has": said in one way before
 * the grammar reads them.
 */

const word = "[\\p{L}\\d][\\p{L}\\d'/+-]*";
const choice = `(?:an? )?${word}(?: ${word}){0,2}`;
const named =
  "(?:such as|for example|for instance|namely|being|being one of|which is|which can be|that is|that can be|i\\.e\\.)";

/** "A reason, such as debt, homelessness or low income, and …": a choice told after its value. */
const among = new RegExp(
  `(?<=(?:^|[,:] |\\b(?:and|with|has|have|an?|the|its|their|by) )(?:${word} ){0,3}(?<value>${word})),? ${named} (?<all>${choice}(?:, ${choice}){0,8},? or ${choice})(?=$|,| [–—-] |\\)| and (?:an?|the|its|their|who|whether)\\b)`,
  "giu",
);
/** "With a type: test, fitting, follow-up": a choice after a colon, where more than one name would have to come before it. */
const typed = new RegExp(
  `(?<=(?:\\b(?:with|has|have|and|an?|the|its|their|by)|,) )(?<value>(?:${word} )?(?:type|kind|category|status|method|level|size|role|stage|grade|condition|priority|result|outcome|reason|frequency|mode|class))(?: of ${word})?: (?<all>${choice}(?:, ${choice}){1,8}(?:,? (?:or|and) ${choice})?)(?=$|, and (?:an?|the|its|their)\\b)`,
  "giu",
);
/** "Details such as name, phone and address": what is listed is what is meant. */
const details =
  /\b(?:(?:the |their |its |some |basic |all |usual |contact |personal |relevant |following |key |general |other )*(?:details|information|info|data|particulars|facts|things|fields))(?:,? (?:such as|like|including|for example|for instance)) (?=[\p{L}])/giu;

/** "Hearing aids they have been fitted with (make, model)": what is in brackets is what each of them holds. */
const whose =
  /(?<=[\p{L}]s) (?:that |which )?(?:they|we|he|she|it|you|i) (?:(?:have|has|had|are|were|is|was) )?(?:been )?[\p{L}]+(?: (?:with|in|on|for|to|of|from))?(?= ?(?:\(|[–—:-] ))/giu;

const rules: readonly (readonly [RegExp, string])[] = [
  [/\(y\/n\)|\(yes or no\)|\by\/n\b/gi, "(yes/no)"],
  [
    /\b(?:must|shall|should|will|is to|are to|has to|have to) be ((?:identified|described|defined|known|characteri[sz]ed) by)\b/gi,
    "is $1",
  ],
  [
    /\b(?:is|are) (?:identified|described|known) by (.+?),? and (?:also )?(?:(?:must|shall|should|will|can) )?(?:have|has|hold|holds|carry|carries) /gi,
    "has $1, ",
  ],
  [
    /\b(?:must|shall|should|will|is to|has to) be ((?:made|placed|raised|created|submitted|requested|ordered|taken out|drawn up|run|held|given|written) by (?=an?\b|one\b|the\b))/gi,
    "is $1",
  ],
  [
    /\b((?:several|many|some) (?!times\b)[\p{L}-]+s) (?:an?|per|each|every) (?:day|week|month|year|night|season)\b/giu,
    "$1",
  ],
  [
    /,? (?:along with|together with|as well as|not forgetting|plus) (?!(?:the |their )?(?:quantit|amounts?\b|prices?\b|numbers?\b))(?=(?:an?|the|its|their|his|her|any|what|how|who|whether|when)\b)/gi,
    ", ",
  ],
  [/^([\p{L} -]+s),? too(?=,|$)/iu, "$1"],
  [/ with each (?=with\b|having\b)/gi, ", each "],
  [/\bmins\b/gi, "minutes"],
  // "At harvest growers deliver": when it is is no part of who they are.
  [
    /^(?:at|during|in) (?:harvest|lambing|calving|christmas|easter|night|weekends|summer|winter|spring|autumn|the [\p{L}]+),? (?=[\p{L}]+s [\p{L}]+)/iu,
    "",
  ],
  [
    /^what (?:i|we)(?:'d| would) (?:love|like|need|want|really like) is (?:somewhere|something|a way|a place|a tool|one place) to (?=(?:keep|record|store|track|note|manage)\b)/i,
    "",
  ],
  [/\bkeep my (?=[\p{L}]+s\b)/iu, "keep "],
  [/ (?:are|is) kept on file(?= with)/gi, " are kept"],
  [/\bhow many of (?:each|them|these)\b/gi, "quantity"],
  [/\b(price|cost|fee|quantity|amount|weight) each\b/gi, "$1"],
  [/ \((?:such as |for example )?[^()]*(?:,| and) (?:and )?(?:so on|etc\.?|the like|so forth|others)\)/gi, ""],
  [
    /^(?:and )?(?:i|we) would (?:also )?like (?:to (?:have|keep) )?(?=(?:the |our |my )?[\p{L}-]+s (?:with|\())/iu,
    "keep ",
  ],
  [/\b(score|mark|grade|rating|points?) out of (\d+)/gi, "$1 from 0 to $2"],
  [/^(?:sell|offer|hand out|issue|print|hire out|rent out) (?=(?:[\p{L}-]+ )?[\p{L}-]+s: )/iu, ""],
  [/ in %/g, " in percent"],
  [/^(?:i |we )?(?:want|need|would like|wish) to (?=(?:keep|record|store|track|note|log|register|manage) )/i, ""],
  [
    /,? if (?:it|they|he|she|there) (?:has|have|is|are) (?:one|any|got one)\b|,? if (?:applicable|available|there is one|known|any)\b/gi,
    " (optional)",
  ],
  [
    /\ban? (?:list|note|record|description) of (?:the |any |all )?(?=[\p{L}]+ (?:taken|used|given|made|done|worn)\b)/giu,
    "",
  ],
  [
    /\ban? (?:yes\/no|\(yes, no\)|tick ?box|checkbox|flag) (?:for|on|about|whether) (?:the )?([\p{L}-]+(?: [\p{L}-]+)?)/giu,
    "$1 (yes, no)",
  ],
  [
    /^(?:an?|the|our) (?:[\p{L}-]+ ){1,2}(?:wants?|needs?) to (?:organi[sz]e|manage|keep|track|record|plan) (?=[\p{L}-]+s,)/iu,
    "keep ",
  ],
];

/** @param spoken the whole brief, in small letters */
export function worded(text: string): string {
  return rules
    .reduce((said, [pattern, by]) => said.replace(pattern, by), text)
    .replace(among, (found, ...groups) => {
      const { value, all } = groups.at(-1) as { value: string; all: string };
      const values = all.split(/,? or |, /).map((each) => each.replace(/^an? /i, "").trim());
      return values.filter((each) => isValueWord(each.toLowerCase())).length * 2 >= values.length &&
        !isValueWord(value.toLowerCase())
        ? found
        : ` (${values.join(", ")})`;
    })
    .replace(typed, (_, ...groups) => {
      const { value, all } = groups.at(-1) as { value: string; all: string };
      return `${value} (${all
        .split(/,? (?:or|and) |, /)
        .map((each) => each.replace(/^an? /i, "").trim())
        .join(", ")})`;
    })
    .replace(details, "")
    .replace(whose, "");
}
