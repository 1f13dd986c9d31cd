import { Mischief } from "../../packages/local/src/mischief/index.ts";
import { until } from "../../packages/local/src/process/index.ts";
import { misbooked, strays } from "./leftovers.ts";
import { ends, lives } from "./lives.ts";
import type { Person } from "./people.ts";
import type { Stack } from "./stack.ts";
import { judge, type Verdict } from "./verdict.ts";

/** One cell of the matrix: who meets this point for the `hit`-th time dies there. */
export type Case = { point: string; seed: number; hit: number };

type LifeName = keyof typeof lives;
const anyLife = Object.keys(lives) as LifeName[];

/** A relay has work only where somebody died before sending what was written. */
const beforeRelays = "CP-api-committed";

/** What a sweeper does one after the other: it is met only where one sweep has much to do. */
const betweenSweeps = "CP-sweeper-between";

/** What alone leads to a point; to all others any life does, now and then. */
const needed: Readonly<Record<string, readonly LifeName[]>> = {
  "CP-wish-before-commit": ["paused", "cancelled"],
  "CP-wish-committed": ["paused", "cancelled"],
  "CP-task-in-pause": ["paused"],
  "CP-task-in-sigterm": ["interrupted"],
  // Nobody resumes what was paused while access has ended.
  [betweenSweeps]: ["alone", "cancelled", "interrupted"],
};

/** Everything that a case arms; of two cases that arm the same, one waits for the other. */
export const armedBy = ({ point, hit }: Case): Record<string, string> => ({
  ...(point.startsWith("CP-relay") ? { [beforeRelays]: [1, 2, 3].slice(0, hit).join(",") } : {}),
  [point]: `${hit}`,
});

/** So many runs, at the most, until somebody has died. */
const mostRuns = 12;
/** Of the cases that are about something else, the share in which somebody buys. */
const buying = 0.2;

/**
 * Runs one after the other, each with a life by the dice, until somebody has died at the point for the first, second or
 * third time that it was met; then three sweeps, and the verdict. What others do side by side meets the point as well,
 * and is judged by them.
 */
export async function playCase(
  stack: Stack,
  person: Person,
  projects: readonly string[],
  which: Case,
): Promise<Verdict> {
  const { point, seed, hit } = which;
  const dice = Mischief.diceOf(seed * 10 + hit);
  const isAboutMoney = point.startsWith("CP-webhook");
  const choice = needed[point] ?? anyLife;
  const runs: string[] = [];
  const press = async (project: string) => {
    const id = await person.run(project);
    runs.push(id);
    return id;
  };
  const live = async (id: string) => {
    await lives[choice[Math.floor(dice() * choice.length)] ?? "alone"]({ stack, person, id, dice });
    await ends(stack, id);
  };
  let disarm = stack.arm(armedBy(which));
  while (runs.length < mostRuns && stack.deaths(point) === 0) {
    // Two that met it at the same moment counted one another, and nobody died: it begins anew.
    if (stack.met(point) >= hit) disarm = stack.arm(armedBy(which));
    const purchase = isAboutMoney || dice() < buying ? person.buy() : undefined;
    const pressed = await Promise.all((point === betweenSweeps ? projects : projects.slice(0, 1)).map(press));
    const living = Promise.all(pressed.map(live));
    const suspended = point === betweenSweeps ? suspendAWhile(stack, person) : undefined;
    await Promise.all([purchase, living, suspended]);
  }
  const hasDied = stack.deaths(point) > 0;
  const kills = Object.keys(armedBy(which)).reduce((sum, name) => sum + stack.deaths(name), 0);
  disarm();
  const wasSwept = await stack.sweptThrice();
  const verdict = await judge(stack, person, runs);
  const faults = [
    ...(hasDied ? [] : ["nobody died"]),
    ...(wasSwept ? [] : ["nobody sweeps"]),
    ...(await strays(stack, runs)),
    ...(await misbooked(stack, person)),
  ];
  return { ...verdict, kills, wrong: [...verdict.wrong, ...faults] };
}

/** Access ends for all that somebody runs, and is given back: one sweep then has several runs to see to. */
async function suspendAWhile(stack: Stack, { tenantId }: Person): Promise<void> {
  const open = async (statuses: string) =>
    Number(
      (
        await stack.sql(`select count(*) as runs from run where tenant_id = '${tenantId}' and status in (${statuses})`)
      )[0]?.runs,
    );
  await until(async () => (await open("'launching', 'running'")) > 1, 10_000, 100);
  await stack.sql(`update tenant set suspended_at = now() where id = '${tenantId}'`);
  await until(async () => (await open("'queued', 'launching', 'running'")) === 0, 20_000, 100);
  await stack.sql(`update tenant set suspended_at = null where id = '${tenantId}'`);
}
