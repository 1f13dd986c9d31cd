import type { Contract, FileTree } from "../artefacts.ts";
import type { Question } from "../models/ask.ts";
import { dataRule, fenced } from "./fence.ts";
import { applyEdits, patchForm, readEdits } from "./patch.ts";
import { gateWrite, type Slice } from "./slice.ts";
import { contractOf } from "./tester.ts";

const maxShown = 90_000;

const rules = (
  slice: Slice,
) => `You work on a web application in TypeScript that runs on Node 24 as it is (types are stripped, nothing is compiled), with Hono, Drizzle on SQLite and zod, and no other package. It passes all its tests; leave what it can do as it is.
You may change the files that you are shown as yours, and add files under ${slice.folder}/ (and a migration migrations/NNNN_${slice.requirement.id.toLowerCase()}.sql with the next number, never a change of an older one). Describe every route that you add in src/http/openapi.ts.
Write finished code that a careful senior engineer would accept: strict types, no notes of unfinished work, no comment about having changed something, errors handled, everything that people typed escaped in pages. Never read the environment, start a process or call another machine.
${dataRule}
${patchForm}`;

/** The tree with an answer's changes in it, each file past the gate. */
const reader = (slice: Slice, files: FileTree) => (answer: string) =>
  applyEdits(files, readEdits(answer), (path, text) => gateWrite(slice, path, text));

/** Asks the slice's builder to make its tests pass. */
export function buildQuestion(slice: Slice, contract: Contract, files: FileTree, tests: string): Question<FileTree> {
  const { requirement, testFile } = slice;
  return {
    agent: slice.agent,
    taskId: `build-${requirement.id}`,
    form: rules(slice),
    prompt: [
      fenced("the requirement", `${requirement.id}: ${requirement.text}\n${requirement.source.quote}`),
      fenced("the application's contract", contractOf(contract)),
      ...shown(slice, files),
      fenced(`${testFile} (fails so far; not yours to change)`, tests),
      "Make these tests pass, and no other test fail.",
    ].join("\n\n"),
    read: reader(slice, files),
  };
}

/** Asks for a repair of what was built, from what fails. `refused`: why the repair before was not taken. */
export function repairQuestion(
  slice: Slice,
  files: FileTree,
  tests: string,
  evidence: readonly string[],
  refused?: string,
): Question<FileTree> {
  const { requirement, testFile } = slice;
  return {
    agent: "qa",
    taskId: `repair-${requirement.id}`,
    form: rules(slice),
    prompt: [
      fenced("the requirement", `${requirement.id}: ${requirement.text}`),
      ...shown(slice, files),
      fenced(`${testFile} (not yours to change)`, tests),
      fenced("what fails", evidence.slice(0, 20).join("\n").slice(0, 8_000)),
      ...(refused === undefined ? [] : [fenced("why your repair before this was not taken", refused)]),
      "Repair it: fewer things have to fail, and nothing may fail that passes now.",
    ].join("\n\n"),
    read: reader(slice, files),
  };
}

/** The slice's files and what they import, the slice's own first, as far as there is room. */
function shown({ own, neighbours, folder }: Slice, files: FileTree): string[] {
  const mine = [...files.keys()].filter((path) => own.includes(path) || path.startsWith(`${folder}/`));
  const parts: string[] = [];
  let room = maxShown;
  const entry = (path: string) => (/^src\/(application|http|entities|features)/.test(path) ? 0 : 1);
  for (const [title, paths] of [
    ["yours", mine.sort((a, b) => entry(a) - entry(b) || (a < b ? -1 : 1))],
    ["to read only", neighbours],
  ] as const)
    for (const path of paths) {
      const text = files.get(path) ?? "";
      if (text.length > room) continue;
      room -= text.length;
      parts.push(fenced(`${path} (${title})`, text));
    }
  return parts;
}
