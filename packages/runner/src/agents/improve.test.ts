import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Manifest, type Requirement } from "../artefacts.ts";
import { testPackages } from "../checks/package-cache.ts";
import { Models } from "../models/index.ts";
import { type Act, type Asked, type Scripted, startScripted } from "../models/scripted.ts";
import { unzip } from "../pack/unzip.ts";
import { blueprint } from "../pipeline/blueprint.ts";
import type { Engine } from "../pipeline/engine.ts";
import { runTask } from "../pipeline/task.ts";
import { type StandIn, type StandInSettings, startStandIn } from "../platform/stand-in.ts";

const agents = ["architect", "coder", "qa", "testing"];

/** A run's configuration with a model for those who ask one. */
const configOf = (other: object = {}, of: Record<string, object> = {}) => ({
  provider: "openai",
  prompts: ["You are careful."],
  agents: Object.fromEntries(
    agents.map((name) => [
      name,
      {
        enabled: true,
        provider: "openai",
        model: "gpt-4.1-mini",
        fallback: [],
        temperature: 0.2,
        maxTokens: 4_096,
        runBudgetMicros: 5_000_000,
        versions: { system: 3, project: 1 },
        prompt: 0,
        ...other,
        ...of[name],
      },
    ]),
  ),
});

const brief = {
  name: "Bike hire",
  description: "A shop hires out bikes.",
  objectives: "Keep bikes with a frame number and a daily price. Sing the price of each bike.",
};

/** The blueprint, on a brief that asks for one thing that no blueprint has. */
const engine: Engine = {
  ...blueprint,
  analyse(asked, setup) {
    const read = blueprint.analyse(asked, setup);
    if (!("requirements" in read)) return read;
    const requirements = read.requirements.filter(({ source }) => !source.quote.includes("Sing"));
    const source = { part: "objectives", quote: "Sing the price of each bike." } as const;
    const song = { ...requirements[0], id: "R99", text: "The price of each bike is sung.", kind: "other", priority: "should" };
    const gap = "The blueprint can't sing.";
    return { ...read, requirements: [...requirements, { ...song, source, acceptance: [], targets: [], gap } as Requirement] };
  },
};

const songTest = `import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newBike } from "./support/samples.ts";
import { startApp } from "./support/start.ts";

const app = await startApp();
after(() => app.stop());

test("R99: the price of a bike is sung", async () => {
  const bike = await newBike(app.api, { dailyPrice: 300 });
  const answer = await app.api.get(\`/api/bikes/\${bike.id}/song\`);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.song, "la la la");
});
`;

const songPatch = `FILE: src/features/r99/song.ts
<<<<<<< SEARCH
=======
import { sql } from "drizzle-orm";
import type { Hono } from "hono";
import type { Database } from "../../db/database.ts";
import { Problem } from "../../http/problem.ts";

/** Sings the daily price of a bike: one "la" for each whole unit of money. */
export function songRoutes(app: Hono, db: Database): void {
  app.get("/api/bikes/:id/song", (c) => {
    const bike = db.get<{ price: number }>(sql\`select daily_price as price from bikes where id = \${c.req.param("id")}\`);
    if (!bike) throw new Problem(404, "bike.missing", "There is no such bike.");
    return c.json({ song: Array.from({ length: Math.floor(bike.price / 100) }, () => "la").join(" ") });
  });
}
>>>>>>> REPLACE

FILE: src/http/app.ts
<<<<<<< SEARCH
import type { View } from "../pages/layout.ts";
=======
import { songRoutes } from "../features/r99/song.ts";
import type { View } from "../pages/layout.ts";
>>>>>>> REPLACE

FILE: src/http/app.ts
<<<<<<< SEARCH
  reportRoutes(app, application.reports, workOf);
=======
  reportRoutes(app, application.reports, workOf);
  songRoutes(app, db);
>>>>>>> REPLACE`;

/** Which agent asks, by how it was told to answer. */
const who = ({ system }: Asked) =>
  system.includes("check a plan")
    ? "architect"
    : system.includes("acceptance tests")
      ? "testing"
      : system.includes("Repair")
        ? "qa"
        : "coder";

describe("a run with models", { timeout: 120_000 }, () => {
  let platform: StandIn;
  let model: Scripted;
  let work: string;
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "q2o-test-"));
  });
  afterEach(async () => {
    await platform.close();
    await model.close();
    rmSync(work, { recursive: true, force: true });
  });
  const begin = async (script: (asked: Asked, count: number) => Act, settings: Partial<StandInSettings> = {}) => {
    model = await startScripted(script);
    platform = await startStandIn({ project: { ...brief, slug: "bike-hire" }, config: configOf(), ...settings });
  };
  const run = () => {
    const access = { openai: { key: "sk-of-the-test", address: model.url } };
    const ports = Models.portsOf({ access, timeoutMs: 5_000 });
    const settings = { apiUrl: platform.url, token: platform.token, work, packages: testPackages, ports };
    return runTask(settings, engine, new AbortController().signal);
  };
  const delivered = () => {
    const files = unzip(platform.stored.get(String(platform.end?.body.zipKey)) ?? Buffer.of());
    return { files, manifest: Manifest.parse(JSON.parse((files.get("bike-hire/q2o.json") ?? "").toString())) };
  };

  it("meets a gap that the blueprint leaves, and proves it in the clean room", async () => {
    const answers: Record<string, string> = {
      architect: '{"missing":[]}',
      testing: `\`\`\`ts\n${songTest}\`\`\``,
      coder: songPatch,
    };
    await begin((asked) => ({ text: answers[who(asked)] ?? "" }));
    expect(await run()).toBe("completed");
    console.log(platform.reports.flatMap((r) => r.log ?? []), platform.llmCalls, platform.reports.flatMap((r) => r.tasks ?? []).filter(t => /R3|review/.test(t.id)));
    console.log(model.asked.map((a) => [who(a), a.prompt.length, a.prompt.slice(-1500)]));
    expect(delivered().manifest.requirements.at(-1)?.status).toBe("verified");
  });
});
