import { type App, capital, keepsFiles, messagesPath, sendsMail } from "../app.ts";
import { array, code, literal, object, print, text } from "../print.ts";
import { people } from "../words.ts";
import { mailEnvironment, notificationsOf, readersOf } from "./notifications.ts";
import { doersOf, fullRole, hasRights } from "./rights.ts";
import { importLine } from "./tests/suite.ts";

/** The accounts a demo starts with, one a role; where not everybody may do everything, who may comes first. */
export const demoAccounts = (app: App) =>
  rolesInOrder(app).map((role, index) => ({
    name: people[index % people.length] ?? role.label,
    email: `${role.name}@example.com`,
    role: role.name,
  }));

function rolesInOrder(app: App) {
  const roles = app.access?.roles ?? [];
  const full = hasRights(app) ? fullRole(app) : undefined;
  return full === undefined ? roles : [...roles].sort((a, b) => Number(b.name === full) - Number(a.name === full));
}

export const demoPassword = "demo-password";

export function applicationFile(app: App): string {
  const { access } = app;
  const told = app.entities.filter(({ notifications }) => notifications.length > 0);
  const entities = [
    ...app.entities.map((entity) => `import { ${entity.ident} } from "./entities/${entity.folder}/index.ts";\n`),
    ...told.map(
      (entity) => `import { ${notificationsOf(entity)} } from "./entities/${entity.folder}/notifications.ts";\n`,
    ),
  ].sort();
  const accessCode = access
    ? `
/** The roles people have. */
export const accessRules: AccessRules = ${print(object({ roles: literal(access.roles.map(({ name, label, manages }) => ({ name, label, manages }))), defaultRole: literal(access.defaultRole), path: literal(access.path) }), 0, 40)};

/** Accounts to try the application with; they are made only when the data is new and SEED is demo. */
export const demoAccounts = ${print(array(demoAccounts(app).map(literal)), 0, 28)};
`
    : "";
  const application = object({
    title: literal(app.title),
    description: literal(app.description),
    resources: array(app.entities.map((entity) => code(entity.ident))),
    reports: code(app.reports.length > 0 ? "reports" : "[]"),
    access: access
      ? code(
          `signInRequired(accessRules, ${print(literal({ email: demoAccounts(app)[0]?.email, password: demoPassword }), 0, 0, 0)})`,
        )
      : undefined,
    messages: sendsMail(app)
      ? code(
          `messagesBy(${text(messagesPath(app))}, ${access ? print(literal(readersOf(app)), 0, 0, 0) : "undefined"}, [${told.map((entity) => `...${notificationsOf(entity)}`).join(", ")}])`,
        )
      : undefined,
    csv: app.entities.some(({ csv }) => csv.length > 0) ? code("csvRoutes") : undefined,
    files: keepsFiles(app) ? code("openFiles") : undefined,
  });
  const seed = print(
    object({
      records: code("seedRecords"),
      accounts: access ? code("(db, password) => seedAccounts(db, accessRules, demoAccounts, password)") : undefined,
    }),
    0,
    26,
  );
  return `${access ? 'import type { AccessRules } from "./access/access.ts";\nimport { signInRequired } from "./access/index.ts";\nimport { seedAccounts } from "./access/seed.ts";\n' : ""}${app.entities.some(({ csv }) => csv.length > 0) ? 'import { csvRoutes } from "./csv/routes.ts";\n' : ""}import { seedRecords } from "./db/seed.ts";
${entities.join("")}${keepsFiles(app) ? 'import { openFiles } from "./files/index.ts";\n' : ""}import type { Application } from "./http/app.ts";
import type { Seed } from "./http/serve.ts";
${sendsMail(app) ? 'import { messagesBy } from "./messages/index.ts";\n' : ""}${app.reports.length > 0 ? 'import { reports } from "./reports/index.ts";\n' : ""}${accessCode}
export const application: Application = ${print(application, 0, 41)};

export const seed: Seed = ${seed};
`;
}

