import { singular } from "./tokens.ts";

/**
 * What people ask of records they say in many ways; each is said here in the one that is read. "Nobody can delete
 * invoices" says that invoices cannot be deleted, "a monthly report of sales" asks for sales per month. Every word that
 * matters is kept, and nothing is added.
 */

const word = "[\\p{L}][\\p{L}'-]*";
const thing = `(?:(?:an?|the|any|all|each|every|our) )?${word}(?: ${word}){0,2}?`;
const can = "(?:can|may|must|should|shall|is|are)";
const cannot =
  "(?:can ?not|can't|may not|must not|should not|shall not|(?:can|may|must|should|shall) (?:never|no longer))";
const change = "(?:change|edit|alter|modify|update|amend)";
const remove = "(?:delete|remove|erase)";
const spans: Readonly<Record<string, string>> = {
  daily: "day",
  weekly: "week",
  monthly: "month",
  quarterly: "quarter",
  yearly: "year",
  annual: "year",
};

/** What is said instead; undefined where it is no such sentence after all. */
type Saying = readonly [pattern: RegExp, say: (groups: Readonly<Record<string, string>>) => string | undefined];
const saying = (pattern: string, say: Saying[1]): Saying => [new RegExp(`^${pattern}$`, "iu"), say];

/** What may be done with a record no more, in the participle of the verb that the sentence has. */
const undone = (verbs: string): string =>
  [
    ...(new RegExp(change, "i").test(verbs) ? ["changed"] : []),
    ...(new RegExp(remove, "i").test(verbs) ? ["deleted"] : []),
  ].join(" or ");

const bare = (phrase: string): string => phrase.replace(/^(?:an?|the|any|all|each|every|our) /i, "");

const when = "(?:when|once|after|as soon as|whenever|if)";
const is = "(?:is|are|has been|have been|was|gets|becomes)";
const one = (phrase: string): string =>
  [...phrase.split(" ").slice(0, -1), singular(phrase.split(" ").at(-1) ?? "")].join(" ");
const carried =
  "(?:,? (?:and|with) (?:all )?(?:its|the|their|same) (?:same )?(?:values|details|data|information|lines)(?: from the [\\p{L}]+)?(?: (?:are|being|get))?(?: (?:carried over|copied|copied over|taken over|kept))?)?";
const made: readonly string[] = [
  `${when} (?<who>${thing}) ${is} (?<done>${word})(?: by [^,]+)?,? (?:then )?(?:it|they) (?:automatically )?(?:becomes?|turns? into|(?:is|are|gets) (?:automatically )?(?:turned|converted|changed|made) into) (?:an? )(?:new )?(?<what>${word}(?: ${word})?)${carried}`,
  `${when} (?<who>${thing}) ${is} (?<done>${word})(?: by [^,]+)?,? (?:then )?(?:an?|the|one) (?:new )?(?<what>${word}(?: ${word})??) (?:is|must be|should be|has to be|gets|will be|is to be) (?:automatically )?(?:created|made|generated|opened|raised|drawn up|issued|prepared|added)(?: automatically)?(?: (?:from|for|out of|with) .+)?`,
  `${when} (?<who>${thing}) ${is} (?<done>${word})(?: by [^,]+)?,? (?:the (?:system|app|application|software) |we |it )?(?:should |must |will |shall )?(?:automatically )?(?:creates?|makes?|generates?|opens?|raises?) (?:an? )(?:new )?(?<what>${word}(?: ${word})??)(?: automatically)?(?: (?:from|for|out of|with) .+)?`,
  `(?:an? |all |every )?(?<done>\\p{L}+(?:ed|en|pt|ld|id)) (?<who>${word}(?: ${word})?) (?:automatically )?(?:becomes?|turns? into|(?:is|are) (?:turned|converted) into) (?:an? )?(?:new )?(?<what>${word}(?: ${word})?)${carried}`,
];

