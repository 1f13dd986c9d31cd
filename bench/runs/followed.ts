import { setTimeout as sleep } from "node:timers/promises";
import { type Figure, median, percentile } from "../figure.ts";
import { stepsOf, withPlace } from "./place.ts";

const rounds = 8;
const atOnce = 3;
/** As portals do while they are looked at: a second after each answer. */
const pollEveryMs = 1_000;

/** From a task saying something in the middle of its work to somebody who follows the run reading it. */
export const followed = (): Promise<Figure[]> =>
  withPlace(atOnce, { stepMs: 900 }, async ({ stack, person, projects }) => {
    const seen = new Map<string, number>();
    const asked: number[] = [];
    const follow = async (id: string) => {
      let after: string | undefined;
      for (let isOver = false; !isOver; ) {
        const begun = performance.now();
        const { items, next } = await person.feed(id, after);
        asked.push(performance.now() - begun);
        after = next ?? after;
        for (const { text } of items) if (text.startsWith("began ")) seen.set(`${id} ${text}`, Date.now());
        isOver = items.some(({ type }) => type === "run.completed");
        if (!isOver) await sleep(pollEveryMs);
      }
    };
    for (let round = 0; round < rounds; round++)
      await Promise.all(projects.map(async (project) => follow(await person.run(project))));
    const took = stepsOf(stack).flatMap(({ event, runId, step, atMs }) => {
      const at = event === "step.started" ? seen.get(`${runId} began ${step}`) : undefined;
      return at === undefined ? [] : [at - atMs];
    });
    const poll = { name: "the poll's own pace", value: pollEveryMs + median(asked) };
    return [
      {
        name: `A line of the log seen, p95 of ${took.length}`,
        value: percentile(took, 95),
        unit: "ms",
        bound: 1_500,
        baseline: poll,
      },
    ];
  });
