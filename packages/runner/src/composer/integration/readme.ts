import type { Requirement } from "../../artefacts.ts";
import { capital } from "../app.ts";
import type { Evidence } from "../kind.ts";
import { inline, listed } from "../markdown.ts";
import { type Plan, type PlannedFlow, prefixOf, sourceValueOf } from "./plan.ts";

/** The README: what it is, how to try it, how to connect the real systems, and where each requirement is met. */
export function readme(plan: Plan, evidence: readonly Evidence[], fileOfTest: (title: string) => string): string {
  const gaps = plan.requirements.filter((requirement) => requirement.gap !== undefined);
  const webhooks = plan.flows.filter(({ webhook }) => webhook);
  return `# ${inline(plan.title)}

${inline(plan.description)}

It keeps ${listed(plan.systems.map(({ label }) => inline(label)))} in step: one process, one SQLite file, no other service.

${plan.flows.map((flow) => `- **${inline(flow.label)}** (\`${flow.name}\`): ${flowWords(flow)}`).join("\n")}

## Install, test, start

With Node 24 and npm:

\`\`\`sh
npm ci
npm test
npm start
\`\`\`

Then open http://localhost:3000. As long as no system is configured, \`npm start\` (and always \`npm run demo\`) begins with
stand-ins for ${listed(plan.systems.map(({ label }) => inline(label)))}: real HTTP servers on this machine with OAuth 2, paging and a few records, the
same that the tests use.

## Connect the real systems

Nothing is known here of how your systems' APIs look. What they call things is in \`mapping.json\`; where they are and who
we are there, in the environment or in \`.env\` (copy \`.env.example\`).

| setting | meaning |
|---|---|
${plan.systems
  .map(({ name, label, auth }) => {
    const prefix = prefixOf(name);
    const secret = webhooks.some(({ from }) => from === name)
      ? `\n| \`${prefix}WEBHOOK_SECRET\` | signs the webhooks of ${inline(label)} |`
      : "";
    return `| \`${prefix}BASE_URL\` | where the API of ${inline(label)} is, such as https://api.example.com/v1 |
| \`${prefix}AUTH\` | \`oauth2\` (client credentials), \`oauth2-refresh\`, \`api-key\` or \`none\`; here ${auth} |
| \`${prefix}CLIENT_ID\`, \`${prefix}CLIENT_SECRET\`, \`${prefix}REFRESH_TOKEN\` | for OAuth 2 |
| \`${prefix}API_KEY\` | for an API key |${secret}`;
  })
  .join("\n")}
| \`OPERATOR_PASSWORD\` | protects pages and API: \`Authorization: Bearer …\`, or any name and this password in a browser. **Set it before others reach the service** |
| \`ALERT_URL\` | gets a POST with JSON for each record that was given up and each sync that failed |
| \`SYNC_FROM\` | the first sync takes what has changed since then; without it, everything |
| \`TIME_ZONE\` | decides when a day begins (UTC) |
| \`PORT\`, \`HOST\`, \`DATA_DIR\`, \`MAPPING_FILE\`, \`LOG_LEVEL\` | 3000, all, \`./data\`, \`./mapping.json\`, info |
| \`REQUEST_TIMEOUT_MS\`, \`REQUEST_TRIES\`, \`REQUEST_PAUSE_MS\`, \`REQUEST_LONGEST_PAUSE_MS\` | one request: 15 s, 4 tries, half a second doubling, at most a minute |
| \`RECORD_TRIES\`, \`RECORD_PAUSE_SECONDS\` | one record: ${plan.recordTries} tries in all, a minute and then four times as long each |
| \`SCHEDULES\` | \`off\` leaves it to webhooks and \`POST /api/syncs\` |

\`mapping.json\` says for each system:

| entry | default | meaning |
|---|---|---|
| \`oauth\` | \`/oauth/token\` | where tokens are asked for, and the scope |
| \`apiKey\` | \`Authorization: Bearer …\` | the header and what stands before the key |
| \`list.items\` | \`items\` | where records are in the answer; \`""\` when the answer is the list itself |
| \`list.paging\` | \`cursor\` | \`cursor\` (\`parameter\`, \`next\`), \`page\` (\`parameter\` counts from 1), \`link\` (header \`Link: <…>; rel="next"\`) or \`none\` |
| \`list.sinceParameter\` | \`updatedSince\` | narrows a list to what has changed; \`""\` when it can't be |
| \`write.style\` | \`search\` | \`search\` looks for the record, then creates (POST) or changes (\`method\`); \`put\` writes under our id; \`post\` always creates and relies on \`Idempotency-Key\` |
| \`write.externalId\` | \`externalId\` | the field (and search parameter) that holds our id of a record |
| \`webhook\` | \`X-Signature: sha256=…\` | headers of signature, time and event id, hex or base64, and where the event names its record |
| \`maxPerSecond\` | null | requests a second |
| \`resources.*\` | the same names | path, id, \`updatedAt\` (or null), and what each field is called there (\`customer.email\` is a field within) |

${plan.flows.map(fieldsTable).join("\n\n")}
${webhooks.length > 0 ? webhookSection(plan, webhooks) : ""}
## What happens when something goes wrong

- A sync is written down page by page. A process that is killed goes on at its page; what may have been sent is looked for
  at the target first, and every creation carries an \`Idempotency-Key\`, so nothing is made twice.
- A request is repeated after network errors, 408, 425, 429 and 5xx, with growing, scattered pauses and never before
  \`Retry-After\`. What must not be doubled is repeated only under its key.
- A record that can't be read or is refused is *dead*: it is kept with the reason until somebody presses *Try again* or its
  source changes. One that failed for another reason is tried again by itself, ${plan.recordTries} times in all.
- A target that fails three times in a row is left alone; the sync goes on from there at its next time.
${
  plan.flows.some(({ ends }) => ends?.some(({ when }) => !when))
    ? `- A record that its source no longer has is noticed by its webhook, and by comparing the whole list with what was delivered:
  in every sync that is asked for, else once in \`COMPARE_MINUTES\`. Each that is missing is asked for by its id before it is
  taken for gone; more than \`COMPARE_MOST_PERCENT\` missing at once looks like a fault of the source and ends nothing.
`
    : ""
}- One process works at a time (a lease in the database); others on the same data answer and take over.

