import type { Field } from "../../artefacts.ts";
import type { Draft, DraftEntity } from "../draft.ts";
import { attributeOf, capital } from "../fields.ts";
import { type Demand, fieldLike, mentioned } from "./demand.ts";

const pair =
  /^(?:the |an? |each |every )?(.+?) (must|should|has to|have to|cannot|may|needs? to|can)( not| never)?(?: always| only)? (?:be )?(higher than|greater than|more than|larger than|above|over|exceed|at least|lower than|less than|smaller than|below|under|at most|up to|equal to|different from|the same as) (?:the |its |their |an? )?([\p{L}][\p{L} '-]+)$/iu;
const both =
  /^(?:the )?(.+?) and (?:the )?(.+?) (?:must|should|have to|cannot|may|can)( not| never)? (be (?:\w+ )?different|differ|not be the same|be the same|be identical|be equal)/i;
/** "The second examiner must not be the supervisor": two references that may not be one record. */
const apart =
  /^(?:the |an? |each |every )?(.+?) (?:must not|may not|cannot|can not|can never|should not|must never|is never|are never) (?:also )?(?:be|play|act as) (?:also )?(?:the (?:same (?:person |one )?as )?(?:the )?|its |their |his |her |an? )([\p{L}][\p{L} -]*)$/iu;
const itself =
  /^(?:an?|the|no|each) ([\p{L}-]+(?: [\p{L}-]+)?) (?:cannot|must not|may not|can never|should not|can) (?:be )?([\p{L}-]+)(?: \w+){0,2} (?:itself|themselves|himself|herself|themself)$/iu;

/** One value of a record against another: "the asking price must be higher than the purchase price". */
export const compared: Demand = {
  test: /\b(?:must not|may not|can ?not|can never|should not|must never|is never) (?:also )?be (?:also )?(?:the|its|their|his|her) |\b(?:itself|themselves|himself|herself)\b|\b(?:be different|differ|be the same|be identical)\b|\b(?:must|should|has to|have to|cannot|may|can)\b.*\b(?:higher|greater|more|larger|lower|less|smaller|above|below|exceed|at least|at most|equal to|different from)\b/i,
  read(draft, { text }, wish, focus) {
    const one = pairOf(draft, text, focus.last);
    if (!one) return false;
    const { entity, left, op, right } = one;
    entity.rules.push({
      kind: "never",
      when: [{ field: left.name, op, to: { field: right.name } }],
      message: `${capital(text)}.`,
    });
    wish.kind = "rule";
    wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
    return true;
  },
};

type Pair = { entity: DraftEntity; left: Field; op: "eq" | "ne" | "lt" | "lte" | "gt" | "gte"; right: Field };

/** What may never be. */
function pairOf(draft: Draft, text: string, spoken: DraftEntity | undefined): Pair | undefined {
  const self = text.match(itself);
  if (self?.[1]) {
    const thing = mentioned(draft, self[1]);
    for (const entity of draft.entities) {
      const [left, right] = entity.fields.filter(({ target }) => target !== undefined && target === thing?.name);
      if (left && right) return { entity, left, op: "eq", right };
    }
    return undefined;
  }
  const two = text.match(both);
  if (two?.[1] && two[2]) {
    const same = /same|identical|equal/i.test(two[4] ?? "");
    const not = two[3] !== undefined || /\bcannot\b|not be/i.test(text);
    return valuesOf(draft, two[1], two[2], spoken, same !== not ? "ne" : "eq");
  }
  const match = text.match(pair);
  const other = match ? null : text.match(apart);
  if (other?.[1] && other[2]) {
    const [who, than] = [other[1], other[2]].map((each) => each.replace(/ (?:of|in|on|for) .+$/i, ""));
    const found = who && than ? valuesOf(draft, who, than, spoken, "eq") : undefined;
    return found?.left.type === "reference" ? found : undefined;
  }
  if (!match?.[1] || !match[5]) return undefined;
  const word = (match[4] ?? "").toLowerCase();
  const not = match[3] !== undefined || /cannot/i.test(match[2] ?? "");
  const wanted = /higher|greater|more|larger|above|over/.test(word)
    ? "gt"
    : /exceed/.test(word)
      ? "gt"
      : /at least/.test(word)
        ? "gte"
        : /at most|up to/.test(word)
          ? "lte"
          : /equal|same/.test(word)
            ? "eq"
            : /different/.test(word)
              ? "ne"
              : "lt";
  return valuesOf(draft, match[1], match[5], spoken, not ? wanted : opposite[wanted]);
}

const opposite = { gt: "lte", gte: "lt", lt: "gte", lte: "gt", eq: "ne", ne: "eq" } as const;

function valuesOf(
  draft: Draft,
  one: string,
  two: string,
  spoken: DraftEntity | undefined,
  op: Pair["op"],
): Pair | undefined {
  for (const entity of [mentioned(draft, one), spoken, ...draft.entities]) {
    if (!entity) continue;
    const name = (phrase: string) =>
      attributeOf(phrase.replace(new RegExp(`^${entity.words.join(" ")}(?:'s)? `, "i"), "").replace(/ of .+$/i, ""))
        ?.words ?? [];
    const left = fieldLike(entity, name(one));
    const right = fieldLike(entity, name(two));
    if (!left || !right || left === right) continue;
    const alike = left.type === right.type && (left.type !== "reference" || left.target === right.target);
    const ordered = ["integer", "decimal", "money", "percent", "date", "dateTime", "time"].includes(left.type);
    if (alike && (ordered || op === "eq" || op === "ne")) return { entity, left, op, right };
  }
  return undefined;
}
