import { type Figure, median } from "../figure.ts";
import { isAlive, type Visitors } from "./visitors.ts";

const rounds = 15;

/** From a press on a column's title to the rows in their new order on the screen, against the bare answer of the API. */
export async function requery(visitors: Visitors): Promise<Figure[]> {
  const page = await visitors.page("app");
  await page.goto("/app/codes");
  await isAlive(page);
  const measured = await page.evaluate(async (rounds) => {
    const painted = () =>
      new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
    const times: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now();
      document.querySelector<HTMLElement>("th button.sort")?.click();
      const table = () => document.querySelector("table");
      await painted();
      while (table()?.getAttribute("aria-busy") === "true") await painted();
      times.push(performance.now() - begun);
      const asked = performance.now();
      await (await fetch("/api/tenant/activation-codes?page=1&pageSize=10", { cache: "no-store" })).json();
      bare.push(performance.now() - asked);
    }
    return { times, bare };
  }, rounds);
  await page.close();
  return [
    {
      name: "A list in another order, to painted rows",
      value: median(measured.times),
      unit: "ms",
      bound: 150,
      baseline: { name: "the bare answer", value: median(measured.bare) },
    },
  ];
}
