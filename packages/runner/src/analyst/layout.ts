import { isValueWord } from "./fields.ts";
import { singular } from "./tokens.ts";

/** What opens a line of a list: dashes, numbers of any depth, letters, ids ("FR-2:", "Objective 3:"), tick boxes. */
const bullet =
  /^\s*(?:[-*•–—▪●◦‣→+]|\[[ xX]?\]|\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+[.)]?|\(?[a-zA-Z][.)]|[A-Z]{1,4}[- ]?\d{1,3}(?:\.\d{1,2})*\s*[:.)–-]|[A-Z]{1,4}-\d{1,3}(?:\.\d{1,2})*|(?:[Oo]bjective|[Rr]equirement|[Gg]oal|[Ff]eature|(?:[Uu]ser )?[Ss]tory)\s*#?\d{1,3}\s*[:.)–-])\s+/;
const numbered = /^\s*\(?(\d{1,2}(?:\.\d{1,2})*)[.)]?\s/;

type Line = { text: string; isBullet: boolean; depth: number; isHeading: boolean; isBlank: boolean };
type Block = { text: string; bullets: boolean };

/**
 * What a brief is laid out as: each block is one paragraph, one item of a list, or a heading with the values listed
 * under it ("Patients", "- name", "- date of birth"). A heading that only names a part of the brief asks for nothing.
 */
export function blocksOf(written: string): string[] {
  const lines = linesOf(written);
  const blocks: Block[] = [];
  // Whoever begins sentences with a small letter ends them with their line.
  const isWrapped = !lines.some(
    ({ text }, index) =>
      /^[a-z]/.test(text) && (index === 0 || lines[index - 1]?.isBlank || /[.!?]$/.test(lines[index - 1]?.text ?? "")),
  );
  let heading: Line | undefined;
  let lead: string | undefined;
  for (const [index, line] of lines.entries()) {
    const last = blocks.at(-1);
    if (line.isBlank) {
      blocks.push({ text: "", bullets: false });
      continue;
    }
    if (line.isHeading) {
      heading = { ...line, text: line.text.replace(/:$/, "") };
      lead = undefined;
      blocks.push({ text: "", bullets: false });
      continue;
    }
    if (!line.isBullet) lead = undefined;
    const opening = line.isBullet && last?.text.endsWith(":") ? openingIn(last.text) : undefined;
    if (opening !== undefined && (opening === "" || asks.test(opening) || !isShort(line.text))) {
      lead = opening;
      blocks.pop();
    }
    const { text } = line;
    if (line.isBullet && lead !== undefined) {
      blocks.push({ text: lead === "" ? text : `${lead} ${lower(text)}`, bullets: false });
    } else if (line.isBullet && last?.text.endsWith(":") && isShort(text)) {
      last.text = `${last.text} ${text.replace(/[.,;]$/, "")}`;
      last.bullets = true;
    } else if (line.isBullet && last?.bullets && isShort(text)) {
      last.text = `${last.text}, ${text.replace(/[.,;]$/, "")}`;
    } else if (
      heading &&
      isRecordName(heading.text) &&
      (isValues(text) || (line.isBullet && isNaming(text))) &&
      (line.isBullet || (/,/.test(text) && lines[index - 1]?.isHeading))
    ) {
      const values = `${recordName(heading.text)}: `;
      if (last?.bullets && last.text.startsWith(values)) last.text = `${last.text}, ${text.replace(/[.,;]$/, "")}`;
      else blocks.push({ text: `${values}${text.replace(/[.,;]$/, "")}`, bullets: true });
    } else if (line.isBullet && heading && isRecordName(heading.text) && predicate.test(text)) {
      const said = lower(text).replace(
        /^(?:are|have|belong|need|consist|contain)(?= )/,
        (many) => ones.get(many) ?? many,
      );
      blocks.push({ text: `Each ${recordName(heading.text)} ${said}`, bullets: false });
    } else if (
      !line.isBullet &&
      last &&
      last.text !== "" &&
      !last.bullets &&
      !lines[index - 1]?.isBlank &&
      /^[a-z]/.test(text) &&
      isWrapped &&
      !/[.!?:]$/.test(last.text)
    ) {
      last.text = `${last.text} ${text}`;
    } else {
      blocks.push({ text, bullets: false });
    }
  }
  return blocks.map(({ text }) => text).filter((text) => text !== "");
}

/** "R1 The system …", "R2 A cycle …": an id without a colon, when lines have them one after the other. */
const withoutIds = (written: string): string => {
  const id = /^[ \t]*[A-Z]{1,4}-?\d{1,3}[ \t]+(?=[A-Z])/gm;
  return (written.match(id)?.length ?? 0) > 2 ? written.replace(id, "- ") : written;
};

