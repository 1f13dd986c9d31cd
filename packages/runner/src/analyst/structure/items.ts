import { isPerson, isValueWord } from "../fields.ts";
import { events } from "../lexicon.ts";
import { infinitive, singular } from "../tokens.ts";
import { participles, saidOf } from "./said.ts";

/** Words that only tell two values of one kind apart: "first and last name", "home and away goals". */
const twins =
  /^(?:(?:an?|the|its|their) )?(first|start|home|old|new|gross|net|source|minimum|min|planned|actual|billing|shipping|opening|arrival|departure|purchase|sale|buying|selling|mobile(?! and an )|private|check-in|pick-up|begin|from|incoming|postal) (?:and|or|\/|&) (?:(?:an?|the|its|their) )?(?!an? |the |its |their )([\p{L}-]+) ([\p{L} -]+)$/iu;

/** The values of a list, each as it would be said alone; what the author puts in brackets stays with its value. */
export function splitItems(list: string): string[] {
  const held = withValues(
    list
      .replace(/(^|, (?:and )?)(?:for|to|at|in|on|from|by|about|against) (?:which|whose) (?=[\p{L}]+(?:,|$))/giu, "$1")
      .replace(
        /\b(?:how|the way) (?:it|they|he|she|this|that) (?:was|were|is|are|has been|have been) ([a-z]+)\b/gi,
        (_, done: string) => `${wayOf(done)} method`,
      )
      .replace(/\b([\p{L}-]+) from ?(?:\/|and|-) ?to\b/giu, "$1 from, $1 to")
      .replace(
        /(?<=^|, )([^,‹:]*?[\p{L}]) ((?:[\p{L}\d-]+ \/ )+[\p{L}\d-]+)(?=,)/gu,
        (_, name: string, all: string) => `${name} ‹${all.split(" / ").join("¦")}›`,
      ),
  )
    .replace(/\bdate (?:and|&|\/) time\b/gi, "date/time")
    // "The condition at issue and at return": the same at two times.
    .replace(
      /\b([\p{L}]+) ((?:at|on|before|after|in) [\p{L}]+) and ((?:at|on|before|after|in) [\p{L}]+)(?=$|,)/giu,
      "$1 $2, $1 $3",
    )
    .replace(/\b(between|from) (\d+(?:\.\d+)?) (?:and|to) (\d+(?:\.\d+)?)/gi, "$2-$3")
    .replace(
      /\b(capacity|number|maximum|count|amount) (of|for) ([\p{L}-]+(?:s|ren|people|men)) and (?!remarks|notes|comments|details)([\p{L}-]+(?:s|ren|people|men))(?=$|,| and )/giu,
      "$1 $2 $3, $1 $2 $4",
    )
    .replace(/\s+(?:as well as|plus|along with|together with)\s+/gi, ", ");
  return (
    held
      .replace(
        /\b(stage|status|state|type|kind|categor|level|size|colour|grade)(?:s|es|ies) ((?:[\p{L}-]+, )+(?:and |or )?[\p{L}-]+)(?=$|,? and (?:an?|their|its) )/iu,
        (_, name: string, all: string) =>
          `${name === "categor" ? "category" : name} ‹${all.split(/, (?:and |or )?/).join("¦")}›`,
      )
      .replace(/(^|, |\band )who (?:came|was there|turned up|attended)\b(?=$|,| and )/giu, "$1attended by")
      .replace(
        /\b(?:the )?(?:names? of (?:the )?)?(?:person|member|volunteer|employee|colleague) who ([\p{L}]+ed)(?: (?:for )?(?:it|them|this))?(?=$|,| and )/giu,
        "$1 by",
      )
      .replace(/\band who ([\p{L}]+ed) (?:it|them|this)$/iu, "and $1 by")
      .replace(
        /\b(left|right|front|rear|upper|lower|inner|outer) ([\p{L}]+) and (left|right|front|rear|upper|lower|inner|outer) \2 ([\p{L} ]+)/giu,
        "$1 $2 $4, $3 $2 $4",
      )
      .replace(
        /(?<=^|, |\band )([\p{L}]+) or ([\p{L}]+)(?: (name|number))(?=$|,| and )/giu,
        "$1 name optional, $2 $3 optional",
      )
      .replace(
        /(^|, |\band )who ((?:has|did|carried (?:it|them|this) out|performed|took|wrote|made|found|gave|[\p{L}]+ed))(?: (?:it|them|this|that|the [\p{L}]+))?(?=$|,| and )/giu,
        (_, before: string, did: string) =>
          `${before}${/^(?:carried|performed)/i.test(did) ? "done" : (participles.get(did.toLowerCase()) ?? did)} by`,
      )
      // "The birds that fly and the falconer who presents": which of them it is tells no value of its own.
      .replace(
        /(?<=\b(?:the|an?) [\p{L}]+) (?:who|that) [\p{L}]+s?(?: (?:it|them|this|there|on it))?(?=$|,| and (?:the|an?|its|their)\b)/giu,
        "",
      )
      // "The notary who executed it, the parties": who it is is told by what stands before.
      .replace(/ (?:who|which|that) [a-z][^,‹]*(?=,)/gi, "")
      .replace(/,? (?:who|which) [a-z].*$/i, "")
      .split(/\s*(?:(?<!\d),|,(?!\d{3})|;)\s*(?:and\s+|or\s+|&\s+)?/)
      .flatMap((chunk) => {
        // "Phone or email": either of them will do.
        const either = chunk.match(
          /^(?:an? |their |the )?((?:phone|telephone|mobile|tel)(?: number)?|email(?: address)?) or (?:an? |their )?((?:phone|telephone|mobile|tel)(?: number)?|email(?: address)?)$/iu,
        );
        if (either) return [`${either[1]} optional`, `${either[2]} optional`];
        // "Gas and the start and end pressure": what comes before is a value of its own.
        const cut = chunk.match(/^(.+?) (?:and|&) (.+ (?:and|&) .+)$/iu);
        if (cut?.[1] && cut[2] && twins.test(cut[2])) return splitItems(`${cut[1]}, ${cut[2]}`);
        const twin = chunk.match(twins);
        if (twin) return [`${twin[1]} ${singularNoun(twin[3] ?? "")}`, `${twin[2]} ${singularNoun(twin[3] ?? "")}`];
        return chunk.split(/\s+(?:and|&)\s+(?:also\s+)?/).flatMap((item) => {
          const [, value, whom] =
            item.match(
              /^((?:[a-z]+ )?(?:date|amount|time|hours|price|quantity|notes?)) (?:towards?|against) (?:an? |the )?([a-z]+)$/i,
            ) ?? [];
          return value && whom ? [value, singular(whom)] : [item];
        });
      })
      .map(asValue)
      .filter((item) => item !== "")
  );
}

