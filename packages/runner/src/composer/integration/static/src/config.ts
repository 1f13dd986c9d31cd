import { join } from "node:path";
import * as z from "zod";
import type { Integration } from "./flow/flow.ts";

const auths = ["oauth2", "oauth2-refresh", "api-key", "none"] as const;

/** An empty setting counts as one that was never made, as people expect of `.env` files. */
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Without it Node listens on every interface, IPv4 and IPv6. */
  HOST: z.string().optional(),
  DATA_DIR: z.string().default("./data"),
  MAPPING_FILE: z.string().default(join(import.meta.dirname, "../mapping.json")),
  TIME_ZONE: z.string().default("UTC").refine(isTimeZone, "is not a time zone such as Europe/London"),
  OPERATOR_PASSWORD: z.string().min(12, "needs at least 12 characters").optional(),
  SYNC_FROM: z.iso.datetime({ offset: true, error: "is not an instant such as 2026-01-01T00:00:00Z" }).optional(),
  ALERT_URL: z.url({ protocol: /^https?$/, error: "is not an address" }).optional(),
  REQUEST_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(15_000),
  REQUEST_TRIES: z.coerce.number().int().min(1).max(10).default(4),
  REQUEST_PAUSE_MS: z.coerce.number().int().min(1).max(60_000).default(500),
  REQUEST_LONGEST_PAUSE_MS: z.coerce.number().int().min(1_000).max(600_000).default(60_000),
  RECORD_TRIES: z.coerce.number().int().min(1).max(100).optional(),
  COMPARE_MINUTES: z.coerce.number().min(0).default(60),
  COMPARE_MOST_PERCENT: z.coerce.number().min(0).max(100).default(50),
  RECORD_PAUSE_SECONDS: z.coerce.number().min(0.01).max(86_400).default(60),
  SCHEDULES: z.enum(["on", "off"]).default("on"),
});

const SystemEnvironment = z
  .object({
    BASE_URL: z
      .url({ protocol: /^https?$/, error: "is not an address" })
      .transform((address) => address.replace(/\/+$/, "")),
    AUTH: z.enum(auths).default("oauth2"),
    CLIENT_ID: z.string().default(""),
    CLIENT_SECRET: z.string().default(""),
    REFRESH_TOKEN: z.string().default(""),
    API_KEY: z.string().default(""),
    WEBHOOK_SECRET: z.string().min(16, "needs at least 16 characters").optional(),
  })
  .check(({ value, issues }) => {
    const needed = {
      oauth2: ["CLIENT_ID", "CLIENT_SECRET"],
      "oauth2-refresh": ["CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"],
      "api-key": ["API_KEY"],
      none: [],
    } as const;
    for (const name of needed[value.AUTH])
      if (value[name] === "")
        issues.push({ code: "custom", input: value, path: [name], message: `is needed for ${value.AUTH}` });
  });

/** How one system is reached, and who we are there. */
export type SystemSettings = {
  name: string;
  baseUrl: string;
  auth: (typeof auths)[number];
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  apiKey: string;
  webhookSecret?: string;
};

export type Config = z.infer<typeof Environment> & { systems: ReadonlyMap<string, SystemSettings> };

/** `mailing-list` reads settings that begin with MAILING_LIST_. */
export const prefixOf = (system: string): string => `${system.toUpperCase().replaceAll("-", "_")}_`;

/** Whether no system is named yet: then there is something to try out, and nothing to connect to. */
export const isUnconfigured = (environment: NodeJS.ProcessEnv, { systems }: Integration): boolean =>
  systems.every(({ name }) => !environment[`${prefixOf(name)}BASE_URL`]);

/**
 * The settings of this process.
 *
 * @throws Error naming every setting that is missing or wrong, and never a value: it may be a secret
 */
export function readConfig(environment: NodeJS.ProcessEnv, integration: Integration): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const wrong: string[] = [];
  const general = Environment.safeParse(given);
  if (!general.success) wrong.push(...general.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`));
  const systems = new Map<string, SystemSettings>();
  for (const { name } of integration.systems) {
    const prefix = prefixOf(name);
    const own = Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) =>
        key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
      ),
    );
    const parsed = SystemEnvironment.safeParse(own);
    if (!parsed.success) {
      wrong.push(...parsed.error.issues.map(({ path, message }) => `${prefix}${path.join(".")} ${message}`));
      continue;
    }
    const { data } = parsed;
    const needsSecret = integration.flows.some((flow) => flow.webhook && flow.from === name);
    if (needsSecret && data.WEBHOOK_SECRET === undefined)
      wrong.push(`${prefix}WEBHOOK_SECRET is needed to trust webhooks`);
    systems.set(name, {
      name,
      baseUrl: data.BASE_URL,
      auth: data.AUTH,
      clientId: data.CLIENT_ID,
      clientSecret: data.CLIENT_SECRET,
      refreshToken: data.REFRESH_TOKEN,
      apiKey: data.API_KEY,
      ...(data.WEBHOOK_SECRET ? { webhookSecret: data.WEBHOOK_SECRET } : {}),
    });
  }
  if (wrong.length > 0 || !general.success) throw new Error(`Wrong settings. ${wrong.join("; ")}`);
  return { ...general.data, systems };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
