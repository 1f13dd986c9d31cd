import { addField, type Draft, type DraftEntity, refer } from "../draft.ts";
import { camel, capital, mostFiles } from "../fields.ts";
import { plural, singular } from "../tokens.ts";
import { fileOf } from "./attached.ts";

/** What a record is called that is a file and nothing else. */
const fileWords = /^(?:document|file|attachment|scan|upload|photo|photograph|picture|image|screenshot|cv|pdf)$/;
const pictureWords = /^(?:photo|photograph|picture|image|screenshot)$/;
/** What is a file where a brief tells that such things are attached. */
const paperWords =
  /^(?:receipt|invoice|contract|certificate|agreement|letter|drawing|plan|paper|proof|form|licence|license|policy|permit)$/;

const isAttaching = (draft: Draft): boolean => / (?:attach\w*|upload\w*|scanned|photo\w*) /.test(draft.spoken);

/**
 * Told once the whole brief is read: "documents" of a case that have nothing of their own are files of the case;
 * documents with a title and a date are records, and have a file.
 */
export function gatherFiles(draft: Draft): void {
  for (const entity of [...draft.entities]) {
    const head = entity.words.at(-1) ?? "";
    if (!fileWords.test(head) && !(paperWords.test(head) && isAttaching(draft))) continue;
    if (isBare(entity)) becomeValues(draft, entity);
    else if (fileWords.test(head) && isAttaching(draft) && !entity.fields.some(({ type }) => type === "file"))
      addField(entity, { ...fileOf, files: { pictures: pictureWords.test(head), most: 1 } });
  }
  for (const owner of draft.entities)
    for (const field of [...owner.fields])
      if (field.type === "file") becomeRecords(draft, owner, field.name, field.label);
  // A receipt is a file where anything is said of attaching one.
  if (isAttaching(draft))
    for (const { fields } of draft.entities)
      for (const field of fields)
        if (
          field.type === "text" &&
          !field.values &&
          !field.unique &&
          /^(?:receipt|scan|scanned document)s?$/i.test(field.label)
        )
          Object.assign(field, {
            type: "file",
            required: false,
            files: { pictures: false, most: singular(field.name) === field.name ? 1 : mostFiles },
          });
}

/** A tool that people type keeps where a file is, and not the file. */
export function withoutFiles(draft: Draft): void {
  for (const { fields } of draft.entities)
    for (const field of fields) if (field.type === "file") Object.assign(field, { type: "text", files: undefined });
}

/** Whether nothing is told of it but what it belongs to. */
const isBare = (entity: DraftEntity): boolean =>
  entity.fields.every(({ type, name }) => type === "reference" || (type === "file" && name === "file")) &&
  entity.fields.filter(({ type }) => type === "reference").length <= 1 &&
  entity.verbs.size === 0 &&
  entity.states === undefined &&
  entity.computed.length === 0 &&
  entity.rules.length === 0 &&
  entity.lists.length === 0 &&
  !entity.isEvent;

/** The record goes, and what it belonged to has it as a value. */
function becomeValues(draft: Draft, entity: DraftEntity): void {
  const belongsTo = draft.entities.find(({ name }) => entity.fields.some(({ target }) => target === name));
  const pointing = draft.entities.filter(({ fields }) => fields.some(({ target }) => target === entity.name));
  const pictures = pictureWords.test(entity.words.at(-1) ?? "");
  const places = new Map<DraftEntity, string>();
  if (belongsTo && belongsTo !== entity) {
    const words = [...entity.words.slice(0, -1), plural(entity.words.at(-1) ?? "")];
    const field = addField(belongsTo, {
      ...fileOf,
      name: camel(words),
      label: capital(words.join(" ")),
      files: { pictures, most: mostFiles },
    });
    if (field) places.set(belongsTo, field.name);
  }
  for (const owner of pointing)
    for (const field of owner.fields)
      if (field.target === entity.name) {
        Object.assign(field, { type: "file", target: undefined, required: false, files: { pictures, most: 1 } });
        places.set(owner, field.name);
      }
  if (places.size === 0 || draft.entities.length === 1) return;
  draft.entities = draft.entities.filter((each) => each !== entity);
  const targets = [...places].map(([owner, name]) => `${owner.name}.${name}`);
  retarget(draft, entity.name, targets);
}

/** Files of a record that the brief tells of as records of their own, with more than the file. */
function becomeRecords(draft: Draft, owner: DraftEntity, name: string, label: string): void {
  const words = label.toLowerCase().split(" ").map(singular).join(" ");
  const own = draft.entities.find((each) => each !== owner && each.words.join(" ") === words);
  if (!own || isBare(own)) return;
  owner.fields = owner.fields.filter((field) => field.name !== name);
  const to = refer(own, owner, { required: true });
  const file = own.fields.some(({ type }) => type === "file") ? undefined : addField(own, fileOf);
  retarget(
    draft,
    `${owner.name}.${name}`,
    [to, file].flatMap((field) => (field ? [`${own.name}.${field.name}`] : [])),
  );
}

function retarget(draft: Draft, from: string, targets: readonly string[]): void {
  for (const wish of draft.wishes)
    for (const target of [...wish.targets]) {
      if (target !== from && !(!from.includes(".") && target.replace(/[.?!~#@].*$/, "") === from)) continue;
      wish.targets.delete(target);
      for (const each of targets) wish.targets.add(each);
    }
}
