import type { Field } from "../artefacts.ts";
import { people } from "./lexicon.ts";
import { isValueName } from "./plausible.ts";
import { singular } from "./tokens.ts";

/** What a phrase of a brief says about one value of a record. */
export type Attribute = { words: string[]; field: Field; stated: { required?: boolean } };

const filler =
  /^(?:(?:an?|one(?= [a-z])|the|its|their|his|her|our|your|my|any|some|each|every|all|other|also|basic|full|of|and|or|both|which|plus)\s+)+/;

type Typed = Pick<Field, "type" | "min" | "max" | "values" | "default" | "files">;

/** Enough for every side of a thing, few enough for one page. */
export const mostFiles = 20;

/** Values that are files by their very name; what only some briefs mean as one (receipts, documents) is told by sentences. */
const pictures = /\b(?:photo(?:graph)?|picture|image|logo|avatar|screenshot|snapshot|selfie)s?$/;
const papers =
  /\b(?:attachment|cv|curriculum vitae|résumé|pdf)s?$|\b(?:scanned|attached|uploaded) (?:[a-z]+ ){0,2}(?:document|copy|copie|file|receipt|invoice|contract|form|certificate|letter|agreement|id|passport|plan|page|paper|image|report)s?$|\b(?:supporting|attached|pdf) (?:document|file)s?$/;
const ofSomething = /^(?:photo(?:graph)?|picture|image|screenshot)s? of [a-z]/;
const scanOfSomething =
  /^(?:scan|scanned cop(?:y|ie)|pdf)s? of [a-z]|^cop(?:y|ies) of (?:(?:the|their|his|her|its|an?|all) )?(?:[a-z]+ )?(?:id|ids|passport|licen[cs]e|contract|agreement|certificate|policy|invoice|receipt|report|document|diploma|permit|letter|card)s?$/;

/** What files a phrase in lower case names, by itself; undefined where it is no file by its very name. */
function filesIn(text: string): Pick<Field, "type" | "files"> | undefined {
  if (/^(?:an? |the )?(?:number|no\.?|count|amount|total|quantity|names?|dates?|list|size|type|kind) of /.test(text))
    return undefined;
  const isOfPictures = pictures.test(text) || ofSomething.test(text);
  if (!isOfPictures && !papers.test(text) && !scanOfSomething.test(text)) return undefined;
  const head = text.split(" of ")[0]?.split(" ").at(-1) ?? "";
  const isMany = /s$/.test(head) && !/^(?:canvas|cvs?)$/.test(head) && singular(head) !== head;
  return { type: "file", files: { pictures: isOfPictures && !/^scanned /.test(text), most: isMany ? mostFiles : 1 } };
}

/** A phrase as a field of files, whatever it is called, with how many there may be where it says so. */
export function fileField(phrase: string): Field | undefined {
  const [, least, limit, counted = phrase] =
    phrase
      .replace(/,? (?:such as|like|including|e\.g\.|for example) .*$/i, "")
      .toLowerCase()
      .trim()
      .match(
        /^(?:(at least (?:one|1)|one or more|1 or more) |(?:up to|at most|a maximum of|max\.?|no more than) (\d+) )?(.+)$/,
      ) ?? [];
  const several = /^(?:several|multiple|many|any number of|some|more|zero or more|one or more) /.test(counted) || least;
  const plain = counted
    .replace(
      /^(?:(?:an?|the|its|their|his|her|our|your|any|all|each|every|one|some|several|multiple|many|more|any number of|zero or more|optional|relevant|related) )+/,
      "",
    )
    .replace(/ (?:files?|attachments?|uploads?)$/, (end, at: number, all: string) =>
      pictures.test(all.slice(0, at)) ? "" : end,
    );
  const attribute = attributeOf(plain.replace(/ of (?:their|his|her|its|the|an?) /, " of "));
  if (!attribute) return undefined;
  const known = filesIn(plain) ?? { files: { pictures: false, most: isPlural(plain) ? mostFiles : 1 } };
  const most = limit ? Number(limit) : several ? mostFiles : (known.files?.most ?? 1);
  if (most < 1 || most > 50) return undefined;
  return {
    name: attribute.field.name,
    label: attribute.field.label,
    type: "file",
    files: { pictures: known.files?.pictures ?? false, most },
    required: attribute.stated.required ?? (least !== undefined && /^at least/.test(least)),
    unique: false,
  };
}

