import { type App, capital } from "../app.ts";
import { array, code, literal, object, print } from "../print.ts";
import { conditionCode, importFrom } from "./entity.ts";

/** `src/tool.ts`: what this tool is made of. */
export function toolFile(app: App, program: string): string {
  const definition = object({
    name: literal(program),
    version: literal("1.0.0"),
    description: literal(`${capital(app.title)}: ${app.description}`),
    dataFile: literal(`${program}.json`),
    commands: code(
      `[...resources.flatMap((resource) => recordCommands(resources, resource)), ...wholeCommands(resources, ${app.reports.length > 0 ? "reports" : "[]"}, examples)]`,
    ),
    examples: literal(examplesOf(app)),
  });
  const imports = app.entities
    .map(({ ident, folder }) => `import { ${ident} } from "./entities/${folder}.ts";\n`)
    .sort()
    .join("");
  return `import type { Tool } from "./cli/run.ts";
import { recordCommands } from "./commands/records.ts";
import { wholeCommands } from "./commands/whole.ts";
${imports}import { examples } from "./examples.ts";
${app.reports.length > 0 ? 'import { reports } from "./reports.ts";\n' : ""}
const resources = ${print(array(app.entities.map(({ ident }) => code(ident))), 0, 18)};

export const tool: Tool = ${print(definition).replace(
    /commands: (.*),\n/,
    `commands: [\n    ...resources.flatMap((resource) => recordCommands(resources, resource)),\n    ...wholeCommands(resources, ${app.reports.length > 0 ? "reports" : "[]"}, examples),\n  ],\n`,
  )};
`;
}

/** Commands to try first. */
export function examplesOf(app: App): string[] {
  const [first] = app.entities;
  const listed = app.entities.find(({ lists }) => lists.length > 0);
  const [report] = app.reports;
  return [
    "examples",
    `${first?.path} list`,
    `${first?.path} show 1`,
    ...(listed ? [`${listed.path} list --only ${listed.lists[0]?.name}`] : []),
    ...(report ? [`report ${report.name}`] : []),
  ];
}

/** `src/reports.ts`. */
export function reportsFile(app: App): string {
  const entities = [...new Set(app.reports.map(({ entity }) => entity))];
  const body = array(
    app.reports.map((report) =>
      object({
        name: literal(report.name),
        label: literal(report.label),
        resource: code(report.entity.ident),
        groupBy: literal(report.groupBy),
        each: report.each ? literal(report.each) : undefined,
        measures: array(report.measures.map((measure) => literal(measure))),
        when: report.when.length > 0 ? code(conditionCode(app, report.entity, report.when, new Set())) : undefined,
      }),
    ),
  );
  const text = print(body, 0, 34);
  const fromNow = ["type Now", "plusDays"].filter((name) =>
    name === "type Now" ? /\bnow: Now\b/.test(text) : /\bplusDays\(/.test(text),
  );
  const imports = entities
    .map(({ name, ident, folder }) =>
      importFrom(
        [...(text.includes(`: ${name}Record`) ? [`type ${name}Record`] : []), ident],
        `./entities/${folder}.ts`,
      ),
    )
    .sort();
  const fromResource = [/\bisBlank\(/.test(text) ? "isBlank" : "", "type Report"].filter(Boolean);
  return `${imports.join("")}${importFrom(fromNow, "./now.ts")}${importFrom(fromResource, "./records/resource.ts")}
/** What is added up, for whom, and from which records. */
export const reports: readonly Report[] = ${text};
`;
}

export const packageFile = (app: App, program: string): string =>
  `${JSON.stringify(
    {
      name: app.slug,
      version: "1.0.0",
      private: true,
      description: app.description,
      type: "module",
      bin: { [program]: "bin/run.mjs" },
      engines: { node: ">=24" },
      scripts: { start: "node bin/run.mjs", test: 'node --test "test/**/*.test.ts"', check: "tsc" },
      devDependencies: { "@types/node": "24.19.2", typescript: "7.0.2" },
    },
    null,
    2,
  )}\n`;

export const lockFile = (app: App, program: string, template: string): string => {
  const lock = JSON.parse(template) as {
    name: string;
    version: string;
    packages: Record<string, Record<string, unknown>>;
  };
  const { name: _, version: __, ...rest } = lock.packages[""] ?? {};
  const packages = {
    ...lock.packages,
    "": { name: app.slug, version: "1.0.0", bin: { [program]: "bin/run.mjs" }, ...rest },
  };
  return `${JSON.stringify({ ...lock, name: app.slug, version: "1.0.0", packages }, undefined, 2)}\n`;
};

export const environmentFile = (
  program: string,
  keepsData: boolean,
): string => `# Copy to .env and change what you need. Every line is optional; these are the defaults.
${keepsData ? `\n# Where the data is kept, from the folder the tool is run in. Back this file up.\nDATA_FILE=${program}.json\n` : "\n"}# Decides which day is today.
TIME_ZONE=UTC
`;

export const noticesFile = (title: string): string => `# Licence notices

${capital(title)} runs with Node alone. These packages are used for development only; each comes with its full licence text
in \`node_modules/<name>/\` after \`npm ci\`. Nothing of them is copied into this repository.

| package | version | licence | notice |
|---|---|---|---|
| typescript (development only) | 7.0.2 | Apache-2.0 | Copyright (c) Microsoft Corporation |
| @types/node (development only) | 24.19.2 | MIT | Copyright (c) Microsoft Corporation |
| undici-types (development only) | 7.24.6 | MIT | Copyright (c) Matteo Collina and Undici contributors |

- MIT: https://spdx.org/licenses/MIT.html
- Apache-2.0: https://spdx.org/licenses/Apache-2.0.html
`;
