import { existsSync } from "node:fs";
import { type Config, isUnconfigured, readConfig } from "./config.ts";
import { type Running, start } from "./http/serve.ts";
import { integration } from "./integration.ts";
import { log } from "./log.ts";

/** How long what is being done may take once the process is told to stop. */
const graceSeconds = 10;

if (existsSync(".env")) process.loadEnvFile();

const running = await begin().catch((error: unknown) => {
  log.error("server.not_started", error);
  process.exit(1);
});
log.info("server.started", { url: running.url });

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    log.info("server.stopping", { signal });
    setTimeout(() => process.exit(1), graceSeconds * 1000).unref();
    await running.stop();
    process.exit(0);
  });
}

/** Where no system is configured, stand-ins for all of them are started, so that there is something to see. */
async function begin(): Promise<Running> {
  if (process.env.NODE_ENV !== "production" && isUnconfigured(process.env, integration)) {
    const { startDemo } = await import("../test/stand-ins/demo.ts");
    return startDemo(integration, process.env);
  }
  const config: Config = readConfig(process.env, integration);
  if (config.OPERATOR_PASSWORD === undefined) log.warn("operator.unprotected", { setting: "OPERATOR_PASSWORD" });
  return start(integration, config);
}
