import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "../../src/build.ts";
import { type Page, readPage } from "./page.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "site-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

export type Answer = { status: number; type: string; headers: Headers; text: string };

/** The site as its visitors get it. */
export type Site = {
  url: string;
  get(path: string, method?: string): Promise<Answer>;
  page(path: string): Promise<Page>;
  stop(): Promise<void>;
};

/**
 * Builds and serves the site as `npm start` does, in a process of its own (what TEST_BOOTED asks of servers, always),
 * into a folder that only this test file has.
 */
export async function startSite(): Promise<Site> {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...environment } = process.env;
  const child = spawn(process.execPath, ["src/serve.ts"], {
    cwd: root,
    env: { ...environment, PORT: "0", HOST: "127.0.0.1", SITE_URL: "https://www.example.com", OUT_DIR: join(folder, "served") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = said.match(/"server\.started","url":"([^"]+)"/)?.[1];
      if (found) resolve(found.replace("localhost", "127.0.0.1"));
    });
    child.once("exit", () => reject(new Error(`The site ended: ${said}`)));
  });
  const get = async (path: string, method = "GET"): Promise<Answer> => {
    const answer = await fetch(url + path, { method, redirect: "manual" });
    const { status, headers } = answer;
    return { status, headers, type: headers.get("Content-Type") ?? "", text: await answer.text() };
  };
  return {
    url,
    get,
    async page(path) {
      const answer = await get(path);
      assert.equal(answer.status, 200, `${path} answers ${answer.status}`);
      assert.match(answer.type, /^text\/html/);
      return readPage(answer.text);
    },
    async stop() {
      process.removeListener("exit", kill);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

let builds = 0;

/**
 * Builds the site from its own content with some files replaced, as its owner would edit them.
 *
 * @returns a built page by its path
 */
export function buildWith(changes: Readonly<Record<string, string>>): (path: string) => Page {
  builds += 1;
  const content = join(folder, `content-${builds}`);
  const out = join(folder, `built-${builds}`);
  cpSync(join(root, "content"), content, { recursive: true });
  for (const [path, text] of Object.entries(changes)) {
    mkdirSync(dirname(join(content, path)), { recursive: true });
    writeFileSync(join(content, path), text);
  }
  build({ content, out, url: "https://www.example.com" });
  return (path) => readPage(readFileSync(join(out, path.endsWith("/") ? `${path}index.html` : path), "utf8"));
}
