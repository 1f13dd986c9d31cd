import type { Analysis, Brief } from "../../artefacts.ts";
import { type App, keepsFiles, nameApp, sendsMail } from "../app.ts";
import { asSql } from "../conditions.ts";
import type { Composer, Composition, Evidence } from "../kind.ts";
import { entityFiles, speaksOfToday } from "./entity.ts";
import { migration } from "./migration.ts";
import { mailSettings } from "./notifications.ts";
import {
  applicationFile,
  environmentFile,
  lockFile,
  noticesFile,
  packageFile,
  reportsFile,
  serverFile,
  startFile,
} from "./project.ts";
import { readme } from "./readme.ts";
import { fullRole, hasRights } from "./rights.ts";
import { samplesFile } from "./samples.ts";
import { seedFile } from "./seed.ts";
import { staticFiles } from "./static.generated.ts";
import { tests } from "./tests/index.ts";

/**
 * The complete application for an analysis: sources, migrations, pages, tests, documents. A function of its input
 * alone: no clock, no chance, no disk. `evidence` says which delivered tests speak for which requirement.
 */
function compose(brief: Brief, analysis: Analysis): Composition {
  const app = nameApp(brief, analysis);
  const files = new Map<string, string>();
  for (const [path, content] of Object.entries(staticFiles)) if (isWanted(app, path)) files.set(path, content);
  files.set("package-lock.json", lockFile(app, staticFiles["package-lock.json"] ?? "", sendsMail(app)));
  files.set("package.json", packageFile(app));
  files.set(".env.example", environmentFile(app));
  if (sendsMail(app)) files.set("src/config.ts", mailSettings(staticFiles["src/config.ts"] ?? ""));
  files.set("LICENSE-NOTICES.md", noticesFile(app, sendsMail(app)));
  files.set("migrations/0001_initial.sql", migration(app));
  files.set("src/application.ts", applicationFile(app));
  files.set("src/server.ts", serverFile);
  files.set("src/db/seed.ts", seedFile(app));
  files.set("test/support/start.ts", startFile(app));
  files.set("test/support/samples.ts", samplesFile(app));
  if (app.reports.length > 0)
    files.set(
      "src/reports/index.ts",
      reportsFile(app, (index) => reportCondition(app, index)),
    );
  for (const entity of app.entities) for (const [path, content] of entityFiles(app, entity)) files.set(path, content);

  const written = tests(app);
  for (const [path, content] of written.files) files.set(path, content);
  const fileOfTest = (title: string) =>
    written.files.find(([, content]) => content.includes(`test(${JSON.stringify(title)}`))?.[0] ?? "test/";
  files.set("README.md", readme(app, written.evidence, fileOfTest));
  return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), evidence: written.evidence };
}

/** The same composition with the README of this analysis: where each requirement is met, and what is not. */
function describe(
  brief: Brief,
  analysis: Analysis,
  { files, evidence }: { files: ReadonlyMap<string, string>; evidence: Evidence[] },
): Composition {
  const app = nameApp(brief, analysis);
  const suites = [...files].filter(([path]) => path.endsWith(".test.ts"));
  const fileOfTest = (title: string) =>
    suites.find(([, content]) => content.includes(`test(${JSON.stringify(title)}`))?.[0] ?? "test/";
  return { files: new Map(files).set("README.md", readme(app, evidence, fileOfTest)), evidence };
}

/** Parts of the static files that only some applications need. */
function isWanted(app: App, path: string): boolean {
  if (path.startsWith("src/csv/") || path === "test/support/csv.ts")
    return app.entities.some(({ csv }) => csv.length > 0);
  if (path.startsWith("src/files/") || path === "test/support/files.ts") return keepsFiles(app);
  if (path.startsWith("src/messages/") || path === "test/support/mail.ts") return sendsMail(app);
  if (path === "test/support/offered.ts") return hasRights(app);
  if (path === "test/support/overwrite.ts")
    return app.entities.some(
      ({ rules, state }) =>
        rules.some(speaksOfToday) || state?.moves.some(({ follows }) => follows.some(({ kind }) => kind === "sets")),
    );
  if (path === "test/support/together.ts") return hasRights(app) && fullRole(app) === undefined;
  return app.access !== undefined || !path.startsWith("src/access/");
}

/** A report's condition as the code of a function; undefined when everything counts. */
function reportCondition(app: App, index: number): string | undefined {
  const report = app.reports[index];
  if (!report || report.when.length === 0) return undefined;
  const { entity } = report;
  const written = asSql(app, entity, report.when, { variable: "row", computed: `${entity.ident}Values.` });
  return `(row: typeof ${entity.ident}Table${written.uses.has("now") ? ", now: Now" : ""}) => sql\`${written.sql}\``;
}

export const webApp: Composer = { compose, describe };
