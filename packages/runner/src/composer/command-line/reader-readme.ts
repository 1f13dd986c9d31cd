import type { Files } from "../../artefacts.ts";
import type { App } from "../app.ts";
import type { Evidence } from "../kind.ts";
import { inline, listed } from "../markdown.ts";
import { bullets, requirementsSection } from "../readme.ts";
import { dashed } from "./speak.ts";

/** The README of a tool that reads files. */
export function readerReadme(
  app: App,
  reading: Files,
  program: string,
  evidence: readonly Evidence[],
  fileOfTest: (title: string) => string,
): string {
  const [entity] = app.entities;
  const fields = entity?.fields ?? [];
  const sample = `samples/${entity?.path}.csv`;
  return `# ${inline(app.title)}

${inline(app.description)}

\`${program}\` is a command-line tool that reads ${inline(entity?.plural.toLowerCase() ?? "rows")} from a CSV or JSON file${reading.tables.length > 0 ? ` and prints ${listed(reading.tables.map(({ label }) => inline(label.toLowerCase())))}` : ""}.
It needs Node and nothing else, and keeps nothing.

## Install, test, start

With Node 24 and npm:

\`\`\`sh
npm ci
npm test
npm start
npm link   # makes \`${program}\` a command of this machine
\`\`\`

## Try it

\`\`\`sh
${program} summary ${sample}
${program} summary ${sample} --report report.json
${program} check ${sample}
${program} rows ${sample} --limit 3
\`\`\`

## The file

The first line names the columns: ${fields.map(({ name, required }) => `\`${name}\`${required ? "" : " (optional)"}`).join(", ")}. Their order, capitals and blanks do not
matter, and other columns are read past. Commas, semicolons and tabs separate; amounts may be 1,234.50 or 1.234,50, days
2026-03-31 or 31/03/2026 (day first). A JSON file is a list of objects with the same names. In JSON output amounts are whole cents.

## Commands

Every command takes a file or several, whose rows are one list, or \`-\` for standard input, says how it is used with \`--help\` and prints JSON with \`--json\`.
Warnings go to standard error. Exit codes: 0 done, 1 refused with the reason, 2 not understood.

- \`${program} summary [file]...\`: ${reading.tables.map(({ label }) => inline(label.toLowerCase())).join("; ") || "how many there are"}; \`--report FILE\` also writes everything as JSON
- \`${program} check [file]...\`: what is wrong with the file, line by line
- \`${program} rows [file]...\`: the rows themselves; \`--sort\`, \`--reverse\`, \`--limit\`, \`--unique\`, \`--csv\`, \`--output FILE\`

\`summary\` and \`rows\` are narrowed by any column, \`--${dashed(fields[0]?.name ?? "name")} VALUE\`${fields.some(({ kind }) => kind === "date") ? ", and days by `-from` and `-to`" : ""}.

${requirementsSection(app.requirements, ({ targets }) => (targets.some((target) => /table|duplicates|keeps|sort/.test(target)) ? ["`src/shape.ts`, `src/files/`"] : ["`src/files/`, `src/commands/`"]), evidence, fileOfTest)}${bullets("Assumptions", app.assumptions)}## Layout

\`\`\`
bin/run.mjs        what is run when the tool is called
src/shape.ts       what the files hold and what is made of them
src/files/         reading, checking, adding up
src/commands/      the commands
src/cli/           options, help, tables, CSV
samples/           a file to try it with
test/              each test named after its requirement, each a run of the tool
\`\`\`

Licences of the packages used: \`LICENSE-NOTICES.md\`.
`;
}
