import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { Ports } from "@q2o/core/ports";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../functions/src/api/index.ts";
import { application } from "../../functions/src/edge/http.ts";
import { type World, world } from "../../functions/test/world.ts";
import { openFiles } from "../../local/src/portal/files.ts";
import { expectSound, openBrowser, openPage } from "./browser.ts";

const web = join(import.meta.dirname, "..");

/** The API and the built portals at `localhost`: browsers bind no passkey to an address of numbers, where `npm start` is. */
async function serve(w: World): Promise<Server> {
  const app = application(routes);
  const files = openFiles(join(web, "dist"), join(web, "rewrites.json"));
  const api = async (request: IncomingMessage, response: ServerResponse) => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const asked = new Request(`${w.ports.siteUrl}${request.url}`, {
      method: request.method ?? "GET",
      headers: Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length > 0 ? { body: Buffer.concat(body) } : {}),
    });
    const answer = await Ports.provide(w.ports, async () => app.fetch(asked));
    response.writeHead(answer.status, [...answer.headers].flat());
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/")) void api(request, response);
    else files(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  w.ports.siteUrl = `http://localhost:${typeof address === "object" ? address?.port : 0}`;
  return server;
}

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
