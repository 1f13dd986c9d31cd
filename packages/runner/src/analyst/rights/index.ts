import type { Draft, DraftEntity, Wish } from "../draft.ts";
import { type Telling, tellingsIn } from "./forms.ts";

/** What a sentence tells of rights, until all records are known that it could be about. */
export type Told = { telling: Telling; wish: Wish; last: DraftEntity | undefined };

const cuts =
  /;\s+|,? (?:but|while|whereas) (?=\S)|, (?:and )?|,? and (?=(?:only|nobody|no one|no-one)\b)|,? and (?=(?:the )?[\p{L}-]+(?: [\p{L}-]+)? (?:(?:can|may|must|should) (?:not|only)|cannot|can't|only|are|have)\b)/iu;
const lead =
  /^(?:(?:(?:user |access )?(?:roles?|rights|permissions?|access|security|rules?)(?: and (?:roles?|rights|permissions?|access))?): |(?:also|of course|in addition|furthermore|please note that|note that|make sure(?: that)?|ensure that|it is important that|importantly|as for rights),? )+/iu;

/**
 * Takes out of a sentence what it says of rights.
 *
 * @param open starts a wish of the sentence
 * @returns what is left of the sentence to be read; undefined when it says nothing of rights
 */
export function takeRights(
  draft: Draft,
  text: string,
  last: DraftEntity | undefined,
  open: (text: string) => Wish,
): string | undefined {
  if (draft.isTool || /\b(?:respectively|and above|and higher|or above)\b/i.test(text)) return undefined;
  const spoken = toldOf(text.replace(lead, "").replace(/[.!]+$/, ""));
  const take = (piece: string): boolean => {
    const tellings = tellingsIn(piece)?.filter((each) => each.kind !== "all" || isAboutAll(draft, each));
    if (!tellings || tellings.length === 0) return false;
    const wish: Wish = { ...open(piece), kind: "role" };
    draft.wishes.push(wish);
    for (const telling of tellings) draft.tellings.push({ telling, wish, last });
    return true;
  };
  if (take(spoken)) return "";
  const pieces = spoken.split(cuts).filter((piece) => piece !== undefined && piece.trim() !== "");
  if (pieces.length < 2 || !pieces.some((piece) => isPlainRight(piece))) return undefined;
  const rest = pieces.filter((piece) => !take(piece));
  return rest.length === pieces.length ? undefined : rest.join(", ");
}

/** "As a member I only see my own bookings", told of members. */
const toldOf = (text: string): string =>
  text
    .replace(
      /^as an? ([\p{L}-]+(?: [\p{L}-]+)??),? i (?:(?:want|would like|need) to (?:be able to )?|(?=(?:can|may|must|should|cannot|only|see|view)\b))/iu,
      "each $1 ",
    )
    .replace(/^(.{2,40}?) alone (?=(?:can|may|must|should)\b)/i, "only $1 ")
    .replace(
      /^(.{2,60}?) (cannot|can't|can not|may not|must not) (.+?),? nor (?:can|may|must|do|should) (.{2,40})$/i,
      "$1 and $4 $2 $3",
    )
    .replace(/\bmy own\b/gi, "their own");

/** Whether a part of a sentence tells of a right by itself, and is more than "… see all of them". */
const isPlainRight = (piece: string): boolean => tellingsIn(piece)?.some(({ kind }) => kind !== "all") ?? false;

/** "Office staff sees everything": a right beside others' being limited; "managers see all orders" is a list elsewhere. */
const isAboutAll = ({ spoken }: Draft, { what, verbs }: Telling): boolean =>
  verbs.includes("see") &&
  (/^(?:everything|anything|all records|all data)$/i.test(what) || / (?:their|his|her|my) own /.test(spoken));
