import { stripTypeScriptTypes } from "node:module";
import type { Check, FileTree } from "../artefacts.ts";
import { finding, observe } from "./check.ts";

/** Files that every delivered project has. */
const required = ["README.md", "package.json", "package-lock.json", "tsconfig.json", ".env.example", "Dockerfile"];

const isCode = (path: string) => /\.[cm]?[jt]s$/.test(path);
const isTest = (path: string) => /\.test\.[cm]?[jt]s$/.test(path);

/** What stands where something should be. Only in comments and calls: "todo" is also a word that people order. */
const placeholders: [RegExp, string][] = [
  [/(?:\/\/|\/\*|^\s*\*|<!--|^\s*#)\s*(?:TODO|FIXME|XXX|HACK|TBD)\b/m, "a note of unfinished work"],
  [/\blorem ipsum\b/i, "filler text"],
  [/\bnot (?:yet )?implemented\b/i, "something not implemented"],
  [/\b(?:your|insert|replace)[-_ ](?:api[-_ ])?(?:key|secret|code|text)[-_ ]here\b/i, "a placeholder"],
  [/@ts-(?:ignore|nocheck)/, "a silenced type check"],
];

const weakTests: [RegExp, string][] = [
  [/\b(?:test|it|describe|suite)\.(?:skip|todo|only)\b/, "a test that does not count"],
  [/\{[^{}]*\b(?:skip|todo|only)\s*:\s*(?:true\b|["'`])/, "a test that does not count"],
  [/\bassert(?:\.ok)?\(\s*(?:true|1)\s*\)/, "an assertion that cannot fail"],
];

const secrets: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an AWS key"],
  [/\b[sr]k_(?:live|test)_[0-9A-Za-z]{16,}/, "a Stripe key"],
  [/\bsk-(?:ant-|proj-)?[0-9A-Za-z_-]{24,}/, "a model provider's key"],
  [/\bgh[pousr]_[0-9A-Za-z]{36}\b/, "a GitHub token"],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, "a Google key"],
  [/\bxox[abprs]-[0-9A-Za-z-]{10,}/, "a Slack token"],
  [/\beyJ[0-9A-Za-z_-]{20,}\.eyJ[0-9A-Za-z_-]{20,}\.[0-9A-Za-z_-]{20,}/, "a signed token"],
];

/** V0: everything parses and is tidy, nothing is left open, and no secret lies in it. Reads the tree, runs nothing. */
export const checkTree = (files: FileTree): Promise<Check> =>
  observe("V0", "Sources", () => {
    const problems = required.filter((path) => !files.has(path)).map((path) => `${path} is missing`);
    if (![...files.keys()].some(isTest)) problems.push("there is no test");
    for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
      problems.push(...problemsOf(path, text));
    return finding(problems, `${files.size} files parse, are tidy and complete, and hold no secret`);
  });

/** What is wrong with one file, as far as reading it tells. */
export function* problemsOf(path: string, text: string): Generator<string> {
  const where = (index: number) => `${path}:${text.slice(0, index).split("\n").length}`;
  if (isCode(path)) yield* syntaxOf(path, text);
  if (path.endsWith(".json")) yield* jsonOf(path, text);
  if (text.length > 0 && !text.endsWith("\n")) yield `${path} does not end with a newline`;
  for (const [pattern, what] of [
    [/\r/, "a carriage return"],
    [/[ \t]+$/m, "a space at the end of a line"],
  ] as const) {
    const at = path.endsWith(".md") ? -1 : text.search(pattern);
    if (at >= 0) yield `${where(at)} has ${what}`;
  }
  // The brief is quoted in documents, and whatever it says there is its author's.
  const patterns = [...secrets, ...(isCode(path) ? placeholders : []), ...(isTest(path) ? weakTests : [])];
  for (const [pattern, what] of patterns) {
    const at = text.search(pattern);
    if (at >= 0) yield `${where(at)} has ${what}`;
  }
}

function* syntaxOf(path: string, text: string): Generator<string> {
  try {
    quietly(() => stripTypeScriptTypes(text));
  } catch (error) {
    yield `${path} does not parse: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
  }
}

function* jsonOf(path: string, text: string): Generator<string> {
  try {
    JSON.parse(text);
  } catch {
    // TypeScript's own settings may hold comments; the compiler judges those.
    if (!path.endsWith("tsconfig.json")) yield `${path} is not JSON`;
  }
}

/** The parser announces itself as experimental on every run; our log is for facts. */
function quietly<T>(work: () => T): T {
  const emit = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return work();
  } finally {
    process.emitWarning = emit;
  }
}
