// The figures of runs: `npm run bench:runs`. On a stack of its own, with a short task in place of the engine.
import { performance } from "node:perf_hooks";
import { signal, until } from "../packages/local/src/process/index.ts";
import { openPerson } from "./chaos/people.ts";
import { startStack } from "./chaos/stack.ts";
import { type Figure, report } from "./figure.ts";
import { nodeMs } from "./product.ts";

const atOnce = 20;
const places = 6;

async function measure(): Promise<Figure[]> {
  const stack = await startStack();
  try {
    const person = await openPerson(stack);
    const projects: string[] = [];
    while (projects.length < atOnce) projects.push(await person.project());
    const statusOf = async (id: string) =>
      String((await stack.sql(`select status from run where id = '${id}'`))[0]?.status);

    const [project = ""] = projects;
    const begun = performance.now();
    const first = await person.run(project);
    await until(async () => (await statusOf(first)) === "running", 30_000, 5);
    const toWork = performance.now() - begun;

    for (const pid of stack.engine.running()) signal(-pid, "SIGKILL");
    const killedAt = performance.now();
    await until(async () => (await statusOf(first)) !== "running", 30_000, 5);
    const toRequeued = performance.now() - killedAt;
    await until(async () => (await statusOf(first)) === "completed", 60_000, 50);

    const queuedAt = performance.now();
    await Promise.all(projects.map((each) => person.run(each)));
    let most = 0;
    await until(
      async () => {
        const [row] = await stack.sql(
          "select count(*) filter (where status in ('launching', 'running'))::int as busy, count(*) filter (where status not in ('completed', 'failed', 'cancelled'))::int as open from run",
        );
        most = Math.max(most, Number(row?.busy));
        return row?.open === 0;
      },
      300_000,
      50,
    );
    const bare = nodeMs("-e", "0");
    return [
      {
        name: "RUN to its task at work",
        value: toWork,
        unit: "ms",
        bound: 1_500,
        baseline: { name: "bare Node", value: bare },
      },
      { name: "Killed task to requeued, by its event", value: toRequeued, unit: "ms", bound: 10_000 },
      {
        name: `${atOnce} runs at once, ${most} of ${places} places taken at most`,
        value: most > places ? Number.POSITIVE_INFINITY : (performance.now() - queuedAt) / 1_000,
        unit: "s",
        bound: 120,
      },
    ];
  } finally {
    await stack.stop();
  }
}

process.exit((await report({ runs: measure }, process.argv.slice(2))) ? 0 : 1);
