import type { Field } from "../../artefacts.ts";
import { addField, type Draft, type DraftEntity, findEntity, plainFile, refer, type Wish } from "../draft.ts";
import { fileField, isOfFiles, isPerson, mostFiles } from "../fields.ts";
import { singular, tokensOf } from "../tokens.ts";
import { entityOf, type Focus, thingIn } from "./thing.ts";

const may =
  "(?:(?:can|could|may|must|should|shall|will|(?:need|want|have|wish)s? to|has to|would like to)(?: also| always| optionally)?(?: be able to)? |(?:is|are|must be|should be) able to )";
const who =
  "(?:(?:an? |the |each |every |all |our )?(?<who>[\\p{L}'-]+(?: [\\p{L}'-]+)?(?: (?:and|or) (?:the )?[\\p{L}'-]+)?) )";
const to =
  "(?:to|for|of|on|onto|per|with|in|into|against|under|from|about|alongside|along with|when creating|when adding)";
const possible =
  "(?:(?:it (?:should|must|has to)(?: also)? )?be possible to |it is possible to |(?:we|i) (?:want|need|would like|wish) to(?: be able to)? )";

/** Verbs that are about files whatever is named, and verbs that are so when what is named is a file. */
const attach = "attach(?:es)?|uploads?|scans?(?: in)?";
const keep =
  "adds?|stores?|keeps?|saves?|takes?|includes?|records?|provides?|submits?|sends? in|hands? in|links?|puts?|makes?";
const attached = "attached|uploaded|scanned(?: in)?";
const kept = "added|stored|kept|saved|taken|included|provided|submitted|linked";

/** With the record that has the files at the end, however many "of" and "to" stand before it. */
const forms = [
  new RegExp(
    `^(?:${possible}|${who}?${may}?)(?<verb>${attach}|${keep}) (?<what>[^,:]+) (?<prep>${to}) (?<holder>[^,:]+)$`,
    "iu",
  ),
  new RegExp(`^(?:${possible}|${who}?${may}?)(?<verb>${attach}|${keep}) (?<what>[^,:]+)$`, "iu"),
  new RegExp(
    `^(?<what>[^,:]+?) (?<must>can|could|may|must|should|shall|will|is|are|has to|have to|needs? to)(?: also| optionally)?(?: be)? (?<verb>${attached}|${kept}) ${to} (?<holder>[^,:]+)$`,
    "iu",
  ),
  new RegExp(
    `^(?<what>[^,:]+?) (?<must>can|could|may|must|should|shall|will|is|are|has to|have to|needs? to)(?: also| optionally)?(?: be)? (?<verb>${attached}|${kept})$`,
    "iu",
  ),
  new RegExp(
    `^(?<holder>[^,:]+?) (?<must>can|could|may|must|should|shall|will|has to|have to|needs? to)? ?(?:have|has|contain|include)s? (?<what>[^,:]+?) (?<verb>${attached})(?: to (?:it|them))?$`,
    "iu",
  ),
  /^(?<holder>(?:each|every|all|an?|the) [^,:]+?) (?<must>must|has to|have to|should|shall) (?:have|include|contain|come with) (?<what>[^,:]+)$/iu,
  /^(?<holder>(?:each|every|all|an?|the) [^,:]+?) (?<must>needs?|requires?) (?<what>[^,:]+)$/iu,
];

/** Files of programs and of tapes are none of a record. */
const others =
  /\b(?:csv|excel|spreadsheets?|xlsx?|json|xml|backups?|videos?|films?|clips?|audio|recordings?|music|data|rows|barcodes?|qr[- ]?codes?|tickets?|labels?|badges?|tags?)\b/i;

/**
 * "Attach files to a ticket", "photos of each item can be uploaded", "every listing must have a photo": a value of the
 * record that is a file.
 */
export function readAttached(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const plain = text
    .replace(/[‹(](?:pdf|jpe?g|png|gif|webp|word|[,¦/ ]|or|and)+[›)]/gi, "")
    .replace(
      / (?:as|in) (?:an? )?(?:pdfs?|attachments?|files?|images?|photos?|proof|evidence|scans?|pictures?)(?: format| files?)?(?= |$)/gi,
      "",
    )
    .replace(/\s+/g, " ")
    .trim();
  // "A report as PDF" is a file, whatever a report is elsewhere.
  const isSaid = plain.length < text.trim().length;
  for (const form of forms) {
    const groups = plain.match(form)?.groups;
    if (groups && readForm(draft, ofWhat(draft, groups), wish, focus, isSaid)) return true;
  }
  return false;
}

