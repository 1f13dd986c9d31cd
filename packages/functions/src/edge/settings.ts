import { keyedProviders } from "@q2o/core/llm/schema";
import * as z from "zod";

const Text = z.string().min(1);
/** Several, with commas between; an empty one among them is a mistake, and of secrets one that everybody knows. */
const List = Text.transform((typed) => typed.split(",").map((each) => each.trim())).pipe(z.array(Text));

/** Absent or empty: not configured. */
const Optional = z
  .string()
  .trim()
  .optional()
  .transform((given) => given || undefined);
const Address = Optional.pipe(z.url({ protocol: /^https?$/ }).optional()).transform((url) => url?.replace(/\/+$/, ""));

/** What the functions read of their environment. Each function is given, and reads, only the groups it uses. */
const groups = {
  database: z.object({ DATABASE_URL: Text }),
  site: z.object({ SITE_URL: z.url().transform((url) => url.replace(/\/$/, "")) }),
  secret: z.object({ APP_SECRET: z.string().min(32) }),
  queues: z.object({ RUNS_QUEUE_URL: z.url(), MAIL_QUEUE_URL: z.url(), BILLING_QUEUE_URL: z.url().optional() }),
  files: z.object({ BUCKET: Text }),
  signing: z.object({ SIGNING_KEY: Text }),
  tasks: z.object({
    TASK_CLUSTER: Text,
    TASK_DEFINITION: Text,
    TASK_CONTAINER: Text,
    /** How many tasks at once. */
    TASK_PLACES: z.coerce.number().int().min(1).default(100),
    TASK_SUBNETS: List,
    TASK_SECURITY_GROUPS: List,
  }),
  mail: z.object({ MAIL_FROM: Text }),
  admin: z.object({ FIRST_ADMIN_EMAIL: z.email() }),
  passkeys: z.object({ ADMIN_PASSKEY: z.enum(["required", "optional"]) }),
  owner: z.object({ DATABASE_OWNER_URL: Text }),
  stripe: z.object({
    STRIPE_SECRET_KEY: Text,
    STRIPE_API_BASE: z.url().optional(),
    /** `automatic` has Stripe compute taxes. */
    STRIPE_TAX: z.enum(["none", "automatic"]).default("none"),
  }),
  /** Several while one is being changed, separated by commas. */
  webhook: z.object({ STRIPE_WEBHOOK_SECRET: List }),
  /** What every agent is told first, and whom it asks, unless an admin says otherwise. */
  agents: z.object({
    LLM_SYSTEM_PROMPT: Optional.pipe(z.string().max(20_000).default("")),
    /** Anything else, `blueprint` among it, is nobody: then the blueprints serve. */
    LLM_PROVIDER: Optional.pipe(z.enum(keyedProviders).optional()).catch(undefined),
    LLM_MODEL: Optional.pipe(z.string().max(200).optional()),
  }),
  /** Keys of model providers. Addresses come from here alone, so nobody can make us call another. */
  models: z.object({
    OPENAI_API_KEY: Optional,
    OPENAI_BASE_URL: Address,
    ANTHROPIC_API_KEY: Optional,
    GOOGLE_GENERATIVE_AI_API_KEY: Optional,
    LLM_COMPATIBLE_BASE_URL: Address,
    LLM_COMPATIBLE_API_KEY: Optional,
  }),
} as const;

export type Group = keyof typeof groups;
export type Settings<G extends Group> = z.output<(typeof groups)[G]>;

/** @throws Error at a cold start, naming what is missing and never what is there */
export function settings<G extends Group>(group: G): Settings<G> {
  const parsed = groups[group].safeParse(process.env);
  if (parsed.success) return parsed.data as Settings<G>;
  const names = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new Error(`Missing or wrong in the environment: ${[...new Set(names)].join(", ")}`);
}
