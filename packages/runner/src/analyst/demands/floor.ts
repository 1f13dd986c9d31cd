import type { Draft, DraftEntity, Wish } from "../draft.ts";
import { camel, capital } from "../fields.ts";
import type { Demand } from "./demand.ts";

const pattern =
  /^(?:and )?(?:(?:the |its |their )?(?<what>[\p{L}][\p{L} -]*?) )??(?:(?:must|may|can|should|shall|is allowed to|will) ?)?(?:never|not) (?:ever )?(?:(?:go|fall|drop|sink|get|be) (?:below|under|lower than|less than) (?:zero|0)|(?:be|become|go|get) negative)$/iu;

/** "It must never go below zero", of what was worked out just before: what came in covers what goes out. */
export const floor: Demand = {
  test: pattern,
  read(draft, { text, sentence }, wish) {
    const told = text
      .replace(/[.]$/, "")
      .replace(/\bcan(?:no|')t\b/i, "can not")
      .match(pattern)?.groups;
    if (draft.isTool || !told) return false;
    // Who was just spoken of is often left out.
    const what = told.what ?? "it";
    const found = /^(?:it|this|that|they)$/i.test(what)
      ? workedOutBefore(draft, wish, sentence.quote)
      : workedOutAs(draft, what);
    if (!found) return false;
    const { entity, name } = found;
    entity.rules.push({
      kind: "never",
      when: [{ field: name, op: "lt", to: { literal: 0 } }],
      message: `${capital(text.replace(/^(?:it\b|(?=never|not|must|may))/i, `the ${entity.computed.find((each) => each.name === name)?.label.toLowerCase() ?? name} `).replace(/ {2,}/g, " "))}.`,
    });
    wish.kind = "rule";
    wish.targets.add(`${entity.name}~${entity.rules.length - 1}`).add(`${entity.name}.${name}`);
    return true;
  },
};

type Found = { entity: DraftEntity; name: string };

/** The figure that the words before spoke of. */
function workedOutBefore(draft: Draft, wish: Wish, quote: string): Found | undefined {
  const before = draft.wishes.slice(0, draft.wishes.indexOf(wish)).reverse();
  const last = before.find((each) => each.sentence.quote === quote) ?? before[0];
  for (const target of last?.kind === "computed" ? last.targets : []) {
    const [owner, name = ""] = target.split(".");
    const entity = draft.entities.find((each) => each.name === owner);
    if (entity && balanceOf(entity, name)) return { entity, name };
  }
  return undefined;
}

function workedOutAs(draft: Draft, what: string): Found | undefined {
  const name = camel(
    what
      .toLowerCase()
      .replace(/ (?:of|for|per) .+$/, "")
      .split(" "),
  );
  const entity = draft.entities.find((each) => balanceOf(each, name));
  return entity && { entity, name };
}

/** What is less by something can be negative. */
const balanceOf = ({ computed }: DraftEntity, name: string): boolean =>
  computed.some(
    (each) => each.name === name && each.value.kind === "combined" && each.value.parts.some(({ times }) => times < 0),
  );
