import type { Requirement } from "../../artefacts.ts";
import { type App, type AppEntity, inWords } from "../app.ts";
import type { Evidence } from "../kind.ts";
import { inline, listed } from "../markdown.ts";
import { bullets, requirementsSection } from "../readme.ts";
import { inputs } from "../scenario.ts";
import { ruleWords } from "../web-app/tests/rules.ts";
import { examplesOf } from "./project.ts";
import { dashed } from "./speak.ts";

/** The README of a tool that keeps records. */
export function readme(
  app: App,
  program: string,
  evidence: readonly Evidence[],
  fileOfTest: (title: string) => string,
): string {
  return `# ${inline(app.title)}

${inline(app.description)}

\`${program}\` is a command-line tool. It keeps ${listed(app.entities.map((entity) => inline(entity.plural.toLowerCase())))} in one JSON file; it needs Node
and nothing else, no server and no network.

## Install, test, start

With Node 24 and npm:

\`\`\`sh
npm ci
npm test
npm start
npm link   # makes \`${program}\` a command of this machine
\`\`\`

\`npm start\` shows what the tool can do; \`npm start -- ${app.entities[0]?.path} list\` runs a command without \`npm link\`.

## Try it

\`\`\`sh
${examplesOf(app)
  .map((example) => `${program} ${example}`)
  .join("\n")}
\`\`\`

\`${program} examples\` fills an empty data file with records to try everything with.

## Commands

Every command says how it is used with \`--help\`, prints JSON with \`--json\`, and takes another data file with
\`--data FILE\`. Exit codes: 0 done, 1 refused with the reason, 2 not understood.
Dates are \`YYYY-MM-DD\`; amounts are typed as 12.50 and are whole cents (1250) in JSON.

${app.entities.map((entity) => commandsOf(program, entity)).join("\n")}${
  app.entities.some(({ lists }) => lists.length > 0)
    ? `\n\`${program} due\` shows everything that is on a list. A command that puts a record on a list warns of it on standard error.\n`
    : ""
}${
  app.reports.length > 0
    ? `\n### Reports\n\n${app.reports.map(({ name, label }) => `- \`${program} report ${name}\`: ${inline(label)}`).join("\n")}\n`
    : ""
}
## Configure

Set these in the environment or in a file \`.env\` (see \`.env.example\`).

| setting | default | meaning |
|---|---|---|
| \`DATA_FILE\` | \`${program}.json\` | where the data is kept, from the folder the tool is run in; back this file up |
| \`TIME_ZONE\` | UTC | decides which day is today |

${requirementsSection(app.requirements, (requirement) => where(app, requirement), evidence, fileOfTest)}${bullets("Assumptions", app.assumptions)}## Layout

\`\`\`
bin/run.mjs        what is run when the tool is called
src/main.ts        the process: words in, exit code out
src/tool.ts        what this tool is made of
src/entities/      one file a kind of record: fields, computed values, rules, moves, lists
src/records/       what all records share: the data file, validation, queries, reports
src/commands/      the commands
src/cli/           options, help, tables, CSV
test/              one suite a kind of record, each test named after its requirement, each a run of the tool
\`\`\`

Licences of the packages used: \`LICENSE-NOTICES.md\`.
`;
}

function commandsOf(program: string, entity: AppEntity): string {
  const options = inputs(entity).map(
    (field) =>
      `\`--${dashed(field.kind === "reference" ? field.name.replace(/Id$/, "") : field.name)}\`${field.required && field.default === undefined ? "" : " (optional)"}`,
  );
  const rules = entity.rules.map((rule) => `- ${inline(ruleWords(entity, rule))}`);
  const lines = [
    `- \`${program} ${entity.path} add\`: ${options.join(", ")}`,
    `- \`${program} ${entity.path} list\`, \`find <words>\`, \`show <id>\`, \`change <id>\`, \`remove <id>\``,
    ...(entity.state?.moves ?? []).map(
      ({ action, from, to }) =>
        `- \`${program} ${entity.path} ${action} <id>\`: from ${inline(from.join(" or "))} to ${inline(to)}`,
    ),
    ...entity.lists.map(
      ({ name, label, when }) =>
        `- \`${program} ${entity.path} list --only ${name}\`: ${inline(label)} (${inline(inWords(entity, when))})`,
    ),
    `- \`${program} ${entity.path} export [file]\`, \`import <file>\`: as CSV`,
  ];
  return `### ${inline(entity.plural)}\n\n${lines.join("\n")}\n${rules.length > 0 ? `\nRefused:\n\n${rules.join("\n")}\n` : ""}`;
}

function where(app: App, requirement: Requirement): string[] {
  const files = requirement.targets.flatMap((target) => {
    if (target.startsWith("file:")) return [`\`${target.slice("file:".length)}\``];
    if (target.startsWith("report:")) return ["`src/reports.ts`"];
    if (target === "tool:file" || target === "tool:together") return ["`src/records/file.ts`"];
    if (target.startsWith("tool:")) return ["`src/cli/`"];
    const entity = app.entities.find((each) => each.name === target.match(/^[A-Za-z0-9]+/)?.[0]);
    return entity ? [`\`src/entities/${entity.folder}.ts\``] : [];
  });
  return files.length > 0 ? [...new Set(files)] : ["`src/records/`, `src/cli/`"];
}
