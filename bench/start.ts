import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Figure, median } from "./figure.ts";
import { boot, residentMb, root } from "./product.ts";

/** The second and later starts of one place, and what the product takes while nobody uses it. */
export async function warmStart(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "q2o-bench-"));
  try {
    await (await boot(home)).stop();
    const times: number[] = [];
    let memory = 0;
    for (let turn = 0; turn < 5; turn++) {
      const product = await boot(home);
      times.push(product.readyMs / 1_000);
      if (turn === 4) {
        await fetch(`${product.url}/api/health`);
        await sleep(10_000);
        memory = residentMb(product.pid);
      }
      await product.stop();
    }
    const npm = [1, 2, 3].map(() => seconds(() => spawnSync("npm", ["exec", "--", "node", "-e", "0"], { cwd: root })));
    return [
      {
        name: "Warm npm start to ready",
        value: median(times),
        unit: "s",
        bound: 3,
        baseline: { name: "npm with an empty program", value: median(npm) },
      },
      { name: "Whole product, idle", value: memory, unit: "MB", bound: 600 },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A fresh clone with an empty npm cache. Needs the network, and shows how fast it is. */
export async function coldStart(): Promise<Figure[]> {
  const place = mkdtempSync(join(tmpdir(), "q2o-bench-"));
  const clone = join(place, "clone");
  const cache = (name: string) => ({ npm_config_cache: join(place, name) });
  try {
    spawnSync("git", ["clone", "--quiet", root, clone]);
    const install = seconds(() =>
      spawnSync("npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], {
        cwd: clone,
        env: { ...process.env, ...cache("first") },
      }),
    );
    rmSync(join(clone, "node_modules"), { recursive: true, force: true });
    const product = await boot(join(place, "home"), { folder: clone, environment: cache("second") });
    await product.stop();
    return [
      {
        name: "Cold npm start to ready",
        value: product.readyMs / 1_000,
        unit: "s",
        bound: 90,
        baseline: { name: "npm ci alone", value: install },
      },
    ];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function seconds(work: () => unknown): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1_000;
}
