import { readdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * As whom generated code runs. `own` is a user that owns nothing else on the machine; `same` is whoever runs us,
 * because only root can become somebody else.
 */
export type Account = { kind: "own"; uid: number; gid: number } | { kind: "same"; uid: number; gid: number };

const firstUid = 40_000;
const pairs = 5_000;

/**
 * The account for one of the two rooms of a run.
 *
 * Derived from our process id, so that two runs on one machine do not share a user: they could otherwise read each
 * other's files and signal each other's processes. The user needs no entry in /etc/passwd.
 *
 * @param room 0 for the workshop, 1 for the clean room, which must not be able to read the first
 */
export function chooseAccount(room: 0 | 1): Account {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0 || process.platform === "win32") return { kind: "same", uid, gid: process.getgid?.() ?? 0 };
  const own = firstUid + 2 * (process.pid % pairs) + room;
  return { kind: "own", uid: own, gid: own };
}

/** Whether a stranger may pass through this path and every folder above it. */
export function isReachable(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat && (stat.mode & (stat.isDirectory() ? 0o001 : 0o004)) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * Ends every process of an account, also those that left their process group.
 *
 * Only for an account of its own, and only where /proc tells whose a process is.
 */
export function killAll(account: Account): void {
  if (account.kind !== "own" || process.platform !== "linux") return;
  // A process may fork while we read; a killed one stays listed until it is reaped, so the rounds are few.
  for (let round = 0; round < 5; round++) {
    const theirs = processesOf(account.uid);
    for (const pid of theirs) kill(pid);
    if (theirs.length === 0) return;
  }
}

const processesOf = (uid: number): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && statSync(`/proc/${name}`, { throwIfNoEntry: false })?.uid === uid)
    .map(Number);

/** Sends SIGKILL to a process, or with a negative id to its group; nobody there is fine. */
export function kill(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
