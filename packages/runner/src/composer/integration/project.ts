import { noticesFile as noticesOf } from "../web-app/project.ts";
import { type Plan, prefixOf } from "./plan.ts";

export function packageFile(plan: Plan): string {
  return `${JSON.stringify(
    {
      name: plan.slug,
      version: "1.0.0",
      private: true,
      description: plan.description,
      type: "module",
      engines: { node: ">=24" },
      scripts: {
        start: "node src/server.ts",
        dev: "node --watch src/server.ts",
        demo: "node test/stand-ins/run.ts",
        test: 'node --test --test-isolation=none "test/**/*.test.ts"',
        check: "tsc",
      },
      dependencies: { "@hono/node-server": "2.1.9", "drizzle-orm": "0.45.4", hono: "4.13.19", zod: "4.6.7" },
      devDependencies: { "@types/node": "24.19.2", typescript: "7.0.2" },
    },
    null,
    2,
  )}\n`;
}

/** `mapping.json`: what a plain JSON API would call everything, until the real ones are looked up. */
export function mappingFile(plan: Plan): string {
  const systems = plan.systems.map(({ name, maxPerSecond }) => {
    const sides = plan.flows.flatMap((flow) => [
      ...(flow.from === name ? [{ key: flow.source.key, fields: flow.values.map((value) => value.name) }] : []),
      ...(flow.to === name ? [{ key: flow.target.key, fields: targetFields(flow) }] : []),
    ]);
    const keys = [...new Set(sides.map(({ key }) => key))].sort();
    const resources = keys.map((key) => {
      const fields = [...new Set(sides.filter((side) => side.key === key).flatMap((side) => side.fields))];
      const named = Object.fromEntries(fields.map((field) => [field, field]));
      return [key, { path: `/${key}`, id: "id", updatedAt: "updatedAt", fields: named }];
    });
    return [
      name,
      {
        oauth: { tokenPath: "/oauth/token", scope: "" },
        apiKey: { header: "Authorization", prefix: "Bearer " },
        list: {
          items: "items",
          paging: "cursor",
          sizeParameter: "limit",
          size: 100,
          parameter: "cursor",
          next: "nextCursor",
          sinceParameter: "updatedSince",
        },
        write: { style: "search", method: "PATCH", externalId: "externalId" },
        webhook: {
          signatureHeader: "X-Signature",
          prefix: "sha256=",
          encoding: "hex",
          timestampHeader: "X-Timestamp",
          eventHeader: "X-Event-Id",
          id: "data.id",
        },
        maxPerSecond: maxPerSecond ?? null,
        resources: Object.fromEntries(resources),
      },
    ];
  });
  return `${JSON.stringify({ systems: Object.fromEntries(systems) }, null, 2)}\n`;
}

/** What the target is told of a record: while it is there, and when it is over. */
const targetFields = ({ mapping, ends = [] }: Plan["flows"][number]): string[] => [
  ...mapping.map(({ to }) => to),
  ...ends.flatMap(({ effect }) => (effect === "remove" ? [] : [effect.field])),
];

export function environmentFile(plan: Plan): string {
  const systems = plan.systems.map(({ name, label, auth }) => {
    const prefix = prefixOf(name);
    const isSender = plan.flows.some((flow) => flow.webhook && flow.from === name);
    return `
# ${label}: its address, and who we are there. AUTH is oauth2 (client credentials), oauth2-refresh, api-key or none.
${prefix}BASE_URL=
${prefix}AUTH=${auth}
${prefix}CLIENT_ID=
${prefix}CLIENT_SECRET=
${prefix}REFRESH_TOKEN=
${prefix}API_KEY=
${isSender ? `# Signs its webhooks. At least 16 characters.\n${prefix}WEBHOOK_SECRET=\n` : ""}`;
  });
  return `# Copy to .env and change what you need. With no BASE_URL at all, stand-ins are started to try the service out.

# The port to listen on.
PORT=3000
# The address to listen on; empty means all of them.
HOST=
# Where the data is kept. Back this folder up.
DATA_DIR=./data
# How the systems name things.
MAPPING_FILE=./mapping.json
# Decides when a day begins.
TIME_ZONE=UTC
# info, warn or error.
LOG_LEVEL=info
# Protects pages and API. At least 12 characters; empty lets everybody in.
OPERATOR_PASSWORD=
# Gets a POST for each record that was given up and each sync that failed; empty tells nobody.
ALERT_URL=
# The first sync takes what has changed since then; empty takes everything.
SYNC_FROM=
${systems.join("")}
# One request: how long it may take, how often it is tried, the first and the longest pause between.
REQUEST_TIMEOUT_MS=15000
REQUEST_TRIES=4
REQUEST_PAUSE_MS=500
REQUEST_LONGEST_PAUSE_MS=60000
# One record that fails: how often it is tried, and the first pause; each is four times as long as the one before.
RECORD_TRIES=${plan.recordTries}
RECORD_PAUSE_SECONDS=60
${
  plan.flows.some(({ ends }) => ends?.some(({ when }) => !when))
    ? `# What is gone at a source is looked for at most so often; more than this share missing at once is taken for a fault.
COMPARE_MINUTES=60
COMPARE_MOST_PERCENT=50
`
    : ""
}# off leaves it to webhooks and POST /api/syncs.
SCHEDULES=on
`;
}

export const noticesFile = (plan: Plan): string => noticesOf({ title: plan.title });
