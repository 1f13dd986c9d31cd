import type { Site } from "../../artefacts.ts";

const day = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?";
const days = `(?:${day}(?:(?: ?(?:to|through|till|until|–|-) ?${day})|(?:(?:, ?| and |, and )${day})*)|every day|daily|(?:on )?weekdays|(?:at )?weekends|all week)`;
const time = "(?:\\d{1,2}(?:[:.]\\d\\d)?(?: ?(?:am|pm|a\\.m\\.|p\\.m\\.|o'clock|h))?|noon|midnight|midday)";
const open = new RegExp(
  `(${days})[,:]?(?: (?:we )?(?:are |is )?open)?(?: (?:from|between|at))*\\s*(${time})(?: ?(?:to|till|until|–|-|and) ?)(${time})(?:(?: and |, )(?:from )?(${time})(?: ?(?:to|till|until|–|-) ?)(${time}))?`,
  "gi",
);
const openBefore = new RegExp(
  `(?:from |between )(${time})(?: ?(?:to|till|until|–|-|and) ?)(${time}),? (?:on |from )?(${days})`,
  "gi",
);
const closed = new RegExp(`closed(?: on)? (${days})|(${days})(?: (?:is|are|we are))?:? closed`, "gi");

const names: readonly (readonly [RegExp, string])[] = [
  [/^mon/i, "Monday"],
  [/^tue/i, "Tuesday"],
  [/^wed/i, "Wednesday"],
  [/^thu/i, "Thursday"],
  [/^fri/i, "Friday"],
  [/^sat/i, "Saturday"],
  [/^sun/i, "Sunday"],
];

/** "mon-fri" as "Monday to Friday". */
const dayWords = (text: string): string =>
  text
    .replace(new RegExp(day, "gi"), (found) => names.find(([pattern]) => pattern.test(found))?.[1] ?? found)
    .replace(/ ?(?:to|through|till|until|–|-) ?(?=[A-Z])/g, " to ")
    .replace(/^(?:on|at) /i, "")
    .replace(/^(?:daily|all week)$/i, "Every day")
    .replace(/^\w/, (sign) => sign.toUpperCase())
    .replace(/,(?=\S)/g, ", ");

/** "9 am" as "9:00", "5pm" as "17:00". */
function timeWords(text: string): string {
  if (/noon|midday/i.test(text)) return "12:00";
  if (/midnight/i.test(text)) return "24:00";
  const [, hour = "", minute = "00"] = text.match(/^(\d{1,2})(?:[:.](\d\d))?/) ?? [];
  const isLate = /p\.?m/i.test(text) && Number(hour) < 12;
  return `${Number(hour) + (isLate ? 12 : 0)}:${minute}`;
}

/** Opening hours that a sentence tells, in its order; empty when it tells none. */
export function hoursIn(text: string): Site["hours"] {
  if (!/\bopen(?:ing|s)?\b|\bhours\b|\bclosed\b/i.test(text)) return [];
  const found: { at: number; day: string; hours: string }[] = [];
  for (const match of text.matchAll(open)) {
    const [, when = "", from = "", to = "", again, end] = match;
    const second = again && end ? ` and ${timeWords(again)} to ${timeWords(end)}` : "";
    found.push({ at: match.index, day: dayWords(when), hours: `${timeWords(from)} to ${timeWords(to)}${second}` });
  }
  if (found.length === 0)
    for (const match of text.matchAll(openBefore)) {
      const [, from = "", to = "", when = ""] = match;
      found.push({ at: match.index, day: dayWords(when), hours: `${timeWords(from)} to ${timeWords(to)}` });
    }
  for (const match of text.matchAll(closed))
    found.push({ at: match.index, day: dayWords(match[1] ?? match[2] ?? ""), hours: "closed" });
  return found.sort((a, b) => a.at - b.at).map(({ day: when, hours }) => ({ day: when, hours }));
}

const street =
  "(?:street|st\\.?|road|rd\\.?|lane|avenue|ave\\.?|square|way|close|row|place|drive|court|hill|gardens|quay|terrace|crescent|boulevard|straße|strasse|platz|weg|gasse|view|park|yard|mews|wharf)";

