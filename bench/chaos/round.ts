import type { Mischief } from "../../packages/local/src/mischief/index.ts";
import { misbooked, strays } from "./leftovers.ts";
import { ends, lives } from "./lives.ts";
import type { Person } from "./people.ts";
import type { Stack } from "./stack.ts";
import { judge, type Verdict } from "./verdict.ts";

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
  const disarm = stack.arm(armed);
  const each = Object.values(lives);
  const buying = person.buy();
  const runs = await Promise.all(
    projects.map(async (project, i) => {
      const id = await person.run(project);
      await each[i % each.length]?.({ stack, person, id, dice });
      return id;
    }),
  );
  await Promise.all([buying, ...runs.map((id) => ends(stack, id))]);
  const kills = Object.keys(armed).reduce((sum, name) => sum + stack.deaths(name), 0);
  disarm();
  await stack.sweepThrice();
  const verdict = await judge(stack, person, runs);
  const wrong = [...verdict.wrong, ...(await strays(stack, runs)), ...(await misbooked(stack, person))];
  return { ...verdict, kills, wrong };
}
