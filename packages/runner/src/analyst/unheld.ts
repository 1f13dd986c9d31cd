import type { Draft, Wish } from "./draft.ts";
import { singular } from "./tokens.ts";
import { valuesOf } from "./vocabulary.ts";

/**
 * What a sentence says beyond what was built of it: what must never be, what follows from a move,
 * how long something lasts, and the things of a plain list.
 *
 * @returns the reason, for the gap
 */
export const unheld = (draft: Draft, wish: Wish): string | undefined =>
  neverHeld(draft, wish) ??
  ownMoves(wish) ??
  followsFromMove(wish) ??
  lastsSoLong(draft, wish) ??
  listedAndLost(draft, wish);

/** "No double bookings" of which bookings are kept, as often as one likes. */
function neverHeld(draft: Draft, wish: Wish): string | undefined {
  const { text, targets } = wish;
  if (valuesOf(draft, wish).some(({ field }) => field.unique || (field.min ?? 0) !== 0 || field.max !== undefined))
    return undefined;
  const found = text.match(/^(?:no|never(?: any)?|avoid|prevent) [\p{L}-]+(?: [\p{L}-]+)?/iu)?.[0];
  if (!found || [...targets].some((target) => /[?~!]|^report:|^access$/.test(target))) return undefined;
  if (/^no \S+ (?:has|have|had|is|are|was|were)\b|^no (?:longer|matter)\b/i.test(text)) return undefined;
  return `The records are kept, but nothing that this version builds refuses what this sentence forbids (“${found.toLowerCase()}”).`;
}

/** "Employees can cancel their own bookings" of bookings that everybody may cancel. */
function ownMoves({ text, targets }: Wish): string | undefined {
  const found = text.match(/\b(?:their|his|her|his or her) own [\p{L}-]+/iu)?.[0];
  if (!found || targets.size === 0 || ![...targets].every((target) => target.includes("!"))) return undefined;
  return `The moves are built, but that they are for “${found.toLowerCase()}” alone is not held by this version.`;
}

/** "When approved, seeds are deducted" of which seeds are approved. */
function followsFromMove({ text, targets }: Wish): string | undefined {
  const [, when = "", follows = ""] = text.match(/^((?:when|once|after|as soon as|upon)\b[^,]{2,60}), (.+)$/iu) ?? [];
  const verbs = [...targets].flatMap((target) => target.match(/!(.+)$/)?.[1] ?? []);
  if (when === "" || verbs.length === 0 || verbs.length !== targets.size) return undefined;
  const stems = verbs.map((verb) => verb.replace(/^mark-/, "").slice(0, 4));
  return stems.some((stem) => new RegExp(`\\b${stem}`, "i").test(follows))
    ? undefined
    : `The moves are built, but what follows from them in this sentence (“${follows}”) is not.`;
}

/** "Warranty of 6 months after finish" of which somebody types in a text. */
function lastsSoLong(draft: Draft, wish: Wish): string | undefined {
  const found = wish.text.match(/\b\d+ (?:days?|weeks?|months?|years?) (?:after|before|from|since) [\p{L}]+/iu)?.[0];
  const values = valuesOf(draft, wish);
  const isMore = [...wish.targets].some((target) => /[?~!]|^report:/.test(target));
  if (!found || values.length === 0 || isMore) return undefined;
  return values.some(({ field }) => field.type !== "text" && field.type !== "reference")
    ? undefined
    : `The records are kept, but nothing that this version builds works out “${found.toLowerCase()}”.`;
}

/** "Cameras (make, model), owners, repairs" of which nobody keeps owners. */
function listedAndLost(draft: Draft, { text, targets, kind }: Wish): string | undefined {
  const plain = text.replace(/\([^)]*\)/g, "").replace(/‹[^›]*›/g, "");
  if (!["entity", "field", "relation"].includes(kind) || targets.size === 0 || /[:;]| (?:with|of|for) /i.test(plain))
    return undefined;
  const items = plain.split(/, (?:and )?| and /).map((item) => item.trim().toLowerCase());
  if (items.length < 2 || !/\(/.test(text) || items.some((item) => item === "" || item.split(" ").length > 2))
    return undefined;
  const known = new Set(
    draft.entities.flatMap(({ words, fields }) => [
      ...words,
      ...fields.flatMap(({ label }) => label.toLowerCase().split(" ")),
    ]),
  );
  const lost = items.find((item) => !known.has(singular(item.split(" ").at(-1) ?? "")));
  return lost === undefined
    ? undefined
    : `The records are kept, but nothing that this version builds keeps the “${lost}” in this sentence.`;
}