/** Whether a sentence says that something is attached, wherever that belongs. */
export const isAttaching = (text: string): boolean =>
  !others.test(text) &&
  forms.some((form) => {
    const { verb = "", what = "" } = text.match(form)?.groups ?? {};
    if (!isSureVerb.test(verb)) return false;
    return /^upload/i.test(verb) || isFileName(what) || isPaper(bare(what).toLowerCase().split(" ").map(singular));
  });

const isSureVerb = new RegExp(`^(?:${attach}|${attached})$`, "iu");

type Groups = Partial<Record<"who" | "verb" | "what" | "prep" | "holder" | "must", string>>;

/** "Photos of the trip can be added": the record that has them stands with them. */
function ofWhat(draft: Draft, groups: Groups): Groups {
  const [, what, holder] =
    groups.holder === undefined ? (groups.what?.match(/^(.+) (?:of|for|with) (.+)$/i) ?? []) : [];
  const thing = holder === undefined ? undefined : thingIn(tokensOf(holder));
  return what && thing && findEntity(draft, thing.words) ? { ...groups, what, holder } : groups;
}

function readForm(draft: Draft, groups: Groups, wish: Wish, focus: Focus, isSaid: boolean): boolean {
  const { what = "", verb = "", must = "" } = groups;
  if (others.test(what) || /\b(?:cannot|not|never|no)\b/i.test(`${must} ${what}`)) return false;
  // "Technicians are attached to jobs" tells of no file, and neither does "upload products".
  const isFile = (phrase: string) => {
    const words = bare(phrase).toLowerCase().split(" ").map(singular);
    if (isFileName(phrase) || isPaper(words)) return true;
    return (isSaid || /^upload/i.test(verb)) && !isPerson(words.at(-1) ?? "") && !findEntity(draft, words);
  };
  const whole = what.split(/ (?:and|or) (?:an? |the )?/i).flatMap((each) => each.split(/, ?/));
  // Nothing is made of a sentence before it is known to be about files.
  if (!whole.every(isFile)) return false;
  // "Include the logo on the invoice": where it is to be seen, and nothing that has it.
  if (groups.holder === undefined && / (?:on|for|in|with|from|under|against|per|to|at) /i.test(what)) return false;
  // "Take a photo of the damage": what it shows, and not what has it.
  const holder = holderIn(draft, groups, focus);
  const shows =
    groups.holder !== undefined &&
    holder === undefined &&
    groups.prep === "of" &&
    /^(?:photo|picture|image|scan|screenshot|cop)/i.test(bare(what));
  const named = shows ? [`${what} of ${groups.holder}`] : whole;
  const owner =
    holder ?? (groups.holder === undefined || shows ? withoutHolder(draft, named[0] ?? "", groups, focus) : undefined);
  if (!owner) return false;
  const isDemanded = /^(?:must|has to|have to|needs?|needs? to|requires?)$/i.test(must);
  const fields = named.flatMap((each) => placed(draft, owner, each, isDemanded, wish));
  if (fields.length < named.length) return false;
  wish.kind = "field";
  focus.last = owner;
  return true;
}

/** What is called so is written on paper, and kept as a file where it is attached, uploaded or scanned. */
const papers =
  /^(?:receipt|invoice|bill|contract|certificate|agreement|letter|drawing|plan|sketch|map|paper|proof|evidence|form|licen[cs]e|policy|permit|passport|id|report|protocol|manual|datasheet|quote|quotation|voucher|diploma|transcript|résumé|resume|cv|brochure|flyer|presentation|document|file|attachment|scan|photo|photograph|picture|image|screenshot|logo|pdf|copy|deed|lease|prescription|referral|questionnaire|specification|poster|artwork)$/;
const isPaper = (words: readonly string[]): boolean => {
  const at = words.indexOf("of");
  return papers.test((at > 0 ? words[at - 1] : words.at(-1)) ?? "");
};

const bare = (phrase: string): string =>
  phrase.replace(/^(?:(?:an?|the|its|their|his|her|our|one|several|some) )+/i, "");

/** Whether a phrase says by itself that it is files. */
const isFileName = (phrase: string): boolean => {
  const field = fileField(phrase);
  return (
    field !== undefined &&
    (isOfFiles(bare(phrase)) || isOfFiles(field.label) || /\b(?:documents?|files?|scans?)$/i.test(phrase))
  );
};

