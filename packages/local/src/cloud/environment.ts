import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

export const cluster = "q2o";
export const family = "runner";
export const bucket = "artifacts";

type Addresses = {
  site: string;
  database: string;
  s3: string;
  sqs: string;
  ecs: string;
  ses: string;
  stripe: string;
  queueUrl: (name: string) => string;
};

/** The environment that the stacks give the functions, with this machine's addresses in it. */
export function functionEnvironment(settings: Settings, secrets: Secrets, at: Addresses): Record<string, string> {
  // With a key of one's own the real Stripe is meant, unless another address is given as well.
  const stripeBase = settings.stripe.apiBase ?? (settings.stripe.secretKey ? undefined : at.stripe);
  return {
    PATH: systemPath(),
    NODE_ENV: "production",
    TZ: "UTC",
    ...settings.network,
    ...settings.models,
    DATABASE_URL: at.database,
    RUNS_QUEUE_URL: at.queueUrl("runs"),
    MAIL_QUEUE_URL: at.queueUrl("mail"),
    BILLING_QUEUE_URL: at.queueUrl("billing"),
    BUCKET: bucket,
    TASK_CLUSTER: cluster,
    TASK_DEFINITION: family,
    TASK_CONTAINER: family,
    TASK_SUBNETS: "subnet-local",
    TASK_SECURITY_GROUPS: "sg-local",
    SITE_URL: at.site,
    MAIL_FROM: "Q2O <no-reply@q2o.example>",
    APP_SECRET: secrets.appSecret,
    SIGNING_KEY: secrets.signingKey,
    FIRST_ADMIN_EMAIL: "admin@example.com",
    // Browsers bind no passkey to an address such as 127.0.0.1.
    ADMIN_PASSKEY: "optional",
    STRIPE_SECRET_KEY: settings.stripe.secretKey ?? secrets.stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: settings.stripe.webhookSecret ?? secrets.stripeWebhookSecret,
    STRIPE_TAX: settings.stripe.tax ?? "none",
    ...(stripeBase === undefined ? {} : { STRIPE_API_BASE: stripeBase }),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: secrets.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: at.s3,
    AWS_ENDPOINT_URL_SQS: at.sqs,
    AWS_ENDPOINT_URL_ECS: at.ecs,
    AWS_ENDPOINT_URL_SESV2: at.ses,
  };
}

/** What the runner's image would set. A task gets this and RunTask's overrides, and nothing else. */
export const taskEnvironment = (settings: Settings, packageCache: string, work: string): Record<string, string> => ({
  PATH: [...new Set([dirname(process.execPath), npmFolder(), systemPath()])].join(delimiter),
  HOME: work,
  NODE_ENV: "production",
  TZ: "UTC",
  LANG: "C.UTF-8",
  ...settings.network,
  ...settings.models,
  Q2O_PACKAGE_CACHE: packageCache,
  ...(settings.registry === undefined ? {} : { Q2O_PACKAGE_REGISTRY: settings.registry }),
  ...(settings.browser === undefined ? {} : { CHROME_PATH: settings.browser }),
  Q2O_WORK: work,
});

const systemPath = () => ["/usr/local/bin", "/usr/bin", "/bin"].join(delimiter);

/** npm may come from anywhere in our PATH (a version manager, for instance); node is always our own. */
const npmFolder = () =>
  (process.env.PATH ?? "").split(delimiter).find((folder) => folder !== "" && existsSync(join(folder, "npm"))) ??
  "/usr/bin";
