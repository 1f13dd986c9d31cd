/** A function as it is deployed: its name, and the module whose `handler` it runs. */
export type Bundle = {
  name: string;
  entry: string;
  /** The paths it answers, and all below them; of several functions the one that names the longest. */
  serves?: readonly string[];
};

/**
 * Every function of the product. Entries are relative to this folder. HTTP is several functions, each with the rights
 * that its routes need and small enough for a quick cold start.
 */
export const bundles = [
  { name: "api", entry: "src/http/api.ts", serves: ["/api"] },
  { name: "client", entry: "src/http/client.ts", serves: ["/api/public"] },
  {
    name: "people",
    entry: "src/http/people.ts",
    serves: [
      "/api/tenant/auth",
      "/api/tenant/members",
      "/api/tenant/notifications",
      "/api/tenant/profile",
      "/api/tenant/signup",
    ],
  },
  {
    name: "keys",
    entry: "src/http/keys.ts",
    serves: [
      "/api/tenant/activation-codes",
      "/api/tenant/audit",
      "/api/tenant/devices",
      "/api/tenant/export",
      "/api/tenant/usage",
    ],
  },
  { name: "admin", entry: "src/http/admin.ts", serves: ["/api/admin"] },
  {
    name: "holdings",
    entry: "src/http/holdings.ts",
    serves: ["/api/admin/admins", "/api/admin/codes", "/api/admin/devices"],
  },
  { name: "work", entry: "src/http/work.ts", serves: ["/api/admin/projects", "/api/admin/runs"] },
  {
    name: "insight",
    entry: "src/http/insight.ts",
    serves: [
      "/api/admin/activities",
      "/api/admin/analytics",
      "/api/admin/audit",
      "/api/admin/dashboard",
      "/api/admin/export",
      "/api/admin/plans",
      "/api/admin/webhook-events",
    ],
  },
  { name: "llm", entry: "src/http/llm.ts", serves: ["/api/llm"] },
  { name: "identity", entry: "src/http/identity.ts", serves: ["/api/admin/auth"] },
  { name: "device", entry: "src/http/device.ts", serves: ["/api/device"] },
  { name: "runner-api", entry: "src/http/runner.ts", serves: ["/api/runner"] },
  { name: "docs", entry: "src/http/docs.ts", serves: ["/api/docs", "/api/openapi.json"] },
  { name: "hook-stripe", entry: "src/hook/stripe.ts", serves: ["/api/billing/webhook"] },
  { name: "billing", entry: "src/http/billing.ts", serves: ["/api/tenant/billing"] },
  { name: "biller", entry: "src/queue/billing.ts" },
  { name: "reconciler", entry: "src/schedule/reconcile.ts" },
  { name: "launcher", entry: "src/queue/runs.ts" },
  { name: "mailer", entry: "src/queue/mail.ts" },
  { name: "task-state", entry: "src/event/task-state.ts" },
  { name: "sweeper", entry: "src/schedule/sweep.ts" },
  { name: "relay", entry: "src/schedule/relay.ts" },
  { name: "migrate", entry: "src/migrate/index.ts" },
] as const satisfies readonly Bundle[];

export type FunctionName = (typeof bundles)[number]["name"];

/** What each function serves, the longest paths first: the first that fits a request is its own. */
export const paths = bundles
  .flatMap(({ name, ...rest }) => ("serves" in rest ? rest.serves.map((path) => ({ path, name })) : []))
  .sort((one, other) => other.path.length - one.path.length);

/** Which function answers a path; the gateway in the cloud has the same routes. */
export const servedBy = (path: string): FunctionName =>
  paths.find((each) => path === each.path || path.startsWith(`${each.path}/`))?.name ?? "api";

/**
 * How esbuild makes them, in the cloud and on one machine. Splitting keeps what is imported lazily (the AWS SDK)
 * out of the part that every cold start reads.
 */
export const esbuildOptions = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  splitting: true,
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  // What the PostgreSQL driver asks for only when told to: its client in C, and passwords from a file.
  external: ["./native", "pgpass"] as string[],
  outExtension: { ".js": ".mjs" },
  // CommonJS dependencies ask for `require`, which an ES module does not have.
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
} as const;
