import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { expectSound, openBrowser, openPage } from "./browser.ts";
import { enter } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";

const email = "trial@example.com";
const patient = { timeout: 60_000, interval: 500 };

/** What a person pays for and what comes of it, at the stand-in's pages for cards and back. */
describe("money in a browser", () => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  let projectId: string;
  let runId: string;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(), openBrowser()]);
    ({ page, faults } = await openPage(browser));
    await enter(stack, page, "app", email);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  const go = (path: string) => page.goto(`${stack.url}/app/${path}`);
  const press = (name: string | RegExp) => page.getByRole("button", { name }).click();
  const plan = (on: Page) => on.getByRole("complementary", { name: "Your plan" });
  const call = async <T>(method: string, path: string, body?: object): Promise<T> =>
    (
      await page.request.fetch(`${stack.url}/api/tenant/${path}`, {
        method,
        headers: { origin: stack.url },
        ...(body ? { data: body } : {}),
      })
    ).json() as Promise<T>;
  const statusOf = async () => (await call<{ status: string }>("GET", `runs/${runId}`)).status;

  test("a trial is upgraded: a declined card grants nothing, the next one shows the plan", async () => {
    await go("billing");
    await plan(page).getByText("The trial ends on").waitFor();
    await press(/^Choose Pro for \$199/);
    await page.waitForURL(/_local\/stripe\/checkout/);
    await press("Pay with a card that is declined");
    await page.getByText("Your card was declined.").waitFor();
    await go("billing");
    await plan(page).getByText("The trial ends on").waitFor();

    await press(/^Choose Pro for \$199/);
    await page.waitForURL(/_local\/stripe\/checkout/);
    await press("Pay $199.00");
    await page.waitForURL(/app\/billing\?paid=/);
    await page.getByText("Thank you, the payment arrived").waitFor();
    await plan(page).getByRole("heading", { name: "Pro" }).waitFor();
    await page.getByText("$199", { exact: true }).first().waitFor();
    await expectSound(page, "app-billing-paid");
    // The stand-in's own page was told of the declined card.
    expect(faults.splice(0)).toEqual([expect.stringContaining("status of 400")]);
  });

  test("five codes are bought for $20, and come once", async () => {
    const packed = async () => (await call<{ total: number }>("GET", "activation-codes?pageSize=50")).total;
    const before = await packed();
    await go("billing");
    await press("Buy 5 codes for $20");
    await page.waitForURL(/_local\/stripe\/checkout/);
    await press("Pay $20.00");
    await page.waitForURL(/app\/billing\?paid=/);
    await vi.waitFor(async () => expect(await packed()).toBe(before + 5), patient);
    await vi.waitFor(
      async () => expect((await stack.mail(email)).map(({ subject }) => subject).join()).toMatch(/codes/i),
      patient,
    );
    expect(faults).toEqual([]);
  });

  test("a cheaper plan waits for the next period, and the present one can be kept", async () => {
    await go("billing");
    await press("Change at the period's end for $49 per month");
    await plan(page).getByText("Starter begins on").waitFor(patient);
    await expectSound(page, "app-billing-pending");
    expect(await page.getByRole("button", { name: /^Starter: begins on/ }).isDisabled()).toBe(true);
    await press("Keep Pro");
    await page.getByText("Your plan goes on as it is.").waitFor();
    await expect.poll(() => page.getByText("Starter begins on").count(), patient).toBe(0);
    await plan(page)
      .getByText(/renews on/)
      .waitFor();
    expect(faults).toEqual([]);
  });

  test("it ends with the period when somebody cancels, and goes on when they change their mind", async () => {
    await go("billing");
    await press("Cards, invoices, cancelling");
    await page.waitForURL(/_local\/stripe\/portal/);
    const portal = page.url();
    await press("Cancel at the end of the period");
    await page.getByRole("button", { name: "Keep it after all" }).waitFor();
    await page.getByRole("link", { name: "Back" }).click();
    await plan(page)
      .getByText(/ends on/)
      .waitFor();
    await page.goto(portal);
    await press("Keep it after all");
    await page.getByRole("button", { name: "Cancel at the end of the period" }).waitFor();
    await page.getByRole("link", { name: "Back" }).click();
    await plan(page)
      .getByText(/renews on/)
      .waitFor();
    expect(faults).toEqual([]);
  });

  test("a declined renewal pauses the run and says so everywhere; paying lets it complete", async () => {
    const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
    projectId = (await call<{ id: string }>("POST", "projects", brief)).id;
    const { items } = await call<{ items: { id: string }[] }>("GET", "activation-codes?status=active&pageSize=10");
    await call("POST", `projects/${projectId}/assign-activation-code`, { codeId: items[0]?.id });
    await go("billing");
    await press("Cards, invoices, cancelling");
    await page.waitForURL(/_local\/stripe\/portal/);
    const portal = page.url();
    await press("Use a card that is declined");
    await page.getByText("The card on file is declined.").waitFor();

    runId = (await call<{ id: string }>("POST", `projects/${projectId}/run`, {})).id;
    const moved = await page.request.post(`${stack.url}/_local/clock`, { data: { advanceSeconds: 32 * 86_400 } });
    expect(moved.status()).toBe(200);
    // A month later nobody is signed in any more.
    await enter(stack, page, "app", email);
    await vi.waitFor(async () => expect(await statusOf()).toBe("paused"), patient);
    await go(`projects/${projectId}`);
    await page.getByRole("heading", { name: "Bike hire" }).first().waitFor();
    await page.getByText("The last payment failed. Runs wait until it is settled.").waitFor();
    await expectSound(page, "app-past-due");
    expect((await stack.mail(email)).map(({ subject }) => subject).join()).toMatch(/payment/i);

    await page.getByRole("link", { name: "Open billing" }).first().click();
    await plan(page).getByText("The last payment failed.", { exact: false }).waitFor();
    await expectSound(page, "app-billing-past-due");
    await page.goto(portal);
    await press("Use a card that works");
    await page.getByText("The card on file works.").waitFor();
    await vi.waitFor(async () => expect(await statusOf()).toBe("completed"), { timeout: 240_000, interval: 1_000 });
    await go("billing");
    await plan(page)
      .getByText(/renews on/)
      .waitFor();
    await expect.poll(() => page.getByText("Runs wait until").count(), patient).toBe(0);
    expect(faults).toEqual([]);
  }, 400_000);
});
