import { capital, isPerson } from "./fields.ts";

/**
 * What people say around what they ask for. A brief is written the way its author talks ("I'd like …, please", "As a
 * clerk I want to … so that …", "Could we get …?"); the grammar reads what is asked, said plainly.
 */

const software =
  "(?:system|app|application|software|tool|program(?:me)?|web ?app|web application|platform|database|solution|portal|something|thing)";
const plainAdjectives =
  "(?:(?:little|small|simple|basic|easy(?:[- ]to[- ]use)?|user[- ]friendly|nice|good|proper|new|modern|intuitive|lightweight|web[- ]based|online|internal|custom|own|quick|straightforward|handy|clean) )*";

const contractions: readonly (readonly [RegExp, string])[] = [
  [/\b(i|we|you|they|he|she)'d\b(?= (?:like|love|want|need|prefer|rather|be|also|really))/gi, "$1 would"],
  [/\b(we|you|they)'re\b/gi, "$1 are"],
  [/\bi'm\b/gi, "I am"],
  [/\b(i|we|you|they)'ve\b(?: got\b)?/gi, "$1 have"],
  [/\b(i|we|you|they|it|that|he|she|there)'ll\b/gi, "$1 will"],
  [/\blet's\b/gi, "let us"],
  [/\b(it|that|there|he|she)'s(?= [a-z])/gi, "$1 is"],
  [/\b(what|where|who)s (?=(?:coming|due|next|left|happening|going|planned|booked|on|out)\b)/gi, "what is "],
  [/\b(?:wanna|want to be able to|(?:would )?need to be able to|like to be able to)\b/gi, "want to"],
  [/\bgonna\b/gi, "going to"],
  [/\bgotta\b/gi, "have to"],
  [/\btodays\b/gi, "today's"],
  [/\btomorrows\b/gi, "tomorrow's"],
  [/\b(has|have|had) got\b(?! to\b)/gi, "$1"],
];

/** Politeness and padding: without them the sentence asks for the same. */
const padding: readonly RegExp[] = [
  /(?:^|[,;–-]?\s*)\b(?:please|pls|plz|kindly|thanks?(?!-)(?: you)?(?: (?:so|very) much| in advance| a lot)?|thx|cheers)\b[,!]?/gi,
  /\b(?:basically|actually|obviously|simply|of course|really|somehow|honestly|literally|essentially|if you like|as I said|you know)\b,?\s*/gi,
  /^(?:hi|hello|hey|dear (?:all|team|sir|madam|sirs|developers?)|good (?:morning|afternoon|evening))(?: (?:there|all|team|everyone|folks|guys))?\b[,!.: ]*/i,
  /^(?:ok(?:ay)?|yes|no(?=,)|so|well|right|oh|and then|oh and|and also|and|also|plus|anyway|now|lastly|finally|firstly|secondly|thirdly|in addition|additionally|furthermore|moreover|next)\b(?:,| -)? +(?=\S)/i,
  /,? (?:etc\.?|and so on|and so forth|and the like|or similar|and stuff)(?=$|[,.])/gi,
];

const fold = (text: string, rules: readonly (readonly [RegExp, string])[]): string =>
  rules.reduce((said, [pattern, plainly]) => said.replace(pattern, plainly), text);

/** A sentence as it would be said in a plain order. */
export function plainly(text: string): string {
  let said = fold(text, contractions);
  for (let before = ""; before !== said; ) {
    before = said;
    for (const each of padding) said = said.replace(each, " ").replace(/\s+/g, " ").trim();
  }
  said = said
    .replace(called, "")
    .replace(
      doing,
      (_, verb: string) => `${orders[verb.toLowerCase()] ?? `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`} `,
    );
  return withChoices(fold(said, turns))
    .replace(/^Show the \p{Lu}(?=\p{Ll})/u, (opening) => opening.toLowerCase().replace("show", "Show"))
    .trim();
}

const turns: readonly (readonly [RegExp, string])[] = [
  // What is wished for, without who wishes it: the application is for them all.
  [/\bshall\b/gi, "must"],
  [/\bturn(s?) (?:it |them )?down\b/gi, "decline$1"],
  [/\bturned down\b/gi, "declined"],
  [/\bcall(s?) (?:it |them )?off\b/gi, "cancel$1"],
  [/\bcalled off\b/gi, "cancelled"],
  [/\bhand(s?) in (?=an?|the|their|his|her)/gi, "submit$1 "],
  [/\b(?:brought|given|handed) back\b/gi, "returned"],
  [/\bcomprising\b/gi, "with"],
  [/^(?:an?|the) (?=[\p{L}-]+(?: [\p{L}-]+)?: (?!.* or )[^:]+,)/iu, ""],
  [/^([\p{L}-]+s) come (?:in |to us )?from (?=(?:[\p{L}-]+ )?[\p{L}-]+s$)/iu, "$1 belong to "],
  // "For a date, from a time to a time" and "for a date range" say when, in one go.
  [/\b((?:for|on) (?:an?|the) (?:date|day)), (?=from (?:an?|the|one) (?:[\p{L}]+ )?time\b)/giu, "$1 "],
  [
    /\bfor (?:an?|the) (?:date range|range of dates|period of (?:days|time)|time period)\b/gi,
    "from a start date to an end date",
  ],
  [/\bundergoes (?=(?:one or more|several|many|multiple|various)\b)/gi, "has "],
  [/\bundergo (?=(?:one or more|several|many|multiple|various)\b)/gi, "have "],
  [/ ?(?:->|→|=>|>>) ?/g, " → "],
  [
    /^(?:we|i) (?:rent|hire|lend|run|sell|own|have|are|am|work|offer|do|organi[sz]e|keep|use)\b[^:]*? and (?:(?:we|i) )?(?:would like|need|want|wish) to (?=[a-z])/i,
    "we want to ",
  ],
  [
    /\b(?:keep|keeps|make|makes|take) (?:a|the|some) (?:record|log|note|register) of (?:(?:all|each|every|any) (?:of )?(?:the |our )?)?/gi,
    "record ",
  ],
  [/\bkeep(s?) (?:an eye on|tabs on)\b/gi, "track$1"],
  [
    /,? (?:so that|so|in order that) (?:i|we|they|he|she|you|it|everyone|everybody|nobody|no one|people|staff|the (?:[a-z]+ )?[a-z]+) (?:can|could|know|knows|do not|does not|don't|doesn't|will|is|are|has|have|may|stay|stays)\b.*$/i,
    "",
  ],
  [/,? because (?:of )?[^,]*$/i, ""],
  [
    /^(?:we|i) (?:would like|want|need|wish)(?: to (?:have|get))? (an?|the) (list|overview|report|table|count|total|summary) of\b/i,
    "Show $1 $2 of",
  ],
  [/^(?:we|i) (?:would like|want|need|wish|have) to (?:be able to )?(?:see|know|view)\b/i, "Show"],
  // "Clients - name, phone, allergies".
  [/^([\p{L}]+(?: [\p{L}]+)?) [-–—] (?=[\p{L} ]+, )/u, "$1: "],
  [
    /^(.+?) (?:must|should|shall|have to) be (?:listed|shown|displayed),? (?:with the )?((?:earliest|oldest|newest|latest|soonest|highest|largest)(?: [\p{L}]+)? first)$/iu,
    "Show $1, $2",
  ],
  // "The total is to be shown for each order": what is to be shown, said as an order.
  [
    /^(?:the |an? )?(.+?) (?:must|should|has to|have to|needs? to|can|will|is to|are to) be (?:shown|displayed|listed|reported|calculated|computed|visible|available)(?: (?:as a list|on (?:the|a) (?:dashboard|page|list|home page)))?((?: (?:for (?:each|every)|per|by|grouped by) .+)?)$/i,
    "Show the $1$2",
  ],
  [
    /^(?:show )?(?:also )?how much (?:money )?(?:did |does |do )?(?:each|every|an?|the) ([\p{L}-]+(?: [\p{L}-]+)?) (?:has |have )?(?:made|makes?|earn(?:ed|s)?|took|takes?|brought in|brings? in|sold)\b(.*)$/iu,
    "Show the revenue per $1$2",
  ],
  [
    /^(?:show )?(?:also )?how much (?:money )?(?:did |does |do )?(?:each|every|an?|the) ([\p{L}-]+(?: [\p{L}-]+)?) (?:has |have )?(?:spent|spends?|paid|pays?|costs?)\b(.*)$/iu,
    "Show the total cost per $1$2",
  ],
  [
    /^(.+?) (?:go|goes|move|moves|run|runs|progress|progresses|pass|passes)(?: from)?:? (?=[\p{L}]+(?: [\p{L}]+){0,2} → )/iu,
    "$1 go from ",
  ],
  [/ \(or ([\p{L} -]+)\)$/iu, " or $1"],
  // "We feed twice a day: note for each horse the hay and the feed".
  [
    /^(?:[^:]*: )?(?:note|record|keep|log|store|write|enter) (?:down )?for (?:each|every) ([\p{L}-]+(?: [\p{L}-]+)??) (?=(?:an?|the|its|their) .*(?:,| and ))/iu,
    "each $1 has ",
  ],
  [
    /^((?:each|every|an?) .+?) (?:must|has to|should|needs to) (?:be (?:assigned|linked|attached|allocated) to|belong to) (?:exactly |only |at least )?(?:one|an?) /i,
    "$1 belongs to one ",
  ],
  [/\ballocat(e|es|ed|ing)\b/gi, "assign$1"],
  [/\bassigne(?=s?\b)/gi, "assign"],
  [/\b(?:is|are) numbered\b/gi, "have a number"],
  [/\btakings\b/gi, "revenue"],
  [/^we have (?=[\p{L}]+(?: [\p{L}]+)? \()/iu, "Keep "],
  [
    /^(?:[\p{L}-]+ ){0,3}(?:list|report|overview|statistics?|summary): (?:for|per) (?:each |every )?([\p{L}-]+(?: [\p{L}-]+)?),? (?=(?:the )?(?:number|total|sum|count|amount|average))(?:the )?(.+)$/iu,
    "Show the $2 per $1",
  ],
  // A report counts what it sums.
  [/\b(?:the )?number of [\p{L}-]+(?: [\p{L}-]+)? and (?:the )?(?=(?:total|average|sum of)\b.* (?:per|by) )/giu, ""],
  // Asides: "(I send them a card)".
  [/ ?\((?:i|we|they|he|she|you|it|this|that) [^()]*\)/gi, ""],
  [/^((?:an?|each|every|the) [\p{L}-]+(?: [\p{L}-]+)?) (?:may|can) be ([\p{L}]+) or not$/iu, "$1 has a $2 flag"],
  [/(?<=, )([\p{L}]+) or not(?=$|,)/giu, "whether it is $1"],
  // "A tag number which is unique", "a level (1 to 4)", "a written and an oral mark, both from 0 to 100".
  [
    /,? (?:which|that) (?:is|are|must be|has to be|have to be|should be) (unique|required|mandatory|optional)\b/giu,
    " ($1)",
  ],
  [/ \((?:from )?(\d+) ?(?:to|-|–|—) ?(\d+)\)/gu, " from $1 to $2"],
  [
    /\b(an?) ([\p{L}]+ [\p{L}]+|[\p{L}]+) and (an?) ([\p{L}]+ [\p{L}]+|[\p{L}]+),? (?:both|each) ((?:from|between) \d[\d.]* (?:to|and) \d[\d.]*)/giu,
    "$1 $2 $5 and $3 $4 $5",
  ],
  [/^(?:search(?:ing)?|finding|filtering) (by .+?) (?:must|should|has to) be possible$/iu, "Search $1"],
  [/\((?:must be|has to be|needs to be|should be) (unique|required|mandatory|optional)\)/gi, "($1)"],
  [/\b([\p{L}-]+),? (?:yes ?\/ ?no|yes or no|y\/n)\b(?![^()]*\))/giu, "$1 (yes, no)"],
  [/\b(\d+) or (?:more|higher|above|over)\b/gi, "at least $1"],
  [/\b(\d+) or (?:less|fewer|lower|below|under)\b/gi, "at most $1"],
  [/^(?:an? )?([\p{L}-]+) = (?=[^=+*×]+,[^=+*×]+$)/iu, "$1: "],
  [
    /^(?:there (?:must|may|can|should) be )?no (?:overlapping|double) ([\p{L}-]+s) (?:in|for|of|on) (?:one|the same|an?|any|each) ([\p{L}-]+)$/iu,
    "$1 of the same $2 must not overlap",
  ],
  [/\bfill(s?) (?:in|out) (an?|the|their) /gi, "submit$1 $2 "],
  [
    /^(?:keep|maintain|manage|have|hold|store) (?:an?|the|our) (?:[\p{L}-]+ )?(?:register|inventory|list|directory|database|catalogue|log|file|archive) of (?:all )?(?:the |our )?/iu,
    "Keep ",
  ],
  // "Monthly report of jobs by team with total cost": the cost is what is added up.
  [
    /^(?:the )?monthly (?:report|statistics?|overview|summary)(?: of|:| on) (?:the )?(.+?) ((?:per|by) [\p{L}-]+(?: [\p{L}-]+)?) with (?:the |an? )?((?:average|total|mean|sum of) [\p{L} -]+)$/iu,
    "Show the $3 of $1 $2 and month",
  ],
  [
    /^(?:the )?(?:yearly|annual) (?:report|statistics?|overview|summary)(?: of|:| on) (?:the )?(.+?) ((?:per|by) [\p{L}-]+(?: [\p{L}-]+)?) with (?:the |an? )?((?:average|total|mean|sum of) [\p{L} -]+)$/iu,
    "Show the $3 of $1 $2 and year",
  ],
  [
    /^(?:show )?(?:the )?(?:report|statistics?|overview|summary)(?: of|:| on) (?:the )?(.+?) ((?:per|by) [\p{L}-]+(?: [\p{L}-]+)?) with (?:the |an? )?((?:average|total|mean|sum of) [\p{L} -]+)$/iu,
    "Show the $3 of $1 $2",
  ],
  [
    /^(?:the )?monthly ([\p{L}-]+(?: [\p{L}-]+)?) ((?:per|by) [\p{L}-]+(?: [\p{L}-]+)?)(?: is (?:needed|required|wanted).*)?$/iu,
    "Show the $1 $2 and month",
  ],
  [
    /^(?:the )?(?:yearly|annual) ([\p{L}-]+(?: [\p{L}-]+)?) ((?:per|by) [\p{L}-]+(?: [\p{L}-]+)?)(?: is (?:needed|required|wanted).*)?$/iu,
    "Show the $1 $2 and year",
  ],
  [
    /^(?:the )?(?:month)ly (?:report|statistics?|overview|summary)(?: of|:| with) (.+ (?:per|by) [\p{L} -]+)$/iu,
    "Show the $1 and month",
  ],
  [
    /^(?:the )?(?:yearly|annual) (?:report|statistics?|overview|summary)(?: of|:| with) (.+ (?:per|by) [\p{L} -]+)$/iu,
    "Show the $1 and year",
  ],
  [/^there are (?:[\p{L}\d]+ )?([\p{L}-]+s), each (?:identified by|with|having|of which has) /iu, "$1 have "],
  [/ and (?:is |are )?located in (an?|the) ([\p{L}-]+)$/iu, " and $1 $2"],
  [/\b(an?) certain /gi, "$1 "],
  [/ for a living\b/gi, ""],
  [/ ([\p{L}]+s) [-–—] (?=[\p{L} ]+, )/u, " $1 with "],
  // "Each lesson of a course has a date": it has its course, too.
  [
    /^(?:each|every|an?) ([\p{L}-]+(?: [\p{L}-]+)?) (?:of|in|for|on|at) (an?|the|each|every) ([\p{L}-]+) (?:has|contains|includes|must have|should have) /iu,
    "each $1 has a $3, ",
  ],
  [/\bsign(s?) up (for|to)\b/gi, "register$1 for"],
  [
    /\brate(s?) (.+?) (?:between|from|with|on a scale of|on a scale from) (\d) (?:and|to|-) (\d+)(?: stars| points)?$/i,
    "rate$1 $2 with a rating from $3 to $4",
  ],
  [
    /^(?:the|our|this) [\p{L}-]+ (?:(?:must|should|will|can|needs? to|has to|is to) )?(?:maintains?|keeps?|runs?|holds?|has|have|manages?) (?:an?|the) (?:[\p{L}-]+ )?(?:register|list|directory|database|catalogue|inventory|log|file|archive) of (?:all )?/iu,
    "Keep ",
  ],
  [
    /^(?:we|i) (?:maintain|keep|run|hold|have) (?:an?|the) (?:[\p{L}-]+ )?(?:register|list|directory|database|catalogue|inventory|log|file|archive) of (?:all )?/iu,
    "Keep ",
  ],
  [
    /\b(?:is|are) (?:entered|recorded|registered|kept|filed|listed) under ((?:an?|the|its) .+?),? (?:together|along) with /i,
    "has $1, ",
  ],
  [/\bwhat (?:i|we|it|they|he|she) (?:charges?|costs?|pays?|paid)\b/gi, "the price"],
  [/\bhow much (?:i|we|it|they|he|she) (?:charges?|costs?|cost|pays?|paid)\b/gi, "the amount"],
  [/([:,]|\band) which ([\p{L}]+s)(?=,| and |$)/giu, "$1 $2"],
  [
    /^(?:show )?how many ([\p{L}-]+s) (?:did |has |have )?(?:each|every) ([\p{L}-]+) (?:has |have )?(?:had|made|did|used|took|booked)(?: (?:per|each|every|a) (day|month|year))$/iu,
    "Show the number of $1 per $2 and $3",
  ],
  [
    /^(?:show )?how many ([\p{L}-]+s) (?:did |has |have )?(?:each|every) ([\p{L}-]+) (?:has|had|have|made|did)$/iu,
    "Show the number of $1 per $2",
  ],
  [
    /^(?:the |our |an? )?[\p{L}-]+(?: [\p{L}-]+)? (?:wants?|needs?|would like|wishes) to (?:see|know|view|look at) /iu,
    "Show ",
  ],
  [/\bwhat (?:was|is|were|has been|had to be) (?:done|repaired|carried out)\b/gi, "the work done"],
  [/\bwhat (?:was|is|were|has been) (?:found|seen|observed|noticed)\b/gi, "the findings"],
  [
    /^(?:an? |the )?(?:[\p{L}-]+ )?(?:book|list|register|log|diary|overview|table|record|module|section|page|part),? (?:where|in which|with which|for) (?=(?:each|every|an?) [\p{L}-]+ (?:has|names?|records?|holds?|shows?|states?|is)\b)/iu,
    "",
  ],
  [/^it would be (?:nice|good|great|handy|useful) (?:to be able |if we could )?to (?=[a-z])/i, "we should "],
  // "Per driver this week" is one of the figures per driver and week.
  [/\bper ([\p{L}-]+(?: [\p{L}-]+)?) (?:in |for )?this (week|month|quarter|year)\b/giu, "per $1 and $2"],
];

const value = "[\\p{L}\\d][\\p{L}\\d-]*(?: [\\p{L}\\d-]+)?";
const anyOf = `(?<values>${value}(?:, ${value})*,? or ${value})(?=$|,? and (?:an?|the|its|their|any|optional|optionally) |, (?:an?|the|its|their) )`;
const choices: readonly RegExp[] = [
  new RegExp(`(?<=\\b(?:has|have|with|by|in|a|an|and) [^:]*)(?<of>[\\p{L}]+): (?:either )?${anyOf}`, "iu"),
  new RegExp(`(?<of>[\\p{L}]+)(?:,? (?:which|that) (?:is|can be|may be)| of|, being|,) either ${anyOf}`, "iu"),
  new RegExp(
    `(?<of>\\b(?:status|state|stage|type|kind|category|level|priority|urgency|severity|size|result|outcome|gender|mode|condition|grade|frequency|method|source|class|colou?r|zone|plan|voice|shift)),? (?:of|which is|being|that is|can be|that can be) ${anyOf}`,
    "iu",
  ),
];

/** "A small app where our kitchen keeps dishes": what it is called says nothing of what it does. */
const called = new RegExp(
  `^(?:(?:we|i) (?:want|need|would like) )?(?:an?|the|some)? ?${plainAdjectives}(?:[\\p{L}-]+ )?${software} (?:where|in which|with which|on which|that lets|which lets) `,
  "iu",
);
const doing = new RegExp(
  `^(?:(?:we|i) (?:want|need|would like) |(?:create|build|make|develop|write) (?:me |us )?)?(?:an?|the|some) ${plainAdjectives}(?:[\\p{L}-]+ )?${software} for (logg|track|record|manag|keep|register|stor|plann)ing (?=[\\p{L}])`,
  "iu",
);
const orders: Readonly<Record<string, string>> = { logg: "Log", manag: "Manage", stor: "Store", plann: "Plan" };

/** "A priority of low, medium or high and a due date": what may be chosen belongs to its value, so it goes in brackets. */
function withChoices(text: string): string {
  return choices.reduce((said, pattern) => {
    const { of = "", values = "" } = said.match(pattern)?.groups ?? {};
    const all = values.split(/, (?:or )?| or /);
    if (of === "" || all.length < 2 || all.some((each) => noChoice.test(each))) return said;
    return said.replace(pattern, `${of} (${all.join(", ")})`);
  }, text);
}

const noChoice =
  /^(?:(?:an?|the|its|their|by|to|for) .*|name|date|price|phone|email|notes?|description|address|number)$/i;

/** "As the farm manager I want to see the revenue": what is wanted, and by whom where that matters. */
export function storyIn(text: string, spoken: string): string {
  const [, who = "", want = ""] =
    text.match(
      /^as (?:an? |the |our )?([\p{L}][\p{L} -]*?),? (?:i|we) (?:(?:would )?(?:want|need|like|wish|should|must|can|have)(?: to)?|want|need)(?: (?:be able|the ability|have the option))?(?: to)? (.+?)$/iu,
    ) ?? [];
  if (want === "") return text;
  const wish = want
    .replace(
      /,? (?:so that|so i|so we|in order to|because|so (?:the |our |all )?[a-z]+s (?:know|can|see|get|are))\b.*$/i,
      "",
    )
    .replace(/\b(?:my|our)\b/gi, (own) => (/^my$/i.test(own) ? "their" : own));
  // What is only theirs is a right, and whose is part of it.
  if (/\b(?:only|just)\b.*\btheir own\b|\btheir own\b.*\bonly\b/i.test(wish)) return `${manyOf(who)} ${wish}`;
  if (/^(?:see|view|know|have|get|be shown|look at|find out|check)\b/i.test(wish))
    return wish.replace(/^(?:see|view|know|have|get|be shown|look at|find out|check) (?:whether (?=.* is))?/i, "Show ");
  if (/^(?:an?|the|all) (?:[a-z]+ )?(?:list|overview|report|table|count|total|summary)\b/i.test(wish))
    return `Show ${wish}`;
  // "As the head of support I want tickets to be …": there is one of them, who asks and does nothing.
  if (/ of /i.test(who)) return capital(wish);
  const head = who.toLowerCase().split(" ").at(-1) ?? "";
  const isTold =
    spoken.split(new RegExp(`(?<!(?:as|for) (?:an?|the|our|my) (?:[a-z-]+ )?)\\b${head}s?\\b`, "i")).length > 1;
  const moves =
    /^(?:approve|reject|accept|decline|refuse|confirm|cancel|close|complete|sign|submit|publish|borrow|book|reserve|hire|rent|order)\b/i;
  // Where people sign in, who does it is a role.
  const signsIn = /\b(?:sign|log)s?[ -]?in\b|\blogins?\b|\bpermissions?\b|\broles?\b|\baccounts?\b/i.test(spoken);
  // Whoever only plans things and writes them down is no record.
  const plans =
    /^(?:plan|schedule|organi[sz]e|arrange|set up|prepare) (?=(?:the |our |all )?[\p{L}-]+(?: [\p{L}-]+)?s\b)/iu;
  const writesDown =
    !isPerson(head) && (plans.test(wish) || /^(?:keep|manage|store|track|maintain|list)\b/i.test(wish));
  if (writesDown && !signsIn) return capital(wish.replace(plans, "manage "));
  if (signsIn || isTold || moves.test(wish)) return `${manyOf(who)} ${wish}`;
  return capital(wish);
}

const manyOf = (who: string): string =>
  /(?:staff|people|personnel)$/i.test(who)
    ? who
    : /[^aeiou]y$/i.test(who)
      ? `${who.slice(0, -1)}ies`
      : /(?:s|x|ch|sh)$/i.test(who)
        ? who
        : `${who}s`;

/** A greeting, a thank-you, or that software is wanted and for whom: nothing that could be built or missing. */
export const saysNothing = (text: string): boolean => empty.some((each) => each.test(text));

const empty: readonly RegExp[] = [
  /^(?:many |best |kind |warm )?(?:thanks?|thank you|regards|wishes|greetings|hello|hi|cheers)\b[^.]{0,30}$/i,
  /^(?:(?:we|i) )?(?:look(?:ing)? forward|hope (?:this|that|you)|let (?:me|us) know|any questions|happy to)\b/i,
  new RegExp(
    `^(?:(?:we|i|(?:our|the|my) [\\p{L}]+(?: [\\p{L}]+)?) (?:would (?:like|love)|wants?|needs?|are looking for|am looking for|is looking for|wish(?:es)? for) (?:to have |you to )?|(?:can|could|would) you )?(?:(?:build|make|create|develop|design|write) )?(?:us |me |for us )?(?:an?|some|the) ${plainAdjectives}(?:[\\p{L}-]+ )?${software}(?: (?:for|at|in) (?:our|my|the|an?)(?: (?!with |and |where |that |which |to )[\\p{L}'-]+)+)?$`,
    "iu",
  ),
  /^(?:it|(?:the|this) (?:system|app|application|software|tool|program)) (?:should|must|has to|needs to) (?:be )?(?:very |really |as )?(?:simple|easy|easy to (?:use|understand|learn)|user[- ]friendly|intuitive|quick|nice)(?: (?:and|to|as) .{0,40})?$/i,
  /^(?:purpose|background|context|introduction|about us|who we are|current situation|status quo|the problem)\b ?[:–-] /i,
  /^(?:nothing (?:fancy|complicated|more)|that(?: is|'s) (?:it|all|about it|everything)|keep it simple|(?:and )?that would be (?:it|all|great|perfect))\b.{0,40}$/i,
];

/** "Can we get a count of plays per artist?" asks for it; "Who decides? A clerk …" is answered by what follows. */
export function withoutQuestions(sentences: readonly string[]): string[] {
  const said: string[] = [];
  // One question may be what is asked for; several that are each answered are how the author tells things.
  const pairs = sentences.filter((text, index) => isTalk(text) && sentences[index + 1]?.endsWith("?") === false).length;
  let answered: string | undefined;
  for (const [index, text] of sentences.entries()) {
    if (answered !== undefined) {
      const things = text.replace(/[.!]$/, "");
      said.push(isClause(things) ? text : `${answered} ${things.charAt(0).toLowerCase()}${things.slice(1)}.`);
      answered = undefined;
      continue;
    }
    const question = text.endsWith("?") ? text.slice(0, -1).trim() : undefined;
    if (question === undefined) {
      said.push(text);
      continue;
    }
    const next = sentences[index + 1];
    const isAnswered = pairs > 1 && next !== undefined && !next.endsWith("?") && isTalk(text);
    const held =
      question.match(
        /^what (?:does|do|should|must) (?:an? |the |each |every |our )?([\p{L}-]+(?: [\p{L}-]+)?) (?:contain|hold|have|include|consist of|need|look like|show)$/iu,
      )?.[1] ??
      question.match(
        /^what (?:do|must|should) we (?:need to )?(?:know|keep|store|record|note)(?: down)? (?:about|of|for|on) (?:an? |the |each |every |our )?([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
      )?.[1];
    if (isAnswered && held && !/^(?:we|i|it|they|you|this|that)$/i.test(held)) answered = `Each ${held} has`;
    else said.push(...askedIn(question, isAnswered));
  }
  return said;
}

/** A question that asks for no figure and no list: "Who decides?", "What happens at the end?" */
const isTalk = (text: string): boolean =>
  text.endsWith("?") &&
  text.split(/\s+/).length <= 9 &&
  !/\b(?:per|each|every|yet|still|not|overdue|due|left|free|late|open|this|next|last|did|which|whose|how much)\b/i.test(
    text,
  );

const isClause = (text: string): boolean => /\b(?:is|are|has|have|must|can|should|may|will|needs?)\b/i.test(text);

function askedIn(question: string, isAnswered: boolean): string[] {
  const wanted = question.match(
    /^(?:can|could|may|might|would|will|is it possible (?:for us )?to|how can)(?: it be possible to| (?:we|i|it|one|the (?:system|app|software|program|tool)|you)(?: also)?(?: please)?)? (?:be able to )?(.+)$/i,
  )?.[1];
  if (wanted && /^(?:get|have|see|view|be shown|show|give)\b/i.test(wanted))
    return [`${wanted.replace(/^(?:get|have|see|view|be shown|show|give)(?: us| me)? /i, "Show ")}.`];
  if (isAnswered) return [];
  if (wanted) return [`${wanted.charAt(0).toUpperCase()}${wanted.slice(1)}.`];
  if (/^(?:which|who|whose|how (?:much|many)|what|when|where)\b/i.test(question))
    return [`Show ${question.charAt(0).toLowerCase()}${question.slice(1)}.`];
  return [question];
}
