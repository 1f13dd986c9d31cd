/** How an activation code is typed and shown. Whether it is good, only the API knows. */

const groups = 5;
const perGroup = 5;
export const codeLength: number = groups * perGroup;

/** A whole code among other words, as in a pasted mail. */
const amongWords = /(?<![0-9a-z])(?:(?:[0-9a-z]{5}[\s\u2010-\u2015-]+){4}[0-9a-z]{5}|[0-9a-z]{25})(?![0-9a-z])/gi;

/** What a person typed, read leniently: case, spaces and dashes do not matter, O is 0, I and L are 1, words around it are left out. */
export const readCode = (typed: string): string =>
  (typed.match(amongWords)?.at(-1) ?? typed)
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1")
    .replace(/[^0-9A-HJKMNP-TV-Z]/g, "")
    .slice(0, codeLength);

/** `XXXXX-XXXXX-…`, with as many groups as there are characters for. */
export const showCode = (typed: string): string => (readCode(typed).match(/.{1,5}/g) ?? []).join("-");

/**
 * The field after an edit, and where the caret belongs: after as many code characters as stood before it.
 *
 * @param caret position in `typed`, before formatting
 * @param former the field before the edit: when only a dash was deleted, the character before it goes with it
 */
export function formatEdit(typed: string, caret: number, former = ""): { text: string; caret: number } {
  let characters = readCode(typed);
  let before = readCode(typed.slice(0, caret)).length;
  if (typed.length < former.length && characters === readCode(former) && before > 0) {
    characters = characters.slice(0, before - 1) + characters.slice(before);
    before--;
  }
  const text = showCode(characters);
  const dashes = Math.floor(before / perGroup);
  return { text, caret: Math.min(text.length, before + dashes) };
}

/** All we know of a code after its birth: its last five characters. */
export const maskedCode = (last5: string): string => `•••••-•••••-•••••-•••••-${last5}`;
