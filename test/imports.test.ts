import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const outside = /^(@aws-sdk\/|aws-|stripe$|hono|pg$)/;
const cloud = /^(@aws-sdk\/|aws-cdk|stripe$|pg$|drizzle-orm)/;

type Import = { file: string; to: string; typeOnly: boolean };

/** Every import, export-from and `import()` of a folder's own code; paths inside the project are given from its root. */
function importsOf(folder: string): Import[] {
  return globSync(`${folder}/**/*.{ts,tsx,astro}`, {
    cwd: root,
    exclude: [
      "**/node_modules/**",
      "**/*.test.ts",
      "**/test/**",
      "**/dist/**",
      "packages/runner/src/composer/*/static/**",
    ],
  }).flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    // The part of an Astro file between its fences is TypeScript; what follows imports nothing.
    const code = file.endsWith(".astro") ? (text.split(/^---$/m)[1] ?? "") : text;
    const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    const found: Import[] = [];
    const add = (to: string, typeOnly: boolean) =>
      found.push({ file, to: to.startsWith(".") ? relative(root, join(root, dirname(file), to)) : to, typeOnly });
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
        add(node.moduleSpecifier.text, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
      else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
        add(node.moduleSpecifier.text, node.isTypeOnly);
      else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        const [to] = node.arguments;
        if (to && ts.isStringLiteralLike(to)) add(to.text, false);
      } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
        const { literal } = node.argument;
        if (ts.isStringLiteral(literal)) add(literal.text, true);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

const isSchema = (to: string) => /^@q2o\/core\/.*schema$/.test(to);
const inside = (to: string, ...folders: string[]) => folders.some((folder) => to.startsWith(`${folder}/`));
const isOurs = (to: string) => to.startsWith("@q2o/") || inside(to, "packages", "stacks");

/** What each room may not import. Those who look outside do it in one place; see ARCHITECTURE.md. */
const rules: readonly [room: string, folder: string, refused: (each: Import) => boolean][] = [
  [
    "core knows no cloud, no HTTP and no other package; its database has one door",
    "packages/core/src",
    ({ to, file }) =>
      (outside.test(to) && !(to === "pg" && inside(file, "packages/core/src/db"))) ||
      (isOurs(to) && !inside(to, "packages/core/src")),
  ],
  [
    "schemas know zod and one another",
    "packages/core/src/**/*.schema.ts",
    ({ to }) => to !== "zod" && !/\.schema(\.ts)?$/.test(to) && !/\/(id|money)\.ts$/.test(to),
  ],
  [
    "functions know core",
    "packages/functions/src",
    ({ to }) => isOurs(to) && !to.startsWith("@q2o/core") && !inside(to, "packages/functions"),
  ],
  [
    "the runner knows schemas, and neither cloud nor database",
    "packages/runner/src",
    ({ to }) => cloud.test(to) || (isOurs(to) && !isSchema(to) && !inside(to, "packages/runner/src")),
  ],
  [
    "the portals know schemas and types",
    "packages/web/src",
    ({ to, typeOnly }) => cloud.test(to) || (isOurs(to) && !isSchema(to) && !inside(to, "packages/web") && !typeOnly),
  ],
  [
    "stacks name handlers by path, and bundle them as the local cloud does",
    "stacks",
    ({ to }) => isOurs(to) && !inside(to, "stacks") && to !== "packages/functions/bundles.ts",
  ],
];

describe("who imports whom", () => {
  it.each(rules)("%s", (_, folder, refused) => {
    const all = importsOf(folder.replace(/\/\*\*\/\*\.schema\.ts$/, "")).filter(
      ({ file }) => !folder.endsWith(".schema.ts") || file.endsWith(".schema.ts"),
    );
    expect(all.length).toBeGreaterThan(5);
    expect(all.filter(refused).map(({ file, to }) => `${file} → ${to}`)).toEqual([]);
  });

  it("lets nothing of the product know the local cloud", () => {
    const product = [
      "packages/core/src",
      "packages/functions/src",
      "packages/runner/src",
      "packages/web/src",
      "stacks",
    ];
    const local = product.flatMap(importsOf).filter(({ to }) => /@q2o\/local|packages\/local/.test(to));
    expect(local).toEqual([]);
  });

  it("keeps the environment out of core, which is told everything through ports", () => {
    const reading = globSync("packages/core/src/**/*.ts", { cwd: root }).filter((file) =>
      /process\.env/.test(readFileSync(join(root, file), "utf8")),
    );
    expect(reading).toEqual([]);
  });
});
