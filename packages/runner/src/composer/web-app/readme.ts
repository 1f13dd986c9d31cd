import type { Requirement } from "../../artefacts.ts";
import { type App, inWords, keepsFiles, sendsMail } from "../app.ts";
import type { Evidence } from "../kind.ts";
import { inline, listed } from "../markdown.ts";
import { bullets, requirementsSection } from "../readme.ts";
import { usual } from "../scenario.ts";
import { messagesSection, notificationWords } from "./notifications.ts";
import { demoAccounts, demoPassword } from "./project.ts";
import { hasRights, rightsOf } from "./rights.ts";
import { ruleWords } from "./tests/rules.ts";

/** The README: what it is, how to run it, its API by example, and where each requirement is met. */
export function readme(app: App, evidence: readonly Evidence[], fileOfTest: (title: string) => string): string {
  return `# ${inline(app.title)}

${inline(app.description)}

It keeps ${listed(app.entities.map((entity) => inline(entity.plural.toLowerCase())))}, with pages for people and a JSON API for programs.
One process, one SQLite file${keepsFiles(app) ? ", a folder for files" : ""}, no other service.

## Install, test, start

With Node 24 and npm:

\`\`\`sh
npm ci
npm test
npm start
\`\`\`

Then open http://localhost:3000. A new installation starts with examples; \`SEED=none npm start\` starts empty.
${app.access ? accessSection(app) : ""}${sendsMail(app) ? messagesSection(app) : ""}
## Configure

Set these in the environment or in a file \`.env\` (see \`.env.example\`).

| setting | default | meaning |
|---|---|---|
| \`PORT\` | 3000 | the port to listen on |
| \`HOST\` | all | the address to listen on |
| \`DATA_DIR\` | \`./data\` | where \`app.sqlite\` is kept; back this folder up |
${keepsFiles(app) ? "| `FILES_DIR` | `files` in `DATA_DIR` | where pictures and documents are kept, under names that mean nothing; back it up with the data |\n| `MAX_UPLOAD_MB` | 10 | the most that a request with files may carry, in MB |\n" : ""}| \`SEED\` | demo | \`demo\` fills a new installation with examples, \`none\` leaves it empty |
| \`TIME_ZONE\` | UTC | decides which day is today |
| \`LOG_LEVEL\` | info | \`info\`, \`warn\` or \`error\`; logs are JSON lines on standard output |
${app.access ? `| \`DEMO_PASSWORD\` | ${demoPassword} | the password of the seeded accounts, used once, when the data is new |\n` : ""}${sendsMail(app) ? mailSettingsTable : ""}
## API

\`GET /openapi.json\` describes every route. Errors are \`application/problem+json\` with \`code\`, \`detail\` and, for
input, \`errors: [{path, message}]\`. Dates are \`YYYY-MM-DD\`, instants ISO 8601 in UTC, money whole cents (1250 is 12.50).
${apiSection(app)}
Lists take \`page\`, \`pageSize\` (at most 100), \`search\`, \`sort=field:asc|desc\`, \`list=<name>\`, and any field as a filter:
\`{"items":[…],"total":12,"page":1,"pageSize":25,"totalPages":1}\`.
${filesSection(app)}
${app.entities.map((entity) => entitySection(app, entity)).join("\n")}${app.reports.length > 0 ? `\n### Reports\n\n${app.reports.map((report) => `- \`GET /api/reports/${report.name}\`: ${inline(report.label)}, one row a group: \`{"items":[{"group":…,${report.measures.map((measure) => `"${measure.name}":…`).join(",")}}]}\``).join("\n")}\n` : ""}
${requirementsSection(app.requirements, (requirement) => where(app, requirement), evidence, fileOfTest)}${bullets("Assumptions", app.assumptions)}## Layout

\`\`\`
src/server.ts        the process: settings, start, stop
src/application.ts   what this application is made of
src/entities/        one room an entity: table, computed values, fields, rules, moves, lists
src/resource/        what all records share: validation, queries, storing, routes
src/pages/           the pages for people
src/http/            the application as HTTP: errors, security, OpenAPI
${keepsFiles(app) ? "src/files/           pictures and documents: what they are, where they lie, who reads them\n" : ""}${app.entities.some(({ csv }) => csv.length > 0) ? "src/csv/             files for spreadsheets, out and in\n" : ""}src/db/              SQLite, migrations, examples
${app.reports.length > 0 ? "src/reports/         what is added up\n" : ""}${app.access ? "src/access/          accounts, sessions, roles\n" : ""}${sendsMail(app) ? "src/messages/        e-mail: written, sent, shown\n" : ""}migrations/          SQL files, applied in order at start
test/                tests by requirement, over real HTTP
\`\`\`

\`npm run check\` checks types. \`Dockerfile\` builds an image that starts empty and keeps its data${keepsFiles(app) ? ", files too," : ""} in \`/data\`.
Licences of dependencies: \`LICENSE-NOTICES.md\`.
`;
}

