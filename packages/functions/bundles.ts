/** A function as it is deployed: its name, and the module whose `handler` it runs. */
export type Bundle = { name: string; entry: string };

/** Every function of the product. Entries are relative to this folder. */
export const bundles = [
  { name: "api", entry: "src/api/index.ts" },
  { name: "hook-stripe", entry: "src/hook/stripe.ts" },
  { name: "launcher", entry: "src/queue/runs.ts" },
  { name: "mailer", entry: "src/queue/mail.ts" },
  { name: "task-state", entry: "src/event/task-state.ts" },
  { name: "sweeper", entry: "src/schedule/sweep.ts" },
  { name: "relay", entry: "src/schedule/relay.ts" },
  { name: "migrate", entry: "src/migrate/index.ts" },
] as const satisfies readonly Bundle[];

export type FunctionName = (typeof bundles)[number]["name"];

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
