import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixtureAnalysis, fixtureFiles } from "../checks/fixture.ts";
import { AnswerRefused } from "../models/ask.ts";
import { fenced } from "./fence.ts";
import { applyEdits, readEdits, tidy } from "./patch.ts";
import { gateWrite, sliceOf } from "./slice.ts";

const block = (path: string, search: string, replace: string) =>
  `FILE: ${path}\n<<<<<<< SEARCH\n${search}${search && "\n"}=======\n${replace}${replace && "\n"}>>>>>>> REPLACE\n`;
const files = new Map([
  ["src/a.ts", "one\ntwo\nthree\ntwo\n"],
  ["src/b.ts", "b\n"],
]);
const free = () => undefined;
const apply = (text: string) => applyEdits(files, readEdits(text), free);

describe("changes that a model writes", () => {
  it.each([
    ["replace a passage", block("src/a.ts", "one\ntwo", "1\n2"), "1\n2\nthree\ntwo\n"],
    ["take one away", block("src/a.ts", "three", ""), "one\ntwo\ntwo\n"],
    [
      "stand between other words and in fences",
      `Sure!\n\`\`\`\n${block("src/a.ts", "one", "1")}\`\`\`\nDone.`,
      "1\ntwo\nthree\ntwo\n",
    ],
    [
      "name their file in bold or in quotes",
      block("src/a.ts", "one", "1").replace("FILE: src/a.ts", "**FILE: `src/a.ts`**"),
      "1\ntwo\nthree\ntwo\n",
    ],
    [
      "come one after the other",
      block("src/a.ts", "one", "1") + block("src/a.ts", "1", "uno"),
      "uno\ntwo\nthree\ntwo\n",
    ],
    ["end their lines as Windows does", block("src/a.ts", "one", "1").replaceAll("\n", "\r\n"), "1\ntwo\nthree\ntwo\n"],
    ["write a whole file", block("src/a.ts", "", "all  \nnew\n\n"), "all\nnew\n"],
  ])("%s", (_, text, expected) => expect(apply(text).get("src/a.ts")).toBe(expected));

  it.each([
    ["no block", "I would change src/a.ts.", /no block/],
    ["half a block", block("src/a.ts", "one", "1").slice(0, -10), /not complete/],
    ["a block of no file", block("src/a.ts", "one", "1").split("\n").slice(1).join("\n"), /without a FILE/],
    ["a passage that is not there", block("src/a.ts", "four", "4"), /not there/],
    ["a passage that is there twice", block("src/a.ts", "two", "2"), /2 times/],
    ["a passage of a file that is not there", block("src/c.ts", "one", "1"), /does not exist/],
    ["too many blocks", block("src/a.ts", "", "x").repeat(61), /more than 60/],
  ])("are refused with %s, and nothing is changed", (_, text, why) => {
    expect(() => apply(text)).toThrow(why);
    expect(() => apply(text)).toThrow(AnswerRefused);
    expect(files.get("src/a.ts")).toBe("one\ntwo\nthree\ntwo\n");
  });

  it("are tidy whatever was typed, and tidying twice is tidying once", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", " ", "\t", "\n", "\r") }), (text) => {
        const once = tidy(text);
        expect(tidy(once)).toBe(once);
        expect(once).not.toMatch(/[ \t\r]$/m);
        expect(once === "" || /[^\n]\n$|^\n$/.test(once)).toBe(true);
      }),
    );
  });
});

describe("the files of a slice", () => {
  const requirement = { ...fixtureAnalysis.requirements[0], id: "R7", text: "Notes are sung.", targets: [] } as never;
  const tree = fixtureFiles({
    "src/application.ts": 'import { x } from "./near.ts";\n',
    "src/near.ts": "export const x = 1;\n",
    "src/entities/note/index.ts": "export const note = 1;\n",
    "src/entities/other/index.ts": "export const other = 1;\n",
    "src/access/index.ts": "export const access = 1;\n",
    "migrations/0001_initial.sql": "create table x (id integer);\n",
  });
  const slice = sliceOf(requirement, fixtureAnalysis.contract, tree);
  const gate = (path: string, text = "export const y = 1;\n") => gateWrite(slice, path, text);

  it("are where features are hung in, the records it speaks of, and a folder of its own", () => {
    expect(slice.own).toEqual(["src/application.ts", "src/entities/note/index.ts"]);
    expect(slice.neighbours).toEqual(["src/near.ts"]);
    for (const path of ["src/application.ts", "src/features/r7/song.ts"]) gate(path);
    gate("migrations/0002_r7_songs.sql", "create table song (id integer);\n");
  });

  it.each([
    "package.json",
    "package-lock.json",
    "README.md",
    "verify.sh",
    "q2o.json",
    "Dockerfile",
    ".github/workflows/ci.yml",
    ".npmrc",
    "test/r7.test.ts",
    "test/support/start.ts",
    "src/near.ts",
    "src/access/index.ts",
    "src/entities/other/index.ts",
    "src/features/r8/song.ts",
    "src/features/r7/song.sh",
    "src/features/r7/package.json",
    "migrations/0001_initial.sql",
    "migrations/0003_r8_songs.sql",
    "src/features/r7/../../../package.json",
    "/etc/passwd",
    "../outside.ts",
    "src/features/r7/node_modules/x.ts",
    "src/features/r7/con.ts",
    "src/features/r7/a\\b.ts",
    "src/features/r7/$(id);x.ts\n",
    "C:/x.ts",
    "",
  ])("are not %j", (path) => expect(() => gate(path)).toThrow(AnswerRefused));

  it.each([
    ["too much", `export const x = "${"x".repeat(60_001)}";\n`],
    ["nothing", ""],
    ["what does not parse", "export const = ;\n"],
    ["unfinished work", "// TODO: sing\nexport const x = 1;\n"],
    ["a silenced check", "// @ts-ignore\nexport const x = 1;\n"],
    ["a secret", `export const key = "sk-proj-${"a1".repeat(20)}";\n`],
    ["a private key", '-----BEGIN PRIVATE KEY-----";\n'],
    ["what is no text", "export const x = '\0';\n"],
  ])("hold no %s", (_, text) => expect(() => gate("src/features/r7/song.ts", text)).toThrow(AnswerRefused));
});

describe("words of others in a question", () => {
  it("can't leave their fence", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("~", "\n", "x", " end of the brief") }), (text) => {
        const [first = "", ...rest] = fenced("the brief", text).split("\n");
        const mark = first.split(" ")[0] ?? "";
        expect(rest.at(-1)).toBe(`${mark} end of the brief`);
        expect(rest.slice(0, -1).some((line) => line.includes(mark))).toBe(false);
      }),
    );
  });
});
