import type { Field } from "../../artefacts.ts";
import { addField, type Draft, type DraftEntity } from "../draft.ts";
import { attributeOf, capital } from "../fields.ts";
import { singular } from "../tokens.ts";
import { type Demand, fieldLike, found, mentioned } from "./demand.ts";

type Limit = { op: "gt" | "gte" | "lt" | "lte"; number: number };

const number = "(?:[€$£]|eur |usd |gbp )?(?<number>-?[\\d][\\d.,]*|zero|one)(?<k>k\\b)?";
const single = new RegExp(
  `(?<not>\\b(?:no|not|never|cannot|can never)(?: be| have| exceed)?(?=\\s))?\\s*\\b(?<word>more than|greater than|higher than|larger than|bigger than|longer than|over|above|exceed(?:s|ing)?|less than|lower than|smaller than|shorter than|fewer than|under|below|at least|at most|up to|(?:a )?maximum(?: of)?|(?:a )?minimum(?: of)?)\\s+${number}`,
  "gi",
);
const asked = /\b(?:must|should|can|cannot|may|has to|have to|is|are|always|needs? to|never|between|not|ha(?:s|ve))\b/i;

/** The limits a text tells, each as what must hold: "must not be below 100" is at least 100. */
function limitsIn(text: string): Limit[] {
  const range = text.match(/\b(?:between|from) ([€$£]?-?[\d][\d.,]*) (?:and|to) ([€$£]?-?[\d][\d.,]*)/i);
  if (range?.[1] && range[2])
    return [
      { op: "gte", number: numberIn(range[1]) },
      { op: "lte", number: numberIn(range[2]) },
    ];
  const not = /\b(?:not|never|cannot)\b/i.test(text);
  if (/\bnegative\b/i.test(text) && not) return [{ op: "gte", number: 0 }];
  if (/\bpositive\b/i.test(text)) return [{ op: "gt", number: 0 }];
  return [...text.matchAll(single)].flatMap(({ groups, index }): Limit[] => {
    const word = (groups?.word ?? "").toLowerCase();
    const value = numberIn(groups?.number ?? "") * (groups?.k ? 1_000 : 1);
    const negated =
      groups?.not !== undefined || (/^exceed/.test(word) && /\b(?:not|never|cannot) $/i.test(text.slice(0, index + 1)));
    const more = /more|great|high|larg|big|long|over|above|exceed/.test(word);
    if (/at least|minimum/.test(word)) return [{ op: "gte", number: value }];
    if (/at most|up to|maximum/.test(word)) return [{ op: "lte", number: value }];
    if (negated) return [{ op: more ? "lte" : "gte", number: value }];
    return [{ op: more ? "gt" : "lt", number: value }];
  });
}

const numberIn = (text: string): number =>
  ({ zero: 0, one: 1 })[text.toLowerCase()] ??
  Number(
    text
      .replace(/[€$£]/g, "")
      .replace(/,(?=\d{3}\b)/g, "")
      .replace(/[.,]$/, ""),
  );

