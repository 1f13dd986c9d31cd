import type { Computed } from "../../artefacts.ts";
import { addByPhrase, type Draft, type DraftEntity } from "../draft.ts";
import { camel, capital, isPerson } from "../fields.ts";
import { numberOf } from "../number-words.ts";
import { singular } from "../tokens.ts";
import { byName, settle } from "./amounts.ts";
import { anyOf, type Demand, mentioned } from "./demand.ts";

const count = "(?<count>\\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty|thirty)";
/** "A client must be at least 18 years old", "drivers under 21 cannot be accepted", "minimum age is 18". */
const ages: readonly RegExp[] = [
  new RegExp(
    `^(?:an? |the |each |every |all )?(?<who>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:must|should|have to|has to|need to|needs to) be (?:at least |over |older than )?(?<most>at most |under |younger than )?${count}(?: years)?(?: old| of age)?(?: or (?<way>older|over|above|younger))?$`,
    "iu",
  ),
  new RegExp(
    `^(?:the )?minimum age (?:of (?:an? |the )?(?<who>[\\p{L}-]+) )?(?:is|must be) ${count}(?: years)?$`,
    "iu",
  ),
];
const is =
  "(?:(?:must|may|can|shall|should) (?:be|last|run|take)(?: for)?(?= longer than| more than| over)|(?:must|may|can|shall|should) (?:not|never) (?:be|last|run|take|exceed|go on)(?: for)?|cannot (?:be|last|run|take|exceed|go on)(?: for)?|(?:must|may|can|shall|should) (?:be|last|run|take)(?: for)? (?:only )?(?=at most|no longer|up to|a maximum)|lasts?|runs?|is|are)(?: for)?";
/** "The validity must not be longer than 365 days", "a loan may last at most 3 weeks", "no stay is longer than 14 nights". */
const lasting: readonly RegExp[] = [
  new RegExp(
    `^(?<no>no )?(?:an? |the |each |every )?(?<what>[\\p{L}-]+(?: (?:of (?:an? |the )?)?[\\p{L}-]+)??) ${is} ?(?:(?:longer|more) than|over|beyond|at most|no longer than|no more than|up to|a maximum of)? ?${count} (?<unit>days|weeks|months|years|nights)(?: long)?(?: at most)?$`,
    "iu",
  ),
];
const limit = /\b(?:longer than|more than|over|beyond|exceed|at most|no longer than|no more than|up to|maximum of)\b/i;

/** How old somebody must be, and how long something may last: worked out of its dates, and refused beyond that. */
export const spans: Demand = {
  test: anyOf(...ages, ...lasting),
  read(draft, { text }, wish, focus) {
    if (draft.isTool) return false;
    const plain = text.replace(/[.]$/, "");
    for (const pattern of ages) {
      const { who, count: told = "", most, way } = plain.match(pattern)?.groups ?? {};
      const years = numberOf(told);
      if (told === "" || !(years >= 1 && years <= 130) || (!/old|age|over|young/i.test(plain) && years < 12)) continue;
      const entity =
        who === undefined || /^(?:it|they|he|she|you|people)$/i.test(who) ? focus.last : byName(draft, who);
      const born =
        entity?.fields.find(({ type, name }) => type === "date" && /birth|born/i.test(name)) ??
        (entity && isPerson(entity.words.at(-1) ?? "") && /\b(?:years old|years of age|age|aged)\b/i.test(plain)
          ? addByPhrase(entity, "date of birth", { required: true })
          : undefined);
      if (!entity || !born) continue;
      born.required = true;
      const age = settle(entity, {
        name: "age",
        needs: [{ name: "age", label: "Age", value: { kind: "ageYears", from: born.name } }],
      });
      const isMost = most !== undefined || way === "younger";
      const strict = /\b(?:over|older than|under|younger than) \d/i.test(plain);
      const op = isMost ? (strict ? ("gte" as const) : ("gt" as const)) : strict ? ("lte" as const) : ("lt" as const);
      return never(entity, age, op, years, plain, wish);
    }
    for (const pattern of lasting) {
      const { no, what = "", count: told = "", unit = "" } = plain.match(pattern)?.groups ?? {};
      if (what === "" || !limit.test(plain)) continue;
      if (no === undefined && !/\b(?:not|never|cannot|at most|no longer|no more|up to|maximum)\b/i.test(plain))
        continue;
      const days = numberOf(told) * ({ week: 7, month: 31, year: 366 }[singular(unit.toLowerCase())] ?? 1);
      const entity = lastingOne(draft, what, focus.last);
      const length = entity && lengthOf(entity, unit);
      if (!entity || !length || !(days >= 1 && days <= 4_000)) continue;
      return never(entity, settle(entity, length), "gt", days, plain, wish);
    }
    return false;
  },
};

function never(
  entity: DraftEntity,
  field: string,
  op: "lt" | "lte" | "gt" | "gte",
  literal: number,
  text: string,
  wish: Parameters<Demand["read"]>[2],
): true {
  entity.rules.push({ kind: "never", when: [{ field, op, to: { literal } }], message: `${capital(text)}.` });
  wish.kind = "rule";
  wish.targets.add(`${entity.name}~${entity.rules.length - 1}`).add(`${entity.name}.${field}`);
  return true;
}

/** What may last so long: itself named, or "the validity", "the rental period" of what was spoken of. */
function lastingOne(draft: Draft, what: string, spoken: DraftEntity | undefined): DraftEntity | undefined {
  const whole = byName(draft, what);
  if (whole) return whole;
  const named = /^(?:it|they|this|that)$/i.test(what) || /\b(?:validity|period|duration|length|term)\b/i.test(what);
  return named ? (mentioned(draft, what) ?? spoken) : undefined;
}

/** Days from its start to its end; both have to be there. */
function lengthOf(entity: DraftEntity, unit: string): { name: string; needs: Computed[] } | undefined {
  const dates = entity.fields.filter(({ type, name }) => (type === "date" || type === "dateTime") && !/On$/.test(name));
  const from = dates.find(({ name }) => /start|from|begin|arriv|check-?in|departure|loan|issue/i.test(name));
  const to = dates.find(
    (field) => field !== from && /end|to$|until|return|depart|check-?out|finish|due|expir/i.test(field.name),
  );
  if (!from || !to || from.type !== to.type) return undefined;
  from.required = true;
  to.required = true;
  const name = camel([/night/i.test(unit) ? "nights" : "days"]);
  return {
    name,
    needs: [{ name, label: capital(name), value: { kind: "daysBetween", from: from.name, to: to.name } }],
  };
}
