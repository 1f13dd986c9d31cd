import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import type { Config } from "../config.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { migrate } from "../db/migrate.ts";
import { fillOnce, type Seeder } from "../db/seeder.ts";
import { present, type User } from "../now.ts";
import { createModel } from "../resource/resource.ts";
import { type Application, createApp, type Post } from "./app.ts";

/** Accounts come before records, because records may name them. */
export type Seed = { records(seeder: Seeder): void; accounts?(db: Database, password: string): Promise<User[]> };

export type Running = { url: string; db: Database; stop(): Promise<void> };

/**
 * Opens the data, brings it up to date, fills it when it is new, and listens.
 *
 * @throws Error when the port is taken or the data can't be opened
 */
export async function start(application: Application, config: Config, seed: Seed): Promise<Running> {
  const db = openDatabase(config.DATA_DIR);
  migrate(db, join(import.meta.dirname, "../../migrations"));
  const model = createModel(application.resources, application.access ? [application.access.target] : []);
  const files = application.files?.(db, config);
  const work = { db, model, files, now: present(config.TIME_ZONE) };
  const isDemo = config.SEED === "demo";
  const people = isDemo ? await seed.accounts?.(db, config.DEMO_PASSWORD) : undefined;
  fillOnce(work, isDemo ? (seeder) => seed.records(seeder) : undefined, people);

  const post = application.messages?.open(application, db, model, config);
  const app = createApp(application, work, config, post);
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, port: config.PORT, hostname: config.HOST }, () => resolve(starting));
    starting.once("error", reject);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${config.HOST ?? "localhost"}:${port}`,
    db,
    stop: () => stop(server, db, post),
  };
}

/** Lets requests in hand finish, then closes the data; idle connections are not waited for. */
async function stop(server: ServerType, db: Database, post: Post | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
  await post?.stop();
  db.close();
}
