import { gzipSync } from "node:zlib";
import type { Figure } from "../figure.ts";
import { everyPage, isAlive, type Visitors } from "./visitors.ts";

const bounds = { public: 60, app: 60, admin: 60, client: 25 };

/** All script that a page loads until it shows what it has, gzipped, the heaviest page of each door. */
export async function weight(visitors: Visitors): Promise<Figure[]> {
  const heaviest = new Map<keyof typeof bounds, { path: string; kB: number }>();
  for (const { door, path } of everyPage(visitors)) {
    const page = await visitors.page(door);
    const bodies: Promise<number>[] = [];
    page.on("response", (answer) => {
      if (answer.request().resourceType() === "script")
        bodies.push(answer.body().then((body) => gzipSync(body, { level: 9 }).length));
    });
    await page.goto(path);
    await isAlive(page);
    await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
    const kB = (await Promise.all(bodies)).reduce((sum, bytes) => sum + bytes, 0) / 1_000;
    // The client's own door counts with the client's pages.
    const group = path === "/client" ? "client" : door;
    if (kB > (heaviest.get(group)?.kB ?? 0)) heaviest.set(group, { path, kB });
    await page.close();
  }
  return [...heaviest].map(([door, { path, kB }]) => ({
    name: `Script of ${path.replace(visitors.projectId, "ID")}, the most of ${door}`,
    value: kB,
    unit: "kB",
    bound: bounds[door],
  }));
}
