import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

export type Product = { url: string; readyMs: number; pid: number; stop: () => Promise<void> };

/** `npm start` in a folder of its own; the time runs from the command to `ready`. */
export async function boot(
  home: string,
  { folder = root, environment = {} as Record<string, string> } = {},
): Promise<Product> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: { ...process.env, ...environment, PORT: String(port), Q2O_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const url = await new Promise<string>((resolve, refuse) => {
    const hear = (chunk: Buffer) => {
      said += String(chunk);
      const ready = said.match(/^ready (\S+)/m)?.[1];
      if (ready) resolve(ready);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => refuse(new Error(`npm start ended with ${code}:\n${said}`)));
  });
  return { url, readyMs: performance.now() - begun, pid: child.pid ?? 0, stop: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  return gone;
}

/** The memory of a process and all below it, in MB. Shared pages are divided among those who share them (PSS). */
export function residentMb(pid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    const stat = readOr(`/proc/${name}/stat`);
    // The command, in parentheses, may itself hold spaces and parentheses.
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isBelow = (each: number): boolean => each === pid || (each > 1 && isBelow(parents.get(each) ?? 0));
  const kilobytes = [...parents.keys()]
    .filter(isBelow)
    .map((each) => Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${each}/smaps_rollup`))?.[1] ?? 0));
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

const readOr = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** How long this Node takes for a program, in ms. */
export function nodeMs(...args: string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - begun;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
