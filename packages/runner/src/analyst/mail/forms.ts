import { numberOf } from "../number-words.ts";
/** What a sentence tells of an e-mail: to whom, on which occasion, about what. */
export type MailTelling = {
  /** Whom it is for, in the author's words; undefined when the sentence doesn't say. */
  who: string | undefined;
  /** When, in the author's words and without "when"; undefined when the sentence doesn't say. */
  occasion: string | undefined;
  /** So many days after the occasion; negative for before. */
  plus: number | undefined;
  /** What it is to say, where that is told: "the date and the price". */
  about: string | undefined;
  /** What must not have happened yet: "if it is not returned". */
  unless: string | undefined;
  /** It confirms to somebody what they did. */
  confirms: boolean;
};

/** Ways by which this version sends nothing, and what no message carries. */
const beyond =
  /\b(?:sms|text messages?|texts?|texted|whatsapp|telegram|slack|teams|push|newsletters?|mailings?|mailing lists?|campaigns?|attach\w*|pdf|invoices? by|letters?|post(?:al)?|phone|call(?:s|ed)?|reply|replies|unsubscribe|inbox|imap|templates?)\b/i;
/** Words without which nothing speaks of a message. */
const mail = /\b(?:e-?mail(?:s|ed|ing)?|mail(?:s|ed)?|notif(?:y|ies|ied|ications?))\b/i;
const soft = /\b(?:inform(?:s|ed)?|remind(?:s|ed|ers?)?|alert(?:s|ed)?|confirmations?|messages?|told)\b/i;

const word = "[\\p{L}][\\p{L}\\d'-]*";
const name = `${word}(?: ${word}){0,7}?`;
const often =
  "(?:automatically |also |then |always |immediately |promptly |in turn |both |additionally |straight away )*";
const must =
  "(?:should |must |will |shall |can |may |has to |have to |is to |are to |needs? to |wants? to |would like to )?";
const by =
  "(?: (?:automatically|immediately|by|via|per|through|with|using)(?: (?:an? )?(?:automatic |automated )?(?:email|mail)(?: message| notification)?s?)?)?";
const kind =
  "(?:(?:automatic|automated|short|friendly|confirmation|reminder|notification|email|mail|thank[- ]you|welcome|info|information|status|corresponding|respective|appointment|booking|order|payment|renewal|expiry|deadline|return|registration) )*";
const message = `(?:an? |the |their |its |his |her |one |out )*${kind}(?:email|mail|message|notification|confirmation|reminder|alert|notice|receipt|acknowledgement)s?`;
const saying = (group: string, opens = "of|about") =>
  `(?: (?:${opens}|for|on|regarding|concerning|with|containing|including|saying|that|confirming)(?: the fact that)? (?<${group}>.+?))?`;
const about = saying("about");
/** "Email the owner of the dog" says whose owner, and not what of. */
const aboutIt = saying("about", "about");
const system = "(?:(?:the |our |this )?(?:system|app|application|software|tool|program|website|it|we|i) )?";
const tell = "(?:notif(?:y|ies)|alerts?|emails?|mails?|tells?)";
const told = "(?:notified|informed|alerted|emailed|mailed|reminded|told|warned)";

/** What is sent to whom, in its many forms; the occasion has been taken out. */
const forms = [
  `^${system}${must}${often}sends?(?: out)? ${message}${about}${by} to (?<who>${name})${by}${saying("more")}$`,
  `^${system}${must}${often}sends?(?: out)? ${message}${by}${about}${by}$`,
  `^${system}${must}${often}sends? (?<who>${name}) ${message}${by}${about}${by}$`,
  `^${system}${must}${often}(?:informs?|reminds?|warns?) (?<who>${name})${by}${about}${by}$`,
  `^${system}${must}${often}${tell} (?<who>${name})${by}${aboutIt}${by}$`,
  `^${system}${must}${often}lets? (?<who>${name}) know${by}${aboutIt}${by}$`,
  `^(?<who>${name}) ${must}${often}(?:gets?|receives?|(?:is|are|be) ${often}sent) ${message}${by}${about}${by}$`,
  `^(?<who>${name}) ${must}(?:is|are|be|gets?|get) ${often}${told}${by}${about}${by}$`,
  `^${message}${about} ${must}(?:is|are|be|goes?|gets?) ${often}(?:sent|emailed|mailed|out|delivered)?(?: out)?${by} to (?<who>${name})${by}$`,
  `^${message}${about} ${must}(?:is|are|be) ${often}(?:sent|emailed|mailed)(?: out)?${by}$`,
  `^${message}${about}${by} (?:to|for) (?<who>${name})${by}$`,
].map((form) => new RegExp(form, "iu"));

