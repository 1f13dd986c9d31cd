import { type Figure, percentile } from "../figure.ts";
import { isAlive, type Visitors } from "./visitors.ts";

/** From the moment that an event carries to its line on the screen of somebody who follows the run. */
export async function live(visitors: Visitors): Promise<Figure[]> {
  const page = await visitors.page("app");
  await page.goto(`/app/projects/${visitors.projectId}`);
  await isAlive(page);
  await page.getByRole("button", { name: "RUN" }).click();
  await page.waitForURL(/\/app\/status/);
  await page.goto(`/app/status?open=${visitors.projectId}&tab=log`);
  await page.locator(".log").waitFor({ timeout: 60_000 });
  // What was there before one looked says nothing of how soon it came.
  await page.evaluate(() => {
    const seen = new Map<Element, number>();
    const note = (isNew: boolean) => {
      for (const line of document.querySelectorAll(".log p:has(time)"))
        if (!seen.has(line)) seen.set(line, isNew ? Date.now() : 0);
    };
    note(false);
    new MutationObserver(() => requestAnimationFrame(() => note(true))).observe(document.body, {
      childList: true,
      subtree: true,
    });
    Object.assign(window, {
      lateMs: () =>
        [...seen].flatMap(([line, at]) =>
          at === 0 ? [] : [at - Date.parse(line.querySelector("time")?.getAttribute("datetime") ?? "")],
        ),
    });
  });
  await page.locator(".badge", { hasText: "Completed" }).first().waitFor({ timeout: 180_000 });
  await page.waitForTimeout(2_000);
  const late = await page.evaluate(() => (window as unknown as { lateMs: () => number[] }).lateMs());
  await page.close();
  if (late.length < 10) throw new Error(`Only ${late.length} lines came while somebody looked.`);
  return [
    { name: `An event on the screen, p95 of ${late.length}`, value: percentile(late, 95), unit: "ms", bound: 1_500 },
  ];
}
