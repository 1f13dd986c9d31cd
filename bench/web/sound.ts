import type { Figure } from "../figure.ts";
import { everyPage, isAlive, type Visitors } from "./visitors.ts";

/**
 * What Lighthouse asks of a page and can be answered offline: how it shifts, how long it keeps the thread, and the facts of
 * its head, its texts, its targets and its transport. Accessibility is asked by axe in the tests.
 *
 * @see https://developer.chrome.com/docs/lighthouse
 */
export async function sound(visitors: Visitors): Promise<Figure[]> {
  let shift = { path: "", value: 0 };
  let blocked = { path: "", value: 0 };
  const faults: string[] = [];
  for (const { door, path } of everyPage(visitors)) {
    const page = await visitors.page(door);
    await page.setViewportSize({ width: 390, height: 844 });
    page.on("response", (answer) => {
      const { pathname } = new URL(answer.url());
      const headers = answer.headers();
      const isText = /text|javascript|json|svg/.test(headers["content-type"] ?? "");
      if (pathname.startsWith("/_astro/") && !/immutable/.test(headers["cache-control"] ?? ""))
        faults.push(`${pathname} may not be kept`);
      if (pathname.startsWith("/_astro/") && isText && Number(headers["content-length"] ?? 0) > 1_400)
        if (!headers["content-encoding"]) faults.push(`${pathname} is not compressed`);
    });
    page.on("console", (message) => {
      // A door that asks whether somebody is in already hears that nobody is.
      if (message.type() === "error" && !/status of 401/.test(message.text()))
        faults.push(`${path}: ${message.text()}`);
    });
    await page.addInitScript(() => {
      const sums = { shift: 0, blockedMs: 0 };
      Object.assign(window, { sums });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
          if (!entry.hadRecentInput) sums.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sums.blockedMs += Math.max(0, entry.duration - 50);
      }).observe({ type: "longtask", buffered: true });
    });
    await page.goto(path);
    await isAlive(page);
    await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
    const found = await page.evaluate(() => {
      const missing = (what: string, is: unknown) => (is ? [] : [what]);
      const texts = [...document.querySelectorAll("main *")].filter(
        (element) => element.children.length === 0 && element.textContent?.trim(),
      );
      const isSmall = (element: Element) => Number.parseFloat(getComputedStyle(element).fontSize) < 11;
      const targets = [...document.querySelectorAll("main :is(button, select, input:not([type=hidden]))")].filter(
        (element) => {
          const { width, height } = element.getBoundingClientRect();
          return width > 0 && height > 0 && (width < 24 || height < 24) && !element.closest("label");
        },
      );
      const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
      const head = [
        ...missing("a doctype", document.doctype),
        ...missing("a language", document.documentElement.lang),
        ...missing("a title", document.title),
        ...missing("a viewport", document.querySelector("meta[name=viewport]")),
        ...missing("a character set", document.querySelector("meta[charset]")),
        ...missing("one heading of the first level", document.querySelectorAll("h1").length === 1),
        ...missing("ids of one element each", new Set(ids).size === ids.length),
        ...missing(
          "sizes of its pictures",
          [...document.images].every((image) => image.getAttribute("height")),
        ),
        ...missing(`texts of a readable size (${texts.filter(isSmall)[0]?.outerHTML})`, !texts.some(isSmall)),
        ...missing(`targets of 24 px (${targets[0]?.outerHTML.slice(0, 120)})`, targets.length === 0),
      ];
      return { head, ...(window as unknown as { sums: { shift: number; blockedMs: number } }).sums };
    });
    faults.push(...found.head.map((what) => `${path} lacks ${what}`));
    if (found.shift > shift.value) shift = { path, value: found.shift };
    if (found.blockedMs > blocked.value) blocked = { path, value: found.blockedMs };
    await page.close();
  }
  for (const fault of new Set(faults)) console.log(`  ${fault}`);
  const nameOf = (path: string) => path.replace(visitors.projectId, "ID");
  return [
    { name: `Layout shift, most: ${nameOf(shift.path)}`, value: shift.value, unit: "×", bound: 0.1 },
    { name: `Thread blocked, most: ${nameOf(blocked.path)}`, value: blocked.value, unit: "ms", bound: 200 },
    { name: "Faults of head, texts, targets, transport", value: new Set(faults).size, unit: "faults", bound: 0 },
  ];
}
