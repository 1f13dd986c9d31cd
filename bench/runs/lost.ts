import { signal, until } from "../../packages/local/src/process/index.ts";
import { leaseSeconds } from "../chaos/hurry.ts";
import { sweepEveryMs } from "../chaos/stack.ts";
import { type Figure, median } from "../figure.ts";
import { type Place, withPlace } from "./place.ts";

const turns = 5;

/** From the end of a killed task to its run waiting for another, when the engine's event comes and when it does not. */
export const lost = (): Promise<Figure[]> =>
  withPlace(1, { stepMs: 1_000 }, async (place) => {
    const heard: number[] = [];
    for (let turn = 0; turn < turns; turn++) heard.push(await killed(place));
    place.stack.listen(false);
    const unheard: number[] = [];
    for (let turn = 0; turn < turns; turn++) unheard.push(await killed(place));
    const swept = performance.now();
    await place.stack.sweepThrice();
    const sweep = { name: "a sweep's own work", value: (performance.now() - swept) / 3 };
    return [
      {
        name: "Killed task to requeued, by its event",
        value: median(heard),
        unit: "ms",
        bound: 10_000,
        baseline: sweep,
      },
      {
        name: `  without: lease of ${leaseSeconds} s, sweeps every ${sweepEveryMs / 1_000} s, the longest`,
        value: Math.max(...unheard),
        unit: "ms",
        bound: Math.ceil(leaseSeconds * 1_000 + sweepEveryMs + sweep.value),
        baseline: sweep,
      },
    ];
  });

async function killed({ stack, person, projects: [project = ""], becomes }: Place): Promise<number> {
  const id = await person.run(project);
  await becomes(id, "running");
  const epoch = async () => Number((await stack.sql(`select epoch from run where id = '${id}'`))[0]?.epoch);
  const before = await epoch();
  for (const pid of stack.engine.running()) signal(-pid, "SIGKILL");
  const killedAt = performance.now();
  if (!(await until(async () => (await epoch()) > before, 30_000, 5))) throw new Error("The loss was not noticed.");
  const took = performance.now() - killedAt;
  await person.wish(id, "cancel");
  await until(async () => ["cancelled", "completed"].includes((await person.read(id)).status), 30_000, 50);
  return took;
}
