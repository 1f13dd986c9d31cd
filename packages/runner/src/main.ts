import { mkdirSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import * as z from "zod";
import { keyedProviders, takeKeys } from "./models/keys.ts";
import { keepHeapSmall } from "./platform/heap.ts";
import { log } from "./platform/log.ts";

/**
 * The task: one process for one attempt of one run. Everything it knows comes from the environment, and the token
 * leaves it before anything else happens.
 *
 * Also the entry of the heartbeat's thread when all is bundled into one file: that thread runs this file again.
 */
const Environment = z.object({
  Q2O_API_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, "")),
  Q2O_RUN_ID: z.string().min(1),
  Q2O_RUN_TOKEN: z.string().min(1),
  Q2O_PACKAGE_CACHE: z.string().startsWith("/"),
  Q2O_WORK: z.string().startsWith("/"),
  Q2O_PACKAGE_REGISTRY: z.url().default("https://registry.npmjs.org/"),
});

const unusableEnvironment = 2;

async function main(): Promise<number> {
  process.umask(0o022);
  keepHeapSmall();
  const environment = Environment.safeParse(process.env);
  delete process.env.Q2O_RUN_TOKEN;
  if (!environment.success) {
    log.error("task.misconfigured", z.prettifyError(environment.error));
    return unusableEnvironment;
  }
  // Before anything is started that could inherit them.
  const keys = takeKeys(process.env);
  const { Q2O_API_URL, Q2O_RUN_TOKEN, Q2O_PACKAGE_CACHE, Q2O_PACKAGE_REGISTRY, Q2O_WORK } = environment.data;
  for (const folder of [Q2O_PACKAGE_CACHE, Q2O_WORK]) mkdirSync(folder, { recursive: true });

  const sigterm = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => sigterm.abort());

  // Read here, not above: the heartbeat's thread runs this file too and needs none of it.
  const [{ exitCodes, runTask }, { blueprint }, { Models }] = await Promise.all([
    import("./pipeline/task.ts"),
    import("./pipeline/blueprint.ts"),
    import("./models/index.ts"),
  ]);
  const packages = { cache: Q2O_PACKAGE_CACHE, registry: Q2O_PACKAGE_REGISTRY };
  const ports = keyedProviders.some((provider) => keys.access[provider]) ? Models.portsOf(keys) : undefined;
  const settings = { apiUrl: Q2O_API_URL, token: Q2O_RUN_TOKEN, work: Q2O_WORK, packages, ports };
  const ending = await runTask(settings, blueprint, sigterm.signal).catch((error: unknown) => {
    log.error("task.crashed", error);
    return "crashed" as const;
  });
  return exitCodes[ending];
}

if (isMainThread) process.exit(await main());
else await import("./platform/heartbeat.ts");