function linesOf(written: string): Line[] {
  const lines = withoutIds(written)
    .normalize("NFC")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b-\u200d\ufeff]/g, "")
    .replace(/[^\P{Cc}\n]/gu, " ")
    .split("\n")
    .map((line) => {
      const text = line
        .replace(bullet, "")
        .replace(bullet, "")
        .replace(/^\s*#+\s*/, "")
        .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, "")
        .trim();
      const isMarked = /^\s*#+\s*\S/.test(line) || /^\s*\*\*[^*]+\*\*:?\s*$/.test(line);
      return {
        text,
        isBullet: bullet.test(line),
        depth: line.match(numbered)?.[1]?.split(".").length ?? 0,
        isHeading: isMarked,
        isBlank: text === "",
      };
    });
  return lines.map((line, index) => ({ ...line, isHeading: line.isHeading || isHeadingAt(lines, index) }));
}

/** "1. Arrangements" before "1.1 …", "Eye tests" before its list: few words that say nothing, and something under them. */
function isHeadingAt(lines: readonly Line[], index: number): boolean {
  const line = lines[index];
  const next = lines.slice(index + 1).find(({ isBlank }) => !isBlank);
  if (!line || !next || line.isBlank || next.isHeading) return false;
  const { text } = line;
  // "Work orders:" before what they are and have.
  if (
    !line.isBullet &&
    next.isBullet &&
    /^[\p{L}-]+(?: [\p{L}-]+){0,2}:$/u.test(text) &&
    isRecordName(text.slice(0, -1))
  )
    return true;
  if (text.split(/\s+/).length > 5 || /[,;:.!?]$|[,;]/.test(text)) return false;
  if (line.depth === 1 && next.depth > 1) return true;
  if (!line.isBullet && /\p{Lu}{3}/u.test(text) && text === text.toUpperCase()) return true;
  if (line.isBullet || verb.test(text) || !/^\p{Lu}/u.test(text)) return false;
  return next.isBullet || (next.text.split(/\s+/).length > 5 && (index === 0 || (lines[index - 1]?.isBlank ?? false)));
}

const verb = /\b(?:is|are|has|have|can|must|should|needs?|wants?|includes?|contains?|keeps?|records?|shows?|lists?)\b/i;

const asks = /\b(?:must|should|shall|can|may|will|to|cannot)$/i;

/** "Staff must be able to:" is said with each item of the list under it; "The following:" is not said at all. */
function openingIn(text: string): string | undefined {
  const opening = text.slice(0, -1).trim();
  if (asks.test(opening)) return opening;
  return /\b(?:following|as follows|these|features|requirements|rules|needs|wishes|objectives|goals|reports?|lists|statistics|views|extras|functions|questions|roles|actions)$/i.test(
    opening,
  ) && !/\b(?:has|have|with|includes?|contains?|fields?|details?)\b/i.test(opening)
    ? ""
    : undefined;
}

const isShort = (text: string): boolean => withoutBrackets(text).split(/\s+/).length <= 4 || isValues(text);

/** "Wind farm", "turbine ID (unique)": a few words that could only be what a record holds. */
const isNaming = (text: string): boolean =>
  withoutBrackets(text).split(/\s+/).length <= 4 &&
  !sentence.test(withoutBrackets(text)) &&
  !predicate.test(`${text} `) &&
  !/^(?:add|show|list|keep|track|record|book|search|find|print|export|import|warn|send|sort|filter) /i.test(text);

const withoutBrackets = (text: string): string => text.replace(/\s*\([^()]*\)/g, "").trim();

/** Whether a line only lists values: "first name, last name, date of birth". */
function isValues(text: string): boolean {
  const items = text
    .replace(/\([^()]*\)/g, "")
    .replace(/[.,;]$/, "")
    .split(/,\s*(?:and\s+)?|\s+and\s+/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
  if (items.length === 0 || items.some((item) => item.split(/\s+/).length > 5 || sentence.test(item))) return false;
  return items.filter((item) => isValueWord(item.toLowerCase())).length * 2 >= items.length;
}

const sentence =
  /\b(?:is|are|has|have|can|may|must|should|shows?|lists?|search|find|sees?|per|by|when|if|with|who|which|that|whose|than|overdue|all|every|each|not|no)\b/i;
const predicate = /^(?:can|may|must|should|has|have|is|are|belongs?|needs? to|consists?|contains?) /i;

const ones = new Map(
  Object.entries({
    are: "is",
    have: "has",
    belong: "belongs",
    need: "needs",
    consist: "consists",
    contain: "contains",
  }),
);

/** A heading that names a kind of record, and not a part of the brief. */
const isRecordName = (heading: string): boolean => {
  const words = heading.toLowerCase().split(/\s+/);
  return words.length <= 3 && words.every((word) => /^[\p{L}-]+$/u.test(word)) && !section.test(words.at(-1) ?? "");
};

const section =
  /^(?:see|overview|scope|features?|requirements?|rules?|reports?|reporting|background|goals?|users?|roles?|finance|progress|lists?|general|notes?|workflow|process|pages?|screens?|data|views?|statistics|figures|objectives?|description|introduction|context|functions?|search|constraints?|security|access|permissions?|summary|dashboard|records?|information|details?|extras?|wishes|needs|must|should|could|later|other|misc|questions?|navigation|content|sections?|menu|commands?|options?|output|input|systems?|flows?|sync)$/;

const recordName = (heading: string): string => {
  const words = heading.toLowerCase().split(/\s+/);
  return [...words.slice(0, -1), singular(words.at(-1) ?? "")].join(" ");
};

const lower = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
