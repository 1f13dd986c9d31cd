import { Mischief } from "../../packages/local/src/mischief/index.ts";
import { armedBy, type Case, playCase } from "./case.ts";
import { litter } from "./leftovers.ts";
import { openPerson, type Person } from "./people.ts";
import { points } from "./points.ts";
import { playRound } from "./round.ts";
import { type Choices, type Stack, startStack } from "./stack.ts";
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

/** How many cases are played at once, each by a tenant of its own. */
const sideBySide = 8;

/** Each point by itself: for every seed, at its first, second and third meeting. All points of a seed come before the next. */
export async function playEach(options: {
  from: number;
  seeds: number;
  /** After so long no more cases are begun. */
  minutes: number;
  isWanted: (point: string, place: number) => boolean;
  tell: (text: string) => void;
}): Promise<Verdict> {
  const wanted = points.filter(options.isWanted);
  const waiting: Case[] = [];
  for (let seed = options.from; seed < options.from + options.seeds; seed++)
    for (const hit of [1, 2, 3]) waiting.push(...wanted.map((point) => ({ point, seed, hit })));
  const sums = new Map(wanted.map((point) => [point, { ...nothing(), cases: 0 }]));
  const all = waiting.length;
  let played = 0;
  const armed = new Set<string>();
  const endsAt = performance.now() + options.minutes * 60_000;

  return withStack({ sweepEveryMs: 2_000 }, async (stack) => {
    const play = async ({ person, projects }: { person: Person; projects: string[] }) => {
      for (let next = take(); next; next = take()) {
        const mine = Object.keys(armedBy(next));
        for (const name of mine) armed.add(name);
        const found = await playCase(stack, person, projects, next).catch((error: unknown) => ({
          ...nothing(),
          wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
        }));
        const name = `${next.point} seed ${next.seed} hit ${next.hit}`;
        const verdict = { ...found, wrong: found.wrong.map((fault) => `${name}: ${fault}`) };
        for (const name of mine) armed.delete(name);
        const sum = sums.get(next.point) ?? { ...nothing(), cases: 0 };
        sums.set(next.point, { ...add(sum, verdict), cases: sum.cases + 1 });
        for (const each of verdict.wrong) options.tell(each);
        played++;
        if (played % 36 === 0)
          options.tell(`${played} of ${all} cases, ${line([...sums.values()].reduce(add, nothing()))}`);
      }
    };
    /** The next that arms nothing that is armed already. */
    const take = () => {
      if (performance.now() > endsAt) return undefined;
      const place = waiting.findIndex((each) => Object.keys(armedBy(each)).every((name) => !armed.has(name)));
      return place === -1 ? undefined : waiting.splice(place, 1)[0];
    };
    // Before anything dies.
    const people = await Promise.all(
      Array.from({ length: sideBySide }, async (_, i) => {
        const person = await openPerson(stack, `Company${i + 1}`);
        return { person, projects: [await person.project(), await person.project(), await person.project()] };
      }),
    );
    await Promise.all(people.map(play));
    for (const [point, { cases, ...sum }] of sums) options.tell(`${point.padEnd(30)} ${cases} cases, ${line(sum)}`);
    options.tell(`${played} of ${all} cases`);
    return [...sums.values()].reduce<Verdict>(add, nothing());
  });
}

/** All points at once, a few rounds: what everybody can afford to see on every change. */
export async function playTogether(rounds: number): Promise<Verdict> {
  return withStack({}, async (stack) => {
    const person = await openPerson(stack);
    const projects: string[] = [];
    for (let i = 0; i < 4; i++) projects.push(await person.project());
    let all = nothing();
    for (let hit = 1; hit <= rounds; hit++) {
      const armed = Object.fromEntries(points.map((each) => [each, `${hit}`]));
      all = add(all, await playRound(stack, person, { projects, armed, dice: Mischief.diceOf(hit) }));
    }
    return all;
  });
}

/** Long enough that a task beats more than once; side by side, waiting costs nobody anything. */
const stepMs = 400;

async function withStack(choices: Choices, work: (stack: Stack) => Promise<Verdict>): Promise<Verdict> {
  const stack = await startStack(undefined, { stepMs, ...choices });
  try {
    const verdict = await work(stack);
    return { ...verdict, wrong: [...verdict.wrong, ...(await litter(stack))] };
  } finally {
    await stack.stop();
  }
}
