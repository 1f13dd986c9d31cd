import { finish } from "./finish.ts";
import { otherKindIn } from "./kinds.ts";
import type { Reader } from "./reader.ts";
import { readRecords } from "./records.ts";

/** A brief for an application that people and programs keep records with. */
export const readWebApp: Reader = (brief, sentences) => {
  const draft = readRecords(`${brief.description} ${brief.objectives}`, sentences);
  const other = sentences.map((sentence) => ({ sentence, why: otherKindIn(sentence.text) })).find(({ why }) => why);
  if (other?.why)
    draft.wishes.unshift({
      text: other.sentence.text,
      sentence: other.sentence,
      kind: "other",
      priority: "must",
      targets: new Set(),
      gap: other.why,
      isWhole: true,
    });
  if (draft.entities.length === 0 && other?.why) return { code: "brief.other_kind", message: other.why };
  if (draft.entities.length === 0)
    return {
      code: "brief.no_records",
      message:
        "The brief doesn't say what the software keeps. Name the things it is about, for example “Keep customers and their orders, each with a date and a total”.",
    };
  return finish(brief, draft);
};
