import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSound, openBrowser, openPage } from "./browser.ts";
import { type Stack, startStack } from "./stack.ts";

const digits = /^\s*(\d{6})\s*$/m;

describe("an admin's desk in a browser", () => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(), openBrowser()]);
    ({ page, faults } = await openPage(browser));
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  async function signIn(email: string): Promise<void> {
    await page.goto(`${stack.url}/admin/`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("One-time code").waitFor();
    let code: string | undefined;
    await expect
      .poll(
        async () => {
          const letter = (await stack.mail(email)).find(({ subject }) => subject === "Your sign-in code");
          code = letter?.text.match(digits)?.[1];
          return code;
        },
        { timeout: 20_000 },
      )
      .toBeDefined();
    await page.getByLabel("One-time code").fill(code ?? "");
    await page.waitForURL((url) => !url.pathname.includes("sign-in"));
  }

  const dialog = () => page.getByRole("dialog");

  test("an admin signs in", () => signIn("admin@example.com"));

  test("a tenant is edited, given a limit of its own, suspended and reinstated, and its audit says so", async () => {
    await page.goto(`${stack.url}/admin/tenants`);
    await page.getByRole("link", { name: "Trial Works" }).click();
    await page.getByRole("heading", { name: "Trial Works", level: 1 }).waitFor();
    await page.getByRole("heading", { name: "It can run" }).waitFor();
    await expectSound(page, "admin-tenant");

    await page.getByRole("button", { name: "Edit" }).click();
    await dialog().getByLabel("Colour").fill("#1a73e8");
    await expectSound(page, "admin-tenant-edit");
    await dialog().getByRole("button", { name: "Save" }).click();
    await page.locator("dd", { hasText: "#1a73e8" }).waitFor();

    await page.getByRole("button", { name: "Set a limit" }).click();
    await dialog().getByRole("button", { name: "Set limit" }).click();
    await dialog().locator("[aria-invalid=true]").waitFor();
    await dialog().getByLabel("New limit").fill("0");
    await dialog().getByLabel("Reason").fill("They asked for a pause.");
    await dialog().getByRole("button", { name: "Set limit" }).click();
    await page.getByRole("heading", { name: "Why it can't run" }).waitFor();
    await page.getByText("They asked for a pause.").first().waitFor();
    await expectSound(page, "admin-tenant-cannot-run");
    await page.getByRole("button", { name: "End the override of runs a month" }).click();
    await dialog().getByRole("button", { name: "End override" }).click();
    await page.getByRole("heading", { name: "It can run" }).waitFor();

    await page.getByRole("button", { name: "Suspend" }).click();
    await dialog().getByLabel("Reason").fill("The address was wrong.");
    await dialog().getByRole("button", { name: "Suspend" }).click();
    await page.locator(".notice", { hasText: "The address was wrong." }).waitFor();
    await page.getByRole("button", { name: "Reinstate" }).click();
    await dialog().getByRole("button", { name: "Reinstate" }).click();
    await page.getByRole("button", { name: "Suspend" }).waitFor();
    await expect.poll(() => page.locator(".timeline li").count(), { timeout: 15_000 }).toBeGreaterThanOrEqual(5);
    expect(faults).toEqual([]);
  });

  test("a tenant is deleted only by whoever types its slug", async () => {
    await page.getByRole("button", { name: "Delete" }).click();
    await dialog().getByText("Activation codes").waitFor();
    await dialog()
      .getByLabel(/to confirm/)
      .fill("other");
    await dialog().getByRole("button", { name: "Delete tenant" }).click();
    await dialog().locator("[aria-invalid=true]").waitFor();
    await expectSound(page, "admin-tenant-delete");
    await dialog()
      .getByLabel(/to confirm/)
      .fill("trial");
    await dialog().getByRole("button", { name: "Delete tenant" }).click();
    await page.waitForURL(/\/admin\/tenants\/?$/);
    await page.getByRole("link", { name: "Demo Studio" }).waitFor();
    expect(await page.getByRole("link", { name: "Trial Works" }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("a plan is created, retired and offered again", async () => {
    await page.goto(`${stack.url}/admin/plans`);
    await page.getByRole("button", { name: "New plan" }).click();
    await dialog().getByLabel("Name").fill("Studio");
    await dialog().getByLabel("A month, in dollars").fill("99.50");
    await expectSound(page, "admin-plan-new");
    await dialog().getByRole("button", { name: "Create plan" }).click();
    await page.getByText("$99.50 a month").waitFor();
    await page.getByRole("button", { name: "Retire Studio" }).click();
    await page.getByRole("button", { name: "Restore Studio" }).click();
    await page.getByRole("button", { name: "Retire Studio" }).waitFor();
    expect(faults).toEqual([]);
  });

  test("what agents work by is saved as a version, and a former one is restored", async () => {
    await page.goto(`${stack.url}/admin/llm?tab=configuration`);
    for (const [temperature, version] of [
      ["0.5", "Version 1"],
      ["0.7", "Version 2"],
    ] as const) {
      await page.getByLabel("Temperature").fill(temperature);
      await page.getByLabel("Why").fill("To see what changes.");
      await page.getByRole("button", { name: "Save a new version" }).click();
      await page.getByRole("heading", { name: version }).waitFor();
    }
    await page.getByRole("tab", { name: "Versions" }).click();
    await page.getByRole("button", { name: "Compare version 1 of The system" }).click();
    await dialog().getByRole("button", { name: "Restore this version" }).click();
    await page.getByRole("button", { name: "Compare version 3 of The system" }).waitFor();
    expect(faults).toEqual([]);
  });

  const pages = [
    "projects",
    "runs",
    "devices",
    "plans",
    "analytics",
    "audit",
    "webhooks",
    "account",
    "llm",
    "llm?tab=configuration",
    "llm?tab=history",
    "llm?tab=effective",
    "llm?tab=providers",
    "llm?tab=calls",
    "llm?tab=alerts",
    "llm?tab=blueprints",
  ];
  test.each(pages)("/admin/%s is sound, by day and by night", async (path) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(`${stack.url}/admin/${path}`);
      await page.locator("astro-island:not([ssr])").first().waitFor({ state: "attached" });
      await page.waitForFunction(() => !document.querySelector(".bone"));
      await expectSound(page, `admin-${path.replace(/\W+/g, "-")}-${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    expect(faults).toEqual([]);
  });
});
