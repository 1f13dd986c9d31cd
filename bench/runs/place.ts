import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { until } from "../../packages/local/src/process/index.ts";
import { openPerson, type Person } from "../chaos/people.ts";
import { type Choices, type Stack, startStack } from "../chaos/stack.ts";

export type Place = {
  stack: Stack;
  person: Person;
  projects: string[];
  /** Waits until a run is like this. @throws Error when it never is */
  becomes: (runId: string, status: string) => Promise<void>;
};

/** A stack with somebody at it and so many projects. One run has gone through it, so that everything is loaded. */
export async function withPlace<T>(projects: number, choices: Choices, work: (place: Place) => Promise<T>): Promise<T> {
  const stack = await startStack(undefined, choices);
  try {
    const person = await openPerson(stack);
    const ids: string[] = [];
    while (ids.length < projects) ids.push(await person.project());
    const becomes = async (id: string, status: string) => {
      const isSo = async () => (await stack.sql(`select status from run where id = '${id}'`))[0]?.status === status;
      if (!(await until(isSo, 120_000, 5))) throw new Error(`A run never became ${status}.`);
    };
    await becomes(await person.run(ids[0] ?? ""), "completed");
    return await work({ stack, person, projects: ids, becomes });
  } finally {
    await stack.stop();
  }
}

const Step = z.object({
  at: z.string(),
  event: z.enum(["step.started", "step.ended"]),
  runId: z.string(),
  step: z.string(),
});
export type Step = Omit<z.infer<typeof Step>, "at"> & { atMs: number };

/** When steps began and ended, as their tasks logged it. */
export const stepsOf = (stack: Stack): Step[] =>
  globSync("ecs/logs/*.log", { cwd: stack.home })
    .flatMap((file) => readFileSync(join(stack.home, file), "utf8").split("\n"))
    .flatMap((line) => Step.safeParse(line.startsWith("{") ? JSON.parse(line) : undefined).data ?? [])
    .map(({ at, ...step }) => ({ ...step, atMs: Date.parse(at) }));
