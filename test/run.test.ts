import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { Manifest } from "../packages/runner/src/artefacts.ts";
import { unzip } from "../packages/runner/src/pack/unzip.ts";

const root = join(import.meta.dirname, "..");
const Result = z.object({
  status: z.enum(["completed", "failed"]),
  folder: z.string(),
  archive: z.string(),
  sha256: z.string(),
  manifest: Manifest,
});
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** As a person in a shell calls it, with an environment of no account and no key. */
describe("npx q2o run", { timeout: 180_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "q2o-cli-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const call = (args: string[], { input = "", whenSaid = "" } = {}) =>
    new Promise<{ code: number | null; out: string; errors: string }>((done) => {
      const { PATH, HOME, NODE_EXTRA_CA_CERTS, NODE_USE_SYSTEM_CA } = process.env;
      const env = { PATH, HOME, NODE_EXTRA_CA_CERTS, NODE_USE_SYSTEM_CA, Q2O_HOME: join(folder, "home") };
      const child = spawn(process.execPath, [join(root, "start.mjs"), "run", ...args], { cwd: folder, env });
      let [out, errors] = ["", ""];
      child.stdout.on("data", (chunk) => (out += chunk));
      child.stderr.on("data", (chunk) => {
        errors += chunk;
        if (whenSaid !== "" && !child.killed && errors.includes(whenSaid)) child.kill("SIGINT");
      });
      child.stdin.end(input);
      child.once("close", (code) => done({ code, out, errors }));
    });
  /** What is there beside the machine's key. */
  const left = () => readdirSync(folder).filter((name) => name !== "home");

  it("leaves a folder that is what its manifest and its archive say, and nothing else", async () => {
    const config = join(folder, "brief.json");
    writeFileSync(config, JSON.stringify({ name: "Key desk", objectives: ["Other.", "Nothing."] }));
    const said = await call(["--config", config, "--objective", "-", "--json", "--output", "made/desk"], {
      input: "Keep keys with a number and a note.\n",
    });
    expect(said.code, said.errors).toBe(0);
    expect(said.errors).toMatch(/^✓ V8 Clean room/m);
    const { status, folder: made, archive, sha256: digest, manifest } = Result.parse(JSON.parse(said.out));
    expect([status, made]).toEqual(["completed", join(folder, "made/desk")]);
    expect(sha256(readFileSync(archive))).toBe(digest);
    const archived = [...unzip(readFileSync(archive))].map(([path, body]) => [
      path.replace(/^[^/]+\//, ""),
      sha256(body),
    ]);
    const there = readdirSync(made, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(made.length + 1), sha256(readFileSync(path))]);
    expect(there.sort()).toEqual(archived.sort());
    expect(there).toEqual(expect.arrayContaining(manifest.files.map(({ path, sha256: own }) => [path, own])));
    expect(manifest.requirements.map(({ status: each }) => each)).not.toContain("gap");
    expect(manifest.requirements[0]?.text).toMatch(/keys/i);
    expect(left().sort()).toEqual(["brief.json", "made"]);
    expect(readdirSync(join(folder, "made")).sort()).toEqual(["desk", "desk.zip"]);

    const again = await call(["--config", config, "--objective", "Keep keys with a colour.", "--output", "made/desk"]);
    expect(again).toMatchObject({ code: 2, out: "", errors: expect.stringMatching(/made\/desk is there already/) });
    expect(sha256(readFileSync(archive))).toBe(digest);
  });

  it.each([
    [["--name", "A", "--objective", "Keep keys.", "--provider", "openai"], 2, /set OPENAI_API_KEY/],
    [["--name", "A", "--objective", "Keep keys.", "--provider", "nobody"], 2, /provider/],
    [["--name", "A", "--objective", "Keep keys.", "--budget", "-1"], 2, /budget/],
    [["--objective", "Keep keys."], 2, /name/],
    [["--name", "A"], 2, /objectives/],
    [["--colour"], 2, /--colour[\s\S]*--help says more/],
    [["--config", "nowhere.json"], 2, /nowhere\.json cannot be read/],
    [["--name", "A", "--objective", "Hello."], 3, /too short/],
  ] as const)("%j ends with %i and says why, and leaves nothing", async (args, code, why) => {
    const before = left();
    const said = await call([...args]);
    expect(said).toMatchObject({ code, out: "", errors: expect.stringMatching(why) });
    expect(left()).toEqual(before);
  });

  it("leaves nothing when it is interrupted, and what was there stays", async () => {
    mkdirSync(join(folder, "mine"));
    writeFileSync(join(folder, "mine/letter.txt"), "Dear all");
    const before = left();
    const args = ["--name", "Keys", "--objective", "Keep keys with a number.", "--output", "mine", "--force"];
    const said = await call(args, { whenSaid: "verify" });
    expect(said).toMatchObject({ code: 130, errors: expect.stringMatching(/Interrupted/) });
    expect(left()).toEqual(before);
    expect(existsSync(join(folder, "mine/letter.txt"))).toBe(true);
  });
});
