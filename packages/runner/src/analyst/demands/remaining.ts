import { type Draft, type DraftEntity, findEntity } from "../draft.ts";
import { camel, capital } from "../fields.ts";
import { singular } from "../tokens.ts";
import { settle } from "./amounts.ts";
import type { Demand } from "./demand.ts";
import { moneyOf } from "./room.ts";

const pattern =
  /\b(?:(?:remaining|unspent|available|left[- ]?over) (?<what>budget|balance|funds|credit|grant|allowance)|(?<kind>budget|balance|funds|credit|grant|allowance) (?:remaining|left))(?: (?:per|of|for|by|in|on) (?:each |every |an? |the )?(?<owner>[\p{L}-]+(?: [\p{L}-]+)?))?$/iu;

/** "Show the remaining budget per department": what is given less what is spent of it. */
export const remaining: Demand = {
  test: pattern,
  read(draft, { text }, wish) {
    const { what, kind, owner } = text.replace(/[.]$/, "").match(pattern)?.groups ?? {};
    const given = (what ?? kind ?? "").toLowerCase();
    if (draft.isTool || given === "") return false;
    const named = owner ? findEntity(draft, owner.toLowerCase().split(" ").map(singular)) : undefined;
    const entity = named ?? ownerOf(draft, given);
    const whole = entity?.fields.find(({ name, type }) => type === "money" && name.toLowerCase().includes(given));
    const spent = entity && whole && moneyOf(draft, entity, "");
    if (!entity || !whole || !spent) return false;
    const less = settle(entity, spent);
    const name = camel(["remaining", given]);
    settle(entity, {
      name,
      needs: [
        {
          name,
          label: capital(`remaining ${given}`),
          value: {
            kind: "combined",
            parts: [
              { value: whole.name, times: 1 },
              { value: less, times: -1 },
            ],
          },
        },
      ],
    });
    wish.kind = "computed";
    for (const each of [name, less, whole.name]) wish.targets.add(`${entity.name}.${each}`);
    return true;
  },
};

/** The one kind of record that has it. */
function ownerOf(draft: Draft, given: string): DraftEntity | undefined {
  const [only, another] = draft.entities.filter(({ fields }) =>
    fields.some(({ name, type }) => type === "money" && name.toLowerCase().includes(given)),
  );
  return another ? undefined : only;
}
