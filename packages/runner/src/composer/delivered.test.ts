import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ownersEnvironment } from "./fixtures/owner.ts";
import { analysis, brief } from "./fixtures/purchase-requests.ts";
import { compose } from "./index.ts";

// The whole way of a delivered application, as its owner will go it: install, check, test, start, use, stop, start again.
const folder = mkdtempSync(join(tmpdir(), "delivered-"));
const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: folder, env: ownersEnvironment, encoding: "utf8" });

beforeAll(() => {
  for (const [path, content] of compose(brief, analysis).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const installed = run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
  expect(installed.status, installed.stderr).toBe(0);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The running application and the port it chose. */
async function start(): Promise<{ url: string; stop(): Promise<number | null> }> {
  const child = spawn(process.execPath, ["src/server.ts"], {
    cwd: folder,
    env: { ...ownersEnvironment, PORT: "0", HOST: "127.0.0.1" },
  });
  const url = await new Promise<string>((resolve, reject) => {
    let seen = "";
    child.stdout.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
      const found = seen.match(/"server\.started","url":"([^"]+)"/)?.[1];
      if (found) resolve(found);
    });
    child.once("exit", () => reject(new Error(seen)));
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.kill("SIGTERM");
      }),
  };
}

it("checks its types", () => expect(run("npm", "run", "check").stdout).not.toMatch(/error TS/), 60_000);

it("passes its own tests", () => {
  const tested = run("npm", "test");
  expect(tested.stdout).toMatch(/pass [1-9]\d*\n[^\n]*fail 0/);
  expect(tested.status).toBe(0);
}, 120_000);

it("signs people in with the seeded accounts, keeps what they file over a restart, and stops when told", async () => {
  const first = await start();
  const session = await fetch(`${first.url}/api/session`, {
    method: "POST",
    body: JSON.stringify({ email: "staff@example.com", password: "demo-password" }),
  });
  expect(session.status).toBe(201);
  const { token } = (await session.json()) as { token: string };
  const headers = { Authorization: `Bearer ${token}` };
  expect((await fetch(`${first.url}/api/requests`)).status).toBe(401);
  const filed = await fetch(`${first.url}/api/requests`, {
    method: "POST",
    headers,
    body: JSON.stringify({ title: "Chairs", amount: 12_000 }),
  });
  expect(filed.status).toBe(201);
  const record = (await filed.json()) as { id: number };
  expect(await first.stop()).toBe(0);

  const second = await start();
  const again = await fetch(`${second.url}/api/requests/${record.id}`, { headers });
  expect(await again.json()).toEqual(record);
  expect(await second.stop()).toBe(0);
}, 60_000);
