import type { Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Party, party } from "../../functions/test/parties.ts";
import { expectSound } from "./browser.ts";
import { type Inside, inside } from "./inside.ts";

const requestId = "evt_01JQZ3M8S4T6V8X0Z2B4D6F8H0";

/** What the API says of a bug of its own. */
const broken = (route: Route) =>
  route.fulfill({
    status: 500,
    contentType: "application/problem+json",
    body: JSON.stringify({
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      code: "internal.error",
      detail: "Something broke on our side.",
      requestId,
    }),
  });

/** Everything but who is asking: without that there is no page. */
const data = /\/api\/(?!\w+\/auth\/session$)/;

describe("when the API or the way to it is broken", () => {
  let it: Inside;
  let who: Party;
  beforeAll(async () => {
    it = await inside();
    who = await party(it.w, "Ann");
  });
  afterAll(() => it?.close());

  const pages = {
    app: [
      "projects",
      "projects/ID",
      "status",
      "codes",
      "devices",
      "members",
      "usage",
      "billing",
      "profile",
      "account",
      "audit",
    ],
    admin: [
      "",
      "tenants",
      "tenants/TENANT",
      "projects",
      "runs",
      "codes",
      "devices",
      "plans",
      "analytics",
      "account",
      "llm",
      "llm?tab=configuration",
      "llm?tab=history",
      "llm?tab=effective",
      "llm?tab=providers",
      "llm?tab=calls",
      "llm?tab=alerts",
      "llm?tab=blueprints",
      "audit",
      "webhooks",
    ],
    client: ["projects/ID"],
  };

  test.each(Object.entries(pages))(
    "each page of /%s says so, with what support needs, and recovers",
    async (door, paths) => {
      const { page, faults } = it;
      const admin = door === "admin" ? (await it.w.signIn("admin", "admin@example.com")).cookie : undefined;
      await it.comeIn(admin ?? (door === "client" ? who.cookies.client : who.cookie));
      for (const path of paths) {
        const where = `/${door}/${path.replace("ID", who.projectId).replace("TENANT", who.tenantId)}`;
        await page.route(data, broken);
        await it.open(where);
        await page.locator(".state.bad").first().waitFor();
        expect(await page.locator(".state.bad .request-id").first().textContent(), where).toBe(`Request ${requestId}`);
        await page.unroute(data, broken);
        // What asks again by itself may be quicker than who presses; both are a recovery.
        for (let again = page.getByRole("button", { name: "Try again" }).first(); await again.count(); )
          await again.click({ timeout: 2_000 }).catch(() => undefined);
        await page.waitForFunction(() => !document.querySelector(".state.bad, .bone"));
      }
      expect(faults.filter((fault) => !/500/.test(fault))).toEqual([]);
      faults.length = 0;
    },
  );

  test("a list whose next page cannot be had does not show the former one for it", async () => {
    const { page, faults } = it;
    await it.comeIn(who.cookie);
    await it.open("/app/projects");
    await page.getByRole("link", { name: who.canary }).first().waitFor();
    await page.route(data, broken);
    await page.getByRole("searchbox").fill("somewhere else");
    await page.getByRole("heading", { name: "These projects could not be loaded" }).waitFor();
    expect(await page.getByRole("link", { name: who.canary }).count()).toBe(0);
    await page.unroute(data, broken);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "No projects match" }).waitFor();
    faults.length = 0;
  });

  test("a lost connection is said while it lasts, and what was missed comes by itself", async () => {
    const { page, faults } = it;
    await it.comeIn(who.cookie);
    await it.open("/app/status");
    await page.getByRole("button", { name: who.canary }).first().waitFor();
    await page.context().setOffline(true);
    await page.getByText("Connection lost").waitFor({ timeout: 30_000 });
    await expectSound(page, "app-offline");
    await it.w.ask("PUT", `/api/tenant/projects/${who.projectId}`, {
      cookie: who.cookie,
      body: { name: "Renamed meanwhile" },
    });
    await page.context().setOffline(false);
    await page.getByText("Back online").waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Renamed meanwhile" }).waitFor({ timeout: 30_000 });
    faults.length = 0;
  });

  test("what was done although its answer was lost is not done twice by pressing again", async () => {
    const { page, faults } = it;
    await it.comeIn(who.cookie);
    await it.open("/app/projects/new");
    await page.getByLabel("Name", { exact: true }).fill("Once only");
    await page.getByLabel("Description").fill("A shop.");
    await page.getByLabel("Objectives").fill("Keep bikes.");
    const lose = async (route: Route) => {
      if (route.request().method() !== "POST") return route.continue();
      await route.fetch();
      await route.abort("connectionreset");
    };
    await page.route(data, lose);
    await page.getByRole("button", { name: "Create project" }).click();
    await page.getByText("The server cannot be reached.").waitFor();
    await page.unroute(data, lose);
    await page.getByRole("button", { name: "Create project" }).click();
    await page.getByRole("heading", { name: "Once only", level: 1 }).waitFor();
    const made = await it.w.asOwner("select id from project where name = 'Once only'");
    expect(made).toHaveLength(1);
    expect(page.url()).toContain(String(made[0]?.id));
    faults.length = 0;
  });
});
