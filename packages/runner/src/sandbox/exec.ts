import { type ChildProcess, spawn } from "node:child_process";
import { type Account, kill } from "./account.ts";
import type { Network } from "./network.ts";
import { findCommand } from "./toolchain.ts";

/** What one command may use. Memory, files and processes are the kernel's limits, per process and per user. */
export type Limits = {
  maxMs: number;
  maxMemoryBytes: number;
  maxFileBytes: number;
  maxProcesses: number;
  maxOutputBytes: number;
};

export const limits: Limits = {
  maxMs: 60_000,
  maxMemoryBytes: 4_000_000_000,
  maxFileBytes: 512_000_000,
  maxProcesses: 512,
  maxOutputBytes: 200_000,
};

/** How a command ended. `code` is null when a signal ended it; output is head and tail when it was too long. */
export type Result = {
  code: number | null;
  signal: NodeJS.Signals | null;
  ending: "exited" | "timeout" | "aborted" | "unstarted";
  stdout: string;
  stderr: string;
  durationMs: number;
};

export type Running = { pid: number | undefined; done: Promise<Result>; stop(): void };

export type Command = {
  command: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  account: Account;
  network: Network;
  limits: Limits;
  signal?: AbortSignal;
  onOutput?: (stream: "stdout" | "stderr", chunk: Buffer) => void;
};

const termGraceMs = 2_000;

/**
 * Sets the limits, leaves a watcher that kills the group when our end of fd 3 closes (also when we are killed), and
 * becomes the command. Only dash knows -p for processes, only the others -u.
 */
const launcher = `
ulimit -c 0
ulimit -f "$1"
ulimit -d "$2"
if [ "$3" != 0 ]; then
  if (ulimit -u "$3") 2>/dev/null; then ulimit -u "$3"; elif (ulimit -p "$3") 2>/dev/null; then ulimit -p "$3"; fi
fi
shift 3
( read -r _ <&3; kill -KILL -$$ ) >/dev/null 2>&1 &
exec 3<&-
exec "$@"
`;

/**
 * Starts a command in its own process group, as the account, with exactly the given environment.
 *
 * The whole group ends with the command, at the timeout, at the abort and with us. It never throws: what could not
 * be started ends as `unstarted`.
 */
export function start(command: Command): Running {
  const startedAt = performance.now();
  const out = capped(command.limits.maxOutputBytes);
  const err = capped(command.limits.maxOutputBytes);
  const child = spawnIn(command);
  let ending: Result["ending"] = "exited";
  let grace: NodeJS.Timeout | undefined;

  const end = (why: "timeout" | "aborted") => {
    if (ending !== "exited" || !child.pid) return;
    ending = why;
    const group = -child.pid;
    kill(group, "SIGTERM");
    grace = setTimeout(() => kill(group), termGraceMs);
  };
  const timer = setTimeout(() => end("timeout"), command.limits.maxMs);
  const onAbort = () => end("aborted");
  if (command.signal?.aborted) onAbort();
  else command.signal?.addEventListener("abort", onAbort, { once: true });

  const listen = (name: "stdout" | "stderr", keep: ReturnType<typeof capped>) =>
    child[name]?.on("data", (chunk: Buffer) => {
      keep.add(chunk);
      command.onOutput?.(name, chunk);
    });
  listen("stdout", out);
  listen("stderr", err);

  const done = new Promise<Result>((resolve) => {
    const settle = (code: number | null, signal: NodeJS.Signals | null) => {
      clearTimeout(timer);
      clearTimeout(grace);
      command.signal?.removeEventListener("abort", onAbort);
      const durationMs = Math.round(performance.now() - startedAt);
      resolve({ code, signal, ending, stdout: out.text(), stderr: err.text(), durationMs });
    };
    child.once("error", (error) => {
      ending = "unstarted";
      err.add(Buffer.from(String(error.message)));
      settle(null, null);
    });
    // What the command left behind must not keep its pipes, its port or its files.
    child.once("exit", () => child.pid && kill(-child.pid));
    child.once("close", settle);
  });
  return { pid: child.pid, done, stop: onAbort };
}

function spawnIn({ command, args, cwd, env, account, network, limits: most }: Command): ChildProcess {
  const own = account.kind === "own";
  // Without a user of its own the limit would count everything else that person runs.
  const processes = own ? most.maxProcesses : 0;
  const set = [Math.floor(most.maxFileBytes / 512), Math.ceil(most.maxMemoryBytes / 1_024), processes].map(String);
  const inner = ["sh", "-c", launcher, "sh", ...set, command, ...args];
  const enter = network.kind === "isolated" ? network.enter : [];
  // Entering a namespace is root's right, so the user changes after it: by setpriv, not by spawn.
  const [program = "sh", ...rest] = [...enter, ...(own && enter.length > 0 ? become(account) : []), ...inner];
  return spawn(program, rest, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    ...(own && enter.length === 0 ? { uid: account.uid, gid: account.gid } : {}),
  });
}

const become = ({ uid, gid }: Account) => [
  findCommand("setpriv") ?? "setpriv",
  `--reuid=${uid}`,
  `--regid=${gid}`,
  "--clear-groups",
  "--no-new-privs",
  "--",
];

/** Keeps the first and the last half of what is allowed: errors stand at either end. */
function capped(maxBytes: number) {
  const half = Math.floor(maxBytes / 2);
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let seen = 0;
  return {
    add(chunk: Buffer) {
      seen += chunk.length;
      const toHead = chunk.subarray(0, Math.max(0, half - head.length));
      if (toHead.length > 0) head = Buffer.concat([head, toHead]);
      const rest = chunk.subarray(toHead.length);
      if (rest.length > 0) tail = Buffer.concat([tail, rest]).subarray(-half);
    },
    text() {
      const missing = seen - head.length - tail.length;
      const gap = missing > 0 ? `\n… ${missing} bytes left out …\n` : "";
      return head.toString("utf8") + gap + tail.toString("utf8");
    },
  };
}
