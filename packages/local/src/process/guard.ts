import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { ended, signal, until } from "./index.ts";

/**
 * A child that cannot outlive us: a shell sets a watcher on a pipe from us, then becomes the program. However we end,
 * the pipe closes and the watcher acts; it also holds the group's id, so that it can never hit a stranger.
 * In a session of its own, because Ctrl-C in a terminal reaches everybody in the terminal's group; with the umask
 * of a container, whatever ours is.
 */
const script = {
  /** The program ends itself in order. */
  INT: 'umask 022; exec 9<&0; (exec 3>&-; cat <&9; kill -INT $$) >/dev/null 2>&1 & exec 9<&- </dev/null; exec "$@"',
  /** The program and everything it started are ended at once. */
  KILL: 'umask 022; exec 9<&0; (exec 3>&-; cat <&9; kill -KILL -$$) >/dev/null 2>&1 & exec 9<&- </dev/null; exec "$@"',
} as const;

export type GuardedOptions = {
  command: string[];
  env: Record<string, string>;
  onOurEnd: keyof typeof script;
  /** Where stdout and stderr go: file descriptors, or pipes. */
  output: number | "pipe" | "inherit";
  cwd?: string;
  uid?: number;
  /** Adds a channel for messages, as `fork` does; it is descriptor 3, which the watcher lets go. */
  ipc?: boolean;
};

/** Starts a program as described; its process id is that of the returned child, its group's id the same. */
export function spawnGuarded(options: GuardedOptions): ChildProcess {
  const stdio: StdioOptions = ["pipe", options.output, options.output, ...(options.ipc ? (["ipc"] as const) : [])];
  const child = spawn("/bin/sh", ["-c", script[options.onOurEnd], "sh", ...options.command], {
    detached: true,
    env: options.env,
    stdio,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  child.stdin?.on("error", () => undefined);
  // Whatever the program left running in its group goes with it.
  child.once("exit", () => child.stdin?.end());
  child.once("error", () => child.stdin?.destroy());
  return child;
}

/** Asks with `first`, waits, then ends the whole group. */
export async function stopGuarded(child: ChildProcess, first: NodeJS.Signals, patienceMs: number): Promise<void> {
  if (child.pid === undefined) return;
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  if (!isGone()) signal(child.pid, first);
  if (!(await until(isGone, patienceMs))) signal(-child.pid, "SIGKILL");
  await ended(child);
}
