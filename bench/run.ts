import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { signIn } from "../packages/local/src/demo/client.ts";
import { type Figure, median } from "./figure.ts";
import { boot } from "./product.ts";

const brief = {
  name: "Bike hire",
  description: "A bike hire shop wants to know where its bikes are.",
  objectives: "Customers hire bikes, each with a return date, and the shop sees what is overdue",
};
const Step = z.object({ at: z.string(), event: z.enum(["step.started", "step.ended"]), step: z.string() });

/** From the press of RUN to completed, three times, and what of it was not the engine's own work. */
export async function runToCompleted(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "q2o-bench-"));
  const product = await boot(home);
  try {
    const call = await signIn(product.url, "owner@example.com");
    const turns: { whole: number; engine: number }[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const { id } = await call("post /api/tenant/projects", brief);
      const { codes } = await call("post /api/tenant/activation-codes/generate", { count: 1 });
      await call("post /api/tenant/projects/{id}/assign-activation-code", { id, codeId: codes[0]?.id });
      const begun = performance.now();
      let run = await call("post /api/tenant/projects/{id}/run", { id });
      while (!["completed", "failed", "cancelled"].includes(run.status)) {
        await sleep(50);
        run = await call("get /api/tenant/runs/{id}", { id: run.id });
      }
      if (run.status !== "completed") throw new Error(`The run ended ${run.status}.`);
      turns.push({ whole: (performance.now() - begun) / 1_000, engine: engineSeconds(home, run.id) });
    }
    const whole = median(turns.map((turn) => turn.whole));
    return [
      {
        name: "RUN to completed, brief (a)",
        value: whole,
        unit: "s",
        bound: 30,
        baseline: { name: "the engine's steps", value: median(turns.map(({ engine }) => engine)) },
      },
      {
        name: "  of it outside the engine's steps",
        value: median(turns.map((turn) => turn.whole - turn.engine)),
        unit: "s",
        bound: 2,
      },
    ];
  } finally {
    await product.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** The time between each step's start and end, as its task logged them. */
function engineSeconds(home: string, runId: string): number {
  const lines = globSync("ecs/logs/*.log", { cwd: home })
    .map((file) => readFileSync(join(home, file), "utf8"))
    .filter((text) => text.includes(runId))
    .flatMap((text) => text.split("\n"));
  const steps = lines.flatMap((text) => Step.safeParse(text.startsWith("{") ? JSON.parse(text) : undefined).data ?? []);
  const sum = steps.reduce((total, { at, event }) => total + (event === "step.ended" ? 1 : -1) * Date.parse(at), 0);
  if (steps.length < 2 || steps.length % 2 !== 0) throw new Error("The run's steps are not in its log.");
  return sum / 1_000;
}
