import { unsupportedIn } from "../gaps.ts";
import { isAttaching, readAttached } from "../structure/attached.ts";
import { singular } from "../tokens.ts";
import { anyOf, type Demand, found } from "./demand.ts";

const nouns =
  "photo(?:graph)?s?|pictures?|images?|logos?|attachments?|documents?|scans?|cvs?|screenshots?|pdfs?|files?|receipts?";
const what = `(?:all )?(?:an? |the |its |their |each )?(?<what>(?:[\\p{L}-]+ )?(?:${nouns}))(?: of (?:an? |the |each |every |all )?(?<holder>[\\p{L}-]+(?: [\\p{L}-]+)?))?`;
const where = "(?: (?:in|on|next to|beside|within|from|with|to|by) [^,]+)?";
const may = "(?:(?:can|may|must|should|will)(?: also)? |are able to )";
const forms = [
  new RegExp(
    `^(?:(?:the )?[\\p{L}-]+(?: [\\p{L}-]+)? ${may}?)?(?:shows?|displays?|views?|sees?|opens?|downloads?|previews?|replaces?|removes?|deletes?) ${what}${where}$`,
    "iu",
  ),
  new RegExp(
    `^${what} (?:should|must|can|may|are|is|will)(?: also| then)?(?: be)? (?:shown|displayed|visible|viewed|seen|opened|downloaded|downloadable|previewed|replaced|removed|deleted)${where}$`,
    "iu",
  ),
];

/** "Photos are shown in the list", "documents can be downloaded": what every field of files does by itself. */
export const shownFiles: Demand = {
  test: anyOf(...forms),
  read(draft, { text }, wish, focus) {
    const groups = forms.map((form) => text.match(form)?.groups).find((each) => each !== undefined);
    if (!groups) return false;
    const wanted = singular(groups.what?.toLowerCase().split(" ").at(-1) ?? "");
    const holder = groups.holder === undefined ? undefined : found(draft, groups.holder);
    const order = holder
      ? [holder]
      : [...draft.entities].sort((a, b) => Number(b === focus.last) - Number(a === focus.last));
    for (const { name, fields } of order) {
      const field = fields.find(
        ({ type, files, label }) =>
          type === "file" &&
          (singular(label.toLowerCase().split(" ").at(-1) ?? "") === wanted ||
            /^(?:document|file|attachment)$/.test(wanted) ||
            (files?.pictures === true && /^(?:photo|photograph|picture|image)$/.test(wanted))),
      );
      if (!field) continue;
      wish.kind = "field";
      wish.targets.add(`${name}.${field.name}`);
      return true;
    }
    return false;
  },
};

/** "Clients upload receipts", where what a receipt is was told afterwards. */
export const attachedFiles: Demand = {
  test: /\b(?:attach|upload|scan)/i,
  read(draft, { text }, wish, focus) {
    if (draft.isTool || !isAttaching(text)) return false;
    if (readAttached(draft, text, wish, focus)) return true;
    wish.gap = unsupportedIn(text)?.why ?? "It is not said which records the files belong to.";
    return true;
  },
};