/** Each saying is tried on what those before it made of the sentence. */
const sayings: readonly Saying[] = [
  // "As the owner, I want an accepted quote to become a job", "I want the total to be the hours times the rate".
  saying(
    `(?:as (?:an?|the) ${word}(?: ${word})?,? )?(?:i|we) (?:want|need|would like) (?<who>(?:an? |the |each |every |all )?(?!to )${word}(?: ${word}){0,3}?) to (?<does>be|become|turn into) (?<rest>.+)`,
    ({ who = "", does = "", rest = "" }) => {
      const isMany = /^all /i.test(who) || (!/^(?:an?|the|each|every) /i.test(who) && /s$/i.test(who));
      const verb =
        does.toLowerCase() === "be"
          ? isMany
            ? "are"
            : "is"
          : does.toLowerCase() === "become"
            ? isMany
              ? "become"
              : "becomes"
            : isMany
              ? "turn into"
              : "turns into";
      return /^(?:able|allowed|informed|notified|told|reminded|warned|sent)\\b/i.test(rest)
        ? undefined
        : `${who} ${verb} ${rest}`;
    },
  ),
  // What is left of "I want members to have no more than 3 loans" when who wants it was taken away.
  saying(
    `(?!.*\\b(?:wants?|needs?|wish(?:es)?|likes?|able|have|has|is|are|used|going|supposed|trying) to\\b)(?<who>(?:an? |each |every |the |all )?${word}(?: ${word})?) to (?<does>have|get|see|book|borrow|receive|take|keep|hold) (?<rest>.+)`,
    ({ who = "", does = "", rest = "" }) => `${who} can ${does} ${rest}`,
  ),
  saying(
    `(?<what>${word}s(?: (?:that|which|who) (?:is|are) .+?)?) not to be (?<done>${word})`,
    ({ what = "", done = "" }) => `${what} cannot be ${done}`,
  ),
  saying(
    `(?:block|prevent|stop|keep|bar)s? (?<who>${word}s) (?:(?:who|that|which) have|with) (?:an? |any )?(?<what>.+?) from (?<doing>${word})ing(?<rest> .+)?`,
    ({ who = "", what = "", doing = "", rest = "" }) => `${who} with ${what} cannot ${doing}${rest}`,
  ),
  [
    /^(?<before>.+?) (?:for|over|in) an? period (?:‹|\()(?:an? |the )?(?:start|from|beginning)(?: date)?(?:¦| and | to |, )(?:an? |the )?(?:end|to|until)(?: date)?(?:›|\))$/iu,
    ({ before = "" }) => `${before} with a start date and an end date`,
  ],
  // "I want each member to get one parcel", "we want customers to see": what they may do.
  saying(
    `(?:as an? ${word}(?: ${word})?,? )?(?:i|we) (?:want|need|would like) (?<who>(?:an? |each |every |the )?${word}s?) to (?<rest>(?:only |not )?(?:get|have|book|receive|borrow|take|see|be) .+)`,
    ({ who = "", rest = "" }) => `${who} ${/^not /i.test(rest) ? "cannot" : "can"} ${rest.replace(/^not /i, "")}`,
  ),
  // "Are not allowed to borrow" is "cannot borrow"; "can only have 5 loans" is at most so many.
  [
    /^(?<before>.+?) (?:(?:is|are) not (?:allowed|permitted|able) to|must not be (?:allowed|able) to|(?:is|are) unable to) (?<rest>(?!see|view|read|access|look|create|add|enter|register|change|edit|update|modify|delete|remove|manage).+)$/iu,
    ({ before = "", rest = "" }) => `${before} cannot ${rest}`,
  ],
  [
    /^(?<before>.+? (?:can|may)) only (?<does>have|borrow|book|make|take|hold|keep|rent|hire|get|place|register for|enrol in|enroll in) (?<rest>(?:\d+|two|three|four|five|six|ten) .+)$/iu,
    ({ before = "", does = "", rest = "" }) => `${before} ${does} at most ${rest}`,
  ],
  saying(
    `(?:the )?(?:maximum|max\\.?) (?:number|amount) of (?<what>.+?) (?:per|for each|for one|a) (?<who>${word}(?: ${word})?) is (?<count>\\d+|two|three|four|five|six|ten)`,
    ({ what = "", who = "", count = "" }) => `at most ${count} ${what} per ${who}`,
  ),
  // "The number of loans per member is shown".
  [
    /^(?<what>.+? (?:per|for each|for every) .+?) (?:is|are|must be|should be|can be|has to be|have to be) (?:shown|displayed|visible|listed|reported|calculated|available|wanted|needed)$/iu,
    ({ what = "" }) => `show ${what}`,
  ],
  // "For any given day", "on any one day".
  [
    /^(?<before>.+?) (?:for|on|in|per|within|during) (?:any|every|each|one)(?: (?:given|single|one))? (?<span>day|week|month|year)$/iu,
    ({ before = "", span = "" }) =>
      `${before} ${/\bonce|twice|\d|one|two|three\b/i.test(before) ? "a" : "per"} ${span}`,
  ],
  // "Limit each member to two bookings per week", "bookings are limited to two per member and week".
  saying(
    `(?:we )?(?:limit|restrict)s? (?<who>${thing}) to (?:at most |no more than |a maximum of )?(?<rest>(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten) .+)`,
    ({ who = "", rest = "" }) => `a ${bare(who).replace(/(?<=[^s])s$/, "")} can have at most ${rest}`,
  ),
  saying(
    `(?:the )?(?:number of )?(?<what>${word}s)(?: per (?<who>${word}))? (?:is|are) limited to (?:at most )?(?<count>\\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?<rest> (?:per|a|an|each) .+)?`,
    ({ what = "", who, count = "", rest = "" }) => `at most ${count} ${bare(what)}${who ? ` per ${who}` : ""}${rest}`,
  ),
  // "Nobody can delete invoices".
  saying(
    `(?:nobody|no one|no-one|none of us|no user) (?:can|may|must|should|shall|is allowed to)(?: ever)? (?<verbs>(?:${change}|${remove})(?:(?: or |,? and )(?:${change}|${remove}))?) (?<what>${thing})`,
    ({ verbs = "", what = "" }) => `${what} cannot be ${undone(verbs)}`,
  ),
  // "Once a booking is returned it can no longer be changed": the state is part of what is said.
  saying(
    `(?:once|when|after|as soon as|if) (?<what>${thing}) (?:is|are|has been|have been|was) (?<state>${word}),? (?:it|they) ${cannot} (?:ever )?be (?<verbs>.+?)(?: any ?more| any longer| afterwards)?`,
    ({ what = "", state = "", verbs = "" }) => `${what} cannot be ${verbs} once it is ${state}`,
  ),
  [
    /^(?<before>.+?) (?:(?:can|must|should|shall|may|will|is|are)(?: not| no longer)(?: be)?|cannot be|(?:is|are) not|(?:is|are) no longer) editable(?: any ?more| any longer)?$/iu,
    ({ before = "" }) => `${before} cannot be changed`,
  ],
  saying(
    `(?<what>(?:an? |all |the )?${word} ${word}) (?:is|are|must be|should be|become|becomes|will be|get|gets) (?:read[ -]only|locked|frozen|immutable)(?: for (?:changes|editing))?`,
    ({ what = "" }) => `${what} cannot be changed or deleted`,
  ),
  // "A member cannot book if they have unpaid invoices": whom it is about has them.
  saying(
    `(?<who>${thing}) (?<not>${cannot}) (?<does>.+?) (?:if|when|while|as long as) (?:they|he|she|it|he or she|the \\p{L}+) (?:still )?(?:have|has) (?<what>(?:an? |any )?.+)`,
    ({ who = "", not = "", does = "", what = "" }) =>
      `${who} with ${what.replace(/^(?:an?|any) /i, "")} ${not} ${does}`,
  ),
  saying(
    `no (?:new |more |further )?(?<what>${word}s?) (?:for|to|by) (?<who>${word}s) (?<which>(?:who|that|which) (?:have|has|are|is) .+|with .+)`,
    ({ what = "", who = "", which = "" }) =>
      `${who} ${which.replace(/^(?:who|that|which) (?:have|has) (?:an? |any )?/i, "with ")} cannot make ${what}`,
  ),
  // "A monthly report of sales", "weekly takings per counter".
  saying(
    `(?<lead>(?:(?:${word} )?(?:show|see|get|want|need|like|view|give)s? (?:me |us )?)?(?:to see )?(?:an? |the )?)(?<span>daily|weekly|monthly|quarterly|yearly|annual) (?<what>(?!fee|rent|rate|price|cost|limit|charge|inspection|check|visit|payment|instal|subscription|meeting|task|slot|allowance|budget)(?:(?:reports?|overview|summary|statistics|list) (?:of|on|about|for|with) )?.+)`,
    ({ lead = "", span = "", what = "" }) => {
      const plain = what.replace(
        /^(?:reports?|overview|summary|statistics|list) (?:of|on|about|for|with) (?:the )?/i,
        "",
      );
      const [, one = plain, by] = plain.match(/^(.+?) (?:per|by|for each|for every) (?:the |an? )?(.+)$/iu) ?? [];
      const each = spans[span.toLowerCase()] ?? span;
      return `${lead.replace(/\ban? $/i, "the ")}${one} per ${by ? `${by} and ${each}` : each}`;
    },
  ),
  // "How many bookings did each member make this year?"
  saying(
    `(?:show |see |know )?how many (?<what>${word}s) (?:did |does |has |have )?(?:each|every) (?<who>${word}(?: ${word})?) (?:made|make|makes|had|has|have|book|booked|gave|give|given|did|do|done|took|take|taken|receive|received)(?<span> (?:this|last|per|a|each) (?:week|month|quarter|year))?`,
    ({ what = "", who = "", span = "" }) =>
      `number of ${what} per ${who}${span ? ` and ${span.split(" ").at(-1)}` : ""}`,
  ),
  // "When a sale is recorded, the stock is reduced by the quantity".
  saying(
    `(?:${when}|each time|every time) (?:an?|the|each|every) (?<cause>${word}(?: ${word})?) ${is} (?<done>${word}),? (?:the |its )?(?<what>(?:(?:quantity|amount|number|level) )?(?:of |in )?stock(?: level)?|quantity|inventory)(?: of [^,]+?)? (?<way>(?:is|are|must be|should be|gets) (?:automatically )?(?:reduced|decreased|lowered|increased|raised)|goes (?:up|down)|(?:increase|decrease|drop|fall|rise)s)(?: .*)?`,
    ({ cause = "", done = "", what = "", way = "" }) =>
      `the ${what} goes ${/reduc|decreas|lower|down|drop|fall/i.test(way) ? "down" : "up"} when a ${cause} is ${done}`,
  ),
  // "When a quote is accepted, it becomes a job", "accepted quotes become jobs".
  ...made.map((pattern) =>
    saying(pattern, ({ who = "", done = "", what = "" }) => `a ${one(bare(who))} that is ${done} makes a ${one(what)}`),
  ),
  // "When a rental is returned, the bike is available again".
  saying(
    `${when} (?<who>${thing}) ${is} (?<done>${word})(?: by [^,]+)?,? (?:then )?(?:the |its |their )?(?<what>${word}(?: ${word})??|it) (?:status |state )?(?:(?:automatically |also )?(?:becomes?|is|gets|goes back to|changes? to|is set(?: back)? to|is marked(?: as)?|returns to|turns)) (?:automatically |again |back )?(?<state>${word}(?: ${word})??)(?: again| automatically)?`,
    ({ who = "", done = "", what = "", state = "" }) =>
      /^(?:not|no|required|mandatory|to|an?|the|sent|notified|shown|informed|needed|by|only|never|calculated|recorded|stored|entered|given)\\b|^(?:longer)/i.test(
        state,
      ) || /^(?:what|which|who|that|this|there)$/i.test(what)
        ? undefined
        : `a ${one(bare(who))} that is ${done} puts the ${what.replace(/'s?$/, "")} to ${state}`,
  ),
  // "How much does each member owe": what they have open adds up.
  saying(
    `(?:show |see |know |list )?(?:me )?how much (?:money )?(?:does )?(?:each|every|an?) (?<who>${word}(?: ${word})?) (?:still )?(?:owes?|has to pay|have to pay)(?: us)?`,
    ({ who = "" }) => `total amount owed per ${who}`,
  ),
  // "A booking cannot be returned unless it was confirmed".
  saying(
    `(?<what>${thing}) ${cannot} be (?<to>${word}) (?:unless|until|before|if it is not|without) (?:it|they) (?:is|are|was|were|has been|have been) (?<from>${word})`,
    ({ what = "", to = "", from = "" }) => `only ${from} ${bare(what).replace(/(?<!s)$/, "s")} can be ${to}`,
  ),
  // "A gig cannot be confirmed until the deposit has been paid".
  saying(
    `(?<what>${thing}) ${cannot} be (?<to>${word}) (?:unless|until|before|as long as) (?<not>the |its |their |all )?(?<of>${word}(?: ${word})?) (?:is|are|has been|have been|was) (?<done>${word})`,
    ({ what = "", to = "", not = "", of = "", done = "" }) =>
      /^(?:it|they|not)$/i.test(of) || /^(?:not|still)$/i.test(done)
        ? undefined
        : `${what} can only be ${to} when ${not}${of} has been ${done}`,
  ),
  // "VAT of 20 % is added to the amount", "a deposit of 25 % of the price is due": the share has a name.
  saying(
    `(?:(?:as (?:an?|the) ${word}(?: ${word})?,? )?(?:i|we) (?:want|need|would like) )?(?:an? |the )?(?<what>vat|(?:sales )?tax|service charge|surcharge|handling fee) of (?<share>[\\d.]+) ?(?:%|percent|per cent) (?:(?:is|must be|has to be|gets|will be) )?(?:added|charged|put) (?:to|on|on top of) (?:the )?(?<of>${word}(?: ${word})?)`,
    ({ what = "", share = "", of = "" }) =>
      `the ${/total/i.test(of) ? `${of} with ${what}` : "total"} is the ${of} plus ${share}% ${what}`,
  ),
  saying(
    `(?:an? |the )?(?<what>${word}(?: ${word})?) of (?<share>[\\d.]+) ?(?:%|percent|per cent) (?:of|on) (?:the |its |their )?(?<of>${word}(?: ${word})?) (?:${can}|has to|have to)(?: be)? (?:due|charged|taken|paid|required|needed|payable|deducted|kept|collected|asked for)(?: (?:for|on|with|from) (?:each|every|an?|the) (?<owner>${word}))?.*`,
    ({ what = "", share = "", of = "", owner }) =>
      `the ${what}${owner ? ` of a ${owner}` : ""} is ${share}% of the ${of}`,
  ),
  saying(
    `(?:(?:we|i|${thing}) )?(?:keep|keeps|take|takes|charge|charges|pay|pays|get|gets|receive|receives|earn|earns|deduct|deducts) (?:an? )?(?<what>${word}(?: ${word})?) of (?<share>[\\d.]+) ?(?:%|percent|per cent) (?:of|on|from) (?:the |its |their )?(?<of>${word}(?: ${word})?)`,
    ({ what = "", share = "", of = "" }) => `the ${what} is ${share}% of the ${of}`,
  ),
  saying(
    `(?:an? |the )?(?<what>${word}(?: ${word})?) of (?<share>[\\d.]+) ?(?:%|percent|per cent) (?:is|must be|has to be|will be|gets) (?:due|charged|taken|paid|deducted|kept) (?:on|from|of) (?:the |its |their )?(?<of>${word}(?: ${word})?)`,
    ({ what = "", share = "", of = "" }) => `the ${what} is ${share}% of the ${of}`,
  ),
  // "A booking costs 15 euros per person".
  saying(
    `(?<what>(?:an? |each |every )${word}(?: ${word})?) costs? (?<rate>(?:[€$£]|eur |usd |gbp )?[\\d.,]+ ?(?:€|euros?|dollars?|pounds?|cents?|eur|usd|gbp)? (?:per|an?|for each|for every) .+)`,
    ({ what = "", rate = "" }) => `the price of ${what.replace(/^(?:each|every) /i, "a ")} is ${rate}`,
  ),
  // "A history of all changes to a booking is kept", "every change to a loan must be logged".
  saying(
    `(?:(?:keep|show|record|store|maintain)s? )?(?:an? |the |full |complete )*(?:history|log|audit trail|audit log|record|track) of (?:all |every |the |any )*changes? (?:to|of|on|in) (?<what>.+?)(?: (?:is|are|must be|should be|has to be) (?:kept|recorded|stored|logged|shown|visible|available))?`,
    ({ what = "" }) => `every change to ${what} is logged`,
  ),
];

/** A sentence in the way that is read; as it is where nothing else is known for it. */
export const inOneWay = (text: string): string =>
  sayings.reduce((said, [pattern, say]) => {
    const groups = said.match(pattern)?.groups;
    return (groups && say(groups)) ?? said;
  }, text);
