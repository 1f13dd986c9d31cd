import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Running } from "../../src/http/serve.ts";

const root = join(import.meta.dirname, "../..");

/** What Node has compiled once is not compiled for each process again. */
const compiled = join(root, "node_modules/.cache/tests");

/** A process of its own, which can be ended in the middle of what it does. */
export type Booted = Running & {
  kill(): Promise<void>;
  /** What it has logged. */
  said(): string;
};

/**
 * The service as `npm start` boots it: a process of its own that is spoken to by HTTP alone. With TEST_BOOTED=1 all
 * tests run against it instead of against the service in their own process.
 *
 * @throws Error with what it wrote, when it ends before it listens
 */
export async function boot(settings: Record<string, string>): Promise<Booted> {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...environment } = process.env;
  const child = spawn(process.execPath, ["src/server.ts"], {
    cwd: root,
    env: { ...environment, NODE_COMPILE_CACHE: compiled, ...settings, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = said.match(/"server\.started","url":"([^"]+)"/)?.[1];
      if (found) resolve(found);
    });
    child.once("exit", () => reject(new Error(`The service ended: ${said}`)));
  });
  const end = (signal: "SIGTERM" | "SIGKILL") => async () => {
    process.removeListener("exit", kill);
    await ended(child, signal);
  };
  return { url, stop: end("SIGTERM"), kill: end("SIGKILL"), said: () => said };
}

async function ended(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
