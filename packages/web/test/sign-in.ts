import type { Page } from "playwright-core";
import { expect, vi } from "vitest";
import { expectSound } from "./browser.ts";
import type { Stack } from "./stack.ts";

const digits = /^\s*(\d{6})\s*$/m;

/** Goes through a portal's door with the code that came by mail. @returns the code */
export async function enter(stack: Stack, page: Page, door: "app" | "admin", email: string): Promise<string> {
  const codes = async () =>
    (await stack.mail(email))
      .filter(({ subject }) => subject === "Your sign-in code")
      .map(({ text }) => text.match(digits)?.[1]);
  const before = (await codes()).length;
  await page.goto(`${stack.url}/${door}/`);
  await page.getByLabel("E-mail").fill(email);
  await expectSound(page, `${door}-sign-in`);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByLabel("One-time code").waitFor();
  await vi.waitFor(async () => expect(await codes()).toHaveLength(before + 1), { timeout: 20_000, interval: 250 });
  const [newest = ""] = await codes();
  await page.getByLabel("One-time code").fill(newest);
  // The sixth digit sends it.
  await page.waitForURL((url) => !url.pathname.includes("sign-in"));
  return newest;
}
