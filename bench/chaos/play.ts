import { Mischief } from "../../packages/local/src/mischief/index.ts";
import { litter } from "./leftovers.ts";
import { openPerson } from "./people.ts";
import { points } from "./points.ts";
import { playRound } from "./round.ts";
import { startStack } from "./stack.ts";
import { nothing, type Verdict } from "./verdict.ts";

const add = (one: Verdict, other: Verdict): Verdict => ({
  kills: one.kills + other.kills,
  runs: one.runs + other.runs,
  lost: one.lost + other.lost,
  doubled: one.doubled + other.doubled,
  stuck: one.stuck + other.stuck,
  wrong: [...one.wrong, ...other.wrong],
});

export const line = ({ wrong, ...counts }: Verdict): string =>
  [...Object.entries(counts).map(([name, count]) => `${count} ${name}`), `${wrong.length} wrong`].join(", ");

/** A relay has work only where somebody died before sending what was written. */
const neededFor = (point: string): Record<string, string> =>
  point.startsWith("CP-relay") ? { "CP-api-committed": "1,2,3,4" } : {};

/** Each point by itself: for every seed, at its first, second and third meeting. */
export async function playEach(options: {
  from: number;
  seeds: number;
  isWanted: (point: string, place: number) => boolean;
  tell: (text: string) => void;
}) {
  return withStack(async ({ stack, person, projects }) => {
    let all = nothing();
    for (const point of points.filter(options.isWanted)) {
      let sum = nothing();
      for (let seed = options.from; seed < options.from + options.seeds; seed++)
        for (const hit of [1, 2, 3])
          sum = add(
            sum,
            await playRound(stack, person, {
              projects,
              armed: { [point]: `${hit}`, ...neededFor(point) },
              dice: Mischief.diceOf(seed * 10 + hit),
            }),
          );
      options.tell(`${point.padEnd(30)} ${line(sum)}`);
      for (const each of sum.wrong) options.tell(`  ${each}`);
      all = add(all, sum);
    }
    return all;
  });
}

/** All points at once, a few rounds: what everybody can afford to see on every change. */
export async function playTogether(rounds: number): Promise<Verdict> {
  return withStack(async ({ stack, person, projects }) => {
    let all = nothing();
    for (let hit = 1; hit <= rounds; hit++) {
      const armed = Object.fromEntries(points.map((each) => [each, `${hit}`]));
      all = add(all, await playRound(stack, person, { projects, armed, dice: Mischief.diceOf(hit) }));
    }
    return all;
  });
}

async function withStack(
  work: (place: {
    stack: Awaited<ReturnType<typeof startStack>>;
    person: Awaited<ReturnType<typeof openPerson>>;
    projects: string[];
  }) => Promise<Verdict>,
): Promise<Verdict> {
  const stack = await startStack();
  try {
    const person = await openPerson(stack);
    const projects: string[] = [];
    for (let i = 0; i < 4; i++) projects.push(await person.project());
    const verdict = await work({ stack, person, projects });
    return { ...verdict, wrong: [...verdict.wrong, ...(await litter(stack))] };
  } finally {
    await stack.stop();
  }
}
