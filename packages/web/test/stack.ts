import { type ChildProcess, spawn } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Stack = {
  url: string;
  home: string;
  mail: (to: string) => Promise<Letter[]>;
  /** All that its functions, tasks and database have logged so far. */
  logs: () => string;
  stop: () => Promise<void>;
};
type Letter = { subject: string; text: string; to: string };

const root = join(import.meta.dirname, "../../..");

/** The whole product as `npm start` boots it, in a folder of its own on a free port. */
export async function startStack(): Promise<Stack> {
  const home = mkdtempSync(join(tmpdir(), "q2o-journey-"));
  const port = await freePort();
  const child = spawn(process.execPath, ["start.mjs"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), Q2O_HOME: home },
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
    child.once("exit", (code) => refuse(new Error(`The product ended with ${code}:\n${said}`)));
  });
  return {
    url,
    home,
    mail: async (to) => {
      const answer = await fetch(`${url}/_local/mail?to=${encodeURIComponent(to)}`);
      return ((await answer.json()) as { items: Letter[] }).items;
    },
    logs: () =>
      globSync("{logs,ecs/logs,postgres}/*.log", { cwd: home })
        .map((file) => readFileSync(join(home, file), "utf8"))
        .join("\n"),
    stop: async () => {
      await ended(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  await gone;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
