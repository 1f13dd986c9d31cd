import { existsSync, readFileSync } from "node:fs";
import type { World } from "../../packages/functions/test/world.ts";

/**
 * How long PostgreSQL was at work for the product so far, in ms. Where the system says it (Linux) this is the time that
 * its processes were on a processor, and waiting for one because the machine is busy with other things is no part of
 * it; elsewhere the time from each statement's sending to its last row.
 */
export function clockOf(w: World): () => number {
  const pids = new Set<number>();
  let waited = 0;
  const { connect } = w.ports.db;
  const known = new WeakSet<object>();
  w.ports.db = {
    ...w.ports.db,
    connect: async () => {
      const client = await connect();
      if (known.has(client)) return client;
      known.add(client);
      const { processID } = client as unknown as { processID: number };
      if (existsSync(scheduleOf(processID))) pids.add(processID);
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      client.query = (async (...args: unknown[]) => {
        const begun = performance.now();
        try {
          return await query(...args);
        } finally {
          waited += performance.now() - begun;
        }
      }) as unknown as typeof client.query;
      return client;
    },
  };
  return () => (pids.size === 0 ? waited : [...pids].reduce((sum, pid) => sum + onProcessor(pid), 0));
}

const scheduleOf = (pid: number) => `/proc/${pid}/schedstat`;

/** In ms; the first number of three, in nanoseconds: https://docs.kernel.org/scheduler/sched-stats.html */
const onProcessor = (pid: number) =>
  existsSync(scheduleOf(pid)) ? Number(readFileSync(scheduleOf(pid), "utf8").split(" ")[0]) / 1_000_000 : 0;
