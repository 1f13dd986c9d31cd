import { isValueWord } from "../fields.ts";
import { events, stateVerbs } from "../lexicon.ts";
import { isState } from "../structure/states.ts";
import { infinitive, singular } from "../tokens.ts";
import {
  any,
  areValues,
  article,
  fromTo,
  isMany,
  isNamed,
  isOfTrade,
  kept,
  listOf,
  manyOf,
  may,
  name,
  oneOf,
  people,
  somebody,
  steps,
  type Usage,
  word,
} from "./words.ts";

/** How it is put what happens to what is kept, and who does it. */
export const happening: readonly Usage[] = [
  // "Interviewers leave feedback with a score".
  [
    `${people}${may} (?:leave|give|write|provide|submit|add|record)s? (?:an? |the |their )?(?<noun>feedback|reviews?|evaluations?|assessments?|testimonials?)(?: (?:on|about|for|of|to) ${any}(?<what>${name}))? with (?:an? |the )?(?<list>.+)`,
    ({ who = "", noun = "", what, list }) => [
      ...kept(who),
      `each ${oneOf(noun)} has ${article(oneOf(who))}, ${what ? `${article(oneOf(what))}, ` : ""}${list}`,
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
  // "Employees request leave with a start date": what is asked for is told by a request.
  [
    `${people}${may} (?:requests?|apply for|applies for|asks? for|submits? requests? for) (?<what>(?:annual |sick |parental |paid |unpaid )?(?:leave|holidays?|vacations?|absences?|time off|days off|overtime))(?<rest>(?:,? (?:with|by entering|giving|specifying|stating|indicating) .+)?)`,
    ({ who = "", what = "", rest = "" }) => [
      `${who} submit ${singular(what.toLowerCase()).replace(/^(?:time|days?) off$/, "leave")} requests${rest.replace(/^,? (?:with|by entering|giving|specifying|stating|indicating) /i, " with ")}`,
    ],
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
  // "Events with registration of members".
  [
    `(?<what>${word}s) with (?:online )?(?:registration|sign-up|enrolment|enrollment) (?:of|by|for) (?<who>${word}s)`,
    ({ what = "", who = "" }) => [`Keep ${what.toLowerCase()}`, `${who} register for ${what.toLowerCase()}`],
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
  // "Editors review articles and either approve them or send them back with comments".
  [
    `${people}${may} (?:reviews?|checks?|assess(?:es)?) ${any}(?<what>${word}) and (?:then )?(?:either )?(?:can )?approves? ?(?:them|it|these)? ?or (?:rejects?|sends?|returns?|declines?)(?: (?:them|it|these))?(?: back)?(?: to ${word})?(?<with> with (?:an? )?(?:comments?|reasons?|feedback|notes?))?`,
    ({ who, what = "", with: told }) => [
      `${manyOf(oneOf(who ?? ""))} approve or reject ${manyOf(what)}`,
      ...(told ? [`a rejected ${oneOf(what)} needs a comment`] : []),
    ],
  ],
  // "They assign a technician".
  [
    `${people}${may} assigns? (?:an?|the|one) (?<what>${name})(?: to (?:it|them|each|each one))?`,
    ({ what = "" }, it) => (it && isNamed(what) ? [`each ${it} has ${article(what)} (optional)`] : undefined),
  ],
  // "Alumni can sign up".
  [
    `${people}${may} (?:sign up|register|enrol|enroll|subscribe|apply)(?: online)?`,
    ({ who }, it) => (it ? [`${who} register for ${manyOf(it)}`] : undefined),
  ],
  // "Set the order to done".
  [
    `${somebody}(?:set|change|move|mark)s? (?:the|an?|their|each) (?<what>${name}) (?:to|as) (?<state>done|completed?|finished|closed|resolved|delivered|ready)`,
    ({ what = "", state }) => (isNamed(what) ? [`${manyOf(what)} go from open to ${state}`] : undefined),
  ],
  // "Done orders are invoiced by the office".
  [
    `(?<state>${word}) (?<what>${word}s) are (?:then )?(?<done>${word}) by (?:the |our |an? )?(?<who>${name})`,
    ({ state = "", what = "", done = "", who = "" }) =>
      isState(state.toLowerCase()) && stateVerbs.has(infinitive(done.toLowerCase()))
        ? [
            `The ${who} can ${infinitive(done.toLowerCase())} ${what}`,
            `${article(oneOf(what))} can be ${done} when it is ${state.toLowerCase()}`,
          ]
        : undefined,
  ],
  // "Technicians see their own orders, log hours, and set the order to done".
  [
    `(?<who>${name})${may} (?<first>(?:sees?|views?) (?:only )?their (?:own )?${name}), (?<rest>(?:${word} ).+)`,
    ({ who, first, rest = "" }) => {
      const others = rest
        .split(/, and |, | and (?=(?:set|change|mark|close|complete|add|enter|log|record|approve|submit)\b)/)
        .filter((each) => each !== "");
      return others.every((each) =>
        /^(?:set|change|mark|close|complete|add|enter|log|record|approve|submit|edit|update|upload|create|comment)s? /i.test(
          each,
        ),
      )
        ? [`${who} ${first}`, ...others.map((each) => `${who} ${each}`)]
        : undefined;
    },
  ],
  // "Orders can be marked as packed and picked up".
  [
    `(?<what>${word}s|${word} ${word}s) (?:can|must|may|should) be (?:marked|set|flagged) (?:as|to) (?<list>${steps()})`,
    ({ what = "", list = "" }) =>
      / and /.test(list)
        ? [`${what} go from open to ${listOf(list).join(" to ")}`]
        : [`${what} go from open to ${listOf(list).join(" or ")}`],
  ],
  // "They upload their transcript": whoever was spoken of.
  [
    `they${may} (?<does>upload|attach|submit|send|provide)s? (?<what>(?:their|an?|the) ${name})`,
    ({ does, what }, it) => (it ? [`${manyOf(it)} ${does} ${what}`] : undefined),
  ],
];