## API

\`GET /openapi.json\` describes every route. Errors are \`application/problem+json\`.

- \`GET /\`, \`/failures\`, \`/syncs\`: pages for people
- \`GET /health\`
- \`GET /api/flows\`: schedule, checkpoint and counts of each flow
- \`GET /api/syncs\`, \`POST /api/syncs\` \`{"flow":"${plan.flows[0]?.name}"}\` (all flows without it), \`GET /api/syncs/{id}\`
- \`GET /api/records\`, \`GET /api/records/{id}\`: what became of each record
- \`GET /api/failures\`, \`POST /api/failures/{id}/retry\`, \`POST /api/failures/retry\`
- \`GET /api/events\`: what webhooks brought

Lists take \`page\`, \`pageSize\` (at most 100), \`search\`, \`sort=field:asc|desc\`, \`flow\` and \`status\`.

## Where each requirement is met

| id | requirement | where | tests |
|---|---|---|---|
${plan.requirements
  .filter((requirement) => requirement.gap === undefined)
  .map((requirement) => row(plan, requirement, evidence, fileOfTest))
  .join("\n")}

${gaps.length > 0 ? `## Not met\n\n${gaps.map((requirement) => `- **${requirement.id}** ${inline(requirement.text)}: ${inline(requirement.gap ?? "")}`).join("\n")}\n\n` : ""}## Assumptions

${plan.assumptions.map((each) => `- ${inline(each)}`).join("\n")}

## Layout

\`\`\`
mapping.json         what the systems call things
src/server.ts        the process: settings, start, stop
src/integration.ts   what this service is made of
src/flows/           one file a flow: what is read, what stays behind, what the target gets
src/flow/            what flows are written in: values, transformations, schedules, mapping.json
src/client/          speaking to other systems: tokens, pages, tries
src/sync/            syncs, events, retries, alerts, and the worker that does them
src/webhook/         signatures, and the door for events
src/http/, pages/    the service's own API and pages
src/db/              SQLite and migrations
test/                tests by requirement, and the stand-ins
\`\`\`

\`npm run check\` checks types. \`Dockerfile\` builds an image that keeps its data in \`/data\` and starts only when it is
configured. Back up \`DATA_DIR\`: it holds checkpoints, records that failed (with their content) and, where a system replaces
refresh tokens, the newest one. Licences of dependencies: \`LICENSE-NOTICES.md\`.
`;
}

function flowWords(flow: PlannedFlow): string {
  const when = [flow.webhook ? "by webhook" : "", flow.schedule ? inWords(flow.schedule) : ""]
    .filter(Boolean)
    .join(" and ");
  const what = {
    upsert: "created or changed",
    once: "created once and then left alone",
    update: "changed, never created",
  }[flow.mode];
  const skipped = flow.skip.map(({ reason }) => inline(reason));
  const found = flow.matchBy ? `found by \`${flow.matchBy}\`` : "found by our id";
  const ends = (flow.ends ?? []).map(
    ({ label, effect }) =>
      `${inline(label)} ${effect === "remove" ? "are removed there" : `get \`${effect.field}\` ${inline(String(effect.value))}`}`,
  );
  return `${inline(flow.source.plural.toLowerCase())} of ${inline(flow.fromLabel)} go to ${inline(flow.toLabel)} ${when}; there they are ${found}, ${what}${skipped.length > 0 ? `. Left behind: ${skipped.join("; ")}` : ""}${ends.length > 0 ? `. Over: ${ends.join("; ")}` : ""}`;
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A schedule as people say it. */
function inWords(schedule: NonNullable<PlannedFlow["schedule"]>): string {
  if (schedule.kind === "at")
    return `${schedule.weekday === undefined ? "every day" : `every ${weekdays[schedule.weekday]}`} at ${schedule.at}`;
  const [size, unit] =
    schedule.seconds % 86_400 === 0 ? [86_400, "day"] : schedule.seconds % 3600 === 0 ? [3600, "hour"] : [60, "minute"];
  const count = schedule.seconds / Number(size);
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

function fieldsTable(flow: PlannedFlow): string {
  const lines = flow.mapping.map(
    ({ to, label, making }) => `| \`${to}\` | ${inline(label)} | ${inline(makingWords(flow, making))} |`,
  );
  return `**${inline(flow.label)}**: \`${flow.source.key}\` of ${inline(flow.fromLabel)} to \`${flow.target.key}\` of ${inline(flow.toLabel)} (\`src/flows/${flow.name}.ts\`)

| field | label | what it is made of |
|---|---|---|
${lines.join("\n")}`;
}

