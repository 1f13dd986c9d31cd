import { type Figure, median } from "../figure.ts";
import { everyPage, type Visitors } from "./visitors.ts";

/** As Lighthouse has its slow phone: 150 ms there and back, 1.6 Mbit/s down, 0.75 up, a processor at a quarter of its speed. */
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (0.75 * 1024 * 1024) / 8,
};
const slowdown = 4;
const rounds = 3;

type Times = { paintedMs: number; interactiveMs: number };

/** First contentful paint, and when every part of the page has come to life, of the slowest page; the median of three. */
export async function paint(visitors: Visitors): Promise<Figure[]> {
  let painted = { path: "", ms: 0 };
  let interactive = { path: "", ms: 0 };
  for (const { door, path } of everyPage(visitors)) {
    const times: Times[] = [];
    for (let round = 0; round < rounds; round++) times.push(await firstVisit(visitors, door, path));
    const paintedMs = median(times.map(({ paintedMs }) => paintedMs));
    const interactiveMs = median(times.map(({ interactiveMs }) => interactiveMs));
    if (paintedMs > painted.ms) painted = { path, ms: paintedMs };
    if (interactiveMs > interactive.ms) interactive = { path, ms: interactiveMs };
  }
  const nameOf = (path: string) => path.replace(visitors.projectId, "ID");
  return [
    { name: `First paint, slowest: ${nameOf(painted.path)}`, value: painted.ms, unit: "ms", bound: 1_000 },
    { name: `Interactive, slowest: ${nameOf(interactive.path)}`, value: interactive.ms, unit: "ms", bound: 1_500 },
  ];
}

/** Nothing cached, everything slow. */
async function firstVisit(visitors: Visitors, door: Parameters<Visitors["page"]>[0], path: string): Promise<Times> {
  const page = await visitors.page(door);
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Network.emulateNetworkConditions", network);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.addInitScript(() => {
    const look = () => {
      const isAlive = document.readyState !== "loading" && !document.querySelector("astro-island[ssr]");
      if (isAlive) Object.assign(window, { aliveMs: performance.now() });
      else requestAnimationFrame(look);
    };
    look();
  });
  await page.goto(path);
  await page.waitForFunction(() => "aliveMs" in window, undefined, { timeout: 60_000 });
  const times = await page.evaluate(() => ({
    paintedMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    interactiveMs: (window as unknown as { aliveMs: number }).aliveMs,
  }));
  await page.close();
  return times;
}
