import { posix } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatePath, gateTree, PathRefused } from "./path-gate.ts";

describe("the path gate", () => {
  it.each([
    "a",
    "src/main.ts",
    ".env.example",
    "src/größe.ts",
    ".github/workflows/ci.yml",
    "a/b/c/d/e",
    "com10.txt",
    "LICENSE",
  ])("lets %s through", (path) => expect(gatePath(path)).toBe(path));

  it.each([
    ["nothing", ""],
    ["absolute", "/etc/passwd"],
    ["up", "../x"],
    ["up inside", "a/../b"],
    ["here", "./a"],
    ["double slash", "a//b"],
    ["trailing slash", "a/"],
    ["backslash", "a\\b"],
    ["drive", "C:/x"],
    ["NUL", "a\0b"],
    ["newline", "a\nb"],
    ["delete", "a\u007fb"],
    ["right-to-left mark", "a\u202eb"],
    ["zero-width", "a\u200bb"],
    ["decomposed", "gro\u0308ße"],
    ["lone surrogate", "a\ud800b"],
    ["Windows device", "src/con"],
    ["Windows device with ending", "aux.ts"],
    ["Windows device, raised digit", "com¹"],
    ["dot at the end", "a."],
    ["space at the end", "a "],
    ["space at the start", " a"],
    ["home", "~/x"],
    ["option", "-rf"],
    ["git", ".git/hooks/pre-commit"],
    ["git in capitals", "x/.GIT/config"],
    ["packages", "node_modules/x/index.js"],
    ["too deep", `${"a/".repeat(16)}b`],
    ["too long a name", "a".repeat(101)],
    ["too long", `${"a".repeat(90)}/${"b".repeat(90)}/${"c".repeat(90)}`],
  ])("refuses %s", (_, path) => expect(() => gatePath(path)).toThrow(PathRefused));

  it("lets nothing through that leads out of its folder or that normalising would change", () => {
    const piece = fc.constantFrom("..", ".", "/", "\\", "a", "src", "", "\0", "~", "C:", "con", ".git", " ", "ä", "é");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((x) => x.join("")),
        ),
        (path) => {
          let passed: string;
          try {
            passed = gatePath(path);
          } catch (error) {
            expect(error).toBeInstanceOf(PathRefused);
            return;
          }
          const at = posix.resolve("/box/app", passed);
          expect(at.startsWith("/box/app/")).toBe(true);
          expect(posix.normalize(passed)).toBe(path);
          expect(passed.normalize("NFC")).toBe(path);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  const tree = (entries: Record<string, string>) => new Map(Object.entries(entries));

  it("refuses two files that are one where case is ignored", () =>
    expect(() => gateTree(tree({ "src/A.ts": "", "SRC/a.ts": "" }))).toThrow("one file where case is ignored"));

  it("refuses a file that is also a folder", () =>
    expect(() => gateTree(tree({ src: "", "src/a/b.ts": "" }))).toThrow("a file and a folder"));

  it.each([
    ["too many", { maxFiles: 1, maxFileBytes: 9, maxTotalBytes: 99 }],
    ["too large a file", { maxFiles: 9, maxFileBytes: 2, maxTotalBytes: 99 }],
    ["too large together", { maxFiles: 9, maxFileBytes: 9, maxTotalBytes: 5 }],
  ])("refuses %s", (_, limits) => expect(() => gateTree(tree({ a: "äb", b: "123" }), limits)).toThrow(PathRefused));
});