const number = "(?:\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty|sixty|ninety)";
const lead = `(?:(?<count>${number}) (?:(?:working |calendar )?(?<unit>days?|weeks?|months?|hours?)) |the (?<single>day|week) )`;
const sides = "(?<side>before|prior to|ahead of|in advance of|after|past)";

const when = "(?:when|whenever|once|if|as soon as|every time|each time|after|upon|following)";
/** Occasions that "on" stands before, and no day of the week does. */
const onWhat =
  "on (?=(?:the |their |each |every |an? )?(?:day|date|approval|rejection|cancellation|confirmation|booking|registration|payment|receipt|submission|completion|delivery|due|[\\p{L}]+ date)\\b)";

/** When, before or after what is sent: told first, last, or in the middle of it. */
const occasions: readonly RegExp[] = [
  new RegExp(`^(?:at least |exactly )?${lead}${sides} (?<occasion>[^,]+), (?<main>.+)$`, "iu"),
  new RegExp(`^(?<main>.+?),? (?:at least |exactly |always )?${lead}${sides} (?<occasion>.+)$`, "iu"),
  new RegExp(
    `^(?<main>.+?),? ${lead}(?<side>in advance|before|beforehand|ahead|earlier|after|afterwards|later)(?: of (?<occasion>.+))?$`,
    "iu",
  ),
  new RegExp(`^(?:${when}|on) (?<occasion>[^,]+), (?<main>.+)$`, "iu"),
  new RegExp(`^(?<main>.+?),? (?:${when} |${onWhat})(?<occasion>.+)$`, "iu"),
];
/** "When a request is approved the requester gets an email": no comma says where the occasion ends. */
const unbroken = [
  new RegExp(`^(?:at least |exactly )?${lead}${sides} (?<rest>.+)$`, "iu"),
  new RegExp(`^(?:${when}|on) (?<rest>.+)$`, "iu"),
];

/**
 * Reads a sentence that tells of an e-mail.
 *
 * @returns undefined when it doesn't, or tells of more than this version sends
 */
export function mailIn(text: string): MailTelling | undefined {
  const plain = text
    .replace(/[.!]+$/, "")
    .replace(/\s+/g, " ")
    .replace(/\be-mail/gi, "email")
    .replace(/^(?:to )?(?:be|get|become) (?=(?:notified|informed|alerted|emailed|told|reminded)\b)/i, "we are ")
    .replace(
      /^(?:to )?(?:get|receive) (?=(?:an? )?(?:[\p{L}-]+ )?(?:emails?|notifications?|reminders?)\b)/iu,
      "we get ",
    )
    .replace(/^as an? ([\p{L} -]+?),? i (?:need|want|would like|wish) to (?:be|get|receive) /iu, "the $1 gets ")
    .trim();
  const { words: open, unless } = withoutUnless(plain);
  const told = unless === undefined ? undefined : mailIn(open);
  if (told?.plus !== undefined) return { ...told, unless };
  if (beyond.test(plain) || !(mail.test(plain) || soft.test(plain))) return undefined;
  const direct = mainIn(plain);
  if (direct && direct.about === undefined && direct.more === undefined) return made(plain, direct, {});
  for (const pattern of occasions) {
    const found = plain.match(pattern)?.groups;
    const main = found?.main === undefined ? undefined : mainIn(found.main);
    if (found && main) return made(plain, main, found);
  }
  for (const pattern of unbroken) {
    const found = plain.match(pattern)?.groups;
    const words = found?.rest?.split(" ") ?? [];
    for (const opens of openings)
      for (let at = 1; at < words.length - 2; at += 1) {
        const main = opens(words, at) ? mainIn(words.slice(at).join(" ")) : undefined;
        if (found && main) return made(plain, main, { ...found, occasion: words.slice(0, at).join(" ") });
      }
  }
  return direct && made(plain, direct, {});
}

