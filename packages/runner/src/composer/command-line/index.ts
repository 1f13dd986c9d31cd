import type { Analysis, Files } from "../../artefacts.ts";
import { nameApp } from "../app.ts";
import type { Composer } from "../kind.ts";
import { text } from "../print.ts";
import { seedFile } from "../web-app/seed.ts";
import { entityFile } from "./entity.ts";
import { composeReader } from "./files.ts";
import { environmentFile, lockFile, noticesFile, packageFile, reportsFile, toolFile } from "./project.ts";
import { readerReadme } from "./reader-readme.ts";
import { readme } from "./readme.ts";
import { staticFiles } from "./static.generated.ts";
import { tests } from "./tests.ts";

const compose: Composer["compose"] = (brief, analysis) => {
  const app = nameApp(brief, analysis);
  const program = programOf(analysis);
  const reading = readsFiles(analysis);
  const files = new Map<string, string>(
    Object.entries(staticFiles).filter(([path]) => isWanted(path, reading !== undefined)),
  );
  files.set("package-lock.json", lockFile(app, program, staticFiles["package-lock.json"] ?? ""));
  files.set("package.json", packageFile(app, program));
  files.set(".env.example", environmentFile(program, reading === undefined));
  files.set("LICENSE-NOTICES.md", noticesFile(app.title));
  if (reading) {
    const { written, evidence } = composeReader(app, reading, program, fileOfTest);
    for (const [path, content] of written) files.set(path, content);
    return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), evidence };
  }
  files.set("src/tool.ts", toolFile(app, program));
  files.set("src/examples.ts", examplesFile(seedFile(app)));
  if (app.reports.length > 0) files.set("src/reports.ts", reportsFile(app));
  for (const entity of app.entities) files.set(`src/entities/${entity.folder}.ts`, entityFile(app, entity));
  const written = tests(app);
  for (const [path, content] of written.files) files.set(path, content);
  files.set("README.md", readme(app, program, written.evidence, fileOfTest(written.files)));
  return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), evidence: written.evidence };
};

const describe: Composer["describe"] = (brief, analysis, { files, evidence }) => {
  const suites = [...files].filter(([path]) => path.endsWith(".test.ts"));
  const app = nameApp(brief, analysis);
  const reading = readsFiles(analysis);
  const program = programOf(analysis);
  const written = reading
    ? readerReadme(app, reading, program, evidence, fileOfTest(suites))
    : readme(app, program, evidence, fileOfTest(suites));
  return { files: new Map(files).set("README.md", written), evidence };
};

/** A tool that people call by a name on the command line. */
export const commandLine: Composer = { compose, describe };

const readsFiles = ({ contract }: Analysis): Files | undefined =>
  contract.kind === "command-line" ? contract.files : undefined;

/** A tool that reads files keeps no records, and the other way round. */
function isWanted(path: string, readsFiles: boolean): boolean {
  if (path.startsWith("src/files/") || path === "src/commands/files.ts") return readsFiles;
  const isOfRecords =
    /^src\/(?:commands\/|records\/(?!fields|values|resource))/.test(path) || path === "test/support/tool.ts";
  return !(readsFiles && isOfRecords);
}

const programOf = ({ contract }: Parameters<Composer["compose"]>[1]): string =>
  contract.kind === "command-line" ? contract.program : contract.slug;

const fileOfTest = (suites: readonly (readonly [string, string])[]) => (title: string) =>
  suites.find(([, content]) => content.includes(`test(${text(title)}`))?.[0] ?? "test/";

/** The same examples as an application is seeded with. */
function examplesFile(seed: string): string {
  const [, imports = "", body = ""] = seed.match(/^((?:import .*\n)+)([\s\S]*)$/) ?? [];
  const lines = imports
    .replaceAll(/from "\.\.\/entities\/([\w-]+)\/index\.ts"/g, 'from "./entities/$1.ts"')
    .replace('import type { Seeder } from "./seeder.ts";', 'import type { Examples } from "./commands/whole.ts";')
    .trim()
    .split("\n")
    .sort((one, two) => ((one.split('"')[1] ?? "") < (two.split('"')[1] ?? "") ? -1 : 1));
  return `${lines.join("\n")}\n${body}`
    .replace("The first records of a new installation.", "Records to try the tool with.")
    .replace("export function seedRecords(", "export function examples(")
    .replace("}: Seeder)", "}: Examples)");
}
