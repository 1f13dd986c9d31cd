import { existsSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Mischief } from "../../packages/local/src/mischief/index.ts";
import { until } from "../../packages/local/src/process/index.ts";
import { misbooked, strays } from "./leftovers.ts";
import type { Person } from "./people.ts";
import type { Stack } from "./stack.ts";
import { judge, type Verdict } from "./verdict.ts";

const finals = ["completed", "failed", "cancelled"];
/** How long a round may take before what has not ended counts as stuck; a round without kills takes two seconds. */
const patienceMs = 120_000;

/**
 * Some runs side by side while the armed points kill: one is left alone, one is paused and resumed, one is cancelled,
 * one loses its machine in order (SIGTERM). Then three sweeps, and the verdict.
 */
export async function playRound(
  stack: Stack,
  person: Person,
  {
    projects,
    armed,
    dice,
  }: { projects: readonly string[]; armed: Readonly<Record<string, string>>; dice: Mischief.Dice },
): Promise<Verdict> {
  stack.arm(armed);
  const statusOf = async (id: string) =>
    (await stack.sql(`select status from run where id = '${id}'`))[0]?.status as string;
  const ends = (id: string) => until(async () => finals.includes(await statusOf(id)), patienceMs, 100);
  const works = (id: string) =>
    until(async () => ["running", ...finals].includes(await statusOf(id)), patienceMs / 2, 50);
  const lives = [
    async () => undefined,
    async (id: string) => {
      await works(id);
      await sleep(dice() * 250);
      await person.wish(id, "pause");
      await until(async () => ["paused", ...finals].includes(await statusOf(id)), 15_000, 50);
      await person.wish(id, "resume");
    },
    async (id: string) => {
      await sleep(dice() * 1_500);
      await person.wish(id, "cancel");
    },
    async (id: string) => {
      await works(id);
      const [row] = await stack.sql(`select task_arn from run where id = '${id}'`);
      const task = row?.task_arn ? stack.engine.tasks.find("q2o", String(row.task_arn)) : undefined;
      if (task)
        stack.engine.stop(task, { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." });
    },
  ];
  const buying = person.buy();
  const runs = await Promise.all(
    projects.map(async (project, i) => {
      const id = await person.run(project);
      await lives[i % lives.length]?.(id);
      return id;
    }),
  );
  await Promise.all([buying, ...runs.map(ends)]);
  const kills = Object.entries(armed).flatMap(([name, hits]) =>
    hits.split(",").filter((hit) => metOf(stack, name) >= Number(hit)),
  ).length;
  stack.arm({});
  await stack.sweepThrice();
  const verdict = await judge(stack, person, runs);
  const wrong = [...verdict.wrong, ...(await strays(stack)), ...(await misbooked(stack, person))];
  return { ...verdict, kills, wrong };
}

/** How often a point was met since it was armed. */
const metOf = (stack: Stack, name: string) => {
  const file = `${stack.ordersFile}.${name}`;
  return existsSync(file) ? statSync(file).size : 0;
};
