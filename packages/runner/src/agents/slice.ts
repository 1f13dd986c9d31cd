import { dirname, join } from "node:path/posix";
import type { Contract, FileTree, Requirement } from "../artefacts.ts";
import { problemsOf } from "../checks/tree.ts";
import { AnswerRefused } from "../models/ask.ts";
import { gatePath, PathRefused } from "../sandbox/path-gate.ts";

/** One requirement's part of the application: what may be changed for it, and what has to be known to do so. */
export type Slice = {
  requirement: Requirement;
  /** Who builds it. */
  agent: "coder" | "workflow" | "integration";
  /** Where its own new files go. */
  folder: string;
  /** Its acceptance tests, which only the testing agent writes. */
  testFile: string;
  mayWrite(path: string): boolean;
  /** Files that exist and may be changed. */
  own: string[];
  /** What those import, for reading. */
  neighbours: string[];
};

/** Where a feature is hung in: what every application has, and no requirement owns. */
const shared = ["src/application.ts", "src/http/app.ts", "src/http/openapi.ts"];
const pages = /^src\/pages\/[\w-]+\.ts$/;
const maxFileBytes = 60_000;

/** What a slice of this requirement may touch: the records that it speaks of, where features are hung in, its own folder. */
export function sliceOf(requirement: Requirement, contract: Contract, files: FileTree): Slice {
  const id = requirement.id.toLowerCase();
  const folder = `src/features/${id}`;
  const testFile = `test/${id}.test.ts`;
  const words = `${requirement.text} ${requirement.source.quote}`.toLowerCase();
  const isMeant = (entity: Contract["entities"][number]) =>
    [entity.label, entity.pluralLabel, entity.name].some((name) => words.includes(name.toLowerCase())) ||
    requirement.targets.some((target) => new RegExp(`^${entity.name}\\b`).test(target));
  const meant = contract.entities.filter(isMeant);
  const folders = (meant.length > 0 ? meant : contract.entities).map(({ name }) => `src/entities/${kebab(name)}/`);
  const isOwn = (path: string) =>
    shared.includes(path) || pages.test(path) || folders.some((each) => path.startsWith(each));
  const own = [...files.keys()].filter((path) => isOwn(path) || path.startsWith(`${folder}/`)).sort();
  const newMigration = new RegExp(`^migrations/\\d{4}_${id}[a-z0-9_]*\\.sql$`);
  return {
    requirement,
    agent: requirement.kind === "state" ? "workflow" : isAcross(requirement) ? "integration" : "coder",
    folder,
    testFile,
    own,
    neighbours: neighboursOf(own, files),
    mayWrite: (path) =>
      own.includes(path) ||
      (path.startsWith(`${folder}/`) && /\.(ts|css|html)$/.test(path)) ||
      (newMigration.test(path) && !files.has(path)),
  };
}

const isAcross = ({ kind }: Requirement) => kind === "notification" || kind === "import-export";

const kebab = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** What these files import of the project itself, without themselves. */
function neighboursOf(own: readonly string[], files: FileTree): string[] {
  const found = new Set<string>();
  for (const path of own)
    for (const [, to = ""] of (files.get(path) ?? "").matchAll(/from "(\.[^"]+)"/g)) {
      const at = join(dirname(path), to);
      if (files.has(at) && !own.includes(at)) found.add(at);
    }
  return [...found].sort();
}

/**
 * Whether a file may be written by the slice's builder, as it would be.
 *
 * @throws AnswerRefused with the reason
 */
export function gateWrite(slice: Slice, path: string, text: string): void {
  try {
    gatePath(path);
  } catch (error) {
    if (error instanceof PathRefused) throw new AnswerRefused(error.message);
    throw error;
  }
  const name = path.slice(0, 100);
  if (!slice.mayWrite(path))
    throw new AnswerRefused(
      `${name} is not yours to write: change the files you were shown as yours, or add to ${slice.folder}/.`,
    );
  gateText(path, text);
}

/** What every file has to be, whoever wrote it. @throws AnswerRefused with the reason */
export function gateText(path: string, text: string): void {
  if (Buffer.byteLength(text) > maxFileBytes) throw new AnswerRefused(`${path} is larger than ${maxFileBytes} bytes.`);
  if (!text.isWellFormed() || text.includes("\0")) throw new AnswerRefused(`${path} is not text.`);
  if (text === "") throw new AnswerRefused(`${path} would be empty.`);
  const [problem] = problemsOf(path, text);
  if (problem !== undefined) throw new AnswerRefused(`${problem}.`);
}
