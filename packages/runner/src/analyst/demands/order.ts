import type { Field } from "../../artefacts.ts";
import { amountOf, type Draft, type DraftEntity, dueOf, type Wish } from "../draft.ts";
import { singular } from "../tokens.ts";
import type { Demand } from "./demand.ts";

/** "Oldest first", "longest overdue first", "highest amount first": the order of the list that was asked for just before. */
const pattern =
  /^(?:and )?(?:(?:with |sorted )?(?:the )?)?(oldest|earliest|soonest|newest|latest|most recent|longest|most|largest|biggest|highest|heaviest|dearest|smallest|lowest|cheapest|fewest|least)(?: ([\p{L} -]+?))?(?: ones?)? first$/iu;

const byDay = /^(?:oldest|earliest|soonest|newest|latest|most recent)$/i;
const upwards = /^(?:oldest|earliest|soonest|smallest|lowest|cheapest|fewest|least)$/i;

export const order: Demand = {
  test: pattern,
  read(draft, { text, sentence }, wish) {
    const [, most = "", what = ""] = text.match(pattern) ?? [];
    const found = listBefore(draft, wish, sentence.quote);
    if (!found) return false;
    const { entity, list } = found;
    const isOverdue = /\boverdue\b|\blate\b/i.test(what);
    const field =
      byDay.test(most) || isOverdue
        ? dayOf(entity, list.sort)
        : what === ""
          ? amountOf(entity)
          : numberOf(entity, what);
    if (!field) return false;
    // One list has one order.
    if (list.descending !== undefined) return false;
    list.sort = field.name;
    // What is overdue the longest fell due first.
    list.descending = isOverdue ? upwards.test(most) : !upwards.test(most);
    wish.kind = "list";
    wish.targets.add(`${entity.name}?${list.name}`).add(`${entity.name}.${field.name}`);
    return true;
  },
};

/** The list that the same sentence asked for. */
function listBefore(draft: Draft, wish: Wish, quote: string) {
  const before = draft.wishes.slice(0, draft.wishes.indexOf(wish)).filter((each) => each.sentence.quote === quote);
  for (const { targets } of before.reverse())
    for (const target of targets) {
      const [name, called] = target.split("?");
      const entity = draft.entities.find((each) => each.name === name);
      const list = entity?.lists.find((each) => each.name === called);
      if (entity && list) return { entity, list };
    }
  return undefined;
}

const dayOf = (entity: DraftEntity, sort: string | undefined): Field | undefined => {
  const isDay = ({ type }: Field) => type === "date" || type === "dateTime";
  return (
    entity.fields.find((field) => field.name === sort && isDay(field)) ?? dueOf(entity) ?? entity.fields.find(isDay)
  );
};

const numberOf = (entity: DraftEntity, what: string): Field | undefined => {
  const noun = singular(what.toLowerCase().split(" ").at(-1) ?? "");
  const isNumber = ({ type }: Field) => ["money", "integer", "decimal", "percent"].includes(type);
  return (
    entity.fields.find(
      (field) =>
        isNumber(field) &&
        field.label
          .toLowerCase()
          .split(/[^\p{L}]+/u)
          .map(singular)
          .includes(noun),
    ) ??
    (/^(?:amount|sum|value|total|price|cost)$/.test(noun)
      ? entity.fields.find(({ type }) => type === "money")
      : undefined)
  );
};
