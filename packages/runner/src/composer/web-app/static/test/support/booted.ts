import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Running } from "../../src/http/serve.ts";

const root = join(import.meta.dirname, "../..");

/**
 * The application as `npm start` boots it: a process of its own that is spoken to by HTTP alone. With TEST_BOOTED=1 the
 * tests run against it instead of against the application in their own process.
 *
 * @throws Error with what it wrote, when it ends before it listens
 */
export async function boot(settings: Record<string, string>): Promise<Pick<Running, "url" | "stop">> {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...environment } = process.env;
  const child = spawn(process.execPath, ["src/server.ts"], {
    cwd: root,
    env: { ...environment, LOG_LEVEL: "info", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-10_000);
      const found = said.match(/"server\.started","url":"([^"]+)"/)?.[1];
      if (found) resolve(found);
    });
    child.once("exit", () => reject(new Error(`The application ended: ${said}`)));
  });
  return {
    url,
    async stop() {
      process.removeListener("exit", kill);
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
