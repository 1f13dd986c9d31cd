import type { Kind } from "../artefacts.ts";
import { isIntegration } from "./integration/index.ts";
import type { Sentence } from "./text.ts";

/** What people call each kind of software; the first that a sentence names decides. */
const signs: readonly (readonly [pattern: RegExp, kind: Kind])[] = [];

/** The kind of software that a brief asks for: the one it names, else an application to keep records with. */
export const kindOf = (sentences: readonly Sentence[]): Kind =>
  sentences.flatMap(({ text }) => signs.filter(([pattern]) => pattern.test(text)).map(([, kind]) => kind)).at(0) ??
  (isIntegration(sentences) ? "integration" : "web-app");

/** Kinds of software that people ask for and this version doesn't build, by what they are called. */
const others: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [
    /\bcommand[- ]line (?:tool|program|application|app|utility|interface|script)\b|\ba(?:n|simple|small)? cli\b|\bcli tool\b|\b(?:terminal|console) (?:tool|program|application)\b/i,
    "a command-line tool",
  ],
  [
    /\bstatic (?:web ?)?(?:site|pages)\b|\b(?:web ?site|homepage) with (?:(?:the |these |following |a few |several |\w+ )*)pages\b|\b(?:landing page|brochure (?:web ?)?site|portfolio (?:web ?)?site)\b/i,
    "a static website",
  ],
];

/**
 * Why a sentence asks for another kind of software than this version builds; undefined when it doesn't. A web
 * application with forms in its place would be a pretended success.
 */
export function otherKindIn(text: string): string | undefined {
  const kind = others.find(([pattern]) => pattern.test(text))?.[1];
  return kind && `This asks for ${kind}. This version builds business web applications with an API only.`;
}
