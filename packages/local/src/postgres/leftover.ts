import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { commandOf, signal, startOf, until } from "../process/index.ts";

/** The server that `postmaster.pid` names, if it really is alive and really is ours. */
export function findLeftover(dataFolder: string): number | undefined {
  const pid = pidIn(dataFolder);
  if (pid === undefined || startOf(pid) === undefined) return undefined;
  // The id may belong to somebody else by now: only a postgres with our folder on its command line is ours.
  const command = commandOf(pid);
  return command.includes("postgres") && command.includes(resolve(dataFolder)) ? pid : undefined;
}

/**
 * Ends the server a killed supervisor left behind, and removes its pid file if it is stale.
 *
 * @throws Error when it does not end within 20 seconds
 */
export async function stopLeftover(dataFolder: string): Promise<void> {
  const pid = findLeftover(dataFolder);
  if (pid !== undefined) {
    const gone = () => startOf(pid) === undefined;
    signal(pid, "SIGINT");
    if (!(await until(gone, 10_000))) signal(pid, "SIGQUIT");
    if (!(await until(gone, 10_000))) throw new Error(`The PostgreSQL of an earlier start (pid ${pid}) does not end.`);
  }
  // PostgreSQL removes a stale file itself, except when a reused id makes it believe a server still runs.
  if (existsSync(join(dataFolder, "postmaster.pid"))) rmSync(join(dataFolder, "postmaster.pid"), { force: true });
}

/** Whether the server with this folder says it accepts connections (the eighth line of its pid file). */
export function isReady(dataFolder: string): boolean {
  return lines(dataFolder)[7]?.startsWith("ready") ?? false;
}

export function pidIn(dataFolder: string): number | undefined {
  const pid = Number(lines(dataFolder)[0]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

function lines(dataFolder: string): string[] {
  try {
    return readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}
