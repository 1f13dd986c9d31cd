import type { Analysis, Brief } from "../../artefacts.ts";
import type { Composer, Composition } from "../kind.ts";
import { lockFile } from "../web-app/project.ts";
import { staticFiles as webApp } from "../web-app/static.generated.ts";
import { flowFile, integrationFile } from "./flow-file.ts";
import { planOf } from "./plan.ts";
import { environmentFile, mappingFile, noticesFile, packageFile } from "./project.ts";
import { readme } from "./readme.ts";
import { samplesFile } from "./samples.ts";
import { staticFiles } from "./static.generated.ts";
import { tests } from "./tests/index.ts";

/** What a service has in common with an application, file by file. */
const shared = [
  ".dockerignore",
  ".editorconfig",
  ".github/workflows/ci.yml",
  ".gitignore",
  "public/app.css",
  "public/icon.svg",
  "src/db/database.ts",
  "src/db/migrate.ts",
  "src/http/problem.ts",
  "src/http/security.ts",
  "src/log.ts",
  "tsconfig.json",
];

/**
 * The complete service for an analysis: sources, mapping, stand-ins, tests, documents. A function of its input alone:
 * no clock, no chance, no disk.
 */
function compose(brief: Brief, analysis: Analysis): Composition {
  const plan = planOf(brief, analysis);
  const files = new Map<string, string>(Object.entries(staticFiles));
  for (const path of shared) files.set(path, webApp[path] ?? "");
  files.set("package-lock.json", lockFile({ slug: plan.slug }, webApp["package-lock.json"] ?? ""));
  files.set("package.json", packageFile(plan));
  files.set(".env.example", environmentFile(plan));
  files.set("LICENSE-NOTICES.md", noticesFile(plan));
  files.set("mapping.json", mappingFile(plan));
  files.set("src/integration.ts", integrationFile(plan));
  for (const flow of plan.flows) files.set(`src/flows/${flow.name}.ts`, flowFile(flow));
  files.set("test/support/samples.ts", samplesFile(plan));
  const written = tests(plan);
  for (const [path, content] of written.files) files.set(path, content);
  return describe(brief, analysis, { files, evidence: written.evidence });
}

/** The same composition with the README of this analysis: where each requirement is met, and what is not. */
const describe: Composer["describe"] = (brief, analysis, { files, evidence }) => {
  const suites = [...files].filter(([path]) => path.endsWith(".test.ts"));
  const fileOfTest = (title: string) =>
    suites.find(([, content]) => content.includes(`test(${JSON.stringify(title)}`))?.[0] ?? "test/";
  const described = new Map(files).set("README.md", readme(planOf(brief, analysis), evidence, fileOfTest));
  return { files: new Map([...described].sort(([a], [b]) => (a < b ? -1 : 1))), evidence };
};

export const integration: Composer = { compose, describe };
