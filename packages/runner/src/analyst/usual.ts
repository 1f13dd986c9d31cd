import { isPerson, isValueWord } from "./fields.ts";
import { events, staff, stateVerbs } from "./lexicon.ts";
import { splitItems } from "./structure/items.ts";
import { isState } from "./structure/states.ts";
import type { Sentence } from "./text.ts";
import { infinitive, plural, singular } from "./tokens.ts";

/**
 * How people who have seen software write of it: "users can create, edit and delete tasks", "track deals through the
 * stages …", "receptionists schedule appointments for a patient with a doctor". The grammar reads what is kept and what
 * happens to it, so these are said in that way; each word that asks for something stays.
 */
export function asUsual(sentence: Sentence, spoken: string, it: string | undefined): Sentence[] {
  const text = / through (?:[a-z]+ ){0,4}(?:stages|phases|steps) /.test(spoken)
    ? sentence.text.replace(/\b(per|by|each|every|for each) (?:stage|phase|step)\b/gi, "$1 status")
    : sentence.text;
  return (usually(text, it) ?? [text]).map((said) => ({ ...sentence, text: said }));
}

const word = "[\\p{L}][\\p{L}\\d'-]*";
const name = `${word}(?: ${word}){0,2}?`;
const people = `(?<who>(?:(?:the|all|our|any|each|every|an?) )?${name})`;
const may =
  "(?: (?:(?:can|may|must|should|will|shall|could|(?:must |should )?(?:be|are|is) able to|(?:are|is) allowed to|needs? to|ha(?:s|ve) to|wants? to)(?: also)?))?";
const somebody = `(?:${people}${may} )?`;
const any = "(?:(?:new|existing|all|the|their|any|our|an?|each|every|different|multiple) )*";
const prompt = "(?:the (?:system|app|application|software) (?:must|should|shall|has to|needs to|will) )?";

type Groups = Record<string, string | undefined>;
type Usage = readonly [pattern: string, say: (groups: Groups, it: string | undefined) => string[] | undefined];

/** What such a sentence says in the shape that the grammar reads; undefined when it is none of them. */
export function usually(written: string, it?: string): string[] | undefined {
  const text = withDetails(written);
  for (const [pattern, say] of compiled) {
    const groups = text.match(pattern)?.groups;
    const said = groups && say(groups, it);
    if (said) return said.flatMap((each) => (each === written ? [each] : (usually(each, it) ?? [each])));
  }
  return text === written ? undefined : [text];
}

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

const keeps = new Set(
  "create add edit update modify change delete remove view see list manage maintain read".split(" "),
);
const making = new Set("create add edit update modify delete remove manage maintain".split(" "));

