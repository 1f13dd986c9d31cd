import { diffLines } from "diff";
import type { LlmValues } from "./llm.schema.ts";

type Line = { kind: "same" | "added" | "removed"; text: string };
type Change = { name: string; old: unknown; new: unknown };

/** Beyond this many changed lines two prompts are simply different: finding out how would take long. */
const maxChangedLines = 500;

/** Two prompts line by line. */
export function diffPrompts(old: string, now: string): Line[] {
  if (old === now) return linesOf("same", now);
  const parts = diffLines(withEnd(old), withEnd(now), { maxEditLength: maxChangedLines });
  if (!parts) return [...linesOf("removed", old), ...linesOf("added", now)];
  return parts.flatMap(({ added, removed, value }) =>
    value
      .slice(0, -1)
      .split("\n")
      .map((text): Line => ({ kind: added ? "added" : removed ? "removed" : "same", text })),
  );
}

/** Without it the last line would differ from the same line in the middle. */
const withEnd = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

const linesOf = (kind: Line["kind"], text: string): Line[] =>
  text === "" ? [] : text.split("\n").map((line) => ({ kind, text: line }));

/** What was said otherwise, value by value but for the prompt; null is nothing said. */
export function diffValues({ prompt: _, ...old }: LlmValues, { prompt: __, ...now }: LlmValues): Change[] {
  const names = new Set([...Object.keys(old), ...Object.keys(now)] as (keyof typeof old)[]);
  return [...names]
    .sort()
    .map((name) => ({ name, old: old[name] ?? null, new: now[name] ?? null }))
    .filter((change) => JSON.stringify(change.old) !== JSON.stringify(change.new));
}
