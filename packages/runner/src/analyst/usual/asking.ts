import {
  any,
  article,
  isDepartment,
  listOf,
  manyOf,
  may,
  name,
  oneOf,
  people,
  prompt,
  somebody,
  type Usage,
  word,
} from "./words.ts";

/** How it is put what is to be seen, forbidden or left to some. */
export const asking: readonly Usage[] = [
  [
    `${people}${may} (?:sees?|views?|gets?|ha(?:s|ve)|checks?) (?<figure>(?:the |an? )?(?:number|total|average|sum|count|amount|revenue|report|overview|summary|list)\\b.+)`,
    ({ who = "", figure }) => (isDepartment(who) ? [`Show ${figure}`] : undefined),
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
  [
    `(?:show|list|display|see|view) ${any}(?<what>${name}) (?:for|of|on) today,? and (?<rest>.+)`,
    ({ what = "", rest }) => [`Show today's ${what}`, `Show ${rest}`],
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
  // "Support roles: admin, clerk and viewer".
  [
    `(?:${prompt})?(?:(?:support|provide|have|has|supports|provides|implement|there are|there should be|there must be|we have|with|define|use)(?: for)? )?(?:(?:the|these|following|different|user|two|three|four|five|several|multiple) )*(?:roles?|role[- ]based access(?: control)?|user types|types of users?)(?: (?:are|include|for|with|such as|like|of))?:? \\(?(?<list>${name}(?:(?:, | and |, and | or |, or )${name})+)\\)?`,
    ({ list = "" }) => (listOf(list).every((each) => each.split(" ").length < 4) ? [`Roles: ${list}`] : undefined),
  ],
  // "Show vacant rooms, contracts ending in 60 days and unpaid rents": each is a list of its own.
  [
    `(?:(?:the |an? )?(?:show|list|display|see|view|dashboard(?: with| of| shows)?|overview of|reports?(?: on| of)?):? )(?<list>[^:()]+)`,
    ({ list = "" }) => {
      const all = list
        .split(
          /, and |, | and (?=(?:the |all )?(?:total|number|average|open|overdue|unpaid|upcoming|late|[\p{L}-]+s per)\b)/iu,
        )
        .map((each) => each.trim());
      return all.length > 1 &&
        all.every(
          (each) =>
            asked.test(each) &&
            / /.test(each) &&
            /s\b|^(?:the )?(?:total|number|average)\b/i.test(each) &&
            !/ first$/i.test(each),
        )
        ? all.map(
            (each) =>
              `Show ${/^[\p{L}-]+s (?:per|by) /iu.test(each) && !/^(?:hours|costs|sales|earnings) /i.test(each) ? `the number of ${each}` : each}`,
          )
        : undefined;
    },
  ],
  // "Show articles by status".
  [
    `(?:show|list|display|see|view) ${any}(?<what>${word}s) by (?<by>status|state|priority|category|type|severity)(?: and (?:those|the ones) (?<rest>.+))?`,
    ({ what = "", by, rest }) =>
      /^(?:statistics|totals|reports|figures|numbers)$/i.test(what)
        ? undefined
        : [`Filter ${what} by ${by}`, ...(rest ? [`Show ${what} ${rest}`] : [])],
  ],
  // "At the end of the month I want to see how many sessions I held per client".
  [
    `at the end of (?:the|each|every|a) (?<span>month|week|year|quarter),? (?:(?:i|we) (?:want|need|would like) to (?:see|know)|show) (?:how many (?<what>${word}s) (?:i|we) (?:have )?(?:held|had|did|gave|made|sold) |(?:the )?number of (?<other>${word}s) )(?:per|by|for each) (?<by>${name})(?: and .+)?`,
    ({ span, what, other, by }) => [`Show the number of ${what ?? other} per ${by} and ${span}`],
  ],
  [
    `${somebody}(?:show |see |know |view )?how many ${word} (?:have )?(?<done>signed up|registered|enrolled|booked|attended|joined|applied) (?:per|for each|for every|to each|for) (?:an? |the )?(?<by>${name})`,
    ({ done = "", by }) => [`Show the number of ${deeds[done.toLowerCase()] ?? "registrations"} per ${by}`],
  ],
  // "Writers can edit their articles only while they are in draft".
  [
    `${people}${may} (?:edit|change|update|modify) (?:the |their (?:own )?)?(?<what>${word}s) only (?:while|when|as long as|if) (?:they are|it is|these are) (?:still )?(?:in |a )?(?<state>${word})`,
    ({ what = "", state }) => [`${what} can only be changed when they are ${state}`],
  ],
  [
    `(?<what>.+ can only be (?:changed|edited|updated|modified|deleted|removed)) (?:while|as long as) (?<rest>.+)`,
    ({ what, rest }) => [`${what} when ${rest}`],
  ],
];

const asked =
  /\b(?:open|overdue|unpaid|due|ending|expir\w+|vacant|free|available|upcoming|today's|pending|waiting|late|per|by|total|average|top|most|least|active|inactive|low|number of|not yet|without)\b/i;

const deeds: Readonly<Record<string, string>> = {
  "signed up": "registrations",
  registered: "registrations",
  enrolled: "enrolments",
  booked: "bookings",
  attended: "attendances",
  joined: "memberships",
  applied: "applications",
};
