import type { Server } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type World, world } from "../../functions/test/world.ts";
import { expectSound, openBrowser, openPage } from "./browser.ts";
import { serve } from "./serve.ts";

describe("an admin's passkey in a browser", () => {
  let w: World;
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    [w, browser] = await Promise.all([world(), openBrowser()]);
    server = await serve(w);
    w.ports.adminPasskey = "required";
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await w?.close();
  });

  /** Chromium's own authenticator, whose person is always there and always themselves. */
  const giveAuthenticator = async (page: Page) => {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  };
  const enterCode = async (page: Page) => {
    await page.getByLabel("E-mail").fill("admin@example.com");
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("One-time code").waitFor();
    await page.getByLabel("One-time code").fill(w.newestCode("admin@example.com"));
  };
  const isInside = (page: Page) => page.waitForURL((url) => !url.pathname.includes("sign-in"));

  test("is created at the first sign-in where it is demanded, and opens the next", async () => {
    const { page, faults } = await openPage(browser);
    await giveAuthenticator(page);
    await page.goto(`${w.ports.siteUrl}/admin/sign-in`);
    await enterCode(page);
    await page.getByLabel("Name of this passkey").fill("Laptop of a test");
    await expectSound(page, "admin-passkey-enrol");

    // Half-way in, no other page shows anything, and one comes back to where one was.
    await page.goto(`${w.ports.siteUrl}/admin/tenants`);
    await page.waitForURL((url) => url.pathname.includes("sign-in"));
    await page.getByLabel("Name of this passkey").fill("Laptop of a test");
    await page.getByRole("button", { name: "Create a passkey" }).click();
    await isInside(page);
    await page.context().clearCookies();
    await page.goto(`${w.ports.siteUrl}/admin/sign-in`);

    await enterCode(page);
    await page.getByRole("button", { name: "Use my passkey" }).waitFor();
    await expectSound(page, "admin-passkey-show");
    await page.getByRole("button", { name: "Use my passkey" }).click();
    await isInside(page);
    const [kept] = await w.asOwner("select name, counter::int, used_at is not null as used from passkey");
    expect(kept).toMatchObject({ name: "Laptop of a test", used: true });
    expect(faults.filter((fault) => !fault.includes("403"))).toEqual([]);

    await page.goto(`${w.ports.siteUrl}/admin/account`);
    await page.getByRole("button", { name: "Remove Laptop of a test" }).click();
    await page.getByRole("button", { name: "Remove passkey" }).click();
    await page.getByText("Enrol another passkey before you remove the last one.").waitFor();
    await page.getByRole("button", { name: "Keep" }).click();
    await page.getByRole("button", { name: "Add an admin" }).click();
    await page.getByLabel("E-mail", { exact: true }).fill("ben@example.com");
    await expectSound(page, "admin-account-add");
    await page.getByRole("button", { name: "Add admin", exact: true }).click();
    await page.getByRole("rowheader", { name: /ben@example.com/ }).waitFor();

    // Whoever is no longer fresh shows the passkey once more, and the deed goes on by itself.
    await w.asOwner("update session set proved_at = proved_at - interval '1 hour'");
    await page.getByRole("button", { name: "Remove ben@example.com" }).click();
    await page.getByRole("button", { name: "Remove admin" }).click();
    await page.getByRole("heading", { name: "Show that it is you" }).waitFor();
    await page.getByRole("button", { name: "Use my passkey" }).click();
    await page.getByRole("button", { name: "Use my passkey" }).click();
    await page.getByText("ben@example.com no longer comes in.").waitFor();
    expect(await w.asOwner("select email from admin")).toEqual([{ email: "admin@example.com" }]);
    await expectSound(page, "admin-account");
  });

  test("that this browser does not have opens nothing, and says so", async () => {
    const { page } = await openPage(browser);
    await giveAuthenticator(page);
    await page.goto(`${w.ports.siteUrl}/admin/sign-in`);
    await enterCode(page);
    await page.getByRole("button", { name: "Use my passkey" }).click();
    await page.getByText("No passkey was given").waitFor();
    await page.getByRole("button", { name: "Sign in as somebody else" }).click();
    await page.getByLabel("E-mail").waitFor();
    expect(
      await w.asOwner("select id from session where realm = 'admin' and needs is not null and ended_at is null"),
    ).toEqual([]);
  });
});
