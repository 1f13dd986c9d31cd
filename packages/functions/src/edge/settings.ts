import * as z from "zod";

const Text = z.string().min(1);
const List = Text.transform((typed) => typed.split(","));

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
