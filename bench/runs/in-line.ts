import * as z from "zod";
import { until } from "../../packages/local/src/process/index.ts";
import type { Figure } from "../figure.ts";
import { withPlace } from "./place.ts";

const atOnce = 50;
/** How many the stack's plan and engine run at a time. */
const places = 6;
const Spans = z.array(z.object({ queued: z.number(), from: z.number(), to: z.number() }));

/** Fifty runs at once: how many were at work at most, and how long a place stood free while somebody waited for it. */
export const inLine = (): Promise<Figure[]> =>
  withPlace(atOnce, {}, async ({ stack, person, projects }) => {
    await Promise.all(projects.map((each) => person.run(each)));
    const isOver = async () =>
      (await stack.sql("select count(*)::int as open from run where ended_at is null"))[0]?.open === 0;
    if (!(await until(isOver, 300_000, 500))) throw new Error("Some runs never ended.");
    const spans = Spans.parse(
      await stack.sql(`select extract(epoch from r.created_at)::float8 * 1000 as queued,
        extract(epoch from e.at)::float8 * 1000 as from, extract(epoch from r.ended_at)::float8 * 1000 as to
        from run r join event e on e.run_id = r.id and e.type = 'run.launching' and r.attempt = 1
        order by r.created_at desc limit ${atOnce}`),
    );
    if (spans.length !== atOnce) throw new Error("A run was launched more than once.");
    const { most, idleMs, waitedMs } = occupancy(spans);
    const oneMs = spans.reduce((sum, { from, to }) => sum + to - from, 0) / spans.length;
    const one = { name: "a run's time at work", value: oneMs };
    return [
      { name: `${atOnce} runs at once: at work at most`, value: most, unit: "runs", bound: places },
      {
        name: "  a place stands free between two runs",
        value: idleMs / (atOnce - places),
        unit: "ms",
        bound: 500,
        baseline: one,
      },
      {
        name: "  until the last of them began",
        value: waitedMs,
        unit: "ms",
        bound: Math.ceil(1.25 * oneMs * ((atOnce - places) / places)),
        baseline: { name: "no idle place", value: oneMs * ((atOnce - places) / places) },
      },
    ];
  });

/** What the places did from the first start to the last: all in milliseconds. */
function occupancy(spans: z.infer<typeof Spans>): { most: number; idleMs: number; waitedMs: number } {
  const begun = Math.min(...spans.map(({ from }) => from));
  const last = Math.max(...spans.map(({ from }) => from));
  const changes = spans
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ])
    // One that ends at the very moment at which another begins has left its place.
    .sort((one, other) => one.at - other.at || one.by - other.by);
  let busy = 0;
  let most = 0;
  let idleMs = 0;
  let before = begun;
  for (const { at, by } of changes) {
    if (at <= last) idleMs += (places - busy) * (at - before);
    before = at;
    busy += by;
    most = Math.max(most, busy);
  }
  return { most, idleMs, waitedMs: last - begun };
}