/** "How it was paid" is its payment method. */
const wayOf = (done: string): string => {
  const verb = infinitive(done.toLowerCase());
  return verb === "pay" ? "payment" : (events.get(verb)?.noun ?? verb);
};

const singularNoun = (noun: string) =>
  /^(?:dates|times|names|numbers|addresses|prices)$/i.test(noun) ? noun.replace(/(?:(?<=address)es|s)$/i, "") : noun;

/**
 * A choice told after its value becomes a bracket: "status: open or done", "a level of low, medium or high",
 * "status - booked / done", "urgency: low/high".
 */
function withValues(list: string): string {
  const choice = list.match(
    /^(.*?\b(?:status|state|stage|type|kind|category|level|priority|urgency|severity|size|result|outcome|phase|gender|mode|condition|grade|frequency|surface|method|source|role|language|unit|class|package|plan)) ?(?::| - | – |,? (?:of|being|which is|which can be|that is|that can be|is|can be|either|one of|namely|such as|like|for example)(?: either| one of)?) ?((?:(?:an? )?[\p{L}\d-]+(?: [\p{L}\d-]+)?)(?:(?:, | ?\/ ?| \| )(?:(?:and |or )?[\p{L}\d-]+(?: [\p{L}\d-]+)?))*(?:,? (?:or|and|\/) (?:[\p{L}\d-]+(?: [\p{L}\d-]+)?))?)$/iu,
  );
  const values = choice?.[2]?.split(/\s*[,/|]\s*(?:and |or )?|\s+(?:or|and)\s+/) ?? [];
  // "The kind of offence and the fine" are two values, and no choice.
  const isOf = /^[^‹]* of [^,/|]+(?:,[^,/|]+)* and [^,/|]+$/i.test(list.slice((choice?.[1] ?? "").length - 1));
  const slashed = list.match(/^(.*?[\p{L}]) ?(?::|-|–)? ?((?:[\p{L}\d-]+ ?\/ ?)+[\p{L}\d-]+)$/u);
  if (
    !isOf &&
    values.length > 1 &&
    !values.some((value) => /^(?:name|date|price|phone|email|notes?|description)$/i.test(value))
  )
    return `${choice?.[1]} ‹${values.join("¦")}›`;
  if (slashed?.[2] && / \/ /.test(slashed[2])) return `${slashed[1]} ‹${slashed[2].split(/ ?\/ ?/).join("¦")}›`;
  return list;
}

