import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSound, openBrowser, openPage } from "./browser.ts";
import { enter } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";

const email = "owner@example.com";
const ben = "ben@example.com";

describe("a tenant's workspace in a browser", () => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;
  let faults: string[];
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
  const said = (text: string) => page.locator(".toast", { hasText: text }).waitFor();
  const row = (text: string) => page.getByRole("row").filter({ hasText: text });
  const asks = (name: string) => expect.poll(() => new URL(page.url()).search).toContain(name);
  const expectSoundInBoth = async (name: string) => {
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectSound(page, `${name}-${colorScheme}`);
    }
  };
  /** What the person could also have done elsewhere. */
  const call = <T>(path: string, body: object): Promise<T> =>
    page.evaluate(
      async ([url, sent]) => {
        const headers = { "content-type": "application/json", "idempotency-key": String(Math.random()) };
        return (await fetch(url, { method: "POST", headers, body: sent })).json();
      },
      [path, JSON.stringify(body)] as const,
    );

  test("an owner changes the profile and sees at once how clients will see it", async () => {
    await go("profile");
    await page.getByLabel("Colour", { exact: true }).fill("#ff");
    await page.getByRole("button", { name: "Save profile" }).click();
    await page.getByText("A colour such as #1a73e8.").waitFor();
    await page.getByLabel("Colour", { exact: true }).fill("#FD4");
    await page.getByText(/Pale for text/).waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Meridian <b>Studio</b>");
    await page.getByRole("switch", { name: "Name the platform to clients" }).check();
    const preview = page.getByRole("figure", { name: "Preview of the client's page" });
    await preview.getByText("Meridian <b>Studio</b>").waitFor();
    await preview.getByText("Built and checked with Q2O").waitFor();
    expect(await preview.evaluate((figure) => figure.style.getPropertyValue("--brand"))).toBe("#ffdd44");
    await page.getByRole("button", { name: "Save profile" }).click();
    await said("The profile is saved.");
    await page.reload();
    await preview.getByText("Meridian <b>Studio</b>").waitFor();
    expect(await page.getByLabel("Colour", { exact: true }).inputValue()).toBe("#ffdd44");
    expect(await page.getByRole("button", { name: /plan/i }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Open billing" }).getAttribute("href")).toBe("/app/billing");
    await expectSoundInBoth("app-profile");
    expect(faults).toEqual([]);
  });

  test("members are invited, given another role, which can be undone, and removed", async () => {
    await go("members?invite=1");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail").fill(ben);
    await expectSoundInBoth("app-members-invite");
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await said("An invitation is on its way");
    expect(new URL(page.url()).search).toBe("");
    const role = page.getByLabel(`Role of ${ben}`);
    await role.selectOption("viewer");
    await said("is viewer now");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect.poll(() => role.inputValue()).toBe("builder");
    await role.selectOption("viewer");
    await said("is viewer now");
    await page.getByLabel("Search members").fill("ben");
    await asks("search=ben");
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
    await expectSoundInBoth("app-members");

    const { page: his, faults: hisFaults } = await openPage(browser);
    await enter(stack, his, "app", ben);
    await his.goto(`${stack.url}/app/profile`);
    await his.getByText("Only an owner may change the profile.").waitFor();
    expect(await his.getByLabel("Name", { exact: true }).isDisabled()).toBe(true);
    await expectSound(his, "app-profile-of-a-viewer");
    await his.goto(`${stack.url}/app/members`);
    await his.getByText(email).first().waitFor();
    expect(await his.getByRole("button", { name: /Invite|Remove/ }).count()).toBe(0);
    await his.goto(`${stack.url}/app/audit`);
    await his.getByText("The audit is not for everybody").waitFor();
    // The refusal itself.
    expect(hisFaults.splice(0)).toEqual([expect.stringContaining("status of 403")]);

    await page.getByRole("button", { name: `Remove ${ben}` }).click();
    await page
      .getByRole("dialog", { name: `Remove ${ben}?` })
      .getByRole("button", { name: "Remove member" })
      .click();
    await said("is removed");
    await page.getByText("No members match").waitFor();
    await his.reload();
    await his.waitForURL(/sign-in/);
    await his.context().close();
    expect(faults).toEqual([]);
  });

  test("one's other sessions end, and a mail that was turned off stays off", async () => {
    const { page: other } = await openPage(browser);
    await enter(stack, other, "app", email);
    await go("account");
    await page.getByText("This one").waitFor();
    await expectSoundInBoth("app-account");
    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await said("1 other session signed out.");
    await page.getByText("You are signed in nowhere else.").waitFor();
    await other.reload();
    await other.waitForURL(/sign-in/);
    await other.context().close();
    const mail = page.getByRole("switch", { name: "A run is completed" });
    // By the keyboard, as any switch.
    await mail.focus();
    await page.keyboard.press("Space");
    await said("no mail any more");
    await page.reload();
    await mail.waitFor();
    expect(await mail.isChecked()).toBe(false);
    expect(await page.getByRole("switch", { name: "A run failed" }).isChecked()).toBe(true);
    expect(faults).toEqual([]);
  });

  test("devices are found and revoked", async () => {
    await go("devices");
    await page.getByText("No device yet").waitFor();
    await expectSoundInBoth("app-devices-empty");
    const { codes } = await call<{ codes: { code: string }[] }>("/api/tenant/activation-codes/generate", { count: 1 });
    for (const label of ["Workshop tablet", "Front desk"])
      await call("/api/device/activate", { code: codes[0]?.code, fingerprint: `of the ${label}`, label });
    await page.reload();
    await page.getByRole("button", { name: "Revoke Front desk" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke device" }).click();
    await said("Front desk is revoked.");
    await page.getByLabel("Status").selectOption("revoked");
    await asks("status=revoked");
    await page.reload();
    await row("Front desk").waitFor();
    expect(await row("Workshop tablet").count()).toBe(0);
    await page.goBack();
    await row("Workshop tablet").waitFor();
    await expectSoundInBoth("app-devices");
    expect(faults).toEqual([]);
  });

  test("usage shows this month, and the figure that the address names", async () => {
    await go("usage");
    await page.getByText("Codes this month").waitFor();
    await page.getByLabel("Shown in the chart").selectOption("codes");
    await asks("show=codes");
    await page.reload();
    expect(await page.getByLabel("Shown in the chart").inputValue()).toBe("codes");
    expect(await page.getByRole("table").getByRole("row").count()).toBe(2);
    await expectSoundInBoth("app-usage");
    expect(faults).toEqual([]);
  });

  test("an archived project comes back by undo, and later from the archive", async () => {
    const brief = { name: "Bike hire", description: "A bike hire shop.", objectives: "Customers hire bikes." };
    const { id } = await call<{ id: string }>("/api/tenant/projects", brief);
    const archive = async () => {
      await go(`projects/${id}`);
      await page.getByRole("button", { name: "Archive" }).click();
      await said("The project is archived.");
    };
    await archive();
    await page.getByText("No project yet").waitFor();
    expect(new URL(page.url()).search).toBe("");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByRole("link", { name: "Bike hire" }).waitFor();
    await archive();
    await page.getByRole("link", { name: "Archived projects" }).click();
    await row("Bike hire").waitFor();
    await expectSoundInBoth("app-projects-archived");
    await page.getByRole("button", { name: "Restore Bike hire" }).click();
    await said("Bike hire is in work again.");
    await page.getByText("Nothing is archived").waitFor();
    await expectSoundInBoth("app-projects-none-archived");
    await page.getByRole("button", { name: "Show projects in work" }).click();
    await page.getByRole("link", { name: "Bike hire" }).waitFor();
    expect(faults).toEqual([]);
  });

  test("the audit is narrowed in its address, leads to what it is about, and is kept as a file", async () => {
    await go("audit");
    await row("Project archived").first().waitFor();
    expect(await row("Project archived").first().getByRole("link").getAttribute("href")).toMatch(
      /^\/app\/projects\/prj_/,
    );
    await page.getByLabel("What", { exact: true }).selectOption("member");
    await asks("type=member");
    await row("A member was invited").waitFor();
    await expect.poll(() => row("Project archived").count()).toBe(0);
    await page.reload();
    await row("A member was removed").waitFor();
    await expectSoundInBoth("app-audit");
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV of the audit" }).click();
    const kept = readFileSync(await (await downloading).path(), "utf8");
    expect(kept).toContain("member.invited");
    expect(kept).not.toContain("project.archived");
    await page.getByLabel("Search the audit").fill("prj_nothing");
    await page.getByText("No entries match").waitFor();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await row("Project archived").first().waitFor();
    expect(new URL(page.url()).search).toBe("");
    expect(faults).toEqual([]);
  });

  test("every page is reached by the keyboard, and no key is taken from who writes", async () => {
    await go("devices");
    await page.getByRole("button", { name: /Go to/ }).waitFor();
    const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    const palette = page.getByRole("dialog", { name: "Go to" });
    // The keys are listened for when the page has nothing else to do.
    await expect
      .poll(async () => {
        await page.keyboard.press("?");
        return keys.isVisible();
      })
      .toBe(true);
    await expectSound(page, "app-keys");
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "hidden" });
    // A dialog that closes gives the keyboard back a moment after it is out of sight.
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("dialog") ?? null)).toBeNull();

    await page.keyboard.press("/");
    await page.keyboard.type("/?");
    await page.keyboard.press("Control+k");
    expect(await page.getByLabel("Search devices").inputValue()).toBe("/?");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.locator("h1").click();

    await page.keyboard.press("Control+k");
    await page.keyboard.type("bike");
    const field = palette.getByRole("combobox");
    await palette.getByRole("option", { name: /Bike hire/ }).waitFor();
    const active = await field.getAttribute("aria-activedescendant");
    expect(await page.locator(`[id="${active}"]`).getAttribute("aria-selected")).toBe("true");
    await expectSoundInBoth("app-palette");
    await field.fill("zzz");
    await palette.getByText("Nothing has such a name.").waitFor();
    await field.fill("a");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await field.fill("aud");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/app\/audit/);
    expect(faults).toEqual([]);
  });

  test("a brief survives a reload, and a lost connection is said and found again", async () => {
    await go("projects");
    await page.getByRole("link", { name: "Bike hire" }).click();
    await page.getByRole("button", { name: "Edit brief" }).click();
    await page.getByLabel("Description").fill("A bike hire shop, and its repairs.");
    await page.reload();
    await page.getByText("Your draft is back.").waitFor();
    expect(await page.getByLabel("Description").inputValue()).toBe("A bike hire shop, and its repairs.");
    await page.context().setOffline(true);
    await page.getByText("Connection lost.").waitFor();
    await page.getByRole("button", { name: "Save brief" }).click();
    await page.getByText("The server cannot be reached.").waitFor();
    expect(await page.getByLabel("Description").inputValue()).toBe("A bike hire shop, and its repairs.");
    await expectSound(page, "app-offline");
    await page.context().setOffline(false);
    await page.getByText("Back online.").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Save brief" }).click();
    await page.locator(".written", { hasText: "and its repairs" }).waitFor();
    await page.getByRole("button", { name: "Edit brief" }).click();
    expect(await page.getByText("Your draft is back.").count()).toBe(0);
    // What the browser wrote while there was no network.
    expect(faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  });

  test("each portal can be installed", async () => {
    for (const door of ["app", "admin", "client"]) {
      const manifest = await page.request.get(`${stack.url}/${door}.webmanifest`);
      expect(manifest.headers()["content-type"]).toBe("application/manifest+json");
      const { start_url: start, icons } = await manifest.json();
      expect(start).toBe(`/${door}/`);
      for (const { src } of icons) expect((await page.request.get(stack.url + src)).status()).toBe(200);
    }
    expect(await page.locator('link[rel="manifest"]').getAttribute("href")).toBe("/app.webmanifest");
  });
});
