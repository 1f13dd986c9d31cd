import { stripTypeScriptTypes } from "node:module";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { Analysis } from "../artefacts.ts";
import { kindsWithFiles, readStaticFiles } from "./embed.ts";
import * as bikeHire from "./fixtures/bike-hire.ts";
import * as expenseClaims from "./fixtures/expense-claims.ts";
import * as musicSchool from "./fixtures/music-school.ts";
import * as purchaseRequests from "./fixtures/purchase-requests.ts";
import { analyses, hostileWords } from "./fixtures/random.ts";
import * as serviceVisits from "./fixtures/service-visits.ts";
import { compose } from "./index.ts";
import { staticFiles } from "./web-app/static.generated.ts";

const fixtures = { bikeHire, expenseClaims, musicSchool, purchaseRequests, serviceVisits };
const brief = { name: "Random", description: "Anything at all.", objectives: "Keep things." };

/** Every syntax error of the TypeScript files, by path. */
function syntaxErrors(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .filter(([path]) => path.endsWith(".ts"))
    .flatMap(([path, content]) => {
      const { diagnostics } = ts.transpileModule(content, {
        reportDiagnostics: true,
        compilerOptions: { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext, erasableSyntaxOnly: true },
      });
      return (diagnostics ?? []).map((each) => `${path}: ${ts.flattenDiagnosticMessageText(each.messageText, "\n")}`);
    });
}

describe.each(Object.entries(fixtures))("the application for %s", (_, { brief: wish, analysis }) => {
  const { files, evidence } = compose(wish, analysis);

  it("comes from a sound analysis", () => expect(Analysis.safeParse(analysis).error).toBeUndefined());

  it("is the same every time, in the same order", () => {
    const again = compose(structuredClone(wish), structuredClone(analysis));
    expect([...again.files]).toEqual([...files]);
    expect([...files.keys()]).toEqual([...files.keys()].sort());
  });

  it("parses, as TypeScript and for Node without a build", () => {
    expect(syntaxErrors(files)).toEqual([]);
    for (const [path, content] of files)
      if (path.endsWith(".ts")) expect(() => stripTypeScriptTypes(content), path).not.toThrow();
  });

  it("has what a delivered project must have", () => {
    for (const path of [
      "README.md",
      "package.json",
      "package-lock.json",
      ".env.example",
      "Dockerfile",
      "LICENSE-NOTICES.md",
      ".gitignore",
      ".github/workflows/ci.yml",
      "migrations/0001_initial.sql",
      "src/server.ts",
    ])
      expect(files.get(path), path).toBeTruthy();
  });

  it("leaves nothing open and no line ragged", () => {
    for (const [path, content] of files) {
      expect(content, path).not.toMatch(/\b(?:TODO|FIXME)\b|[ \t]+$/m);
      expect(content.endsWith("\n") && !content.endsWith("\n\n"), path).toBe(true);
    }
  });

  it("proves every requirement that is not a gap with tests that exist", () => {
    const all = [...files]
      .filter(([path]) => path.endsWith(".test.ts"))
      .map(([, content]) => content)
      .join("\n");
    expect(evidence.map((each) => each.requirementId)).toEqual(
      analysis.requirements.filter((each) => !each.gap).map((each) => each.id),
    );
    for (const { requirementId, tests } of evidence) {
      expect(tests.length, requirementId).toBeGreaterThan(0);
      for (const title of tests) {
        expect(title).toMatch(new RegExp(`^${requirementId}: `));
        expect(all.includes(JSON.stringify(title)) || all.includes(`'${title}'`), title).toBe(true);
      }
    }
  });

  it("has no test that asserts nothing, and no two of the same name", () => {
    const bodies = [...files]
      .filter(([path]) => path.endsWith(".test.ts"))
      .flatMap(([, content]) => content.split(/^test\(/m).slice(1));
    for (const body of bodies) expect(body).toMatch(/assert\.|refused\(|ok\(/);
    const titles = evidence.flatMap((each) => each.tests);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it("names every requirement and every gap in the README", () => {
    const readme = files.get("README.md") ?? "";
    for (const requirement of analysis.requirements)
      expect(readme).toContain(requirement.gap ? `**${requirement.id}**` : `| ${requirement.id} |`);
  });
});

describe("composing", () => {
  it.each(kindsWithFiles)("has the static files of %s embedded as they are", async (kind) => {
    const embedded = (await import(`./${kind}/static.generated.ts`)) as { staticFiles: typeof staticFiles };
    expect(Object.entries(embedded.staticFiles).sort()).toEqual([...readStaticFiles(kind)].sort());
  });

  it("locks every package with its integrity and the public registry", () => {
    const lock = JSON.parse(compose(bikeHire.brief, bikeHire.analysis).files.get("package-lock.json") ?? "") as {
      name: string;
      version: string;
      packages: Record<string, { name?: string; version: string; integrity?: string; resolved?: string }>;
    };
    expect(lock).toMatchObject({
      name: "bike-hire",
      version: "1.0.0",
      packages: { "": { name: "bike-hire", version: "1.0.0" } },
    });
    const others = Object.entries(lock.packages).filter(([path]) => path !== "");
    // The compiler comes in an edition for each system, of which npm installs one.
    expect(others.filter(([path]) => !path.startsWith("node_modules/@typescript/")).length).toBeLessThan(10);
    for (const [path, each] of others) {
      expect(each.integrity, path).toMatch(/^sha512-/);
      expect(each.resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    }
  });

  it("only delivers signing in where it was asked for", () => {
    expect(
      [...compose(bikeHire.brief, bikeHire.analysis).files.keys()].some((path) => path.startsWith("src/access/")),
    ).toBe(false);
    expect(compose(purchaseRequests.brief, purchaseRequests.analysis).files.has("src/access/index.ts")).toBe(true);
  });

  it("keeps hostile words as words, in code, comments, SQL and Markdown", () => {
    for (const words of hostileWords) {
      const analysis = structuredClone(bikeHire.analysis);
      const [entity] = analysis.contract.entities;
      const [field] = entity?.fields ?? [];
      const [requirement] = analysis.requirements;
      if (!entity || !field || !requirement) throw new Error("The fixture lost its first entity");
      entity.label = entity.pluralLabel = field.label = requirement.text = analysis.contract.title = words;
      const { files } = compose({ ...bikeHire.brief, name: words, description: words }, analysis);
      expect(syntaxErrors(files), words).toEqual([]);
      expect(() => JSON.parse(files.get("package.json") ?? ""), words).not.toThrow();
      expect(files.get("migrations/0001_initial.sql")).toBe(
        compose(bikeHire.brief, bikeHire.analysis).files.get("migrations/0001_initial.sql"),
      );
    }
  });

  it("writes code that parses for any sound analysis", () => {
    fc.assert(
      fc.property(analyses, (analysis) => {
        expect(Analysis.safeParse(analysis).error).toBeUndefined();
        const { files, evidence } = compose(brief, analysis);
        expect(syntaxErrors(new Map([...files].filter(([path]) => !Object.hasOwn(staticFiles, path))))).toEqual([]);
        for (const each of evidence) expect(each.tests.length).toBeGreaterThan(0);
      }),
      { numRuns: 25, seed: 5 },
    );
  });
});