function accessSection(app: App): string {
  const [first] = demoAccounts(app);
  const managing = app.access?.roles.filter((role) => role.manages).map((role) => role.label) ?? [];
  return `
## Sign in

A new installation has one account a role; all have the password \`${demoPassword}\` (or what \`DEMO_PASSWORD\` said at the first start).

| e-mail | role |
|---|---|
${demoAccounts(app)
  .map(({ email, role }) => `| \`${email}\` | ${role} |`)
  .join("\n")}

People sign in at \`/sign-in\`. Programs ask for a token and send it with every call:

\`\`\`sh
TOKEN=$(curl -s localhost:3000/api/session -H 'Content-Type: application/json' \\
  -d '{"email":"${first?.email}","password":"${demoPassword}"}' | node -p 'JSON.parse(require("fs").readFileSync(0)).token')
curl localhost:3000/api/me -H "Authorization: Bearer $TOKEN"
\`\`\`

\`POST /api/session\` answers 201 \`{token,expiresAt,user}\`; \`DELETE /api/session\` signs out; \`GET /api/me\` says who is signed in.
\`POST /api/${app.access?.path}\` \`{name,email,password}\` makes an account with the role ${app.access?.defaultRole}.${managing.length > 0 ? ` ${managing.join(", ")} may list accounts and change roles (\`PATCH /api/${app.access?.path}/{id}\` \`{role}\`).` : ""}
With \`SEED=none\` the first account that is made manages the others.
${hasRights(app) ? rightsNote : ""}`;
}

const mailSettingsTable = `| \`SMTP_URL\` | none | where e-mail leaves by, such as \`smtps://user:password@mail.example.com:465\`; without it nothing leaves |
| \`MAIL_FROM\` | none | whom e-mail comes from; goes together with \`SMTP_URL\` |
| \`OFFICE_EMAIL\` | none | who gets what is for the office |
| \`APP_URL\` | none | where people open the application; messages then link to what they are about |
`;

const rightsNote = `
Who may do what with which records stands with each kind of records below. A role that lacks a right is answered 403 with
\`right.missing\`; a record that is out of somebody's sight is answered 404, exactly as one that doesn't exist. Lists,
searches, reports, exports and figures count what whoever asks may see, and leave out the names of what they may not;
rules count everything, so a refusal may come from a record that is out of sight. A move that names no role takes the
right to change. Who manages accounts keeps doing so: one who manages always stays.
`;

/** Who may do what, in the words of the API. */
function rightsLines(app: App, entity: App["entities"][number]): string[] {
  const { own, ...verbs } = rightsOf(app, entity);
  return [
    ...Object.entries(verbs).map(
      ([verb, roles]) => `- right to ${verb}: ${roles.length > 0 ? roles.join(", ") : "nobody"}`,
    ),
    ...own.map(({ roles, verbs: limited, field, via }) => {
      const whose = via ? `\`${field}\`, where the \`${via.field}\` of that record is the account` : `\`${field}\``;
      return `- ${roles.join(", ")} may ${limited.join(", ")} only their own (by ${whose}) and ${limited.includes("see") ? "keep" : "file"} none for others`;
    }),
  ];
}

function apiSection(app: App): string {
  const entity =
    app.entities.find((each) => each.fields.every((field) => field.kind !== "reference")) ?? app.entities[0];
  if (!entity) return "";
  const body = Object.fromEntries(
    entity.fields
      .filter((field) => !field.readOnly && !field.byUser && field.kind !== "file")
      .slice(0, 5)
      .map((field) => {
        const value = usual(field);
        return [
          field.name,
          value.is === "literal"
            ? value.value
            : value.is === "day"
              ? "2026-03-31"
              : value.is === "noon"
                ? "2026-03-31T12:00:00Z"
                : value.is === "email"
                  ? "ann@example.com"
                  : value.is === "reference"
                    ? 1
                    : "…",
        ];
      }),
  );
  const token = app.access ? ` -H "Authorization: Bearer $TOKEN"` : "";
  return `
\`\`\`sh
curl localhost:3000/api/${entity.path}?pageSize=5${token}
curl localhost:3000/api/${entity.path}${token} -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(body).replaceAll("'", "")}'
\`\`\`
`;
}

