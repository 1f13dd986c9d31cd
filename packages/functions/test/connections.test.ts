import { Db } from "@q2o/core/db";
import { open } from "@q2o/core/db/open";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type World, world } from "./world.ts";

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());

/** As a failover does. Only a role itself may end its own sessions. */
async function terminate(pid: number) {
  const db = open({ url: w.loginUrl, max: 1 });
  const client = await db.connect();
  await client.query("select pg_terminate_backend($1)", [pid]);
  client.release();
  await db.end();
}

/** The id of the process that serves the open transaction. */
const backend = async () =>
  Number((await Db.use().execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]?.pid);

it("undoes a transaction whose connection is dropped between two statements, and serves the next", async () => {
  let isOver = false;
  const cut = w.inside({ type: "platform" }, () =>
    Db.tx(async () => {
      await Db.use().execute(sql`insert into outbox (id, queue, body) values ('out_cut', 'runs', '{}')`);
      const pid = await backend();
      await terminate(pid);
      // Nobody waits for an answer when the connection ends; unheard, that would end the process.
      await expect
        .poll(() => w.asOwner("select 1 from pg_stat_activity where pid = $1", [pid]), { interval: 10 })
        .toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      isOver = true;
      await backend();
    }),
  );
  await expect(cut).rejects.toThrow();
  expect(isOver).toBe(true);
  expect(await w.asOwner("select 1 from outbox where id = 'out_cut'")).toEqual([]);
  expect((await w.ask("GET", "/api/health")).status).toBe(200);
  expect(await w.inside({ type: "platform" }, () => Db.tx(backend))).toBeGreaterThan(0);
});

it("keeps nothing of a transaction in which a statement failed that nobody listened to", async () => {
  const tried = w.inside({ type: "platform" }, () =>
    Db.tx(async () => {
      await Db.use().execute(sql`insert into outbox (id, queue, body) values ('out_deaf', 'runs', '{}')`);
      await Db.use()
        .execute(sql`select 1 / 0`)
        .catch(() => undefined);
    }),
  );
  await expect(tried).rejects.toThrow("nothing of it was kept");
  expect(await w.asOwner("select 1 from outbox where id = 'out_deaf'")).toEqual([]);
});
