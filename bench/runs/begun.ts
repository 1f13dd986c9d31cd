import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { startStandIn } from "../../packages/runner/src/platform/stand-in.ts";
import type { Stack } from "../chaos/stack.ts";
import { type Figure, median } from "../figure.ts";
import { stepsOf, withPlace } from "./place.ts";

const turns = 9;

/** From the press of RUN to the first word of its task, which takes the lease; and what a whole run takes besides its steps. */
export function begun(): Promise<Figure[]> {
  let bootAt = 0;
  const onRequest = (path: string) => {
    if (path === "/api/runner/boot") bootAt = performance.now();
  };
  return withPlace(1, { onRequest }, async ({ stack, person, projects: [project = ""], becomes }) => {
    const toBoot: number[] = [];
    const bare: number[] = [];
    const own: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      bare.push(await bareMs(stack));
      const pressedAt = performance.now();
      const id = await person.run(project);
      await becomes(id, "completed");
      toBoot.push(bootAt - pressedAt);
      const [row] = await stack.sql(
        `select extract(epoch from ended_at - created_at)::float8 * 1000 as ms from run where id = '${id}'`,
      );
      const steps = stepsOf(stack).filter(({ runId }) => runId === id);
      const engine = steps.reduce((sum, { event, atMs }) => sum + (event === "step.ended" ? atMs : -atMs), 0);
      own.push(Number(row?.ms) - engine);
      // Its task is still going home.
      while (stack.engine.running().length > 0) await sleep(20);
    }
    const spawning = { name: "the bare process and its call", value: median(bare) };
    return [
      {
        name: "RUN to its task's first word",
        value: median(toBoot),
        unit: "ms",
        bound: Math.round(1.5 * spawning.value + 200),
        baseline: spawning,
      },
      {
        name: "A run but for its engine's steps",
        value: median(own),
        unit: "ms",
        bound: 1_000,
        baseline: spawning,
      },
    ];
  });
}

/** The same process, started by hand, until it says its first word to somebody who is there already. */
async function bareMs({ task }: Stack): Promise<number> {
  const platform = await startStandIn({ project: { name: "x", description: "x", objectives: "x", slug: "x" } });
  const [program = "", ...args] = task.command;
  const environment = { ...task.environment, Q2O_API_URL: platform.url, Q2O_RUN_TOKEN: platform.token };
  const startedAt = performance.now();
  const child = spawn(program, args, { env: environment, stdio: "ignore" });
  try {
    while (!platform.calls[0]) await sleep(1);
    return platform.calls[0].atMs - startedAt;
  } finally {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    await platform.close();
  }
}
