import { resolve } from "node:path";
import * as z from "zod";
import { StartError } from "./lock.ts";

const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4321),
  Q2O_HOME: z.string().min(1).default(".local"),
  Q2O_SEED: z.enum(["demo", "none"]).default("demo"),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
  STRIPE_API_BASE: z.url().optional(),
  STRIPE_TAX: z.enum(["none", "automatic"]).optional(),
  npm_config_registry: z.url().optional(),
});

export type Settings = {
  port: number;
  home: string;
  seed: "demo" | "none";
  stripe: { secretKey?: string; webhookSecret?: string; apiBase?: string; tax?: "none" | "automatic" };
  /** What a model provider needs, for functions and tasks alike. */
  models: Record<string, string>;
  /** What the network of this machine needs: proxies and certificates. */
  network: Record<string, string>;
  /** With which tasks look at what they built: empty for none, undefined for what is in PATH. */
  browser?: string;
  /** npm's, where it is not the public one. */
  registry?: string;
};

const modelNames = /^(?:LLM_\w+|OPENAI_API_KEY|OPENAI_BASE_URL|ANTHROPIC_API_KEY|GOOGLE_GENERATIVE_AI_API_KEY)$/;
const networkNames = /^(?:https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|ssl_cert_file|ssl_cert_dir)$/i;

/** Whom agents ask, by the first key that there is, where nobody said: on one machine a key is meant to be used. */
function withProvider(models: Record<string, string>): Record<string, string> {
  const found = [
    ["openai", "OPENAI_API_KEY"],
    ["anthropic", "ANTHROPIC_API_KEY"],
    ["google", "GOOGLE_GENERATIVE_AI_API_KEY"],
    ["compatible", "LLM_COMPATIBLE_BASE_URL"],
  ].find(([, needed = ""]) => models[needed]);
  return found?.[0] === undefined ? models : { LLM_PROVIDER: found[0], ...models };
}

/** Reads the settings from the environment; an empty one counts as not given. @throws StartError */
export function readSettings(environment: Record<string, string | undefined>, root: string): Settings {
  const given = Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const parsed = Settings.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw new StartError(`The settings are wrong:\n${z.prettifyError(parsed.error)}`);
  const {
    PORT,
    Q2O_HOME,
    Q2O_SEED,
    STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET,
    STRIPE_API_BASE,
    STRIPE_TAX,
    npm_config_registry,
  } = parsed.data;
  const those = (names: RegExp) => Object.fromEntries(given.filter(([name]) => names.test(name)));
  return {
    port: PORT,
    home: resolve(root, Q2O_HOME),
    seed: Q2O_SEED,
    stripe: {
      ...(STRIPE_SECRET_KEY ? { secretKey: STRIPE_SECRET_KEY } : {}),
      ...(STRIPE_WEBHOOK_SECRET ? { webhookSecret: STRIPE_WEBHOOK_SECRET } : {}),
      ...(STRIPE_API_BASE ? { apiBase: STRIPE_API_BASE } : {}),
      ...(STRIPE_TAX ? { tax: STRIPE_TAX } : {}),
    },
    models: withProvider(those(modelNames)),
    network: those(networkNames),
    // Empty says that there is to be none.
    ...(environment.CHROME_PATH === undefined ? {} : { browser: environment.CHROME_PATH }),
    ...(npm_config_registry ? { registry: npm_config_registry } : {}),
  };
}
