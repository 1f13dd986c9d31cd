import { infinitive } from "../tokens.ts";

/**
 * Values told by a clause ("what they paid", "who signed for it", "the date permission was granted"), each by the name
 * that it would have in a list.
 */

/** What somebody did, as it is done by them. */
export const participles: ReadonlyMap<string, string> = new Map(
  "took:taken gave:given made:made did:done wrote:written drove:driven found:found brought:brought sold:sold bought:bought lent:lent left:left held:held saw:seen sent:sent paid:paid broke:broken chose:chosen won:won led:led taught:taught built:built cut:cut put:put ran:run rode:ridden flew:flown spoke:spoken caught:caught met:met fed:fed has:held owns:owned keeps:kept shot:shot won:won"
    .split(" ")
    .map((pair) => pair.split(":") as [string, string]),
);

const they = "(?:it|they|we|i|you|he|she|this|that|the [\\p{L}-]+)";
const says = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "iu");

/** A question as an item: "(from whom, about which boat, when)". */
const questions: readonly (readonly [RegExp, string])[] = [
  [says("(?:from|by) whom|who(?: it is| it was)? from"), "received from"],
  [says(`who (?:has|holds|keeps|owns) (?:it|them)`), "held by"],
  [says("who|for whom|to whom|with whom"), "person"],
  [says("what|what about|about what|what it is about|what it was about"), "description"],
  [says("when"), "date"],
  [says("where"), "place"],
  [says("why"), "reason"],
  [says("how much"), "amount"],
  [says("how (?:they|he|she) (?:heard|found out|came) (?:of|about|to) (?:us|you|it)"), "source"],
];

const sayings: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [says(`who (?:was|were|is|has been|have been) ([\\p{L}]+(?:ed|en|n|d)).*`), "person $1"],
  [
    says(
      "(?:the )?(?:names? of (?:the )?)?(?:person|people|one|member|employee|colleague|volunteer) who ([\\p{L}]+ed)(?: .*)?",
    ),
    "$1 by",
  ],
  [
    says(
      `(?:the )?date ${they} (?:has|have|is|are|must|should|needs?) (?:to be |be )*(?:returned|brought back|given back|due back)(?: to be)?`,
    ),
    "return date",
  ],
  [
    says(
      `(?:the )?(date|time|day) (?:(?:the|an?|its|their|this) )?[\\p{L}-]+ (?:was|were|is|are|has been|have been) ([\\p{L}]+(?:ed|en|n|t|ld|de|ht))`,
    ),
    "$1 $2",
  ],
  [
    says("whether (?:it|they|he|she) (?:may|can|could|should) be ([\\p{L}]+(?:ed|en|n|t|ld))"),
    (_, done = "") => `${infinitive(done.toLowerCase())}ing allowed flag`,
  ],
  [says("what(?: is|'s)? (?:in|inside|on) (?:it|them)"), "contents"],
  [says("what (?:it was |it is |it's |they were |they are )?for"), "purpose"],
  [says("whether (?:it|they|he|she)(?: is| has|'s) been ([\\p{L} ]+ed)(?: or .*)?"), "$1 flag"],
  [says(`where ${they} (bought|got|found|sold|stored?|keep|kept) (?:it|them).*`), "place $1"],
  [
    says(`the most ${they}(?:'d| would| will| can| could| are willing to| is willing to) (?:pay|spend|give).*`),
    "maximum price",
  ],
  // "A rental agreement links two and records start date".
  [/^(?:records|states|shows|holds|notes|lists|includes) (?:(?:an?|the|its) )?(?=[\p{L}]+ (?:[\p{L}]+)$)/iu, ""],
  [/ for (?:it|them)$/i, ""],
  [
    says("what (?:they|he|she|it) (sell|bring|make|offer|donate|buy|order)s?"),
    (_, does = "") =>
      `goods ${{ sell: "sold", bring: "brought", make: "made", buy: "bought" }[does.toLowerCase()] ?? (/e$/.test(does) ? `${does}d` : `${does}ed`)}`,
  ],
  [
    says("whether (?:she|he|they|it) (?:needed|wanted|had|got|received|required) (?:any |an? )?([\\p{L}]+)"),
    "needed $1 flag",
  ],
  // "The best-before date of the oldest item".
  [/ of (?:the|its|their) [\p{L}]+est [\p{L}-]+$/iu, ""],
  [says("(?:(?:for|to|at|in|on|from|by|about|against) )?(?:which|what|whose) ([\\p{L}-]+)(?: [\\p{L}-]+ing)?"), "$1"],
  [says(`(?:what|how much) ${they}(?: ha(?:s|d|ve))? costs?`), "cost"],
  [
    says(`(?:what|how much) ${they}(?: ha(?:s|d|ve))? (paid|gave|donated|charged|spent|owed|earned|bid|offered).*`),
    (_, did = "") => `amount ${did.toLowerCase() === "gave" ? "given" : did}`,
  ],
  [says(`what ${they} (?:wants?|needs?|asked for|asks? for|would like|is after|are after).*`), "request"],
  [says(`what (?:${they} (?:did|do|does)|(?:was|is|has been) done)(?: .*)?`), "work done"],
  [
    says(`what (?:${they} (?:found|saw|noticed|observed)|(?:was|is|has been) (?:found|seen|noticed))(?: .*)?`),
    "findings",
  ],
  [
    says(
      `what (?:${they} (?:said|talked about|discussed|agreed|thought|practised|covered)|(?:was|is|has been) (?:said|discussed|agreed|covered))(?: .*)?`,
    ),
    "notes",
  ],
  [
    says(
      "how (?:many|much) ((?:cubic |square )?(?:met(?:re|er)s|lit(?:re|er)s|kilos|kilograms|kg|tonnes|grams|hours|minutes|days|miles|km)) of ([\\p{L}-]+)(?: .*)?",
    ),
    "$2 in $1",
  ],
];

export const saidOf = (chunk: string): string =>
  [...questions, ...sayings].reduce(
    (said, [pattern, by]) => (typeof by === "string" ? said.replace(pattern, by) : said.replace(pattern, by)),
    chunk,
  );