const isPlural = (phrase: string): boolean => {
  const head = phrase.split(" of ")[0]?.split(" ").at(-1) ?? "";
  return singular(head) !== head;
};

/** Whether a phrase names files by itself. */
export const isOfFiles = (phrase: string): boolean =>
  filesIn(phrase.toLowerCase().replace(/^(?:(?:an?|the|its|their|his|her|one|several|some) )+/, "")) !== undefined;

/** The first that fits decides. Read with the head of the phrase at its end: "daily price", "date of birth". */
const kinds: readonly (readonly [RegExp, Typed])[] = [
  [/\bemail/, { type: "email" }],
  [/\b(phone|mobile|telephone|tel|fax|cell)( number| no)?$/, { type: "phone" }],
  [/\b(website|url|homepage|web address|web page|hyperlink|link)$/, { type: "url" }],
  [
    /^(whether|if|is|has|was|can)\b|\b(yes\/no|yes or no|flag|checkbox)$|^(active|urgent|available|vaccinated|insured|verified|paid|public|private|vegetarian|vegan|certified|neutered|billable|featured|refundable)$/,
    { type: "boolean" },
  ],
  [/\b(date and time|date\/time|datetime|timestamp)\b/, { type: "dateTime" }],
  [/\b(?:payment|delivery|shipping|contact|preferred [a-z]+) method$/, { type: "text" }],
  [/^time of day$/, { type: "time" }],
  [
    /\b((start|end|starting|ending|arrival|departure|opening|closing|pick-?up|begin|finish|kick-?off|check-in|check-out) )?time$/,
    { type: "time" },
  ],
  [
    /^(?:founding |birth |model |construction |building |installation )?year(?: of [a-z]+| (?:[a-z]+ed|built|planted|made|founded|installed|opened|bought))?$/,
    { type: "integer", min: 0 },
  ],
  [/\bin charge(?: of .+)?$/, { type: "text" }],
  [/\b(?:working|opening|business|office|consulting|visiting|service) hours$/, { type: "text" }],
  [/\btime (?:of (?!day)[a-z]+|[a-z]+ed|in|out|on|off|given|taken)$/, { type: "time" }],
  [/\bminutes? (?:spent|worked|needed|taken|used)$/, { type: "integer", min: 0 }],
  [
    /\b(?:litres|liters|kilos|kilograms|kg|grams|tonnes|metres|meters) (?:left|sold|needed|given)$/,
    { type: "decimal" },
  ],
  [
    /^(?!goods|items|things)[a-z]+[^su]s (?:sold|delivered|ordered|returned|produced|booked)$/,
    { type: "integer", min: 0 },
  ],
  [/\bhours? (?:spent|worked|needed|taken|booked|used|driven)$/, { type: "decimal" }],
  [/\b(?:balance|amount|sum|payment|fee|rent|money|total) (?:due|owed|outstanding)$/, { type: "money", min: 0 }],
  [/\b(?:price|cost|value) (?:estimate|limit)$/, { type: "money", min: 0 }],
  [/\b(?:volume|weight|length|area|distance) (?:used|needed|taken|left|sold|required|consumed)$/, { type: "decimal" }],
  [
    /^amount (?:requested|paid|due|claimed|approved|granted|owed|received|borrowed|invoiced)$/,
    { type: "money", min: 0 },
  ],
  [/^mileage (?:at|on|before|after|when) /, { type: "integer", min: 0 }],
  [/\b(?:price quote|quoted price|quote|quotation)$/, { type: "money", min: 0 }],
  [/^(?:last|next) (?!name\b|word\b|step\b)[a-z]+(?:ed|en|ne|ice|ion|it|ck)?$/, { type: "date" }],
  [
    /\b(?:home|away|total|maximum|minimum|max|min|planned|actual) (?!dates?\b|times?\b)[a-z]+[^su]s$/,
    { type: "integer", min: 0 },
  ],
  [
    /\b(date|birthday|deadline|dob|expiry|anniversary)\b|\bday$|\b(due|since|until|on)$|date of|\bvalid (?:from|to|till)$/,
    { type: "date" },
  ],
  [
    /%|\b(percent|percentage|discount|vat|tax rate|commission( rate)?|humidity|progress)$/,
    { type: "percent", min: 0, max: 100 },
  ],
  [
    /\b(number of|count of|how many)\b|\b(quantity|qty|count|stock|stock level|reorder level|minimum stock|seats|capacity|age|year|floor|bedrooms|bathrooms|rooms|points|score|mileage|duration|minutes|headcount|servings|pages|copies|guests|attendees|calories|credits|participants|odometer|lap|position|[a-z]+ spaces|berths)$/,
    { type: "integer", min: 0 },
  ],
  [/\b(?:number|licence|license|registration) plate$/, { type: "text" }],
  [/\b(rating|stars)$/, { type: "integer", min: 0 }],
  [
    /\b(hourly|daily|weekly|monthly|day|hour|nightly) rate$|\brate per\b|\b(price|fee|cost|amount|salary|rent|budget|deposit|balance|charge|wage|payment|revenue|turnover|fare|tip|value|worth|total|expense|premium|penalty|fine|bonus|pay|refund|spend|profit|income|subtotal|pledge|bid|allowance|stipend|subsidy|surcharge|toll)s?( (per|for|of|in) .+| (?:paid|charged|agreed|quoted|received|given|taken|raised|spent|owed|due|donated|sold|bought))?$|[a-z] (?:donation|contribution)$/,
    { type: "money", min: 0 },
  ],
  [
    /\b(hours|weight|tare|footage|tonnage|brix|hectares|acres|height|length|width|depth|area|volume|distance|temperature|latitude|longitude|litres|liters|kilograms|kg|km|kilometres|metres|dose|dosage|rate|yield|ph|level|reading|pressure|speed|acreage|diameter|thickness|voltage|wattage|amperage|moisture|salinity|consumption)( (in|per|of|on|at) .+)?$/,
    { type: "decimal" },
  ],
  [
    /(?<!\b(?:strike|bank|bass|top|key|delivery|credit|sick|musical) )\bnotes?$|\b(description|comments?|remarks?|reason|details|summary|message|feedback|instructions|bio|biography|history|(?<!on |of |the )body|observations?|findings?|diagnosis|text|allergies|justification|explanation|ingredients|symptoms|steps|method|terms|justification)$/,
    { type: "longText" },
  ],
  [/\b(?:priority|severity|urgency)$/, { type: "enum", values: ["low", "medium", "high"], default: "medium" }],
];

