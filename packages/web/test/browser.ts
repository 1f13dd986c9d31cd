import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

/** Chromium where it is: named by the environment, of the system, else the one that npm brings. */
export async function openBrowser(): Promise<Browser> {
  const system = [process.env.CHROME_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = system.find((path) => path !== undefined && path !== "" && existsSync(path));
  const args = ["--no-sandbox", "--disable-dev-shm-usage"];
  if (found) return chromium.launch({ executablePath: found, args });
  const { default: bundled } = await import("@sparticuz/chromium");
  // Not its own arguments: made for Lambda, they put all of the browser into one process, which stalls after a while.
  return chromium.launch({ executablePath: await bundled.executablePath(), args });
}

/** A page that remembers what went wrong on it. */
export async function openPage(browser: Browser, width = 1280): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: 860 },
    acceptDownloads: true,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A refusal that the page handles is still written by the browser; what is refused is asserted where it matters.
    if (message.type() === "error" && !/status of (401|404)/.test(message.text()))
      faults.push(`console: ${message.text()}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`);
  });
  return { page, faults };
}

const shots = process.env.Q2O_SHOTS;

/** Holds the page, as it stands, to accessibility and to its width; pictures go to the folder in `Q2O_SHOTS`. */
export async function expectSound(page: Page, name: string): Promise<void> {
  // What is still on its way changes the page while it is looked at: a button is opened, and its colours with it. A page
  // that asks again every second is never quiet for long; then it is looked at as it is.
  await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
  // Half-way through a change of colour nothing has its own contrast.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
        .map(({ finished }) => finished),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target).join(", ")}`)).toEqual(
    [],
  );
  const size = page.viewportSize();
  for (const width of [size?.width ?? 1280, 360]) {
    await page.setViewportSize({ width, height: 860 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${name} is wider than ${width} px`).toBeLessThanOrEqual(0);
    if (!shots) continue;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
  }
  if (size) await page.setViewportSize(size);
}