const usages: readonly Usage[] = [
  // "Users can create, edit, delete and complete tasks".
  [
    `${somebody}(?<verbs>${word}(?:(?:, and |, or |, | and | or |\\/)${word})+) ${any}(?<what>${name}(?:(?:, | and |, and )${name})*?)(?: with (?<list>.+))?`,
    ({ who = "", verbs = "", what = "", list }) => {
      const all = verbs.split(/,? (?:and|or) |, |\//i).map((verb) => infinitive(verb.toLowerCase()));
      if (!all.some((verb) => making.has(verb)) || !all.every((verb) => keeps.has(verb) || stateVerbs.has(verb)))
        return undefined;
      if (isBarred(`${who} ${what}`) || !listOf(what).every((each) => isMany(each) || !isValueWord(each)))
        return undefined;
      const moves = all.filter((verb) => !keeps.has(verb));
      const things = listOf(what).map(manyOf).join(" and ");
      return [
        list ? `Keep ${things} with ${list}` : `Keep ${things}`,
        ...moves.map((verb) =>
          isAnybody(who) ? `${things} can be ${stateVerbs.get(verb)?.participle}` : `${who} ${verb} ${things}`,
        ),
      ];
    },
  ],
  [
    `${people}${may} (?:sees?|views?|gets?|ha(?:s|ve)|checks?) (?<figure>(?:the |an? )?(?:number|total|average|sum|count|amount|revenue|report|overview|summary|list)\\b.+)`,
    ({ who = "", figure }) => (isDepartment(who) ? [`Show ${figure}`] : undefined),
  ],
  // "The system should allow HR to post job openings".
  [
    `${prompt}(?:allow|let|enable|permit)s? (?<who>${name}) (?:to )?(?<rest>(?!to )${word} .+)`,
    ({ who = "", rest = "" }) =>
      /\b(?:only|not|no)\b/i.test(who) ||
      (isMany(who) === false && !isStaff(who) && !isDepartment(who) && !isAnybody(who))
        ? undefined
        : [`${who} can ${rest}`],
  ],
  // "Sales people see only their own deals, the manager sees all".
  [
    `(?<own>${name}${may} (?:sees?|views?|access(?:es)?) only (?:their|his|her|his or her) own (?<what>${name})),? (?:(?:and|but|while|whereas) )?${people}${may} (?:sees?|views?|access(?:es)?) (?:all|everything|all of them|them all|every one)`,
    ({ own = "", what = "", who = "" }) => [own, `${who} can see all ${what}`],
  ],
  // "Show a pipeline report with the total value per stage".
  [
    `(?:show|provide|generate|produce|create|give|display|offer)s? (?:an? |the )?(?:${word} )?(?:report|overview|summary|dashboard|chart|view)s? (?:with|showing|of|that shows?|which shows?|on|about) (?:the |an? )?(?<figure>(?:total|number|sum|average|count|amount) .*\\b(?:per|by|for each) .+)`,
    ({ figure }) => [`Show the ${figure}`],
  ],
  // "Show low-stock alerts when the quantity falls below the reorder level".
  [
    `${prompt}(?:(?:show|display|send|raise|generate|trigger|give|provide|create)s? )?(?:an? |the )?(?:low[- ]stock|re-?order|minimum[- ]stock|stock|inventory|re-?stock|low[- ]inventory) (?:alerts?|warnings?|notifications?|reminders?) (?:when|if|once|as soon as|for (?:products|items|articles|parts|materials) whose|for (?:products|items|articles|parts|materials) where) (?:the |its |their |an? )?(?<value>${name}) (?:falls?|drops?|goes|is|are|gets|sinks) (?:at or )?(?:below|under|beneath|less than) (?:the |its |their |an? )?(?<limit>${name})`,
    ({ value, limit }) => [`Warn when the ${value} is below the ${limit}`],
  ],
  // "Pay with Stripe".
  [
    `(?:${people}${may} )?pays? (?:online |securely |safely )*(?:with|by|via|through|using) (?<how>(?:stripe|paypal|ideal|klarna|adyen|mollie|credit|debit|card|apple|google) ?.*)`,
    ({ how }) => [`Take online payments with ${how}`],
  ],
  // "Team members log time against tasks".
  [
    `${people}${may} (?:log|track|record|book|enter|register)s? (?:their |the )?(?:time|hours|working time|working hours|work hours)(?: spent| worked)? (?:against|to) ${any}(?<what>${name})`,
    ({ who = "", what = "" }) => [
      `each time entry has ${article(oneOf(what))}, ${isAnybody(who) ? "" : `${article(oneOf(who))}, `}a date, hours and a description`,
    ],
  ],
  // "Interviewers leave feedback with a score".
  [
    `${people}${may} (?:leave|give|write|provide|submit|add|record)s? (?:an? |the |their )?(?<noun>feedback|reviews?|evaluations?|assessments?|testimonials?)(?: (?:on|about|for|of|to) ${any}(?<what>${name}))? with (?:an? |the )?(?<list>.+)`,
    ({ who = "", noun = "", what, list }) => [
      ...kept(who),
      `each ${oneOf(noun)} has ${article(oneOf(who))}, ${what ? `${article(oneOf(what))}, ` : ""}${list}`,
    ],
  ],
  // "High severity complaints must be assigned to a manager".
  [
    `(?:all )?(?<level>high|low|medium|critical|urgent|severe)[- ](?:severity|priority|risk|urgency|importance|value|impact) (?<what>${name}) (?<must>must|should|needs?|ha(?:s|ve) to|requires?) (?:be assigned to|to be assigned to|have|name|an? (?=\\w+$))? ?(?<rest>.+)`,
    ({ level, what = "", rest = "" }) =>
      /^(?:an?|the) /i.test(rest) || !/ /.test(rest)
        ? [
            `${manyOf(what)} that are ${level?.toLowerCase()} must have ${/^(?:an?|the) /i.test(rest) ? rest : article(rest)}`,
          ]
        : undefined,
  ],
  // "Keep all equipment: laptops, monitors and phones".
  [
    `(?:keep|track|manage|record|register|keep track of)s? ${any}(?<what>(?:${word} )?(?:equipment|hardware|inventory|stock|assets?|resources?|items?|goods)): (?<list>${word}s(?:(?:, and |, | and )${word}s?)+)`,
    ({ what = "", list = "" }) => [`each ${oneOf(what)} has a type (${listOf(list).map(oneOf).join(", ")})`],
  ],
  // "Record rent payments and see …": a payment is of a day and an amount.
  [
    `(?:(?:users?|we|i|people|staff)${may} )?(?:record|track|log|enter|register|keep)s? ${any}(?<what>(?:${word} )?(?:payments|donations|deposits|refunds|expenses|costs|sales|readings|measurements))(?<rest> and (?:show|see|view|list) .+)?`,
    ({ what = "", rest }, it) =>
      it === undefined || isValueWord(it)
        ? undefined
        : [
            `each ${oneOf(what)} has ${article(it)}, a date and ${/readings|measurements/i.test(what) ? "a value" : "an amount"}`,
            ...(rest ? [rest.replace(/^ and /i, "")] : []),
          ],
  ],
  // "Track deals through the stages lead, qualified, proposal, won and lost".
  [
    `(?:track|move|follow|manage|take|monitor|guide) ${any}(?<what>${name}) through (?:(?:the|these|its|their|different|several|following|various|sales|hiring|pipeline) )*(?:(?:stages?|status(?:es)?|states?|phases?|steps?|pipeline|workflow)(?: of)?:? )?(?<list>${steps()})`,
    ({ what = "", list = "" }) => [`${manyOf(what)} go ${fromTo(list)}`],
  ],
  // "Purchase orders with status draft, sent and received".
  [
    `${somebody}(?<verb>create|keep|track|manage|record|register|add|enter|store|maintain)s? ${any}(?<what>${name}) with (?:the |an? )?(?:status|state|stage)(?:es|s)?(?: of|:)? (?<list>${steps()})`,
    ({ verb = "", what = "", list = "" }) =>
      / with /i.test(what) || !listOf(list).every((each) => isState(each))
        ? undefined
        : [`${verb} ${manyOf(what)}`, `${manyOf(what)} go ${fromTo(list)}`],
  ],
  [
    `(?:${people}${may} )?(?:change|update|set|move)s? (?:the|its|their) (?:status|state|stage)(?: of ${any}(?<what>${name}))? (?<list>from .+? to .+)`,
    ({ what, list = "" }, it) => (what || it ? [`${manyOf(what ?? it ?? "")} go ${list}`] : undefined),
  ],
  [
    `(?<first>.+ (?:go|goes|move|moves) from .+?),? and (?<second>${word} ${word}s can (?:also |again )?be ${word}(?: again)?)`,
    ({ first = "", second = "" }) => [first, second],
  ],
  // "Done issues can be reopened".
  [
    `(?<state>${word}) (?<what>${word}s) can (?:also |again )?be (?<done>${word})(?: again)?`,
    ({ state = "", what = "", done = "" }) =>
      isState(state.toLowerCase()) && stateVerbs.has(infinitive(done.toLowerCase()))
        ? [`${article(oneOf(what))} can be ${done} when it is ${state.toLowerCase()}`]
        : undefined,
  ],
  // "Orders are placed by customers and contain order lines with a product".
  [
    `(?<what>${name}) are (?<done>placed|made|created|submitted|given|ordered|entered|filed|written) by (?<who>${name}),? and (?<rest>(?:contain|have|consist of|include|hold) .+)`,
    ({ what = "", done, who, rest }) => [`${what} are ${done} by ${who}`, `${what} ${rest}`],
  ],
  // "Site managers write a daily report for each site with date, weather and problems".
  [
    `${people}${may} (?:write|make|create|fill in|fill out|file|keep|submit|complete|record|prepare)s? (?:an?|one) (?<what>${name}) (?:for|per|on|of|about|at) (?:each|every|an?|the) (?<of>${name}) with (?:the |an? |their )?(?<list>.+)`,
    ({ who = "", what = "", of = "", list = "" }) =>
      areValues(list) && isNamed(what) && isNamed(of)
        ? [...kept(who), `each ${what} has ${isOfTrade(who) ? `${article(oneOf(who))}, ` : ""}${article(of)}, ${list}`]
        : undefined,
  ],
  [
    `(?:show|list|display|see|view) ${any}(?<what>${name}) (?:for|of|on) today,? and (?<rest>.+)`,
    ({ what = "", rest }) => [`Show today's ${what}`, `Show ${rest}`],
  ],
  // "Agents assign tickets to themselves, comment on them and change the status from …".
  [
    `${people}${may} assigns? ${any}(?<what>${word}s) to (?:themselves|them|himself or herself)(?<rest>(?:, | and |, and ).+)?`,
    ({ who = "", what = "", rest = "" }) => [
      `each ${oneOf(what)} has ${article(oneOf(who))} (optional)`,
      ...rest
        .split(/, and |, | and (?=(?:comment|change|update|close|resolve|add|set|mark)\b)/)
        .map((each) => each.trim())
        .filter((each) => each !== "")
        .map((each) =>
          each
            .replace(/\b(?:them|it)\b/gi, what)
            .replace(/\bthe (status|state|stage) (?=from\b)/i, `the $1 of ${what} `),
        ),
    ],
  ],
  [
    `${somebody}(?:comments? on|(?:add|post|leave|write|make)s? (?:a )?comments? (?:to|on|for|about|against)) ${any}(?<what>${name})`,
    ({ what = "" }) =>
      isValueWord(what) ? undefined : [`each comment has ${article(oneOf(what))}, an author, a text and a date`],
  ],
  // "Employees request leave with a start date": what is asked for is told by a request.
  [
    `${people}${may} (?:requests?|apply for|applies for|asks? for|submits? requests? for) (?<what>(?:annual |sick |parental |paid |unpaid )?(?:leave|holidays?|vacations?|absences?|time off|days off|overtime))(?<rest>(?:,? (?:with|by entering|giving|specifying|stating|indicating) .+)?)`,
    ({ who = "", what = "", rest = "" }) => [
      `${who} submit ${singular(what.toLowerCase()).replace(/^(?:time|days?) off$/, "leave")} requests${rest.replace(/^,? (?:with|by entering|giving|specifying|stating|indicating) /i, " with ")}`,
    ],
  ],
  // "Patients can be registered with name, date of birth and phone".
  [
    `(?:(?:the|all|our|every|each|an?|new) )*(?<what>${name})(?: (?:can|may|must|should|will|shall|ha(?:s|ve) to|needs? to) be| are| is) (?:registered|recorded|added|created|entered|stored|managed|captured|kept|maintained|set up|defined|listed) with (?:(?:an?|the|their|its|his|her) )?(?<list>.+)`,
    ({ what = "", list = "" }) => (isNamed(what) && areValues(list) ? [`each ${oneOf(what)} has ${list}`] : undefined),
  ],
  // "Record stock movements (in or out) with date".
  [
    `(?<before>(?:record|log|track|keep|register|enter|manage|store|note)s? ${any}${name}) \\((?<one>${word})(?:,? or |, | and | ?\\/ ?)(?<other>${word})\\)(?: with (?<list>.+))?`,
    ({ before = "", one, other, list }) => [`${before} with a type (${one}, ${other})${list ? `, ${list}` : ""}`],
  ],
  // "Log calls, emails and meetings with each contact".
  [
    `${somebody}(?:log|record|track|note|keep|register|capture)s? (?:all |the |any )?(?<list>${contacts()}(?:, ${contacts()})*,? (?:and|or) ${contacts()}) (?:with|for|of|against|on|per|to) ${any}(?<what>${name})`,
    ({ list = "", what = "" }) => [
      `each activity has ${article(oneOf(what))}, a type (${listOf(list).map(oneOf).join(", ")}), a date and notes`,
    ],
  ],
  // "Staff enter expenses with date and amount", "HR posts job openings with title": they are kept, whoever does it.
  [
    `${people}${may} (?<verb>enter|submit|record|log|add|create|register|report|file|post|publish|define|set up|input|raise|issue|prepare|draft|maintain|manage|advertise|keep|track)s? ${any}(?<what>${name}) with (?:(?:an?|the|their|its) )?(?<list>.+)`,
    ({ who = "", verb = "", what = "", list = "" }) => {
      if (!isMany(what) || !areValues(list) || !isNamed(what)) return undefined;
      if (isAnybody(who) || isDepartment(who)) return [`Keep ${what} with ${list}`];
      const isUnusual = /^(?:post|publish|define|set up|input|raise|issue|prepare|draft|advertise)$/i.test(verb);
      if (!isValueWord(what) && !(isUnusual && isStaff(who))) return undefined;
      const by = isStaff(who) ? (/^staff$/i.test(who) ? "employee" : oneOf(who)) : oneOf(who);
      return [`each ${oneOf(what)} has ${article(by)}, ${list}`];
    },
  ],
  // "Receptionists schedule appointments for a patient with a doctor at a date and time, with a reason".
  [
    `${somebody}(?:schedule|book|make|create|plan|arrange|set up|place)s? ${any}(?<what>${name})(?<chain>(?: (?:for|with|at|on|in|to|by|of|from|against) (?:an?|one|the|their) [\\p{L}-]+(?: (?!for |with |at |on |in |to |by |of |from |against )[\\p{L}-]+){0,3}){1,5})(?:,? (?:with|including|and) (?:an? |the )?(?<list>.+))?`,
    ({ who = "", what = "", chain = "", list }) => {
      const parts = chain.split(/ (?:for|with|at|on|in|to|by|of|from|against) (?:an?|one|the|their) /).filter(Boolean);
      const isTold = parts.length > 2 || (parts.length > 1 && parts.some((part) => isValueWord(part)));
      if (!isMany(what) || isValueWord(what) || !(isTold || (list && areValues(list)))) return undefined;
      const by = isOfTrade(who) ? [article(oneOf(who))] : [];
      return [
        ...kept(who),
        `each ${oneOf(what)} has ${[...by, ...parts.map(article), ...(list ? [list] : [])].join(", ")}`,
      ];
    },
  ],
  // "Members book a place in a class", "record check-ins".
  [
    `${people}${may} (?<verb>book|reserve|request)s? (?:an? |their )?(?:place|spot|seat|slot)s?(?: (?:in|on|at|for) ${any}(?<what>${name}))?`,
    ({ who, verb, what }, it) => (what || it ? [`${who} ${verb} ${manyOf(what ?? it ?? "")}`] : undefined),
  ],
  [
    `${somebody}(?:record|track|log|register|note)s? (?<what>check-?ins?|check-?outs?|attendances?|absences?)(?: of ${any}(?<of>${name}))?`,
    ({ what = "", of }, it) =>
      of || it
        ? [
            `each ${singular(what.toLowerCase().replace("-", ""))} has ${article(oneOf(of ?? it ?? ""))} and a date and time`,
          ]
        : undefined,
  ],
  // "Guests reserve a table for a date, time and number of people".
  [
    `${people}${may} (?<verb>reserve|book|hire|rent|borrow|order|buy|purchase)s? (?:an? |the |one )(?<what>${name}) for (?<list>(?:an? |the )?(?:certain |specific |given |particular )?(?:date|time|day|period|number)\\b.*(?:,| and ).+)`,
    ({ who = "", verb = "", what = "", list = "" }) => {
      const noun = events.get(infinitive(verb.toLowerCase()))?.noun;
      return noun
        ? [...kept(who), `each ${noun} has ${article(oneOf(who))}, ${article(oneOf(what))}, ${list}`]
        : undefined;
    },
  ],
  [
    `${people}${may} rates? ${any}(?<what>${name}) (?:from|between|on a scale (?:of|from)) (?<from>\\d) (?:to|and|-) (?<to>\\d+)(?: stars?| points?)?,? (?:with|and (?:leave|add|write|give)) (?<more>an? .+)`,
    ({ who = "", what = "", from, to, more }) => [
      ...kept(who),
      `each rating has ${article(oneOf(who))}, ${article(oneOf(what))}, a rating from ${from} to ${to} and ${more}`,
    ],
  ],
  // "Track completion of lessons per student".
  [
    `${somebody}(?:track|record|log|monitor|register)s? (?:the )?(?<noun>completion|attendance|usage|participation|consumption)s? (?:of|at|in|for) ${any}(?<what>${name}) (?:per|by|for|of) ${any}(?<by>${name})`,
    ({ noun = "", what = "", by = "" }) => [
      `each ${noun} has ${article(oneOf(what))}, ${article(oneOf(by))} and a date`,
    ],
  ],
  // "Prevent time entries with a date in the future".
  [
    `${prompt}(?:prevent|disallow|reject|refuse|not allow|never allow|not accept) ${any}(?<what>${name}) with (?:an? )?(?<value>${name}) in the (?<when>future|past)`,
    ({ what = "", value, when }) => [`The ${value} of ${article(oneOf(what))} must not be in the ${when}`],
  ],
  [
    `${prompt}(?:prevent|disallow|avoid|not allow|never allow|no|there must be no) (?:double|overlapping)[- ](?:bookings?|reservations?|appointments?|scheduling) (?:of|for) (?:the same )?${any}(?<what>${name})`,
    ({ what = "" }) => [`${article(oneOf(what))} cannot be booked twice at the same time`],
  ],
  [
    `(?:show|list|display|see|view) ${any}(?<what>${name}) (?:for|of|on) today`,
    ({ what = "" }) => [`Show today's ${what}`],
  ],
  [
    `(?:show|list|display|see|view) (?:all )?today's (?<what>${name}) (?:per|for each|for every|grouped by) (?<by>${name})`,
    ({ what = "", by = "" }) => [`Show today's ${what}`, `Sort ${what} by ${by}`],
  ],
  // "Events with registration of members".
  [
    `(?<what>${word}s) with (?:online )?(?:registration|sign-up|enrolment|enrollment) (?:of|by|for) (?<who>${word}s)`,
    ({ what = "", who = "" }) => [`Keep ${what.toLowerCase()}`, `${who} register for ${what.toLowerCase()}`],
  ],
  // "Claims are grouped into reports".
  [
    `${any}(?<what>${name}) (?:are|is|can be|must be|should be) (?:grouped|bundled|collected|combined|gathered) (?:into|in|under|on) ${any}(?<whole>${name})`,
    ({ what = "", whole = "" }) =>
      isValueWord(whole) ? undefined : [`each ${oneOf(what)} belongs to ${article(oneOf(whole))}`],
  ],
  // "Record tenants and leases with start date and rent": dates and amounts are told of the one before.
  [
    `${somebody}(?<verb>(?:register|keep|record|manage|store|add|enter|track|maintain)s?) ${any}(?<one>${word}s) and (?:the |all |our |their )?(?<other>${word}s) with (?:their |an? |the )?(?<list>.*\\b(?:date|rent|price|amount|cost|fee|deposit|total)\\b.*)`,
    ({ verb, one = "", other = "", list = "" }) =>
      isValueWord(other) ? undefined : [`${verb} ${one}`, `each ${oneOf(other)} has ${list}`],
  ],
  // "Landlords set requests to scheduled or completed".
  [
    `${somebody}(?:set|change|update|move)s? ${any}(?<what>${name}) (?:to|as) (?<list>${steps()})`,
    ({ what = "", list = "" }) =>
      listOf(list).every((each) => stateVerbs.has(infinitive(each)))
        ? [`${manyOf(what)} can be ${listOf(list).join(" or ")}`]
        : undefined,
  ],
  [
    `${people}${may} marks? ${any}(?<what>${name}) as (?<list>${word}, ${word}(?:, ${word})*,? or ${word})`,
    ({ what = "", list = "" }) => [`${manyOf(what)} go from open to ${listOf(list).join(" or ")}`],
  ],
  // "Support roles: admin, clerk and viewer".
  [
    `(?:${prompt})?(?:(?:support|provide|have|has|supports|provides|implement|there are|there should be|there must be|we have|with|define|use)(?: for)? )?(?:(?:the|these|following|different|user|two|three|four|five|several|multiple) )*(?:roles?|role[- ]based access(?: control)?|user types|types of users?)(?: (?:are|include|for|with|such as|like|of))?:? \\(?(?<list>${name}(?:(?:, | and |, and | or |, or )${name})+)\\)?`,
    ({ list = "" }) => (listOf(list).every((each) => each.split(" ").length < 4) ? [`Roles: ${list}`] : undefined),
  ],
];

const compiled = usages.map(([pattern, say]) => [new RegExp(`^${pattern}$`, "iu"), say] as const);

/** What is told of how a record stands, one after the other or one of them. */
function steps(): string {
  const step = `[\\p{L}-]+(?: [\\p{L}-]+){0,2}?`;
  return `${step}(?:(?:, and |, or |, | and | or | → )${step})+`;
}

function contacts(): string {
  return "(?:(?:phone )?calls?|emails?|meetings?|visits?|notes?|letters?|messages?|conversations?|demos?)";
}

/** Two ends of which a record reaches one, though people join them with "and". */
const ends =
  /^(?:won (?:or|and) lost|lost (?:or|and) won|(?:approved|accepted|hired|passed|confirmed) (?:or|and) (?:rejected|declined|refused|failed|denied)|(?:completed|done|closed|delivered|finished|paid) (?:or|and) (?:cancelled|canceled|failed))$/i;

/** "Lead, qualified, won and lost" as "from lead to qualified to won or lost". */
function fromTo(list: string): string {
  const all = listOf(list);
  const isEither = / or [^,]+$/i.test(list) || ends.test(all.slice(-2).join(" and "));
  const last = isEither ? [all.slice(-2).join(" or ")] : all.slice(-1);
  return `from ${[...all.slice(0, isEither ? -2 : -1), ...last].join(" to ")}`;
}

function listOf(list: string): string[] {
  return list
    .split(/, (?:and |or )?| and | or | → /i)
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "");
}

