import type { Computed, Field } from "../../artefacts.ts";
import { type Draft, type DraftEntity, pluralWords, type Wish } from "../draft.ts";
import { camel, capital } from "../fields.ts";
import { events } from "../lexicon.ts";
import { infinitive } from "../tokens.ts";
import { byName, standing } from "./amounts.ts";
import { anyOf, type Demand } from "./demand.ts";

const held =
  "(?:the |its |their )?(?<what>(?:(?:quantity|amount|number|level|count) (?:of [\\p{L}]+ )?)?(?:in )?stock(?: (?:level|quantity|count))?|quantity(?: in stock| on hand)?|number of (?:copies|units|pieces|items)(?: in stock| available)?|inventory)(?: (?:of|for) (?:an? |the |each |every |that )?(?:[\\p{L}-]+))?";
const moves =
  "(?<way>goes down|decreases?|drops?|falls?|shrinks|(?:is|are|must be|should be|gets) (?:automatically )?(?:reduced|decreased|lowered|deducted)|goes up|increases?|rises?|grows|(?:is|are|must be|should be|gets) (?:automatically )?(?:increased|raised))";
const by =
  "(?: (?:automatically|accordingly))?(?: by (?:the |that )?[\\p{L}]+(?: [\\p{L}]+)?)?(?: (?:automatically|accordingly))?";
const patterns: readonly RegExp[] = [
  // "The stock goes down with each sale", "the quantity in stock is reduced when an item is sold".
  new RegExp(
    `^${held} ${moves}${by} (?:with|for|by|on|when|whenever|each time|every time|as|after|at) (?:each |every |an? |the |all )?(?<cause>.+)$`,
    "iu",
  ),
  // "The quantity in stock goes down by the quantity withdrawn".
  new RegExp(`^${held} ${moves} by (?:the )?(?:quantity|amount|number) (?<cause>[\\p{L}]+)$`, "iu"),
  // "When a sale is recorded, the stock of the product is reduced by the quantity".
  new RegExp(
    `^(?:when|whenever|each time|every time|once|after|as soon as) (?:an?|the|each|every)? ?(?<cause>[^,]+?),? ${held} ${moves}${by}$`,
    "iu",
  ),
  // "Sales reduce the stock", "each delivery increases the quantity in stock".
  new RegExp(
    `^(?:each |every |an? |all )?(?<cause>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:automatically )?(?<way>reduces?|decreases?|lowers?|increases?|raises?) ${held}$`,
    "iu",
  ),
];

/** What is in stock is what there was less what went out: it follows each sale without anybody counting. */
export const stock: Demand = {
  test: anyOf(...patterns),
  read(draft, { text }, wish) {
    if (draft.isTool) return false;
    for (const pattern of patterns) {
      const { cause = "", way = "" } = text.replace(/[.]$/, "").match(pattern)?.groups ?? {};
      if (cause === "") continue;
      for (const owner of draft.entities) {
        const level = levelOf(owner);
        const child = level && childIn(draft, owner, cause);
        if (!level || !child) continue;
        follow(owner, level, child, /down|decreas|drop|fall|shrink|reduc|lower|deduct/i.test(way) ? -1 : 1, wish);
        return true;
      }
    }
    return false;
  },
};

type Level = { name: string; label: string };
type Child = { entity: DraftEntity; via: Field; amount: Field };

/** How much there is of something: typed in until something changes it. */
function levelOf({ fields, computed }: DraftEntity): Level | undefined {
  const isLevel = (name: string) =>
    /^(?:stock|inventory)|(?:stock|onHand)$|^quantity|inStock|^numberOf(?:Copies|Units|Pieces|Items)/i.test(name) &&
    !/min|reorder|max|initial/i.test(name);
  const level =
    computed.find(({ name, value }) => isLevel(name) && value.kind === "combined") ??
    fields.find(({ name, type }) => isLevel(name) && (type === "integer" || type === "decimal"));
  return level && { name: level.name, label: level.label };
}

/** What says how much went out or came in: named, or told by its verb. */
function childIn(draft: Draft, owner: DraftEntity, cause: string): Child | undefined {
  const children = draft.entities.flatMap((entity): Child[] => {
    const via = entity === owner ? undefined : entity.fields.find(({ target }) => target === owner.name);
    const amount = entity.fields.find(
      ({ name, type }) =>
        (type === "integer" || type === "decimal") &&
        /^(?:quantity|amount|number|units|pieces|count|kilos|litres)/i.test(name),
    );
    return via && amount ? [{ entity, via, amount }] : [];
  });
  const words = cause.toLowerCase().split(/[^\p{L}]+/u);
  const verbs = words.map(infinitive);
  const stems = verbs.filter((verb) => verb.length > 3).map((verb) => verb.slice(0, Math.max(4, verb.length - 2)));
  const told = children.filter(({ entity }) => {
    const head = entity.words.at(-1) ?? "";
    return (
      words.some((word) => byName(draft, word) === entity) ||
      verbs.some((verb) => events.get(verb)?.noun === head) ||
      stems.some((stem) => entity.words.some((word) => word.startsWith(stem))) ||
      (verbs.includes("sell") && /^(?:sale|line|item|position)$/.test(head))
    );
  });
  return told.length === 1 ? told[0] : undefined;
}

function follow(owner: DraftEntity, level: Level, child: Child, times: number, wish: Wish): void {
  const many = pluralWords(child.entity);
  const words = [
    ...child.amount.label
      .toLowerCase()
      .replace(/\(.*?\)/g, "")
      .trim()
      .split(/\s+/),
    "of",
    ...many,
  ];
  const sum = camel(words);
  if (!owner.computed.some(({ name }) => name === sum))
    owner.computed.push({
      name: sum,
      label: capital(words.join(" ")),
      value: {
        kind: "sum",
        of: child.entity.name,
        via: child.via.name,
        field: child.amount.name,
        when: standing(child.entity),
      },
    });
  child.via.required = true;
  const known = owner.computed.find(({ name }) => name === level.name);
  if (known?.value.kind === "combined") {
    if (!known.value.parts.some(({ value }) => value === sum)) known.value.parts.push({ value: sum, times });
  } else owner.computed.push(firstOf(owner, level, { value: sum, times }));
  wish.kind = "computed";
  wish.targets.add(`${owner.name}.${level.name}`).add(`${owner.name}.${sum}`);
}

/** What was typed in is what there was to begin with. */
function firstOf(owner: DraftEntity, level: Level, part: { value: string; times: number }): Computed {
  const typed = owner.fields.find(({ name }) => name === level.name);
  const initial = camel(["initial", ...level.name.replace(/[A-Z]/g, " $&").toLowerCase().split(" ")]);
  const label = level.label;
  if (typed) Object.assign(typed, { name: initial, label: `Initial ${label.toLowerCase()}` });
  return { name: level.name, label, value: { kind: "combined", parts: [{ value: initial, times: 1 }, part] } };
}
