import { AnswerRefused } from "../models/ask.ts";

/** One change of one file: this passage becomes that. Nothing to look for: a new file, or the whole of one. */
export type Edit = { path: string; search: string; replace: string };

const marks = { search: "<<<<<<< SEARCH", between: "=======", replace: ">>>>>>> REPLACE" } as const;

/** How a change has to be written; told to every agent that changes files. */
export const patchForm = `Answer with changes in exactly this form, one block for each passage, and nothing else:

FILE: path/of/the/file.ts
${marks.search}
a passage of the file as it stands, whole lines, enough of them to occur once
${marks.between}
what stands there instead
${marks.replace}

A new file has nothing between the first two lines. Several passages of one file are several blocks, each with its FILE line.`;

const maxEdits = 60;

/**
 * Reads the blocks of an answer; what is said around them is passed over.
 *
 * @throws AnswerRefused for a block that is not whole, or when there is none
 */
export function readEdits(text: string): Edit[] {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const edits: Edit[] = [];
  let path: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const named = lines[at]?.match(/^\W{0,4}FILE:\s*[`"']?([^`"']+?)[`"'*]*\s*$/)?.[1];
    if (named !== undefined) path = named;
    if (lines[at]?.trim() !== marks.search) continue;
    if (path === undefined) throw new AnswerRefused("There is a block without a FILE line before it.");
    const between = lines.indexOf(marks.between, at + 1);
    const end = lines.findIndex((line, i) => i > between && line.trim() === marks.replace);
    if (between < 0 || end < 0) throw new AnswerRefused(`A block for ${path.slice(0, 100)} is not complete.`);
    edits.push({
      path,
      search: lines.slice(at + 1, between).join("\n"),
      replace: lines.slice(between + 1, end).join("\n"),
    });
    if (edits.length > maxEdits) throw new AnswerRefused(`There are more than ${maxEdits} blocks.`);
    at = end;
  }
  if (edits.length === 0) throw new AnswerRefused("There is no block of a change in it.");
  return edits;
}

/** A file's text as every file of a project is kept: no trailing blanks, one newline at its end. */
export const tidy = (text: string): string => {
  const body = text.replace(/\r/g, "").replace(/[ \t]+$/gm, "");
  return body === "" ? "" : `${body.replace(/\n+$/, "")}\n`;
};

/**
 * The files with the changes made; all of them or none.
 *
 * @param gate called for each file before it is written, with its text; it throws what refuses it
 * @throws AnswerRefused for a passage that is not there, or there more than once
 */
export function applyEdits(
  files: ReadonlyMap<string, string>,
  edits: readonly Edit[],
  gate: (path: string, text: string) => void,
): Map<string, string> {
  const changed = new Map(files);
  for (const { path, search, replace } of edits) {
    const before = changed.get(path);
    changed.set(path, search.trim() === "" ? replace : replaced(path, before, search, replace));
  }
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const text = tidy(changed.get(path) ?? "");
    gate(path, text);
    changed.set(path, text);
  }
  return changed;
}

function replaced(path: string, before: string | undefined, search: string, replace: string): string {
  const name = path.slice(0, 100);
  if (before === undefined) throw new AnswerRefused(`${name} does not exist, so no passage of it can be replaced.`);
  const at = find(before.split("\n"), search.split("\n"));
  if (at.length === 0) throw new AnswerRefused(`The passage to replace in ${name} is not there, word for word.`);
  if (at.length > 1) throw new AnswerRefused(`The passage to replace in ${name} is there ${at.length} times.`);
  const lines = before.split("\n");
  lines.splice(at[0] ?? 0, search.split("\n").length, ...(replace === "" ? [] : replace.split("\n")));
  return lines.join("\n");
}

/** Where these lines stand, whatever blanks end them. */
function find(lines: readonly string[], wanted: readonly string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at + wanted.length <= lines.length; at++)
    if (wanted.every((line, i) => line.trimEnd() === lines[at + i]?.trimEnd())) found.push(at);
  return found;
}
