import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Manifest } from "../artefacts.ts";
import { checkCleanRoom } from "../checks/clean-room.ts";
import { fixtureAnalysis, fixtureFiles } from "../checks/fixture.ts";
import { testPackages } from "../checks/package-cache.ts";
import type { Standing } from "../pipeline/verdict.ts";
import { Platform } from "../platform/index.ts";
import { type StandIn, startStandIn } from "../platform/stand-in.ts";
import { fill, readLockfile } from "../sandbox/packages.ts";
import { Pack } from "./index.ts";
import { ArchiveRefused, unzip } from "./unzip.ts";
import { zip } from "./zip.ts";

const bytes = (entries: Record<string, string>) =>
  new Map(Object.entries(entries).map(([path, text]) => [path, Buffer.from(text)]));

describe("an archive", () => {
  const files = bytes({ "src/b.ts": "b", "a.txt": "ä", "verify.sh": "#!/bin/sh\n", "empty.txt": "" });

  it("has the same bytes whatever the order, the time zone and the time", () => {
    const first = zip("notes", files);
    const turned = new Map([...files].reverse());
    const zone = process.env.TZ;
    try {
      for (const other of ["Pacific/Auckland", "America/St_Johns"]) {
        process.env.TZ = other;
        expect(zip("notes", turned).equals(first)).toBe(true);
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it("is read back by us and by unzip", () => {
    const archive = zip("notes", files);
    const expected = [...files].map(([path, body]) => [`notes/${path}`, body.toString()]).sort();
    expect([...unzip(archive)].map(([path, body]) => [path, body.toString()]).sort()).toEqual(expected);
    const folder = mkdtempSync(join(tmpdir(), "q2o-test-"));
    try {
      writeFileSync(join(folder, "a.zip"), archive);
      execFileSync("unzip", ["-q", "a.zip"], { cwd: folder });
      for (const [path, text] of expected) expect(readFileSync(join(folder, path ?? ""), "utf8")).toBe(text);
      expect(statSync(join(folder, "notes/verify.sh")).mode & 0o777).toBe(0o755);
      expect(statSync(join(folder, "notes/a.txt")).mode & 0o777).toBe(0o644);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is refused when it was cut, changed or leads elsewhere", () => {
    const archive = zip("notes", files);
    expect(() => unzip(archive.subarray(0, -10))).toThrow(ArchiveRefused);
    const flipped = (at: number) => {
      const changed = Buffer.from(archive);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      return changed;
    };
    const listed = archive.indexOf("PK\u0001\u0002");
    expect(() => unzip(flipped(listed + 16))).toThrow("other bytes");
    const first = archive.indexOf("notes/a.txt") + "notes/a.txt".length;
    expect(() => unzip(flipped(first))).toThrow("cannot be inflated");
    const away = Buffer.from(archive.toString("latin1").replaceAll("notes/a.txt", "../../a.txt"), "latin1");
    expect(() => unzip(away)).toThrow("is not normalised");
  });
});

describe("a packed project", { timeout: 60_000 }, () => {
  let platform: StandIn;
  let work: string;
  const standings: Standing[] = [
    { id: "R1", status: "verified", tests: [{ check: "V3", name: "R1: a short note is kept", status: "passed" }] },
    { id: "R2", status: "verified", tests: [{ check: "V3", name: "R2: a long note is refused", status: "passed" }] },
    { id: "R3", status: "gap", reason: "The blueprint has no voice.", tests: [] },
  ];
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), "q2o-test-"));
    platform = await startStandIn({ project: { name: "Notes", slug: "notes", description: "x", objectives: "x" } });
    await fill(readLockfile(fixtureFiles().get("package-lock.json") ?? ""), testPackages.cache, testPackages.registry);
  });
  afterAll(async () => {
    await platform.close();
    rmSync(work, { recursive: true, force: true });
  });

  const signal = new AbortController().signal;
  const pack = (changed: Record<string, string> = {}, told = standings) =>
    Pack.pack(
      {
        analysis: fixtureAnalysis,
        provider: "blueprint",
        files: fixtureFiles(changed),
        standings: told,
        checks: [
          {
            check: "V5",
            name: "Running application",
            status: "passed",
            requirementIds: ["R1"],
            summary: "x",
            durationMs: 7,
          },
        ],
      },
      Platform.connect({ apiUrl: platform.url, token: platform.token, signal }).sign,
    );
  const prove = async (archive: Buffer, onLine?: (line: string) => void) => {
    const room = { zip: archive, slug: "notes", work, cache: testPackages.cache, signal };
    return (await checkCleanRoom({ ...room, ...(onLine ? { onLine } : {}) })).check;
  };

  it("has the same bytes twice, and a manifest without times", async () => {
    const [first, second] = [await pack(), await pack()];
    expect(first.zip.equals(second.zip)).toBe(true);
    const manifest = Manifest.parse(JSON.parse(first.manifestText));
    expect(manifest.requirements[0]).toEqual({
      id: "R1",
      text: "Short notes are kept",
      kind: "rule",
      priority: "must",
      status: "verified",
      checks: [
        { check: "V3", name: "R1: a short note is kept", status: "passed", logRef: "test/rules.test.ts" },
        { check: "V5", name: "Running application", status: "passed", logRef: "verify.sh#R1" },
      ],
    });
    expect(manifest.requirements[2]).toMatchObject({ status: "gap", reason: "The blueprint has no voice." });
    expect(manifest.files.map(({ path }) => path)).toContain("verify.sh");
    expect(first.manifestText).not.toMatch(/duration|createdAt|20\d\d-\d\d-\d\d/);
  });

  it("repeats its own evidence in a clean room", async () => {
    let said = "";
    const check = await prove((await pack()).zip, (line) => {
      said += line;
    });
    expect(check).toMatchObject({ check: "V8", status: "passed", requirementIds: ["R1", "R2"] });
    expect(
      said
        .split("\n")
        .map((line) => line.slice(0, 15).trim())
        .filter(Boolean),
    ).toEqual([
      "PASS files",
      "PASS signature",
      "PASS install",
      "PASS types",
      "PASS tests",
      "PASS R1",
      "PASS R2",
      "GAP  R3",
      "PASS start",
      "PASS openapi",
      "PASS page",
      "PASS list",
      "PASS probes",
      "verified",
    ]);
  });

  it.each([
    [
      "a test that fails",
      { "src/rules.ts": "export const isLong = (text: string): boolean => text.length > 50;\n" },
      "FAIL tests",
    ],
    [
      "a wrong type",
      { "src/rules.ts": "export const isLong = (text: string): boolean => (text.length > 5) as unknown as string;\n" },
      "FAIL types",
    ],
    ["a server that does not start", { "src/main.ts": "process.exit(1);\n" }, "FAIL start"],
    [
      "a promised test that is gone",
      { "test/rules.test.ts": 'import test from "node:test";\ntest("R1: a short note is kept", () => undefined);\n' },
      "FAIL R2",
    ],
    [
      "a package that the cache lacks",
      {
        "package-lock.json": (fixtureFiles().get("package-lock.json") ?? "").replace(
          /("node_modules\/hono"[^}]*)"4\.13\.19"/,
          '$1"4.13.18"',
        ),
      },
      "FAIL install",
    ],
  ])("is refuted by %s", async (_, changed, said) => {
    const check = await prove((await pack(changed)).zip);
    expect(check.status).toBe("failed");
    expect(check.summary).toContain(said);
    expect(check.requirementIds).toEqual(said === "FAIL tests" ? ["R1"] : said === "FAIL R2" ? ["R1"] : []);
  });

  it("is refuted when a file was changed after packing", async () => {
    const files = unzip((await pack()).zip);
    const inner = new Map([...files].map(([path, body]) => [path.slice("notes/".length), body]));
    inner.set("README.md", Buffer.from("# Other\n"));
    expect((await prove(zip("notes", inner))).summary).toContain("README.md is missing or changed");
    inner.set("README.md", files.get("notes/README.md") ?? Buffer.of());
    inner.set("q2o.json", Buffer.from((inner.get("q2o.json") ?? "").toString().replace("Short notes", "All notes")));
    expect((await prove(zip("notes", inner))).summary).toContain("is not what was signed");
  });

  it("is refuted when a must is a gap", async () => {
    const told = standings.map((one) =>
      one.id === "R1" ? { ...one, status: "gap" as const, reason: "Not shown." } : one,
    );
    expect((await prove((await pack({}, told)).zip)).summary).toContain("FAIL R1");
  });
});
