import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSound, openBrowser, openPage } from "./browser.ts";
import { enter } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";

/** A picture that has come, of this width. */
async function expectShown(picture: Locator, width: number): Promise<void> {
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(width);
}

describe("the journey in a browser", () => {
  let stack: Stack;
  let browser: Browser;
  /** The owner's, who comes back to what the client said. */
  let desk: { page: Page; faults: string[] };
  let code = "";
  /** What was shown, sent or set on the way, and belongs to no one else. */
  const secrets = new Map<string, string>();
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  async function signIn(page: Page, door: "app" | "admin", email: string): Promise<void> {
    const oneTime = await enter(stack, page, door, email);
    secrets.set(`one-time code of ${door}`, oneTime).set(`address of ${door}`, email);
    await rememberSession(page);
  }

  async function rememberSession(page: Page): Promise<void> {
    const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith("q2o_"));
    expect(cookies).toHaveLength(1);
    for (const { name, value } of cookies) secrets.set(name, value);
  }

  test("an owner signs in, describes a project, gives it a code, runs it and sees it verified", async () => {
    desk = await openPage(browser);
    const { page, faults } = desk;
    await signIn(page, "app", "owner@example.com");
    await page.getByRole("heading", { name: "Projects", level: 1 }).waitFor();
    await page.getByText("0 of 7 done").waitFor();
    await expectSound(page, "app-projects-empty");

    await page.goto(`${stack.url}/app/projects/new`);
    await page.getByRole("button", { name: "Create project" }).click();
    await page.locator("[aria-invalid=true]").first().waitFor();
    await page.getByLabel("Name").fill("Bike hire");
    await page.getByLabel("Description").fill("A bike hire shop wants to know where its bikes are.");
    await page
      .getByLabel("Objectives")
      .fill("Customers hire bikes, each with a return date, and the shop sees what is overdue");
    await expectSound(page, "app-projects-new");
    await page.getByRole("button", { name: "Create project" }).click();
    await page.getByRole("heading", { name: "Bike hire", level: 1 }).waitFor();
    expect(await page.getByRole("button", { name: "RUN" }).isDisabled()).toBe(true);
    await expectSound(page, "app-project-without-code");

    await page.getByText("Generate", { exact: true }).click();
    await page.getByRole("button", { name: /generate/i }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    code = ((await dialog.locator("code").first().textContent()) ?? "").trim();
    expect(code).toMatch(/^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
    secrets.set("code", code).set("code as typed", code.replaceAll("-", ""));
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    await expectSound(page, "app-project-with-code");

    await page.getByRole("button", { name: "RUN" }).click();
    await page.waitForURL(/\/app\/status/);
    await page.locator(".badge", { hasText: "Running" }).first().waitFor({ timeout: 120_000 });
    await expectSound(page, "app-status-running");
    await page.locator(".badge", { hasText: "Completed" }).first().waitFor({ timeout: 300_000 });
    await expectSound(page, "app-status-completed");
    await page.goto(`${stack.url}/app/projects`);
    await page.getByRole("link", { name: "Bike hire" }).click();
    await page.getByRole("button", { name: /Download zip/ }).waitFor();
    await expectSound(page, "app-project-completed");
    await page.goto(`${stack.url}/app/codes`);
    await page.getByRole("table").waitFor();
    await expectSound(page, "app-codes");
    expect(await page.content()).not.toContain(code);
    expect(faults).toEqual([]);
  }, 500_000);

  test("a client enters the code alone and downloads the archive that was delivered", async () => {
    const { page, faults } = await openPage(browser, 390);
    await page.goto(`${stack.url}/client/`);
    await expectSound(page, "client");
    await page.getByLabel("Activation code").fill("00000-00000-00000-00000-00000");
    await page.getByRole("button", { name: "Open my project" }).click();
    await page.locator("[aria-invalid=true]").waitFor();
    expect(page.url()).toMatch(/\/client\/?$/);

    await page.getByLabel("Activation code").fill(code.toLowerCase());
    await page.getByRole("button", { name: "Open my project" }).click();
    await page.getByRole("heading", { name: "Bike hire", level: 1 }).waitFor();
    await page.getByRole("button", { name: /Download zip/ }).waitFor();
    await rememberSession(page);
    await expectSound(page, "client-project");
    expect(page.url()).not.toContain(code);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: /Download zip/ }).click();
    const file = await (await downloading).path();
    const shown = (await page.locator(".checksum code").textContent()) ?? "";
    expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(shown.replace(/\s/g, ""));
    await expectShown(page.getByAltText("First page of Bike hire"), 720);
    await page.getByLabel("Your comment").fill("Can it remind us a day before?");
    await page.reload();
    await page.getByText("Your draft is back.").waitFor();
    expect(await page.getByLabel("Your comment").inputValue()).toBe("Can it remind us a day before?");
    await page.getByRole("button", { name: "Send comment" }).click();
    await page.locator(".comments .own").waitFor();
    expect(await page.locator('link[rel="icon"]').getAttribute("href")).toBe("/favicon-completed.svg");
    const project = page.url();
    await page.getByRole("button", { name: "Use another code" }).click();
    await page.waitForURL(/\/client\/?$/);
    expect(await page.getByRole("link", { name: /Continue/ }).count()).toBe(0);
    expect((await page.context().cookies()).filter(({ name }) => name.startsWith("q2o_"))).toEqual([]);
    await page.goto(project);
    await page.waitForURL(/\/client\/?\?next=/);
    expect(faults).toEqual([]);
  });

  test("the owner answers the client, and the first steps know that the client was there", async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/app/projects`);
    await page.getByText("5 of 7 done").waitFor();
    expect(await page.getByRole("link", { name: "Show it to your client" }).count()).toBe(0);
    await expectSound(page, "app-first-steps");
    await page.getByRole("button", { name: "Put the first steps away" }).click();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("5 of 7 done").waitFor();
    await page.getByRole("button", { name: "Put the first steps away" }).click();
    await page.reload();
    await page.getByRole("link", { name: "Bike hire" }).click();
    await page.getByText("Can it remind us a day before?").waitFor();
    expect(await page.getByLabel("Your name").count()).toBe(0);
    await page.getByLabel("Your comment").fill("Yes, it lists what is due.");
    await page.getByRole("button", { name: "Send comment" }).click();
    await page.locator(".comments .own", { hasText: "Yes, it lists what is due." }).waitFor();
    await expectSound(page, "app-project-comments");
    await page
      .getByText(/^\d of \d checks? passed$/)
      .first()
      .click();
    await page
      .getByText(/tests pass, none is skipped/)
      .first()
      .waitFor();
    await page.getByRole("tab", { name: /Agents/ }).click();
    await page.getByRole("img", { name: /Task graph/ }).waitFor();
    await page
      .getByText(/^After: Plan the work/)
      .first()
      .waitFor();
    await expectSound(page, "app-project-agents");
    await page.getByRole("tab", { name: "Timeline" }).click();
    await page.getByText("Prove the archive in a clean room").waitFor();
    await expectSound(page, "app-project-timeline");
    await page.getByRole("tab", { name: /Pictures/ }).click();
    const pictures = page.locator(".pictures img");
    expect(await pictures.count()).toBe(8);
    await expectShown(pictures.first(), 1280);
    expect(await pictures.first().getAttribute("alt")).toBe("First page “Bike hire” on a desk");
    await expectSound(page, "app-project-pictures");
  });

  test("two runs are compared, and which two is in the address", async () => {
    const { page, faults } = desk;
    await page.getByRole("button", { name: "RUN", exact: true }).click();
    await page.waitForURL(/\/app\/status/);
    await page.getByRole("button", { name: "Cancel run" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel run" }).click();
    await page.getByRole("button", { name: "Restart" }).waitFor({ timeout: 120_000 });
    await page.getByRole("link", { name: "Open project" }).click();
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByText("Two runs compared").waitFor();
    await expect.poll(() => new URL(page.url()).search).toMatch(/compare=run_/);
    await page.reload();
    const archive = page.getByRole("row").filter({ hasText: "Archive" });
    await archive.waitFor();
    expect(await archive.getByRole("cell").allTextContents()).toEqual([expect.stringMatching(/kB$/), "–", "–"]);
    await expectSound(page, "app-project-compared");
    await page.getByRole("button", { name: "Close the comparison" }).click();
    await page.getByRole("heading", { name: "Run 2", exact: true }).waitFor();
    await page.goBack();
    await page.getByText("Two runs compared").waitFor();
    await page.goto(`${stack.url}/app/projects`);
    await page.getByRole("table").waitFor();
    expect(await page.getByText("First steps", { exact: true }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("a sign-in takes nothing until its script has arrived, so nothing typed early is lost or shown", async () => {
    const { page, faults } = await openPage(browser);
    let arrive = () => {};
    const late = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route(/\/SignIn\.[^/]*\.js$/, async (route) => {
      await late;
      await route.continue();
    });
    await page.goto(`${stack.url}/admin/sign-in`, { waitUntil: "commit" });
    await page.getByLabel("E-mail").waitFor();
    expect(await page.getByLabel("E-mail").isDisabled()).toBe(true);
    expect(await page.getByRole("button", { name: "Send me a code" }).isDisabled()).toBe(true);
    arrive();
    await page.getByLabel("E-mail").fill("admin@example.com");
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("One-time code").waitFor();
    expect(page.url()).not.toContain("admin%40");
    expect(faults).toEqual([]);
  });

  test("an administrator signs in and sees tenants and codes", async () => {
    const { page, faults } = await openPage(browser);
    await signIn(page, "admin", "admin@example.com");
    await expectSound(page, "admin");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "A page, a deed or a name" }).fill("demo st");
    await page.getByRole("option", { name: /Demo Studio/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Demo Studio", level: 1 }).waitFor();
    await page.goto(`${stack.url}/admin/tenants`);
    await page.getByText("Demo Studio").first().waitFor();
    await expectSound(page, "admin-tenants");
    await page.goto(`${stack.url}/admin/codes`);
    await page.getByRole("table").waitFor();
    await expectSound(page, "admin-codes");
    expect(await page.content()).not.toContain(code);

    await page.goto(`${stack.url}/admin/runs`);
    await page.getByRole("link", { name: "Bike hire, run 1" }).click();
    await page.getByRole("heading", { name: "Bike hire, run 1", level: 1 }).waitFor();
    await page.getByText("Delivered and verified").waitFor();
    await page.getByRole("tab", { name: /^Agents/ }).click();
    await page.locator(".agent", { hasText: "architect" }).first().waitFor();
    expect(await page.getByRole("tab", { name: "Log" }).count()).toBe(0);
    await expectSound(page, "admin-run");
    expect(faults).toEqual([]);
  });

  test("an administrator lets one agent of a project work otherwise, and takes it back", async () => {
    const { page, faults } = await openPage(browser);
    await signIn(page, "admin", "admin@example.com");
    await page.goto(`${stack.url}/admin/llm?tab=configuration`);
    await page.getByRole("combobox", { name: "Project" }).fill("bike");
    await page.getByRole("option", { name: "Bike hire (Demo Studio)" }).click();
    await page.getByRole("heading", { name: "Nothing said yet" }).waitFor();
    await page.getByLabel("Agent", { exact: true }).selectOption("writer");
    await page.getByText("Added to the prompt of the levels above.").waitFor();
    await page.getByLabel("Prompt").fill("Write for mechanics.");
    await page.getByLabel("Why").fill("They asked for it.");
    await page.getByRole("button", { name: "Save a new version" }).click();
    await page.getByRole("heading", { name: "Version 1" }).waitFor();
    await expectSound(page, "admin-llm-agent");

    await page.goto(`${stack.url}/admin/llm?tab=configuration`);
    const others = page.getByRole("region", { name: "Projects that say otherwise" });
    await others.getByRole("link", { name: "writer" }).click();
    await page.getByRole("button", { name: "Take this level away" }).click();
    await page.getByRole("heading", { name: "Version 2" }).waitFor();
    expect(await page.getByLabel("Prompt").inputValue()).toBe("");
    expect(faults).toEqual([]);
  });

  test("none of it is in a log", () => {
    const logs = stack.logs().toLowerCase();
    // The lines that a journey leaves, so that what follows is not said of empty logs.
    const events = ["http.answered", "client.signed_in", "step.ended", "run.completed", "mail.sent"];
    expect(events.filter((event) => !logs.includes(`"event":"${event}"`))).toEqual([]);
    expect([...secrets.keys()]).toHaveLength(9);
    secrets
      .set("objective", "hire bikes")
      .set("description", "where its bikes are")
      .set("signed URL", "X-Amz-Signature=");
    secrets.set("run token", "Q2O_RUN_TOKEN").set("JSON web token", "eyJ").set("database password", "postgres://");
    expect([...secrets].filter(([, value]) => logs.includes(value.toLowerCase())).map(([name]) => name)).toEqual([]);
  });
});
