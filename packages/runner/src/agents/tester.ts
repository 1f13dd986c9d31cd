import type { Contract, FileTree } from "../artefacts.ts";
import { AnswerRefused, type Question } from "../models/ask.ts";
import { dataRule, fenced } from "./fence.ts";
import { tidy } from "./patch.ts";
import { gateText, type Slice } from "./slice.ts";

/** A test file, and the titles of its tests. */
export type Written = { text: string; titles: string[] };

const support = ["test/support/client.ts", "test/support/start.ts", "test/support/samples.ts"];
const allowedImports = /^(node:(assert(\/strict)?|test|timers\/promises)|\.\/support\/(client|start|samples)\.ts)$/;
const maxExample = 3_500;

const form = (
  id: string,
) => `You write the acceptance tests of one requirement of a web application, before anybody builds it. You are never shown how it is built: you test what can be seen over HTTP.
Write one file for node:test in TypeScript, with one to four tests. The title of each begins with "${id}: ". Each has to fail as long as the requirement is not met, and to pass once it is: no test of what the application can do already.
Where addresses, names or forms of answers are not given, choose the plainest ones that fit those that exist (JSON under /api/, pages under /): whoever builds it sees your tests and builds to them.
Import nothing but node:assert/strict, node:test and the helpers that you are shown. Every line has to pass strict TypeScript.
${dataRule}
Answer with the whole file between \`\`\`ts and \`\`\`, and nothing else.`;

/** Asks for tests of a requirement that is not met yet. `complaint`: why the ones before would not do. */
export function testQuestion(
  { requirement, testFile }: Slice,
  contract: Contract,
  files: FileTree,
  complaint?: { text: string; why: string },
): Question<Written> {
  const { id, text, source, acceptance } = requirement;
  const wanted = [
    `${id}: ${text}`,
    `In the customer's words: ${source.quote}`,
    ...acceptance.map(({ given, when, then }) => `Given ${given}, when ${when}, then ${then}.`),
  ];
  const example = [...files].find(([path]) => /^test\/[\w-]+\.test\.ts$/.test(path) && path !== testFile);
  const before = complaint && [
    fenced("your tests so far", complaint.text),
    fenced("why they will not do", complaint.why),
  ];
  return {
    agent: "testing",
    taskId: `test-${id}`,
    form: form(id),
    prompt: [
      fenced("the requirement", wanted.join("\n")),
      fenced("the application's contract", contractOf(contract)),
      ...support.flatMap((path) => (files.has(path) ? [fenced(path, files.get(path) ?? "")] : [])),
      ...(example
        ? [fenced(`how a test looks here (the beginning of ${example[0]})`, example[1].slice(0, maxExample))]
        : []),
      ...(before ?? []),
      `Write ${testFile}.`,
    ].join("\n\n"),
    read: (answer) => readTests(answer, id, testFile),
  };
}

/** What of the contract others build on: records, their fields, states, lists and reports, without prose. */
export function contractOf({ entities, reports, access }: Contract): string {
  const lines = entities.flatMap(({ name, path, fields, computed, state, lists }) => [
    `${name} at /api/${path}: ${fields.map((field) => `${field.name}${field.type === "reference" ? "Id" : ""} ${field.files ? `${field.files.most > 1 ? "files" : "file"} (sent as parts of multipart/form-data)` : field.type}${field.required ? "" : "?"}${field.values ? ` (${field.values.join("|")})` : ""}${field.target ? ` of ${field.target}` : ""}`).join(", ")}`,
    ...(computed.length > 0 ? [`  worked out: ${computed.map((each) => each.name).join(", ")}`] : []),
    ...(state
      ? state.moves.map((move) => `  POST /api/${path}/{id}/${move.action}: ${move.from.join("|")} to ${move.to}`)
      : []),
    ...lists.map((list) => `  GET /api/${path}?list=${list.name}`),
  ]);
  const roles = access ? [`People sign in; roles: ${access.roles.map(({ name }) => name).join(", ")}`] : [];
  return [...lines, ...reports.map(({ name }) => `GET /api/reports/${name}`), ...roles].join("\n").slice(0, 12_000);
}

function readTests(answer: string, id: string, path: string): Written {
  const blocks = [...answer.replaceAll("\r\n", "\n").matchAll(/```(?:ts|typescript|js)?[^\n]*\n([\s\S]*?)\n?```/g)];
  const longest = blocks.map(([, body = ""]) => body).sort((a, b) => b.length - a.length)[0];
  const text = tidy(longest ?? answer);
  gateText(path, text);
  for (const [, from = ""] of text.matchAll(/(?:from\s+|import\s*\(?\s*)["']([^"']+)["']/g))
    if (!allowedImports.test(from)) throw new AnswerRefused(`It imports ${from.slice(0, 100)}, which a test may not.`);
  const titles = [...text.matchAll(/\b(?:test|it)\(\s*(["'`])((?:\\.|(?!\1).)*)\1/g)].map(([, , title = ""]) =>
    title.replace(/\\(["'`\\])/g, "$1"),
  );
  if (titles.length === 0) throw new AnswerRefused("There is no test in it.");
  if (titles.length > 8) throw new AnswerRefused("There are more than 8 tests in it.");
  if (new Set(titles).size < titles.length) throw new AnswerRefused("Two tests have one title.");
  const stranger = titles.find((title) => !title.startsWith(`${id}: `) || title.includes("${"));
  if (stranger !== undefined)
    throw new AnswerRefused(`The title “${stranger.slice(0, 100)}” does not begin with “${id}: ”.`);
  if (!/\bassert\b|\brefused\(|\bok\(/.test(text)) throw new AnswerRefused("It asserts nothing.");
  return { text, titles };
}
