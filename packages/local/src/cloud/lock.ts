import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Thrown with a sentence for the person at the terminal; no stack is of use to them. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/**
 * Takes a state folder for this process. The system frees it when the process ends, however it ends.
 *
 * @throws StartError when another process has it
 */
export function lockHome(home: string, url: () => string): { tell: () => void; release: () => void } {
  mkdirSync(home, { recursive: true });
  const note = join(home, "running.json");
  const database = new DatabaseSync(join(home, "lock.sqlite"));
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch {
    database.close();
    throw new StartError(`${home} is already in use${whoHas(note)}. Stop that one, or set Q2O_HOME to another folder.`);
  }
  return {
    tell: () => writeFileSync(note, JSON.stringify({ pid: process.pid, url: url() })),
    release: () => database.close(),
  };
}

function whoHas(note: string): string {
  try {
    const { pid, url } = JSON.parse(readFileSync(note, "utf8")) as { pid: number; url: string };
    return ` by process ${pid}, serving ${url}`;
  } catch {
    return "";
  }
}
