import { finish } from "./finish.ts";
import type { Reader } from "./reader.ts";
import { readRecords } from "./records.ts";

/** A brief for an application that people and programs keep records with. */
export const readWebApp: Reader = (brief, sentences) => {
  const draft = readRecords(`${brief.description} ${brief.objectives}`, sentences);
  if (draft.entities.length === 0)
    return {
      code: "brief.no_records",
      message:
        "The brief doesn't say what the software keeps. Name the things it is about, for example “Keep customers and their orders, each with a date and a total”.",
    };
  return finish(brief, draft);
};