const later =
  /\b(returned|(?:on|at|after) return|completed|completion|closed|paid|finished|actual|left$|end of|resolved|last(?! name)|decided|departure|expiry|expires)\b/;

/** A choice between yes and no is none. */
const isYesNo = (values: readonly string[]): boolean =>
  values.length === 2 && /^(?:yes|true|y)$/i.test(values[0] ?? "") && /^(?:no|false|n)$/i.test(values[1] ?? "");

/** "A resolved flag" is whether it is resolved. */
const flag = /(?<=[a-z]) (?:flag|indicator|checkbox|tick ?box|marker)$/;

/** Reads one phrase as a value: its name, its type from its words, and whether a record must have it. */
export function attributeOf(phrase: string, values?: readonly string[]): Attribute | undefined {
  let text = phrase
    .toLowerCase()
    .replace(/ ?° ?[cf]\b/g, " degrees")
    .replace(/(?<! in) degrees$/, " in degrees")
    .replace(/(?<!\d)\.|\.(?!\d)|[^\p{L}\p{N}%/'. -]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  const stated: { required?: boolean } = {};
  let unique = false;
  const isFlag = flag.test(text);
  if (/\b(optional|optionally|if any|if known|possibly|maybe)\b/.test(text)) stated.required = false;
  if (!isFlag && /\b(required|mandatory|compulsory)\b/.test(text)) stated.required = true;
  if (/\bunique\b/.test(text)) unique = true;
  text = text
    .replace(flag, "")
    .replace(
      isFlag ? /^$/ : /\b(optional|optionally|if any|if known|possibly|maybe|required|mandatory|compulsory|unique)\b/g,
      " ",
    )
    .replace(/\s+/g, " ")
    .trim();
  text = text.replace(/(\d) (?:percent|%|euros?|dollars|pounds|points|kg|minutes|hours|days)$/, "$1");
  const range =
    text.match(/\s(?:from|between|of) (\d+(?:\.\d+)?)(?: to | and |-)(\d+(?:\.\d+)?)$/) ??
    text.match(/\s(\d+(?:\.\d+)?)(?:-| to )(\d+(?:\.\d+)?)$/);
  const isWhole = !range?.[0].includes(".");
  if (range) text = text.slice(0, text.length - range[0].length);
  text = text
    .replace(/ of (?:up to |at most |at least )?\d[\d.,]* ?(?=[a-z²³]+$)/, " in ")
    .replace(/ of (?:up to |at most |at least )?\d[\d.,]*$/, "");
  const unit = text.match(
    /^(.+) in ((?:square |cubic )?(?:metres?|meters?|m|m2|m3|m²|m³|sqm|cm|centimetres|mm|kg|kilograms|grams|g|km|kilometres|miles|litres|liters|millilitres|millimetres|ml|cl|mg|kilos|tonnes?|tons|lbs|ounces|ohms|megohms|volts|amps|watts|kw|kwh|bar|psi|seconds|hours|minutes|days|weeks|months|years|km\/h|kmh|mph|ha|hectares|acres|brix|oechsle|lux|decibels|db|rpm|hz|khz|mhz|ppm|feet|inches|degrees|percent|euros?|pounds|dollars|celsius))$/,
  );
  text = text
    .replace(filler, "")
    .replace(/^(?:whether (?:it|they|he|she) (?:is|are|has|have)|whether (?:an?|the) \S+ (?:is|has)) /, "whether ")
    .trim();
  if (text === "" || text.length > 60) return undefined;
  // "Up to 200 samples" is a limit, and nothing to type in.
  if (/ or (?:more|less|fewer|worse|better|higher|lower|older|above|below)$/.test(text)) return undefined;
  if (/^(?:no|not|never) /.test(text)) return undefined;
  if (/^(?:average|mean) .+ (?:per|by) /.test(text)) return undefined;
  if (
    /^(?:up to|at most|at least|max(?:imum)?\.?(?: of)?(?= \d)|(?:no |not )?more than|less than|fewer than) /.test(text)
  )
    return undefined;
  const words = nameWords(unit?.[1] ? text.slice(0, text.length - (unit[2] ?? "").length - 4) : text);
  if (
    words.length === 0 ||
    words.length > 6 ||
    words.slice(0, -1).some((each) => /^\d+$/.test(each)) ||
    (words[0] === "to" && words.length > 1 && !isWhereTo(words)) ||
    !/^[a-z]/.test(words[0] ?? "")
  )
    return undefined;
  if (!isValueName(words.at(-1) === "and" ? words.slice(0, -1) : words)) return undefined;
  const typed: Typed =
    values && isYesNo(values)
      ? { type: "boolean" }
      : values && values.length > 1
        ? { type: "enum", values: [...values] }
        : isFlag
          ? { type: "boolean" }
          : text === "bill"
            ? { type: "money", min: 0 }
            : typeOf(text, unit?.[2]);
  const label = capital(
    unit?.[1] ? `${words.join(" ")} (${unit[2]})` : words.join(" ").replace(/^email( address)?$/, "e-mail"),
  );
  const field: Field = {
    name: camel(words),
    label,
    ...typed,
    ...(range && ["integer", "decimal", "percent", "text", "enum"].includes(typed.type) && !values
      ? {
          type: !isWhole ? "decimal" : ["text", "enum"].includes(typed.type) ? "integer" : typed.type,
          values: undefined,
          default: undefined,
          min: Number(range[1]),
          max: Number(range[2]),
        }
      : {}),
    required:
      stated.required ??
      (!["longText", "email", "phone", "url", "boolean", "file"].includes(typed.type) && !later.test(text)),
    unique,
  };
  return { words, field, stated };
}

/** "From holding, to holding": where something goes. */
const toWhere =
  /^(?:date|time|place|location|address|holding|site|field|farm|room|ward|station|town|city|port|airport|store|shop|warehouse|depot|account|branch|country|bin|shelf|person|department)$/;

export const isWhereTo = (words: readonly string[]): boolean =>
  words.length === 2 && words[0] === "to" && toWhere.test(words[1] ?? "");

function typeOf(text: string, unit: string | undefined): Typed {
  if (unit && /percent/.test(unit)) return { type: "percent", min: 0, max: 100 };
  if (unit && /euro|pound|dollar/.test(unit)) return { type: "money", min: 0 };
  if (unit)
    return /seconds|minutes|days|weeks|months|years/.test(unit) ? { type: "integer", min: 0 } : { type: "decimal" };
  return filesIn(text) ?? kinds.find(([pattern]) => pattern.test(text))?.[1] ?? { type: "text" };
}

/** Whether a noun is one value of a record rather than a record of its own. */
export const isValueWord = (phrase: string): boolean =>
  valueHeads.test(singular(phrase.split(" ").at(-1) ?? "")) ||
  typeOf(phrase, undefined).type !== "text" ||
  /\b(?:dates|priorities|deadlines|prices|statuses)$/i.test(phrase);

const valueHeads =
  /^(name|title|colou?r|size|type|kind|category|status|code|number|reference|address|city|town|postcode|country|street|location|place|brand|make|model|serial|species|breed|gender|sex|language|level|grade|subject|topic|theme|label|tag|unit|sku|isbn|barcode|registration|plate|stage|condition|material|medium|genre|nationality|role|position|department|time|variety|method|frequency|speciality|specialty|diet|purpose|result|outcome|photo|picture|image|signature|surname|firstname|nickname|origin|destination|from|to|width|height|sender|recipient|initial|region|area|zone|weather|language|format|source|caption|slogan|currency)$/;

export const isPerson = (noun: string): boolean => people.has(singular(noun));

export const camel = (words: readonly string[]): string => {
  const safe = words.map((word) => word.normalize("NFD").replace(/[^A-Za-z0-9]/g, "")).filter((word) => word !== "");
  const joined = safe
    .map((word, index) => (index === 0 ? word.toLowerCase() : capital(word.toLowerCase())))
    .join("")
    .slice(0, 48);
  return /^[a-z]/.test(joined) ? joined : `f${joined}`;
};
export const pascal = (words: readonly string[]): string => capital(camel(words));
export const kebab = (words: readonly string[]): string => {
  const made = words
    .join("-")
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  return /^[a-z]/.test(made) ? made : `r-${made}`.replace(/-+$/, "");
};

/** What a project of this name is called in addresses and files; `otherwise` when nothing of it can stand there. */
export const slugOf = (name: string, otherwise: string): string =>
  kebab(
    name
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean)
      .slice(0, 6),
  ) || otherwise;
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const nameWords = (text: string): string[] =>
  text
    .replace(/'s?\b/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word, index) => word !== "" && (index === 0 || !/^(?:the|an)$/.test(word)));