/** One item as a value: "how many bottles I have left" is their number, "the date they applied" is a date. */
function asValue(chunk: string): string {
  return saidOf(chunk)
    .replace(
      /^whether (?:it|they|he|she|this|that|the [\p{L}-]+) (need|want|own|require|use|take|speak|eat|drive|include|contain|cause)s? (?:an? |any )?([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
      (_, does: string, what: string) => `${does}s ${what} flag`,
    )
    .replace(
      /^whether (?:it|they|he|she|this|that|an?|the)(?: [\p{L}-]+)? ([\p{L}]+(?:ed|pt|lt|nt))$/iu,
      (_, done: string) => `${done} flag`,
    )
    .replace(
      /^whether (?:it|they|he|she|an?|the)(?: [\p{L}-]+)? (?:have |has )?([\p{L}]+ed|paid|sent|made|read|given|taken) (?:an?|the|their|his|her|our|its) ([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
      "$2 $1 flag",
    )
    .replace(/^whether (?:an?|any|the) ([\p{L}-]+(?: [\p{L}-]+)?) (?:is|are|was|were) ([\p{L}-]+)$/iu, "$1 $2 flag")
    .replace(/^whether (?:an?|the) ([\p{L}-]+) ([\p{L}]+s)$/iu, "$1 $2 flag")
    .replace(
      /^how (?:it|they|he|she|we) (?:likes?|prefers?|wants?|wish|wishes) to (?:be )?([\p{L}]+)$/iu,
      (_, done: string) => `preferred ${wayOf(done)} method`,
    )
    .replace(/^(?:has|have) (?=an? )/i, "")
    .replace(/^(?:has|have) ([\p{L}-]+(?: [\p{L}-]+)?)$/iu, "$1 flag")
    .replace(
      /^(?:comes?|is|are|lies?|belongs?)(?: [\p{L}]+ed)? (?:from|to|of|in|at|on|by|for) (?=(?:an?|the|one) )/iu,
      "",
    )
    .replace(/ to be [\p{L}]+(?:ed|en|t)(?: [\p{L}]+)?$/iu, "")
    .replace(
      /^when (?:it|they) (?:is|was|has been|are|were) (finished|repaired|returned|completed|sold|bought|sent|received|delivered)$/iu,
      "$1 on",
    )
    .replace(/^([\p{L}]+(?:ed|id)) or not$/iu, "$1 flag")
    .replace(/^when (?:it|they|he|she|this|that|the [\p{L}-]+) .+$/iu, "date")
    .replace(/^where (?:it|they|he|she|this|that|the [\p{L}-]+) .+$/iu, "place")
    .replace(
      /^how long (?:it|they|he|she|this|that|the [\p{L}-]+) (?:will |would |should )?(?:take|last|need)s?n? in (minutes|hours|days)$/iu,
      "duration in $1",
    )
    .replace(
      /^whether (?:it|they|he|she|this|the [\p{L}-]+) (?:is|are|has been|have been|was|were|has|have) (?:an? )?([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
      "$1 flag",
    )
    .replace(/^(?:and|or|also|then|plus|&) /i, "")
    .replace(/^how many ([\p{L}-]+).*$/iu, "number of $1")
    .replace(/^(?:how long)\b.*$/i, "duration")
    .replace(/^how much .*$/i, "amount")
    .replace(/^(?:an? )?(?:max(?:imum)?\.?|min(?:imum)?\.?) (?:number|amount|count) of ([\p{L}-]+)$/iu, (found) =>
      found.replace(/^an? /i, "").replace(/(?:number|amount|count) of /i, ""),
    )
    .replace(/ (?:they|he|she|we|i|you|it|which|that|who|when|where|because|so that|if) (?!.*›).*$/i, "")
    .replace(
      /^([\p{L} -]+) ([\p{L}-]+(?:\/[\p{L}-]+){2,})$/u,
      (_, name: string, all: string) => `${name} ‹${all.replaceAll("/", "¦")}›`,
    )
    .replace(/ (?:each|every|apiece|respectively)$/i, "")
    .trim();
}

/** Whether a phrase is somebody. */
export const isSomebody = (words: readonly string[]): boolean =>
  isPerson(words.at(-1) ?? "") && !isValueWord(words.join(" "));
