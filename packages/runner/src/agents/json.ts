import * as z from "zod";
import { AnswerRefused } from "../models/ask.ts";

/** How to ask for data of this shape. */
export const jsonForm = (shape: z.ZodType): string =>
  `Answer with one JSON value and nothing else. It has to match this JSON Schema:\n${JSON.stringify(z.toJSONSchema(shape))}`;

/**
 * The JSON value in an answer, alone or between other words.
 *
 * @throws AnswerRefused with where it is wrong
 */
export function readJson<T>(shape: z.ZodType<T>, text: string): T {
  const parsed = shape.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new AnswerRefused(`At ${first?.path.join(".") || "its top"}: ${first?.message ?? "wrong"}.`.slice(0, 300));
}

function parse(text: string): unknown {
  const fencedIn = text.match(/```(?:json)?\s*\n([\s\S]*?)\n\s*```/)?.[1];
  for (const candidate of [text, fencedIn, outermost(text, "{", "}"), outermost(text, "[", "]")]) {
    if (candidate === undefined) continue;
    try {
      return JSON.parse(candidate);
    } catch {}
  }
  throw new AnswerRefused("It is not JSON.");
}

function outermost(text: string, open: string, close: string): string | undefined {
  const [from, to] = [text.indexOf(open), text.lastIndexOf(close)];
  return from >= 0 && to > from ? text.slice(from, to + 1) : undefined;
}