/** The numbers a phrase speaks of: of the record it names, else of every record with a value of that name. */
function numbersOf(draft: Draft, phrase: string, spoken: DraftEntity | undefined): [DraftEntity, Field][] {
  const owner =
    phrase.match(/\b(?:of|for) (?:an? |the |each |every |all )?(.+)$/i)?.[1] ??
    phrase.match(/^([\p{L}-]+)(?:'s)? /iu)?.[1] ??
    "";
  const entity = found(draft, owner);
  const own = phrase
    .replace(/ (?:of|for) .+$/i, "")
    .replace(entity ? new RegExp(`^${entity.words.join(" ")}s?(?:'s?)? (?=.)`, "i") : /^$/, "");
  const words = attributeOf(own)?.words ?? [];
  if (words.length === 0) return [];
  const fits = (field: Field) =>
    ["integer", "decimal", "money", "percent"].includes(field.type) || (field.type === "text" && !field.values);
  const exact = (each: DraftEntity): [DraftEntity, Field][] => {
    const field = fieldLike(each, words);
    return field && fits(field) ? [[each, field]] : [];
  };
  const ending = (each: DraftEntity): [DraftEntity, Field][] =>
    each.fields
      .filter(
        (field) =>
          fits(field) && singular(field.label.toLowerCase().split(" ").at(-1) ?? "") === singular(words.at(-1) ?? ""),
      )
      .map((field) => [each, field]);
  if (entity && exact(entity).length > 0) return exact(entity);
  const isWhole = (each: DraftEntity) =>
    each.fields.some(({ label }) => singular(label.toLowerCase()) === singular(words.join(" ").toLowerCase()));
  if (spoken && isWhole(spoken)) return exact(spoken);
  const whole = draft.entities.filter(isWhole).flatMap(exact);
  if (whole.length > 0) return whole;
  const near = [spoken, ...draft.entities]
    .flatMap((each) => (each ? [ending(each), exact(each)] : []))
    .find((all) => all.length > 0);
  return near ?? [];
}

/** "A booking is for at least 2 and at most 12 people": the number of people that each booking tells. */
function countedIn(draft: Draft, owner: string, text: string): [DraftEntity, Field][] {
  const entity = found(draft, owner.replace(/ (?:lasts?|takes?|holds?)$/i, ""));
  const noun = text.match(/\d ([\p{L}-]+)$/u)?.[1];
  if (!entity || !noun || !/\b(?:is|are) (?:only )?for\b|\b(?:takes?|holds?|has|have|lasts?)\b/i.test(text)) return [];
  const fields = entity.fields.filter(
    ({ type, label }) =>
      ["integer", "decimal"].includes(type) &&
      (label.toLowerCase().split(" ").map(singular).includes(singular(noun.toLowerCase())) ||
        (/^(?:minutes|hours|days)$/i.test(noun) && /\b(?:duration|length)\b/i.test(label))),
  );
  return fields.length === 1 && fields[0] ? [[entity, fields[0]]] : [];
}

/** "Room capacity must be at least 2" where no room had a capacity yet: the limit is what tells of it. */
function named(draft: Draft, phrase: string): [DraftEntity, Field][] {
  const words = phrase.toLowerCase().replace(/'s\b/g, "").split(" ");
  const of = words.indexOf("of");
  const owners = of > 0 ? words.slice(of + 1).filter((word) => !/^(?:an?|the|each|every|all)$/.test(word)) : words;
  const entity = draft.entities.find((each) =>
    each.words.every((word, index) => singular(owners[index] ?? "") === word),
  );
  const own = of > 0 ? words.slice(0, of) : words.slice(entity?.words.length);
  const attribute = entity && own.length > 0 ? attributeOf(own.join(" ")) : undefined;
  if (!entity || !attribute || !["integer", "decimal", "money", "percent"].includes(attribute.field.type)) return [];
  const field = addField(entity, attribute.field);
  return field ? [[entity, field]] : [];
}

export const bounded: Demand = {
  test: /\bis (?:always )?(?:more|less|greater|higher|lower) than \d|\b(?:lasts?|takes?) between \d|\b(?:must|should|can|cannot|may|has to|have to|is|are|always)\b(?: only| not| always)* be(?:tween)?\b.*\d|\bbetween [€$£]?[\d.,]+ and [€$£]?[\d.,]+|\b(?:must|should|has to|have to)(?: always)? be (?:positive|greater than zero|more than zero|above zero|a positive)|\b(?:cannot|must not|may not|should not|never|can never) be negative|\bis never (?:less|lower|more|higher|below|above|under|over)\b.*\d|\b(?:at least|at most|no more than|not more than|minimum|maximum|up to)\b.*\d|\b(?:cannot|must not|may not|should not|never) (?:be in the (?:past|future)|exceed|be (?:more|less|over|above|under|below|higher|lower|greater))|\bin the (?:past|future)\b|\bis an? (?:whole )?number (?:from|between)\b/i,
  read(draft, { text }, wish, focus) {
    const match =
      text.match(
        /^(?:the |an? |each |every )?(.+?)(?:,)? (?:must|should|can|cannot|may|has to|have to|is|are|never|may not|can never|needs? to)\b/i,
      ) ?? text.match(/^(?:the |an? |each |every )?(.+?) (?=between|from|at least|at most|no more)/i);
    if (!match?.[1] || !asked.test(text)) return false;
    wish.kind = "rule";
    if (/\bin the (?:past|future)\b/i.test(text)) return timed(draft, text, match[1], wish, focus.last);
    const limits = limitsIn(text.slice(match[1].length));
    const numbers = numbersOf(draft, match[1], focus.last);
    if (numbers.length === 0) numbers.push(...countedIn(draft, match[1], text));
    if (numbers.length === 0 && limits.length > 0) numbers.push(...named(draft, match[1]));
    if (
      limits.length === 0 ||
      numbers.length === 0 ||
      limits.some((limit) => !Number.isFinite(limit.number) || Math.abs(limit.number) > 1e12)
    )
      return false;
    for (const [entity, field] of numbers) {
      if (field.type === "text") field.type = "integer";
      for (const limit of limits) bound(field, limit);
      wish.targets.add(`${entity.name}.${field.name}`);
    }
    return true;
  },
};

function bound(field: Field, { op, number: given }: Limit): void {
  const value = field.type === "money" ? Math.round(given * 100) : given;
  const step = field.type === "decimal" || field.type === "percent" ? 0.01 : 1;
  if (op === "gte" || op === "gt") field.min = op === "gt" ? value + step : value;
  else field.max = op === "lt" ? value - step : value;
  // What the word alone suggested gives way to what was said.
  if (field.min !== undefined && field.max !== undefined && field.min > field.max) {
    if (op === "gte" || op === "gt") delete field.max;
    else delete field.min;
  }
}

/** "The deadline must be in the future". */
function timed(
  draft: Draft,
  text: string,
  phrase: string,
  wish: Parameters<Demand["read"]>[2],
  spoken: DraftEntity | undefined,
): boolean {
  const words = attributeOf(phrase.replace(/ of .+$/i, ""))?.words ?? [];
  const dated = (entity: DraftEntity) => {
    const field = fieldLike(entity, words);
    return field && ["date", "dateTime"].includes(field.type) ? field : undefined;
  };
  const entity = [mentioned(draft, phrase), spoken, ...draft.entities].find((each) => each && dated(each));
  const field = entity && dated(entity);
  if (!entity || !field) return false;
  const past = /\bin the past\b/i.test(text) === /\b(?:cannot|not|never)\b/i.test(text);
  // A plan that was right when it was made stays right, so only new wrongness could be refused: that needs its day.
  if (past && /\bwhen (?:an? |it |the )/i.test(text))
    draft.assumptions.add(`“${text}” is held whenever the record is saved.`);
  entity.rules.push({
    kind: "never",
    when: [{ field: field.name, op: past ? "lt" : "gt", to: { todayPlusDays: 0 } }],
    message: `${capital(text)}.`,
  });
  wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
  return true;
}