/** Whether at least half of a list are values, and none of it is a sentence. */
function areValues(list: string): boolean {
  const items = splitItems(list.replace(/\([^()]*\)/g, "")).map((item) =>
    item.replace(/^(?:an?|the|its|their) /i, "").trim(),
  );
  return (
    items.length > 1 &&
    items.every((item) => item.split(" ").length < 6 && !/ (?:is|are|must|can|may) /.test(item)) &&
    items.filter((item) => isValueWord(item.toLowerCase()) || singular(lastOf(item)) === lastOf(item)).length * 2 >=
      items.length
  );
}

/** Words that bar somebody from something are no list of what all may do. */
const isBarred = (text: string): boolean =>
  /\b(?:only|own|nobody|no one|not|never|cannot|everything|it|them|who|which|that|whether)\b/i.test(text);
const isAnybody = (who: string): boolean =>
  /^(?:(?:the|all|our|any|each|every) )?(?:users?|people|everyone|everybody|anyone|we|i|you|one)?$/i.test(who);
const isDepartment = (who: string): boolean =>
  /^(?:the )?(?:hr|human resources|finance|accounting|sales|support|customer (?:service|support|care)|marketing|it|management|reception|procurement|purchasing|operations|logistics|payroll|the office|office)(?: department| team| staff)?$/i.test(
    who,
  );
