import { isValueWord } from "../fields.ts";
import { stateVerbs } from "../lexicon.ts";
import { infinitive, singular } from "../tokens.ts";
import {
  any,
  areValues,
  article,
  contacts,
  isAnybody,
  isBarred,
  isDepartment,
  isMany,
  isNamed,
  isStaff,
  kept,
  listOf,
  manyOf,
  may,
  name,
  oneOf,
  people,
  somebody,
  type Usage,
  withStatus,
  word,
} from "./words.ts";

const keeps = new Set(
  "create add edit update modify change delete remove view see list manage maintain read".split(" "),
);
const making = new Set("create add edit update modify delete remove manage maintain".split(" "));

/** How it is put what is kept, and what of it. */
export const keeping: readonly Usage[] = [
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
  // "Team members log time against tasks".
  [
    `${people}${may} (?:log|track|record|book|enter|register)s? (?:their |the )?(?:time|hours|working time|working hours|work hours)(?: spent| worked)? (?:against|to) ${any}(?<what>${name})`,
    ({ who = "", what = "" }) => [
      `each time entry has ${article(oneOf(what))}, ${isAnybody(who) ? "" : `${article(oneOf(who))}, `}a date, hours and a description`,
    ],
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
  [
    `(?<first>.+ (?:go|goes|move|moves) from .+?),? and (?<second>${word} ${word}s can (?:also |again )?be ${word}(?: again)?)`,
    ({ first = "", second = "" }) => [first, second],
  ],
  [
    `${somebody}(?:comments? on|(?:add|post|leave|write|make)s? (?:a )?comments? (?:to|on|for|about|against)) ${any}(?<what>${name})`,
    ({ what = "" }) =>
      isValueWord(what) ? undefined : [`each comment has ${article(oneOf(what))}, an author, a text and a date`],
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
  [
    `${somebody}(?:record|track|log|register|note)s? (?<what>check-?ins?|check-?outs?|attendances?|absences?)(?: of ${any}(?<of>${name}))?`,
    ({ what = "", of }, it) =>
      of || it
        ? [
            `each ${singular(what.toLowerCase().replace("-", ""))} has ${article(oneOf(of ?? it ?? ""))} and a date and time`,
          ]
        : undefined,
  ],
  // "Students rate courses from 1 to 5 stars with a comment", "two reviewers score each application from 1 to 10".
  [
    `(?:(?:two|three|four|five|several|\\d+) )?(?:${people}${may} )?(?<verb>rate|score|grade|evaluate)s? ${any}(?<what>${name}) (?:from|between|on a scale (?:of|from)) (?<from>\\d+) (?:to|and|-) (?<to>\\d+)(?: stars?| points?)?(?:,? (?:with|and (?:leave|add|write|give)) (?<more>an? .+))?`,
    ({ who = "", verb = "", what = "", from, to, more }) => {
      // "The score is a number from 0 to 100".
      if (/^(?:is|are|must|should|can|may|has|have)\b/i.test(what) || !isNamed(what)) return undefined;
      const noun = /^(?:score|grade)/i.test(verb) ? verb.toLowerCase() : "rating";
      const by = who === "" || isAnybody(who) ? "" : `${article(oneOf(who))}, `;
      return [
        ...kept(who),
        `each ${noun === "rating" ? noun : "review"} has ${by}${article(oneOf(what))}${more ? "," : " and"} a ${noun} from ${from} to ${to}${more ? ` and ${more}` : ""}`,
      ];
    },
  ],
  // "After the meeting members give the book a rating from 1 to 10".
  [
    `(?:after (?:the|each|every) ${word},? )?${people}${may} gives? (?:the|an?|each|every) (?<what>${name}) an? (?<noun>rating|score|grade|mark) (?:from|between) (?<from>\\d+) (?:to|and) (?<to>\\d+)`,
    ({ who = "", what = "", noun, from, to }) => [
      ...kept(who),
      `each ${noun === "rating" ? noun : "review"} has ${article(oneOf(who))}, ${article(oneOf(what))} and a ${noun} from ${from} to ${to}`,
    ],
  ],
  // "Mechanics take parts for a job: record the part, quantity and date".
  [
    `${people}${may} (?:take|takes|use|uses|consume|withdraw)s? (?<what>${word}s)(?: (?:for|from|out of) ${any}${name})?: (?:record|note|enter|write down|log)s? (?:the |an? )?(?<list>.+)`,
    ({ what = "", list = "" }) => (areValues(list) ? [`each ${oneOf(what)} withdrawal has ${list}`] : undefined),
  ],
  // "Track completion of lessons per student".
  [
    `${somebody}(?:track|record|log|monitor|register)s? (?:the )?(?<noun>completion|attendance|usage|participation|consumption)s? (?:of|at|in|for) ${any}(?<what>${name}) (?:per|by|for|of) ${any}(?<by>${name})`,
    ({ noun = "", what = "", by = "" }) => [
      `each ${noun} has ${article(oneOf(what))}, ${article(oneOf(by))} and a date`,
    ],
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
  // "Owner registration (name, phone)", "Customer management with name and email".
  [
    `(?<what>(?!the |an? |each |every )${name}) (?:registration|management|administration|profiles?|master data|catalogue|catalog|directory)(?: with |: | including | ?\\()(?<list>[^()]+)\\)?`,
    ({ what = "", list = "" }) =>
      isNamed(what) && !/ (?:has|have|is|are)$/i.test(what) && areValues(list) && !isValueWord(what)
        ? [`each ${oneOf(what)} has ${list}`]
        : undefined,
  ],
  // "Inspections per batch with inspector, date and result", "invoices per visit, with status".
  [
    `(?:(?:record|keep|log|track|register|manage|enter|store)s? )?${any}(?<what>${word}s|${word} ${word}s|(?:${word} )?(?:consumption|usage|attendance)) (?:per|for each|for every) (?<of>${name}),? with (?:an? |the )?(?<list>.+)`,
    ({ what = "", of = "", list = "" }) =>
      (isMany(what) || / (?:consumption|usage|attendance)$/i.test(what)) &&
      isNamed(of) &&
      !isValueWord(what) &&
      !/\b(?:total|number|count|average)\b/i.test(list)
        ? [`each ${oneOf(what)} has ${article(oneOf(of))}, ${withStatus(list)}`]
        : undefined,
  ],
  // "Expenses are booked against a department with date and amount".
  [
    `${any}(?<what>${name}) are (?:booked|charged|recorded|entered|logged|registered|posted|made|kept) (?:against|on|to|for|under|per|by) (?:an?|the|each|one|every) (?<of>${name}) with (?:an? |the )?(?<list>.+)`,
    ({ what = "", of = "", list = "" }) =>
      isMany(what) && isNamed(what) && isNamed(of) && areValues(list)
        ? [`each ${oneOf(what)} has ${article(oneOf(of))}, ${list}`]
        : undefined,
  ],
  // "Keep my clients (name, email) and the sessions I have with them (date, topic)".
  [
    `(?<verb>(?:keep|track|record|manage|store)s?) ${any}(?:my )?(?<one>${word}s) \\((?<its>[^()]+)\\),? and ${any}(?:my )?(?<other>${word}s) (?:that )?(?:i|we|they) (?:have|hold|do|did|give|had) (?:with|for|to) (?:them|each|each of them)(?:: | \\()(?<list>[^()]+)\\)?`,
    ({ verb, one = "", its, other = "", list }) => [
      `${verb} ${one} with ${its}`,
      `each ${oneOf(other)} has ${article(oneOf(one))}, ${list}`,
    ],
  ],
  [
    `${any}(?<what>(?:${word} )?(?:payments|donations|deposits|refunds|expenses|costs)) (?:are|must be|should be|have to be) (?:recorded|registered|entered|tracked|logged|noted)(?: (?:each|every|per) (?:month|week|day|year|quarter))?`,
    ({ what = "" }, it) =>
      it === undefined ? undefined : [`each ${oneOf(what)} has ${article(it)}, a date and an amount`],
  ],
  // "Each order has a customer name and a list of products with quantities": one line for each of them.
  [
    `(?<head>(?:each|every|an?|the) ${name}) (?:has|contains|includes) (?<list>.+?),? and (?:an? list of |several |multiple |one or more )?(?<what>${word}s) with (?:their |the )?(?:quantity|quantities)(?<price> and (?:unit )?prices?)?`,
    ({ head = "", list = "", what = "", price }) =>
      isValueWord(what) || !areValues(`${list}, name`)
        ? undefined
        : [`${head} has ${list}`, `${head} contains ${what} with quantity${price ? " and price" : ""}`],
  ],
  // "Consultants log hours per project and day with a description".
  [
    `${people}${may} (?:log|track|record|book|enter|register)s? (?:their |the )?(?:time|hours|working time|working hours|work hours)(?: spent| worked)? (?:per|on|for|by) ${any}(?<what>${name}) (?:and|per|each|every) (?:per )?(?:day|date)(?:,? with (?:an? |the )?(?<list>.+))?`,
    ({ who = "", what = "", list }) => [
      `each time entry has ${article(oneOf(what))}, ${isAnybody(who) ? "" : `${article(oneOf(who))}, `}a date, hours${list ? `, ${list}` : ""}`,
    ],
  ],
  // "Attendance of members at trainings is recorded".
  [
    `(?:the )?(?<noun>attendance|participation|presence|completion|usage) of ${any}(?<who>${name}) (?:at|in|for|of|during) ${any}(?<what>${name}) (?:is|are|must be|should be|has to be) (?:also )?(?:recorded|tracked|registered|logged|noted|kept)`,
    ({ noun = "", who = "", what = "" }) => [
      `each ${noun.toLowerCase()} has ${article(oneOf(what))}, ${article(oneOf(who))} and a date`,
    ],
  ],
  // "Students apply online with name and amount requested", where applications are spoken of.
  [
    `${people}${may} apply(?: online| in writing)? with (?:their |an? |the )?(?<list>.+)`,
    ({ who = "", list = "" }, _, spoken) =>
      / applications? /.test(spoken) && areValues(list) && !isAnybody(who)
        ? [`each ${oneOf(who)} has ${list}`, `each application has ${article(oneOf(who))} and a date`]
        : undefined,
  ],
];