const notYet = "(?:is|are|has|have|was)(?: still)? not (?:been |yet )*(?<unless>[\\p{L}]+)(?: yet| by then)?";
const limits = [
  new RegExp(`^(?:if|when|as long as) (?:an?|the|any|it|they)(?: [\\p{L}]+){0,2}? ${notYet}, (?<rest>.+)$`, "iu"),
  new RegExp(`^(?<rest>.+?),? (?:if|as long as|when) (?:an?|the|it|they)(?: [\\p{L}]+){0,2}? ${notYet}$`, "iu"),
  /^(?<rest>.+?),? unless (?:it|they|the [\p{L}]+) (?:is|are|has|have) (?:already )?(?:been )?(?<unless>[\p{L}]+)$/iu,
];

/** "If it is not returned" apart from what is sent then. */
function withoutUnless(text: string): { words: string; unless: string | undefined } {
  for (const limit of limits) {
    const { rest, unless } = text.match(limit)?.groups ?? {};
    if (rest !== undefined && unless !== undefined) return { words: rest, unless };
  }
  return { words: text, unless: undefined };
}

/** Where something new begins: at a word that opens a phrase, else at people in the plural. */
const openings: readonly ((words: readonly string[], at: number) => boolean)[] = [
  (words, at) =>
    /^(?:the|an?|our|all|their|its|his|her|each|every|both|sends?|notify|inform|email|remind|alert|automatically|we|it)$/i.test(
      words[at] ?? "",
    ),
  (words, at) => /[^s]s$/.test(words[at] ?? "") && !/^(?:the|an?|their|is|are|all|our)$/i.test(words[at - 1] ?? ""),
];

/** What no phrase for people holds. */
const nobody =
  /^(?:when|whenever|on|upon|after|once|if|out|notifications?|notices?|reminders?|emails?|have|has|had|that|to|and|by|automatically)\b|\b(?:when|whenever|if|once|after|before|until|while|by email|by mail|by|is|are|be|gets?|receives?|days?|weeks?|months?|upon|ends|expires)\b/i;

function mainIn(text: string): Partial<Record<string, string>> | undefined {
  for (const pattern of forms) {
    const found = text.match(pattern)?.groups;
    if (found && !nobody.test(found.who ?? "")) return found;
  }
  return undefined;
}

function made(
  text: string,
  main: Partial<Record<string, string>>,
  { occasion, count, unit, single, side }: Partial<Record<string, string>>,
): MailTelling {
  const days = daysIn(count, unit ?? single);
  const isAfter = side !== undefined && /^(?:after|afterwards|later|past)$/i.test(side);
  const told = main.about ?? main.more;
  const isEach = occasion === undefined && /^(?:each|every) /i.test(told ?? "");
  const reminded = text.match(/\b(?!email|mail|automatic|friendly)([\p{L}]+) reminders?\b/iu)?.[1];
  const itself = days !== undefined && reminded ? `the ${reminded}` : undefined;
  // "An email for every new repair", "appointment reminders 24 hours in advance".
  const when = occasion ?? (isEach ? told : undefined) ?? (told === undefined ? itself : undefined);
  const said = isEach ? undefined : told;
  return {
    who: main.who?.trim(),
    // "Remind customers of their appointment one day before": what it is about is what it comes before.
    occasion: (when ?? (days === undefined ? undefined : said))?.trim(),
    plus: days === undefined ? undefined : isAfter ? days : -days,
    unless: undefined,
    about: when === undefined && days !== undefined ? undefined : said,
    confirms: /\bconfirmations?\b|\backnowledgement|\breceipt\b|\bconfirming\b/i.test(text),
  };
}

/** Whole days; hours that make whole days count, others make no day. */
function daysIn(count: string | undefined, unit: string | undefined): number | undefined {
  if (unit === undefined) return undefined;
  const number = count === undefined || /^an?$/i.test(count) ? 1 : numberOf(count);
  const each = { day: 1, week: 7, month: 30, hour: 1 / 24 }[unit.toLowerCase().replace(/s$/, "") as "day"] ?? 1;
  const days = number * each;
  return Number.isInteger(days) && days >= 1 && days <= 3_650 ? days : undefined;
}