/** "Lindenstrasse 4, 8001 Zürich", where the number stands behind. */
const continental =
  /(?:[\p{Lu}][\p{L}.'-]+ ){0,3}[\p{Lu}]?[\p{L}.-]*(?:str(?:aße|asse|\.)|gasse|weg|platz|allee|ufer|straat|laan|gracht|plein|kade|vej|gade|gatan|vägen) \d+ ?[a-z]?(?:, (?:[A-Z]{1,2}-)?\d{4,5}(?: [A-Z]{2})? [\p{Lu}][\p{L}-]+)?/u;

/** Where and how people reach the owner, as far as a sentence tells. */
export function factsIn(text: string): Record<string, string> {
  const facts: Record<string, string> = {};
  const email = text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/)?.[0];
  if (email) facts.email = email.replace(/\.$/, "");
  const phone = text.match(
    /(?:phone|call|tel\.?|telephone|mobile|whatsapp|ring|reach)[^\d+]{0,40}(\+?\d[\d ()/-]{5,}\d)/i,
  )?.[1];
  if (phone) facts.phone = phone.trim();
  const address =
    text.match(
      new RegExp(
        `\\b(\\d+[a-z]? (?:[A-Z][\\w'’.-]+ ){1,4}?${street}(?:,? (?:in )?[A-Z][\\w'’-]+(?: [A-Z0-9][\\w'’-]*)*)*)`,
        "i",
      ),
    )?.[1] ??
    text.match(continental)?.[0] ??
    text.match(
      /\b[Aa]ddress(?: is|:)? ([A-Z0-9].{5,100}?)(?=,? (?:and )?(?:phone|tel|call|e-?mail|fax|mobile)\b|$)/,
    )?.[1];
  if (address && /\d/.test(address)) facts.address = address.replace(/,? in (?=[A-Z])/, ", ").trim();
  for (const [, service = "", handle = ""] of text.matchAll(
    /\b(instagram|facebook|github|linkedin)(?:\.com\/|[ :]+(?:is |account |at |as )*@?)([\w.-]{3,40})/gi,
  ))
    if (/^@|\d|[._-]/.test(handle) || new RegExp(`${service}\\.com|@${handle}`, "i").test(text))
      facts[service.toLowerCase()] = `https://www.${service.toLowerCase()}.com/${handle}`;
  return facts;
}

/** A sentence without the facts in it: what is left may ask for pages. */
export const withoutFacts = (text: string): string => {
  const facts = Object.values(factsIn(text));
  const bare = facts.reduce(
    (rest, fact) => rest.replace(fact, "\u0000"),
    text.replace(open, "\u0000").replace(closed, "\u0000"),
  );
  return bare
    .replace(
      /(?:,? ?(?:and|with))? (?:an? )?links? to (?:our |my )?(?:instagram|facebook|github|linkedin)(?: @[\w.]+)?/gi,
      "",
    )
    .replace(
      /(?:,? ?(?:with|and|at|under|by|on|is|are|to|from|:))*(?: (?:our|the|my))?(?: (?:address|phone(?: number)?|telephone|tel\.?|email(?: address)?|mail|hours|opening hours))*:? ?\(?\u0000[)\u0000, ]*/gi,
      ", ",
    )
    .replace(/[\s,;:.]+$/, "")
    .replace(/(?:, ?){2,}/g, ", ");
};

/** What happens on which day and when: "Yin Wednesday 19:30, Hatha on Saturdays at 9". */
export function scheduledIn(text: string): { title: string; day: string; time: string }[] {
  const line = new RegExp(
    `^(?:and )?([\\p{L}][\\p{L}\\d' &-]{1,50}?),? (?:on |every )?(${day}),? (?:at |from )?(${time})$`,
    "iu",
  );
  const found = text.split(/[,;] | and (?=[A-Z])/).map((part) => part.trim().replace(/\.$/, "").match(line));
  if (found.length < 2 || found.some((match) => match === null)) return [];
  return found.flatMap((match) => {
    const [, title = "", when = "", at = ""] = match ?? [];
    return [{ title: title.trim(), day: dayWords(when).replace(/^(\w+day)s$/, "$1"), time: timeWords(at) }];
  });
}

/** Things named with what they cost: "espresso for 2.20, cappuccino (3.10)". */
export function pricedIn(text: string): { title: string; price: string }[] {
  const found: { title: string; price: string }[] = [];
  const item =
    /(?:^|[,:;]| and )\s*(?:and )?(?:an? |the |our )?([\p{L}][\p{L}\d' &-]{1,50}?)(?: (?:for|at|costs?|is))?[ (]*(?:€|\$|£|EUR|GBP|USD)? ?(\d{1,4}(?:[.,]\d\d)?)(?: ?(?:€|euros?|dollars|pounds|EUR|GBP))?\)?(?=$|[,;.)]| and )/giu;
  for (const [, title = "", amount = ""] of text.matchAll(item))
    found.push({
      title: `${title.charAt(0).toUpperCase()}${title.slice(1)}`.trim(),
      price: Number(amount.replace(",", ".")).toFixed(2),
    });
  return found;
}
