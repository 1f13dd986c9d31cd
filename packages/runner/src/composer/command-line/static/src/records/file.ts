import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../cli/problem.ts";

export type Stored = { id: number; [field: string]: unknown };

/** Everything that is kept, by the noun of the records. */
export type Data = Map<string, { nextId: number; records: Stored[] }>;

const format = 1;
const waitMs = 5_000;

/** What the file holds; nothing when there is none yet. @throws Problem `file` */
export function readData(file: string): Data {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return new Map();
    throw new Problem("file", `${file} can't be read: ${reasonOf(error)}.`);
  }
  try {
    const parsed = JSON.parse(text) as { format?: unknown; kinds?: Record<string, { nextId: number; records: Stored[] }> };
    if (parsed.format !== format || typeof parsed.kinds !== "object") throw new Error("it has another format");
    return new Map(Object.entries(parsed.kinds));
  } catch (error) {
    throw new Problem("file", `${file} is not a data file of this tool: ${reasonOf(error)}. Nothing was changed.`);
  }
}

/**
 * Changes what the file holds: read, work, write. Two commands at a time wait for each other, and a reader or a crash
 * never sees half a file, because the new one is written beside it and takes its name.
 *
 * @throws Problem `file`, and whatever the work throws; then nothing is kept
 */
export async function changeData<T>(file: string, work: (data: Data) => T): Promise<T> {
  const release = await lock(file);
  try {
    const data = readData(file);
    const result = work(data);
    write(file, data);
    return result;
  } finally {
    release();
  }
}

function write(file: string, data: Data): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const handle = openSync(draft, "w", 0o600);
    writeSync(handle, `${JSON.stringify({ format, kinds: Object.fromEntries(data) }, undefined, 2)}\n`);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new Problem("file", `${file} can't be written: ${reasonOf(error)}.`);
  }
}

/** A file beside the data that only one process can make; one that a process left when it died is taken away. */
async function lock(file: string): Promise<() => void> {
  const beside = `${file}.lock`;
  for (const until = Date.now() + waitMs; ; await sleep(20)) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      const handle = openSync(beside, "wx");
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(beside, { force: true });
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw new Problem("file", `${file} can't be written: ${reasonOf(error)}.`);
      if (isLeftBehind(beside)) rmSync(beside, { force: true });
      else if (Date.now() > until)
        throw new Problem("file", `Another command holds ${file}. If none is running, delete ${beside}.`);
    }
  }
}

function isLeftBehind(beside: string): boolean {
  try {
    const owner = Number(readFileSync(beside, "utf8"));
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
