import { readFileSync } from "node:fs";
import { join } from "node:path";
import { open } from "@q2o/core/db/open";
import * as z from "zod";
import { type Figure, percentile } from "../figure.ts";
import { withPlace } from "./place.ts";

const presses = 400;
/** How often a press of RUN waits for the database; what does not depend on the answer before is sent together. */
const roundTrips = 11;
const Answered = z.object({
  event: z.literal("http.answered"),
  route: z.string(),
  method: z.string(),
  status: z.number(),
  tookMs: z.number(),
});

/** What RUN takes in its handler: rights, quota, row, event, message and the poke, as the function itself logs it. */
export const accepted = (): Promise<Figure[]> =>
  withPlace(1, { sweepEveryMs: 60_000 }, async ({ stack, person, projects: [project = ""] }) => {
    // Nobody's turn ever comes, so that what is pressed only waits and can be taken back at once.
    await stack.sql("update plan set concurrent_runs = 0");
    const bare = await openBare(stack.database.loginUrl);
    for (let press = 0; press < presses; press++) {
      if (press % 50 === 0) await stack.sql("delete from throttle");
      const id = await person.run(project);
      await bare.measure();
      await person.wish(id, "cancel");
    }
    await bare.close();
    const took = readFileSync(join(stack.home, "logs/api.log"), "utf8")
      .split("\n")
      .flatMap((line) => Answered.safeParse(line.startsWith("{") ? JSON.parse(line) : undefined).data ?? [])
      .filter(({ route, status }) => route === "/api/tenant/projects/{id}/run" && status === 202)
      .map(({ tookMs }) => tookMs);
    const figure = (share: number, bound: number) => ({
      name: `RUN accepted, in the handler, p${share} of ${took.length}`,
      value: percentile(took, share),
      unit: "ms" as const,
      bound,
      baseline: { name: `${roundTrips} bare queries, p${share}`, value: percentile(bare.took, share) },
    });
    return [figure(50, 25), figure(99, 25)];
  });

/** As many questions as RUN asks, that cost nothing, at the same time on the same machine. */
async function openBare(url: string) {
  const db = open({ url, max: 1 });
  const client = await db.connect();
  const took: number[] = [];
  return {
    took,
    measure: async () => {
      const begun = performance.now();
      for (let i = 0; i < roundTrips; i++) await client.query("select 1");
      took.push(performance.now() - begun);
    },
    close: async () => {
      client.release();
      await db.end();
    },
  };
}