/** The record that has the files, as the sentence names it. */
function holderIn(draft: Draft, { who: actor, holder }: Groups, focus: Focus): DraftEntity | undefined {
  if (holder === undefined) return undefined;
  const phrase = holder.replace(/^(?:the )?(?:page|list|profile|record|entry|details?|form) of /i, "").trim();
  if (/^(?:it|them|this|that|each|each one|those)$/i.test(phrase)) return focus.last;
  if (/^(?:their|his|her|one's)(?: own)? (?:profiles?|accounts?|records?|pages?)$/i.test(phrase))
    return actor ? entityOf(draft, actor) : undefined;
  const own = phrase.replace(/^(?:their|his|her|its)(?: own)? /i, "");
  const known = thingIn(tokensOf(own));
  const found = known && findEntity(draft, known.words);
  if (found) return found;
  // Only what is told as one of many is a record that was not told before.
  const isTold = /^(?:each|every|all|an?|any|one) /i.test(phrase) || /[^s]s$/.test(phrase) || own !== phrase;
  return isTold && !isOfFiles(phrase) ? entityOf(draft, own) : undefined;
}

/** "Receipts can be uploaded", "applicants upload their CV": whose they are, where no sentence says it. */
function withoutHolder(draft: Draft, phrase: string, { who: actor }: Groups, focus: Focus): DraftEntity | undefined {
  const field = fileField(phrase);
  const words = field?.label.toLowerCase().split(" ").map(singular) ?? [];
  const has = ({ fields }: DraftEntity) =>
    fields.some(({ label }) => label.toLowerCase().split(" ").map(singular).join(" ") === words.join(" "));
  const own = /^(?:their|his|her) /i.test(phrase) ? undefined : findEntity(draft, words);
  // Receipts are of what was spent, where the brief says no more.
  const spent = /^(?:receipt|invoice)$/.test(words.at(-1) ?? "")
    ? draft.entities.find(({ words: name }) => /^(?:expense|claim|purchase|cost|payment|trip)$/.test(name.at(-1) ?? ""))
    : undefined;
  const last = focus.last && has(focus.last) ? focus.last : undefined;
  if (actor && /^(?:their|his|her) /i.test(phrase)) return draft.entities.find(has) ?? entityOf(draft, actor);
  return (
    own ??
    spent ??
    last ??
    draft.entities.find(has) ??
    (draft.entities.length === 1 ? draft.entities[0] : undefined) ??
    (isFileName(phrase) ? focus.last : undefined)
  );
}

/** Puts the files where they belong: into the record that has them, or into one of their own where the brief tells of it. */
function placed(draft: Draft, owner: DraftEntity, phrase: string, required: boolean, wish: Wish): Field[] {
  const field = fileField(phrase);
  if (!field) return [];
  const own = findEntity(draft, bare(phrase).toLowerCase().split(" "));
  if (own && (own === owner || own.told || own.fields.some(({ type }) => type !== "reference"))) {
    if (own !== owner) {
      const made = refer(own, owner, { required: true });
      if (made) wish.targets.add(`${own.name}.${made.name}`);
    }
    const made = addField(own, { ...fileOf, required });
    if (made) wish.targets.add(`${own.name}.${made.name}`);
    return made ? [made] : [];
  }
  const made = addFile(owner, { ...field, required: field.required || required });
  if (made) wish.targets.add(`${owner.name}.${made.name}`);
  return made ? [made] : [];
}

/** What a record that stands for a file holds. */
export const fileOf: Field = {
  name: "file",
  label: "File",
  type: "file",
  files: { pictures: false, most: 1 },
  required: false,
  unique: false,
};

/** A field of files; one of that name, told as one or as several, that was told before as text becomes it. */
export function addFile(owner: DraftEntity, field: Field): Field | undefined {
  const known = owner.fields.find(({ name }) => plainFile(name) === plainFile(field.name));
  if (!known) return addField(owner, field);
  if (known.type !== "file" && known.type !== "text" && known.type !== "longText") return undefined;
  const { required } = known;
  const wasFile = known.type === "file";
  const counts = [field.files?.most ?? 1, wasFile ? (known.files?.most ?? 1) : 1];
  // A number that was told stands, however the files are spoken of elsewhere.
  const most = counts.find((count) => count !== 1 && count !== mostFiles) ?? Math.max(...counts);
  Object.assign(known, {
    type: "file",
    files: { pictures: (wasFile ? known.files?.pictures : field.files?.pictures) ?? false, most },
    required: field.required || (wasFile && required),
    unique: false,
    values: undefined,
  });
  return known;
}
