import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isReachable } from "./account.ts";

/** Linux's folder in memory: installing some thousand small files takes a third of the time there. */
const memory = "/dev/shm";

/** What must be free, in memory and of it: a sandbox holds about 100 MB, and what runs in it needs its own. */
const room = { folderBytes: 1_000_000_000, machineBytes: 3_000_000_000 } as const;

/**
 * A new folder for a sandbox: in memory where the machine has plenty, else under `work`, else where the sandbox's user
 * can go. What killed runs have left in a shared place is removed first: in memory it would add up.
 *
 * @param isOwn whether another user than ours must reach it
 */
export function newPlace(work: string, isOwn: boolean): string {
  if (hasRoom()) return newIn(memory);
  const base = isOwn ? [work, tmpdir(), "/tmp", "/var/tmp"].find(isReachable) : work;
  return base === undefined || base === work ? mkdtempSync(join(work, "q2o-")) : newIn(base);
}

/** Whether programs may run in a folder in memory, and it and the machine have enough of that. */
function hasRoom(): boolean {
  try {
    const mount = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" "))
      .findLast(([, at]) => at === memory);
    if (mount?.[2] !== "tmpfs" || mount[3]?.split(",").includes("noexec")) return false;
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= room.folderBytes && process.availableMemory() >= room.machineBytes;
  } catch {
    return false;
  }
}

function newIn(base: string): string {
  const ours = ownPrefix();
  for (const name of readdirSync(base)) if (name.startsWith(ours) && isLeft(base, name, ours)) remove(join(base, name));
  return mkdtempSync(join(base, `${ours}${process.pid}-`));
}

/** Process ids mean something only to those that count them together, so the name says who does. */
function ownPrefix(): string {
  try {
    return `q2o-${readlinkSync("/proc/self/ns/pid").replace(/\D/g, "")}-`;
  } catch {
    return "q2o-0-";
  }
}

function isLeft(base: string, name: string, prefix: string): boolean {
  const pid = Number(name.slice(prefix.length).match(/^(\d+)-\w{6}$/)?.[1]);
  const isOurs = statSync(join(base, name), { throwIfNoEntry: false })?.uid === process.getuid?.();
  return pid > 0 && isOurs && !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Another run may be removing it too. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 2 });
  } catch {}
}