export const serverFile = `import { existsSync } from "node:fs";
import { application, seed } from "./application.ts";
import { readConfig } from "./config.ts";
import { start } from "./http/serve.ts";
import { log } from "./log.ts";

/** How long requests in hand may take once the process is told to stop. */
const graceSeconds = 10;

if (existsSync(".env")) process.loadEnvFile();

const running = await start(application, readConfig(process.env), seed).catch((error: unknown) => {
  log.error("server.not_started", error);
  process.exit(1);
});
log.info("server.started", { url: running.url });

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    log.info("server.stopping", { signal });
    setTimeout(() => process.exit(1), graceSeconds * 1000).unref();
    await running.stop();
    process.exit(0);
  });
}
`;

/** \`test/support/start.ts\`: the application with a database of its own, and people to speak to it as. */
export function startFile(app: App): string {
  const { access } = app;
  const settings = print(
    object({
      PORT: literal("0"),
      HOST: literal("127.0.0.1"),
      DATA_DIR: code("dataDir"),
      MAX_UPLOAD_MB: keepsFiles(app) ? literal("1") : undefined,
      SEED: code('options.seed ?? "none"'),
      DEMO_PASSWORD: access ? code("password") : undefined,
      // Whatever the settings of whoever runs the tests say, no test sends by their mail server.
      ...(sendsMail(app) ? { SMTP_URL: literal(""), MAIL_FROM: literal(""), "...options.settings": code("") } : {}),
    }),
    2,
    19,
  );
  const managing = access?.roles.find((role) => role.manages)?.name ?? access?.roles[0]?.name ?? "";
  const full = hasRights(app) ? fullRole(app) : managing;
  const calls = full === undefined ? callsOf(app) : undefined;
  return `import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
${
  access
    ? `import { seedAccounts } from "../../src/access/seed.ts";\n${importLine(["accessRules", "demoAccounts"], "../../src/application.ts")}\nimport { openDatabase } from "../../src/db/database.ts";\n`
    : ""
}import { boot } from "./booted.ts";
import { type Client, client } from "./client.ts";
${calls ? 'import { together } from "./together.ts";\n' : ""}
process.env.LOG_LEVEL ??= "error";
${access ? '\nconst password = "password for tests";\n' : ""}
export type TestApp = {
  dataDir: string;
${access ? `  /** ${calls ? "Whoever may, for each call" : hasRights(app) ? "Somebody who may do everything" : "Somebody who is signed in and whose role manages, where one does"}. */\n` : ""}  api: Client;
  /** Nobody in particular. */
  anonymous: Client;
${access ? "  /** Somebody with this role. */\n  as(role: string): Client;\n  withToken(token: string): Client;\n" : ""}  stop(options?: { keepData?: boolean }): Promise<void>;
};

${calls ? `/** Whose calls are whose, where nobody may do everything; all others are made by somebody who manages. */\nconst calls: readonly [call: RegExp, role: string][] = ${calls};\n\n` : ""}/** The application in this process. It is loaded only then: where it is booted, a test speaks to it and no more. */
async function run(settings: Record<string, string>) {
  const { application, seed } = await import("../../src/application.ts");
  const { readConfig } = await import("../../src/config.ts");
  const { start } = await import("../../src/http/serve.ts");
  return start(application, readConfig(settings), seed);
}

/** The real application on a free port; the data goes with it unless it is to be kept. */
export async function startApp(${
    sendsMail(app)
      ? `
  options: { dataDir?: string; seed?: "demo" | "none"; settings?: Record<string, string> } = {},
`
      : `options: { dataDir?: string; seed?: "demo" | "none" } = {}`
  }): Promise<TestApp> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), ${text(`${app.slug}-`)}));
  const settings = ${settings};
  const running = process.env.TEST_BOOTED === "1" ? await boot(settings) : await run(settings);
  const anonymous = client(running.url);
${
  access
    ? `  const db = openDatabase(dataDir);
  await seedAccounts(db, accessRules, demoAccounts, password);
  db.close();
  const clients = new Map<string, Client>();
  for (const { email, role } of demoAccounts) {
    const { body } = await anonymous.post("/api/session", { email, password });
    clients.set(role, client(running.url, String(body.token)));
  }
  const as = (role: string): Client => {
    const found = clients.get(role);
    if (!found) throw new Error(\`Nobody has the role \${role}\`);
    return found;
  };
`
    : ""
}  return {
    dataDir,
    api: ${calls ? `together((call) => as(calls.find(([pattern]) => pattern.test(call))?.[1] ?? ${text(managing)}))` : access ? `as(${text(full ?? managing)})` : "anonymous"},
    anonymous,
${access ? "    as,\n    withToken: (token) => client(running.url, token),\n" : ""}    async stop({ keepData = false } = {}) {
      await running.stop();
      if (!keepData) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
`;
}

/** For each kind of call by address, the role that makes it. */
function callsOf(app: App): string {
  const lines = app.entities.flatMap((entity) => {
    const one = `\\/(api\\/)?${entity.path}\\/\\d+`;
    const all = `\\/(api\\/)?${entity.path}`;
    const patterns = [
      ["create", `^(POST ${all}(\\/import)?|GET ${all}\\/(new|import).*)$`],
      ["change", `^((PUT|PATCH|POST) ${one}.*|GET ${one}\\/edit)$`],
      ["delete", `^(DELETE ${one}|(GET|POST) ${one}\\/delete)$`],
      ["see", `^GET ${all}([/?].*)?$`],
    ] as const;
    const reports = app.reports.filter((report) => report.entity === entity);
    return [
      // The last of these would fit all others.
      ...[patterns[2], patterns[0], patterns[1], patterns[3]].map(([verb, pattern]) => [pattern, verb] as const),
      ...reports.map(({ name }) => [`^GET \\/(api\\/)?reports\\/${name}$`, "see"] as const),
    ].flatMap(([pattern, verb]) => {
      const [role] = doersOf(app, entity, verb);
      return role === undefined ? [] : [`  [/${pattern}/, ${text(role)}],\n`];
    });
  });
  return `[\n${lines.join("")}]`;
}

export function packageFile(app: App): string {
  return `${JSON.stringify(
    {
      name: app.slug,
      version: "1.0.0",
      private: true,
      description: app.description,
      type: "module",
      engines: { node: ">=24" },
      scripts: {
        start: "node src/server.ts",
        dev: "node --watch src/server.ts",
        test: 'node --test --test-isolation=none "test/**/*.test.ts"',
        check: "tsc",
      },
      dependencies: {
        "@hono/node-server": "2.1.9",
        "drizzle-orm": "0.45.4",
        hono: "4.13.19",
        ...(sendsMail(app) ? { nodemailer: mailerVersion } : {}),
        zod: "4.6.7",
      },
      devDependencies: { "@types/node": "24.19.2", typescript: "7.0.2" },
    },
    null,
    2,
  )}\n`;
}

/** The locked packages; the one that sends e-mail only where something does. */
export function lockFile(app: Pick<App, "slug">, template: string, withMail = false): string {
  return (withMail ? template : withoutMailer(template))
    .replaceAll('"name": "web-app-template"', `"name": ${JSON.stringify(app.slug)}`)
    .replaceAll(/"version": "0\.1\.0"(?=,\n(?: {2}"lockfileVersion"| {6}"dependencies"))/g, '"version": "1.0.0"');
}

const mailerVersion = "10.3.1";

function withoutMailer(template: string): string {
  const lock = JSON.parse(template) as { packages: Record<string, { dependencies?: Record<string, string> }> };
  delete lock.packages["node_modules/nodemailer"];
  delete lock.packages[""]?.dependencies?.nodemailer;
  return `${JSON.stringify(lock, null, 2)}\n`;
}

export function environmentFile(app: App): string {
  return `# Copy to .env and change what you need. Every line is optional; these are the defaults.

# The port to listen on.
PORT=3000
# The address to listen on; empty means all of them.
HOST=
# Where the data is kept. Back this folder up.
DATA_DIR=./data
${
  keepsFiles(app)
    ? `# Where pictures and documents are kept; empty means the folder files in DATA_DIR. Back it up with the data.
FILES_DIR=
# The most that a request with files may carry, in MB.
MAX_UPLOAD_MB=10
`
    : ""
}# demo fills a new installation with examples; none leaves it empty.
SEED=demo
# Decides which day is today.
TIME_ZONE=UTC
# info, warn or error.
LOG_LEVEL=info
${app.access ? `# The password of the seeded accounts, used once, when the data is new. At least 10 characters.\nDEMO_PASSWORD=${demoPassword}\n` : ""}${sendsMail(app) ? mailEnvironment : ""}`;
}

export function reportsFile(app: App, conditionOf: (index: number) => string | undefined): string {
  const entities = [...new Set(app.reports.map((report) => report.entity))];
  const conditions = app.reports.map((_, index) => conditionOf(index));
  const any = conditions.filter((each) => each !== undefined).join("\n");
  const computed = entities.filter((entity) => any.includes(`${entity.ident}Values.`));
  const tables = entities.filter((entity) => any.includes(`${entity.ident}Table`));
  const body = app.reports.map((report, index) => {
    const when = conditions[index];
    return object({
      name: literal(report.name),
      label: literal(report.label),
      resource: code(report.entity.ident),
      groupBy: literal(report.groupBy),
      via: report.via ? literal(report.via.name) : undefined,
      each: report.each ? literal(report.each) : undefined,
      over: report.over ? literal(report.over) : undefined,
      and: report.and ? literal(report.and) : undefined,
      measures: array(report.measures.map((measure) => literal(measure))),
      ranked: report.ranked ? literal(report.ranked) : undefined,
      when: when === undefined ? undefined : code(when),
    });
  });
  const imports = [
    ...computed.map((entity) => `import * as ${entity.ident}Values from "../entities/${entity.folder}/computed.ts";\n`),
    ...entities.map((entity) => `import { ${entity.ident} } from "../entities/${entity.folder}/index.ts";\n`),
    ...tables.map((entity) => `import type { ${entity.ident}Table } from "../entities/${entity.folder}/table.ts";\n`),
  ].sort((a, b) => ((a.split('"')[1] ?? "") < (b.split('"')[1] ?? "") ? -1 : 1));
  const fromNow = [/\bnow: Now\b/.test(any) ? "type Now" : "", any.includes("plusDays(") ? "plusDays" : ""].filter(
    Boolean,
  );
  return `${any ? 'import { sql } from "drizzle-orm";\n' : ""}${imports.join("")}${fromNow.length > 0 ? (fromNow.join() === "type Now" ? 'import type { Now } from "../now.ts";\n' : `import { ${fromNow.join(", ")} } from "../now.ts";\n`) : ""}import type { Report } from "./report.ts";

/** What is added up, for whom, and from which records. */
export const reports: readonly Report[] = ${print(array(body), 0, 43).replace(/^\[(\{.*\})\]$/s, "[$1]")};
`;
}

const mailer = ["nodemailer", mailerVersion, "MIT-0", "Copyright (c) 2011-2023 Andris Reinman"];
const licences: [name: string, version: string, licence: string, copyright: string][] = [
  ["@hono/node-server", "2.1.9", "MIT", "Copyright (c) 2022 - present, Yusuke Wada and Hono contributors"],
  ["drizzle-orm", "0.45.4", "Apache-2.0", "Copyright Drizzle Team"],
  ["hono", "4.13.19", "MIT", "Copyright (c) 2021 - present, Yusuke Wada and Hono contributors"],
  ["zod", "4.6.7", "MIT", "Copyright (c) 2025 Colin McDonnell"],
  ["typescript (development only)", "7.0.2", "Apache-2.0", "Copyright (c) Microsoft Corporation"],
  ["@types/node (development only)", "24.19.2", "MIT", "Copyright (c) Microsoft Corporation"],
  ["undici-types (development only)", "7.24.6", "MIT", "Copyright (c) Matteo Collina and Undici contributors"],
];

export function noticesFile(app: Pick<App, "title">, withMail = false): string {
  const all = withMail ? [...licences.slice(0, 3), mailer, ...licences.slice(3)] : licences;
  return `# Licence notices

${capital(app.title)} uses the following packages; each comes with its full licence text in \`node_modules/<name>/\`
after \`npm ci\`, or at the address of its licence below. Nothing of them is copied into this repository.

| package | version | licence | notice |
|---|---|---|---|
${all.map(([name, version, licence, copyright]) => `| ${name} | ${version} | ${licence} | ${copyright} |`).join("\n")}

- MIT: https://spdx.org/licenses/MIT.html
${withMail ? "- MIT-0: https://spdx.org/licenses/MIT-0.html\n" : ""}- Apache-2.0: https://spdx.org/licenses/Apache-2.0.html
`;
}
