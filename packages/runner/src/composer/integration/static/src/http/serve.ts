import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import { createApi } from "../client/api.ts";
import { createAuth } from "../client/auth.ts";
import { createHttp } from "../client/http.ts";
import type { Config } from "../config.ts";
import { createTokens } from "../db/credentials.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { migrate } from "../db/migrate.ts";
import { type Integration, labelOf } from "../flow/flow.ts";
import { type Mapping, readMapping } from "../flow/mapping.ts";
import type { Work } from "../sync/work.ts";
import { startWorker } from "../sync/worker.ts";
import { createApp } from "./app.ts";

export type Running = { url: string; stop(): Promise<void> };

/**
 * Opens the data, brings it up to date, begins to work, and listens.
 *
 * @throws Error when the port is taken, the data can't be opened, or mapping.json doesn't fit
 */
export async function start(
  integration: Integration,
  config: Config,
  mapping = readMapping(config.MAPPING_FILE, integration),
): Promise<Running> {
  const db = openDatabase(config.DATA_DIR);
  migrate(db, join(import.meta.dirname, "../../migrations"));
  const stop = new AbortController();
  const apis = connect(integration, config, mapping, db, stop.signal);
  const work: Work = { db, config, integration, mapping, apis, stopping: stop.signal };
  const worker = startWorker(work, stop);
  const app = createApp(work, () => worker.wake());
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, port: config.PORT, hostname: config.HOST }, () => resolve(starting));
    starting.once("error", reject);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${config.HOST ?? "localhost"}:${port}`,
    async stop() {
      // Requests in hand finish; idle connections are not waited for.
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeIdleConnections" in server) server.closeIdleConnections();
      });
      await Promise.all([closed, worker.stop()]);
      db.close();
    },
  };
}

function connect(integration: Integration, config: Config, mapping: Mapping, db: Database, stopping: AbortSignal) {
  const http = createHttp(
    {
      timeoutMs: config.REQUEST_TIMEOUT_MS,
      tries: config.REQUEST_TRIES,
      pauseMs: config.REQUEST_PAUSE_MS,
      longestPauseMs: config.REQUEST_LONGEST_PAUSE_MS,
    },
    stopping,
  );
  const tokens = createTokens(db);
  return new Map(
    integration.systems.flatMap(({ name }) => {
      const settings = config.systems.get(name);
      const own = mapping.systems[name];
      if (!settings || !own) return [];
      const label = labelOf(integration, name);
      return [[name, createApi(label, settings, own, http, createAuth(label, settings, own, http, tokens))] as const];
    }),
  );
}
