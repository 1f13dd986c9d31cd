import * as z from "zod";
import type { Analysis, Brief, Requirement } from "../artefacts.ts";
import { AnswerRefused, type Question } from "../models/ask.ts";
import { dataRule, fenced } from "./fence.ts";
import { jsonForm, readJson } from "./json.ts";

const sentence = z.string().trim().min(3).max(500);
const LeftOut = z.object({
  missing: z
    .array(
      z.object({
        /** Where the author asks for it, word for word. */
        quote: sentence,
        text: sentence,
        given: sentence,
        when: sentence,
        then: sentence,
      }),
    )
    .max(20),
});

const form = `You check a plan for software against what its customer wrote. Find what the customer plainly asks for and no requirement of the plan covers, and nothing that is covered, implied or merely nice to have.
"quote" is the customer's own words for it, copied exactly. "text" says it as one sentence; "given", "when" and "then" say how one would see over HTTP that it works.
When nothing is left out, "missing" is empty.
${dataRule}
${jsonForm(LeftOut)}`;

const maxBrief = 24_000;
const maxFound = 5;

/** What the analyst's rules have read of a brief, looked at again: a sentence that they passed over becomes a gap. */
export function reviewQuestion(brief: Brief, { requirements }: Analysis): Question<Requirement[]> {
  const written = [brief.name, brief.description, brief.objectives].join("\n\n");
  const list = requirements.map(
    ({ id, text, gap }) => `${id}: ${text}${gap === undefined ? "" : " (known to be missing)"}`,
  );
  return {
    agent: "architect",
    taskId: "review",
    form,
    prompt: `${fenced("what the customer wrote", written.slice(0, maxBrief))}\n\n${fenced("the plan's requirements", list.join("\n"))}`,
    read: (text) => toRequirements(readJson(LeftOut, text).missing, brief, requirements),
  };
}

function toRequirements(
  found: z.infer<typeof LeftOut>["missing"],
  brief: Brief,
  known: readonly Requirement[],
): Requirement[] {
  let number = Math.max(0, ...known.map(({ id }) => Number(id.slice(1))));
  const texts = new Set(known.flatMap(({ text, source }) => [plain(text), plain(source.quote)]));
  return found.slice(0, maxFound).flatMap(({ quote, text, given, when, then }) => {
    const part = (["objectives", "description"] as const).find((each) => plain(brief[each]).includes(plain(quote)));
    // Nobody adds to what the customer wants: what can't be shown in their words is not theirs.
    if (part === undefined)
      throw new AnswerRefused(`“${quote.slice(0, 100)}” is not, word for word, in what the customer wrote.`);
    if (texts.has(plain(text)) || texts.has(plain(quote))) return [];
    texts.add(plain(quote));
    number += 1;
    return [
      {
        id: `R${number}`,
        text: text.replace(/\s+/g, " "),
        kind: "other",
        // The rules did not see it as something that must be, so no run fails for it.
        priority: "should",
        source: { part, quote },
        acceptance: [{ given, when, then }],
        targets: [],
        gap: "The blueprint's rules passed this over.",
      } satisfies Requirement,
    ];
  });
}

const plain = (text: string) => text.replace(/\s+/g, " ").trim().toLowerCase();
