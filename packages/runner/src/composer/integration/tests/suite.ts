import type { Requirement } from "../../../artefacts.ts";
import { capital } from "../../app.ts";
import { comments, text } from "../../print.ts";
import { importLine } from "../../web-app/tests/suite.ts";
import { wrap } from "../../wrap.ts";
import type { Plan } from "../plan.ts";
import { samplerOf } from "../samples.ts";

/** A test about something the service does, not yet titled. `about` is the target of the requirement it belongs to. */
export type Draft = { about: string; words: string; file: string; body: string[] };

type Written = { requirements: string[]; title: string; draft: Draft };

/** Titles that start with the requirement and are unique in the project. */
export function titled(requirement: Requirement, draft: Draft, taken: Set<string>): Written {
  const base = `${requirement.id}: ${draft.words.replace(/\s+/g, " ").trim()}`;
  let title = base;
  for (let number = 2; taken.has(title); number += 1) title = `${base} (${number})`;
  taken.add(title);
  return { requirements: [requirement.id], title, draft };
}

/** Lets a test show one more requirement: `R1, R2: …`. */
export function share(written: Written, { id }: Requirement, taken: Set<string>): void {
  taken.delete(written.title);
  written.title = written.title.replace(": ", `, ${id}: `);
  written.requirements.push(id);
  taken.add(written.title);
}

const helpers: [file: string, names: string[]][] = [
  ["node:assert/strict", ["assert"]],
  ["node:http", ["createServer"]],
  ["node:net", ["AddressInfo"]],
  ["node:test", ["after", "test"]],
  ["../src/client/http.ts", ["retryAfter"]],
  ["../src/flow/schedule.ts", ["nextRun"]],
  ["../src/integration.ts", ["integration"]],
  ["./stand-ins/system.ts", ["standInSecrets"]],
  ["./support/client.ts", ["client", "refused", "until"]],
  ["./support/records.ts", ["creationsOf", "daysAgo", "hasArrived", "hasNotArrived", "recordOf"]],
  ["./support/start.ts", ["pagedBy", "startService"]],
];

/** What the shared service of a file is started with, where that matters. */
const options: Record<string, string> = {
  "test/reliability.test.ts": '{ settings: { RECORD_PAUSE_SECONDS: "0.01" } }',
};

/** A file of tests. Those that speak to `service` share one; others start their own. */
export function testFile(plan: Plan, file: string, written: readonly Written[], title: string): string {
  const bodies = written.map(({ title: name, draft }) => {
    const lines = withoutUnused(draft.body).map((line) => `${wrap(line, 2)}\n`);
    return `test(${text(name)}, async () => {\n${lines.join("")}});\n`;
  });
  const all = bodies.join("\n");
  const isShared = written.some(
    ({ draft }) =>
      !draft.body.some((line) => /\bconst service = /.test(line)) &&
      draft.body.some((line) => /\bservice\b/.test(line)),
  );
  const uses = (name: string) =>
    ["test"].includes(name) ||
    (isShared && ["after", "startService"].includes(name)) ||
    new RegExp(`\\b${name}\\b[(.,)]|as ${name}\\b`).test(all);
  const samplers = plan.flows
    .map(samplerOf)
    .filter((name) => all.includes(`${name}(`))
    .sort();
  const imports = helpers.flatMap(([file, names]) => {
    const used = names.filter(uses).map((name) => (name === "AddressInfo" ? `type ${name}` : name));
    if (used.length === 0) return [];
    if (file === "node:assert/strict") return ['import assert from "node:assert/strict";'];
    if (used.length === 1 && used[0]?.startsWith("type ")) return [`import type { AddressInfo } from "${file}";`];
    return [importLine(used, file)];
  });
  const start = imports.findIndex((line) => line.includes("./support/start.ts"));
  if (samplers.length > 0)
    imports.splice(start < 0 ? imports.length : start, 0, importLine(samplers, "./support/samples.ts"));
  return `${imports.join("\n")}

// ${capital(comments(title))}, by real HTTP between two stand-ins for the systems.
${isShared ? `const service = await startService(${options[file] ?? ""});\nafter(() => service.stop());\n\n` : "\n"}${all}`.replace(
    /\n\n\n+/g,
    "\n\n",
  );
}

/** A name that a test gives and never uses is left out; what it stands for still happens. */
function withoutUnused(body: readonly string[]): string[] {
  return body.map((line, index) => {
    const name = line.match(/^const (\w+) = (?=service\.(?:give|place)\()/)?.[1];
    if (name === undefined) return line;
    const isUsed = body.some((other, at) => at !== index && new RegExp(`\\b${name}\\b`).test(withoutText(other)));
    return isUsed ? line : line.slice(`const ${name} = `.length);
  });
}

/** Code without what stands in quotes; what a template inserts is code. */
const withoutText = (line: string): string => line.replace(/"(?:[^"\\]|\\.)*"/g, '""');