function makingWords(flow: PlannedFlow, making: PlannedFlow["mapping"][number]["making"]): string {
  const of = (name: string) => sourceValueOf(flow, name)?.label.toLowerCase() ?? name;
  switch (making.kind) {
    case "copy":
      return making.otherwise === undefined ? of(making.from) : `${of(making.from)}, or “${making.otherwise}”`;
    case "constant":
      return `always “${making.value}”`;
    case "joined":
      return making.from.map(of).join(" + ");
    case "product":
      return making.from.map(of).join(" × ");
    case "sum":
      return making.from.map(of).join(" + ");
    case "difference":
      return making.from.map(of).join(" − ");
    case "daysAfter":
      return `${making.days} days after ${of(making.from)}`;
    case "translated":
      return `${of(making.from)}: ${making.table.map(([from, to]) => `${from} → ${to}`).join(", ")}`;
    default:
      return `${{ firstName: "all but the last word of", lastName: "the last word of", fromCents: "cents to whole units of", toCents: "whole units to cents of", upper: "in capitals:", lower: "in small letters:", digitsOnly: "only the digits of", day: "the day of", countryCode: "the two-letter code of" }[making.kind]} ${of(making.from)}`;
  }
}

function webhookSection(plan: Plan, flows: readonly PlannedFlow[]): string {
  const [first] = flows;
  return `
## Webhooks

${flows.map((flow) => `- ${inline(flow.fromLabel)} sends events of ${inline(flow.source.plural.toLowerCase())} to \`POST /webhooks/${flow.name}\``).join("\n")}

An event is \`{"data":{"id":"…"}}\` with the headers \`X-Event-Id\`, \`X-Timestamp\` (seconds) and
\`X-Signature: sha256=<hex of HMAC-SHA256 over "<timestamp>.<body>">\`. It is stored before it is answered (202; 200 when it
came before), and the record is then read from ${inline(first?.fromLabel ?? "its system")}. A signature older than five minutes is refused.

\`\`\`sh
BODY='{"data":{"id":"1001"}}' NOW=$(date +%s)
SIGNATURE=$(printf '%s.%s' "$NOW" "$BODY" | openssl dgst -sha256 -hmac "$${prefixOf(first?.from ?? plan.systems[0]?.name ?? "")}WEBHOOK_SECRET" -r | cut -d' ' -f1)
curl localhost:3000/webhooks/${first?.name} -d "$BODY" -H "X-Event-Id: 1" -H "X-Timestamp: $NOW" -H "X-Signature: sha256=$SIGNATURE"
\`\`\`
`;
}

function row(
  plan: Plan,
  requirement: Requirement,
  evidence: readonly Evidence[],
  fileOfTest: (title: string) => string,
): string {
  const titles = evidence.find((each) => each.requirementId === requirement.id)?.tests ?? [];
  const files = [...new Set(titles.map(fileOfTest))].map((file) => `\`${file}\``);
  return `| ${requirement.id} | ${inline(capital(requirement.text))} | ${where(plan, requirement).join(", ")} | ${titles.length} in ${files.join(", ")} |`;
}

const places: readonly (readonly [target: RegExp, path: string])[] = [
  [/^service:(?:resume|alerts)/, "`src/sync/`"],
  [/^service:(?:retries|limits|rate|paging)/, "`src/client/`, `src/sync/`"],
  [/^service:(?:auth|logs)/, "`src/client/auth.ts`, `src/log.ts`"],
  [/^service:(?:signature)/, "`src/webhook/`"],
  [/^service:(?:operator|status|report)/, "`src/http/`, `src/pages/`"],
];

/** The files that meet a requirement. */
function where(plan: Plan, { targets }: Requirement): string[] {
  const files = targets.flatMap((target) => {
    if (target.startsWith("file:")) return [`\`${target.slice("file:".length)}\``];
    const flow = plan.flows.find(({ name }) => target.match(/^flow:([a-z0-9-]+)/)?.[1] === name);
    if (flow) return [`\`src/flows/${flow.name}.ts\``];
    return places.filter(([pattern]) => pattern.test(target)).map(([, path]) => path);
  });
  return files.length > 0 ? [...new Set(files)] : ["`src/`"];
}
