import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { ownersEnvironment } from "../../packages/runner/src/composer/fixtures/owner.ts";
import type { Figure } from "../figure.ts";
import { deliver } from "./briefs.ts";
import { some } from "./corpus.ts";

const each = 10;
type Mutant = { file: string; line: number; from: number; to: number; text: string; was: string };

const opposites = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.LessThanToken, ">="],
  [ts.SyntaxKind.GreaterThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, ">"],
  [ts.SyntaxKind.GreaterThanEqualsToken, "<"],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
  [ts.SyntaxKind.PlusToken, "-"],
  [ts.SyntaxKind.MinusToken, "+"],
]);

/** Ten small faults in the code of each delivered project, spread over all of it: who keeps them when its tests run? */
export async function* mutants(): AsyncGenerator<Figure> {
  const home = mkdtempSync(join(tmpdir(), "q2o-bench-"));
  try {
    for (const brief of some(4)) {
      const { result } = await deliver(brief, home);
      const alive = survivors(result.folder);
      if (process.env.Q2O_BENCH_TELL)
        for (const { file, line, was, text } of alive) console.log(`  alive: ${file}:${line} ${was} -> ${text}`);
      yield { name: `${brief.name}: alive of ${each} mutants`, value: alive.length, unit: "faults", bound: each * 0.2 };
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function survivors(folder: string): Mutant[] {
  const npm = (...args: string[]) =>
    spawnSync("npm", args, { cwd: folder, env: ownersEnvironment, encoding: "utf8", timeout: 120_000 });
  const installed = npm("ci", "--prefer-offline", "--no-audit", "--no-fund");
  if (installed.status !== 0) throw new Error(installed.stderr);
  if (npm("test").status !== 0) throw new Error("The tests fail before anything is broken.");
  const all = globSync("src/**/*.ts", { cwd: folder })
    .sort()
    .flatMap((file) => mutantsOf(folder, file));
  const chosen = Array.from({ length: each }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / each)]);
  return chosen.filter((mutant): mutant is Mutant => mutant !== undefined && lives(mutant));

  function lives({ file, from, to, text }: Mutant): boolean {
    const path = join(folder, file);
    const code = readFileSync(path, "utf8");
    writeFileSync(path, code.slice(0, from) + text + code.slice(to));
    const { status } = npm("test");
    writeFileSync(path, code);
    return status === 0;
  }
}

function mutantsOf(folder: string, file: string): Mutant[] {
  const code = readFileSync(join(folder, file), "utf8");
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const add = (node: ts.Node, text: string) =>
    found.push({
      file,
      line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
      from: node.getStart(),
      to: node.getEnd(),
      text,
      was: node.getText(),
    });
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isBinaryExpression(node)) {
      const other = opposites.get(node.operatorToken.kind);
      if (other !== undefined) add(node.operatorToken, other);
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      add(node, node.operand.getText());
    if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, "false");
    if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, "true");
    if (ts.isThrowStatement(node)) add(node, ";");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
