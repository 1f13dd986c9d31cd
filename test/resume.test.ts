import { globSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { openPerson, type Person } from "../bench/chaos/people.ts";
import { type Choices, type Stack, startStack } from "../bench/chaos/stack.ts";
import { until } from "../packages/local/src/process/index.ts";
import { testPackages } from "../packages/runner/src/checks/package-cache.ts";

const Step = z.object({ event: z.enum(["step.started", "step.ended"]), step: z.string() });

/** Real functions, real tasks, real PostgreSQL: what a run has done and paid for it does not do and pay again. */
describe("a run that goes on", { timeout: 300_000 }, () => {
  let stack: Stack;
  let person: Person;
  afterEach(() => stack.stop());
  const begin = async (choices?: Choices) => {
    stack = await startStack(undefined, choices);
    person = await openPerson(stack);
    return person.project();
  };
  const rowOf = async (id: string) =>
    (
      await stack.sql(`select status, checkpoint_step, attempt, epoch, cost_micros::int from run where id = '${id}'`)
    )[0];
  const becomes = (id: string, status: string) =>
    until(async () => (await rowOf(id))?.status === status, 120_000, 20).then((is) => expect(is, status).toBe(true));
  const accepted = (id: string, step: string) =>
    until(async () => (await rowOf(id))?.checkpoint_step === step, 120_000, 5);

  /** How often each step was begun and ended, as all tasks of this machine logged it. */
  const steps = () => {
    const found: Record<string, [begun: number, ended: number]> = {};
    for (const file of globSync("ecs/logs/*.log", { cwd: stack.home }))
      for (const line of readFileSync(join(stack.home, file), "utf8").split("\n")) {
        const { data } = Step.safeParse(line.startsWith("{") ? JSON.parse(line) : undefined);
        if (!data) continue;
        const [begun, ended] = found[data.step] ?? [0, 0];
        found[data.step] = data.event === "step.started" ? [begun + 1, ended] : [begun, ended + 1];
      }
    return found;
  };
  /** Lines of the run's log that say the same as one before. */
  const repeated = async (id: string) => {
    const told = (await person.events(id))
      .filter(({ type }) => /^run\.(log|task_|check_|file_)/.test(type))
      .map(({ type, text, about }) => `${type} ${text} ${JSON.stringify(about)}`);
    return [...new Set(told.filter((line, at) => told.indexOf(line) !== at))].sort();
  };
  const paid = async (id: string) =>
    Object.fromEntries(
      (await stack.sql(`select model, count(*)::int as calls from llm_call where run_id = '${id}' group by model`)).map(
        ({ model, calls }) => [model, calls],
      ),
    );
  const runsTaken = async (id: string) =>
    (await stack.sql(`select sum(amount)::int as taken from usage where kind = 'run' and key = '${id}'`))[0]?.taken;

  it("does no accepted step again after its machine was killed: not the work, not its cost, not its lines", async () => {
    const project = await begin();
    stack.arm({ "CP-task-in-step": "2" });
    const id = await person.run(project);
    await becomes(id, "completed");
    expect(await rowOf(id)).toMatchObject({ attempt: 2, cost_micros: 4 * 7 });
    expect(steps()).toEqual({ compose: [1, 1], verify: [2, 1], prove: [1, 1] });
    // The step that was under way is done, and paid for, once more; those before it are not.
    expect(await paid(id)).toEqual({ compose: 1, verify: 2, prove: 1 });
    expect((await repeated(id)).filter((line) => !/ (began|did) verify /.test(line))).toEqual([]);
    expect(await runsTaken(id)).toBe(1);
  });

  it("has told all of an accepted step before it was accepted", async () => {
    const project = await begin();
    stack.arm({ "CP-task-checkpoint-recorded": "1" });
    const id = await person.run(project);
    await becomes(id, "completed");
    expect(steps()).toEqual({ compose: [1, 1], verify: [1, 1], prove: [1, 1] });
    const told = await person.events(id);
    expect(told.filter(({ text }) => text === "did compose")).toHaveLength(1);
    expect(await paid(id)).toEqual({ compose: 1, verify: 1, prove: 1 });
    expect(await repeated(id)).toEqual([]);
  });

  it("builds the whole thing once, killed at work and paused, each time on a machine that knows nothing", async () => {
    const project = await begin({ wholeWork: { packageCache: testPackages.cache } });
    await stack.sql(
      `insert into llm_config (id, level, version, values, reason, author_id) values ('llc_test', 'system', 1, '{"provider": "openai"}', 'test', 'test')`,
    );
    stack.arm({ "CP-task-in-step": "4" });
    const id = await person.run(project);
    await accepted(id, "verify");
    await person.wish(id, "pause");
    await becomes(id, "paused");
    expect(stack.engine.running()).toEqual([]);
    rmSync(stack.work, { recursive: true });
    mkdirSync(stack.work);
    await person.wish(id, "resume");
    await becomes(id, "completed");
    expect(steps()).toMatchObject({ analyse: [1, 1], compose: [1, 1], verify: [1, 1], prove: [1, 1] });
    expect(steps().pack?.[1]).toBe(1);
    const warned = (await person.events(id)).filter(({ text }) => text.startsWith("openai is configured"));
    expect(warned).toHaveLength(1);
    expect((await repeated(id)).filter((line) => !/package|Pack and sign/.test(line))).toEqual([]);
    expect(Number((await rowOf(id))?.attempt)).toBeGreaterThan(1);
    expect(await runsTaken(id)).toBe(1);
    expect(readdirSync(stack.work)).toEqual([]);
  });
});
