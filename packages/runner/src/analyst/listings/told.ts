import { plural, singular } from "../tokens.ts";

/** What a sentence may know of the brief that it stands in. */
export type Told = {
  /** All words of the brief, in small letters. */
  spoken: string;
  /** Whether other sentences tell what such a thing holds. */
  isDescribed: (thing: string) => boolean;
};

const tells =
  "(?: (?:must|should|will|can|shall|may|also|always))*(?: ha(?:s|ve)\\b| with\\b| (?:is|are|be) (?:kept|listed|identified|described|recorded|stored)| ?\\(| ?:| [–—-] | hold| carr(?:y|ies) | include| links?\\b| records?\\b| states?\\b|,? (?:i|we|you|they|staff) (?:also )?(?:want|note|record|need|keep|put|write|hold|store|enter)\\b)";

/** @param others what the other sentences say */
export const toldIn = (spoken: string, others: readonly string[]): Told => {
  const text = others.join(". ").toLowerCase();
  return {
    spoken,
    isDescribed: (thing) => {
      const words = thing.toLowerCase().split(" ");
      const head = singular(words.at(-1) ?? "");
      const forms = [head, plural(head)].map((last) => [...words.slice(0, -1), last].join(" "));
      return new RegExp(
        `(?:^|[.,;:] |\\b(?:each|every|an?|the|all|our|keep|record|store|and|for each) (?:[a-z-]+ )?)(?:${forms.join("|")})${tells}`,
      ).test(text);
    },
  };
};
