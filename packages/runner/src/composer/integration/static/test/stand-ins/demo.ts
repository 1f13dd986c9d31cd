import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import type { Integration } from "../../src/flow/flow.ts";
import { readMapping } from "../../src/flow/mapping.ts";
import { type Running, start } from "../../src/http/serve.ts";
import { log } from "../../src/log.ts";
import { settled } from "../support/client.ts";
import { seed } from "../support/samples.ts";
import { settingsFor, startStandIns } from "./settings.ts";

/**
 * The service between stand-ins for its systems, each with some records, for trying it out: what is in the stand-ins is
 * gone when it ends. Its data is kept apart from that of the real systems.
 */
export async function startDemo(integration: Integration, environment: NodeJS.ProcessEnv): Promise<Running> {
  const given = { ...environment, DATA_DIR: join(environment.DATA_DIR || "./data", "demo") };
  const mapping = readMapping(mappingFile(environment), integration);
  // Stand-ins are not to be spared.
  for (const system of Object.values(mapping.systems)) system.maxPerSecond = null;
  const standIns = await startStandIns(integration, mapping);
  seed(standIns);
  const config = readConfig({ ...given, ...settingsFor(standIns) }, integration);
  // The first sync is over before anybody looks.
  const first = await start(integration, { ...config, PORT: 0, HOST: "127.0.0.1" }, mapping);
  await settled(first.url, config.OPERATOR_PASSWORD);
  await first.stop();
  const running = await start(integration, config, mapping);
  log.info("demo.started", { systems: standIns.size });
  return {
    url: running.url,
    async stop() {
      await running.stop();
      for (const standIn of standIns.values()) await standIn.stop();
    },
  };
}

const mappingFile = ({ MAPPING_FILE }: NodeJS.ProcessEnv): string =>
  MAPPING_FILE || join(import.meta.dirname, "../../mapping.json");