function entitySection(app: App, entity: App["entities"][number]): string {
  const base = `/api/${entity.path}`;
  const lines = [
    `- \`GET ${base}\`, \`POST ${base}\`, \`GET|PUT|PATCH|DELETE ${base}/{id}\``,
    ...entity.lists.map(
      (each) => `- \`GET ${base}?list=${each.name}\`: ${inline(each.label)} (${inline(inWords(entity, each.when))})`,
    ),
    ...(entity.fields.some(({ kind }) => kind === "file")
      ? [`- \`GET|DELETE ${base}/{id}/files/{file}\`: one of its files`]
      : []),
    ...(entity.csv.includes("export")
      ? [`- \`GET ${base}/export.csv\`: the list as a file for spreadsheets, with the same search, filters and order`]
      : []),
    ...(entity.csv.includes("import")
      ? [`- \`POST ${base}/import\` (\`text/csv\`): new records from the rows of a file, all or none`]
      : []),
    ...(entity.state?.moves ?? []).map(
      (move) =>
        `- \`POST ${base}/{id}/${move.action}\`: ${move.from.map(inline).join(" or ")} → ${inline(move.to)}${move.roles.length > 0 ? `; ${move.roles.join(" or ")} only` : ""}${[...move.needs, ...move.follows].map(({ message }) => `; ${inline(message)}`).join("")}`,
    ),
    ...entity.rules.map((rule) => `- rule: ${inline(ruleWords(entity, rule))}`),
    ...entity.notifications.map(
      (each) => `- e-mail “${inline(each.subject)}”: ${inline(notificationWords(entity, each))}`,
    ),
    ...rightsLines(app, entity),
  ];
  const fields = entity.fields.map(
    (field) =>
      `\`${field.name}\` ${field.files ? filesInWords(field.files) : (kindWords[field.kind] ?? field.kind)}${field.target ? ` of /api/${field.target}` : ""}${field.required && !field.readOnly ? "" : field.readOnly ? " (set by the application)" : " (optional)"}`,
  );
  const computed = entity.computed.map((each) => `\`${each.name}\` (worked out)`);
  return `### ${inline(entity.plural)}\n\n${lines.join("\n")}\n\nFields: ${[...fields, ...computed].join(", ")}.\n`;
}

const filesInWords = ({ pictures, most }: { pictures: boolean; most: number }): string => {
  if (most > 1) return `up to ${most} ${pictures ? "pictures" : "files"}`;
  return pictures ? "picture" : "file";
};

/** How files are sent, read and removed, with the first field that has some as the example. */
function filesSection(app: App): string {
  const entity = app.entities.find(({ fields }) => fields.some(({ kind }) => kind === "file"));
  const field = entity?.fields.find(({ kind }) => kind === "file");
  if (!entity || !field) return "";
  const token = app.access ? ` -H "Authorization: Bearer $TOKEN"` : "";
  const isOne = field.files?.most === 1;
  const name = field.files?.pictures ? "picture.png" : "paper.pdf";
  const file = `{"id":"…","name":"${name}","type":"…","size":12345,"url":"/api/${entity.path}/1/files/…"}`;
  return `
### Files

Files are sent as \`multipart/form-data\`: with \`POST\`, \`PUT\` and \`PATCH\` of a record and with its moves, each file as a part
named by its field, all other values as JSON in the part \`record\`.

\`\`\`sh
curl -X PATCH localhost:3000/api/${entity.path}/1${token} -F ${field.name}=@${name}
\`\`\`

A record shows \`"${field.name}": ${isOne ? file : `[${file}]`}\`. \`GET\` of that url reads the file, \`DELETE\`
removes it; JSON that names a file by \`id\` keeps it, ${isOne ? "`null` removes it" : "a list without it removes it"}. ${app.entities.some(({ fields }) => fields.some(({ files }) => (files?.most ?? 1) > 1)) ? "Where a field takes several, what `PATCH` brings is put with those that are there. " : ""}A file has
the rights of its record and goes with it. Its kind is told by its bytes (pictures: JPEG, PNG, GIF, WebP; where documents are
meant, also PDF, Word, Excel, PowerPoint, OpenDocument, CSV and text in UTF-8); others are refused with 400, too large ones
with 413. Files are kept as they come, with whatever a camera wrote into them.
`;
}

const kindWords: Record<string, string> = {
  text: "text",
  longText: "long text",
  integer: "whole number",
  decimal: "number",
  money: "money in cents",
  percent: "percent",
  boolean: "yes or no",
  date: "date",
  dateTime: "date and time",
  time: "time",
  email: "e-mail",
  phone: "phone",
  url: "web address",
  choice: "choice",
  reference: "id",
};

/** The files that meet a requirement. */
function where(app: App, requirement: Requirement): string[] {
  const files = requirement.targets.flatMap((target) => {
    if (target === "access") return ["`src/access/`"];
    if (target.startsWith("file:")) return [`\`${target.slice("file:".length)}\``];
    if (target.startsWith("report:")) return ["`src/reports/index.ts`"];
    const entity = app.entities.find((each) => each.name === target.match(/^[A-Za-z0-9]+/)?.[0]);
    return entity ? [`\`src/entities/${entity.folder}/\``] : [];
  });
  return files.length > 0 ? [...new Set(files)] : ["`src/http/`, `src/pages/`"];
}