const isStaff = (who: string): boolean => staff.has(singular(lastOf(who))) || isPerson(lastOf(who));
const isOfTrade = (who: string): boolean => isPerson(singular(lastOf(who))) && !staff.has(singular(lastOf(who)));
/** People of the trade who do something are kept, too; staff are not. */
const kept = (who: string): string[] => (isOfTrade(who) && isMany(who) ? [`Keep ${manyOf(oneOf(who))}`] : []);
const isNamed = (phrase: string): boolean =>
  !/\b(?:of|for|in|on|at|to|with|by|and|or|from|it|they|them|this|that|which|who)\b/i.test(phrase);
const lastOf = (phrase: string): string => phrase.toLowerCase().split(" ").at(-1) ?? "";
const isMany = (phrase: string): boolean => singular(lastOf(phrase)) !== lastOf(phrase);
const oneOf = (phrase: string): string =>
  [
    ...phrase
      .toLowerCase()
      .replace(/^(?:the|all|our|any|each|every|an?) /, "")
      .split(" ")
      .slice(0, -1),
    singular(lastOf(phrase)),
  ].join(" ");
const manyOf = (phrase: string): string =>
  isMany(phrase) ? phrase : [...phrase.split(" ").slice(0, -1), plural(lastOf(phrase))].join(" ");
const article = (phrase: string): string => `${/^[aeiou]/i.test(phrase) ? "an" : "a"} ${phrase}`;
