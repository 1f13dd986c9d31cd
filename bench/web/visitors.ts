import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../../packages/web/test/browser.ts";
import { boot } from "../product.ts";

export type Door = "public" | "app" | "client" | "admin";
export type Visitors = {
  url: string;
  browser: Browser;
  projectId: string;
  /** The pages that are looked at, as they are listed here; undefined for all. */
  wanted: readonly string[] | undefined;
  /** A page of a window of its own, of somebody who has come in by this door. */
  page: (door: Door) => Promise<Page>;
  stop: () => Promise<void>;
};

/** Every kind of page there is, with `ID` for the project that the visitors have. */
const pages: Readonly<Record<Door, readonly string[]>> = {
  public: ["/", "/app/sign-in", "/app/sign-up", "/admin/sign-in", "/client"],
  app: [
    "/app/projects",
    "/app/projects/new",
    "/app/projects/ID",
    "/app/status",
    "/app/codes",
    "/app/devices",
    "/app/members",
    "/app/usage",
    "/app/audit",
    "/app/billing",
    "/app/profile",
    "/app/account",
  ],
  client: ["/client/projects/ID"],
  admin: [
    "/admin",
    "/admin/tenants",
    "/admin/projects",
    "/admin/runs",
    "/admin/codes",
    "/admin/devices",
    "/admin/plans",
    "/admin/analytics",
    "/admin/llm",
    "/admin/audit",
    "/admin/webhooks",
    "/admin/account",
  ],
};

/** Each page that is wanted, with the door it is behind. */
export const everyPage = ({ projectId, wanted }: Visitors) =>
  (Object.keys(pages) as Door[]).flatMap((door) =>
    pages[door]
      .filter((path) => wanted?.includes(path) ?? true)
      .map((path) => ({ door, path: path.replace("ID", projectId) })),
  );

const brief = {
  name: "Bike hire",
  description: "A shop hires out bikes.",
  objectives: "Keep bikes with a name and a price. Record hires of each bike with a date.",
};

/**
 * The whole product in a folder of its own, with an admin, an owner and a client who have come in.
 *
 * @param wanted pages of the list above; undefined for all
 * @throws Error when one of them is not in the list
 */
export async function openVisitors(wanted?: readonly string[]): Promise<Visitors> {
  const unknown = wanted?.filter((path) => !Object.values(pages).some((own) => own.includes(path))) ?? [];
  if (unknown.length > 0) throw new Error(`No such page: ${unknown.join(", ")}.`);
  const home = mkdtempSync(join(tmpdir(), "q2o-bench-web-"));
  const product = await boot(home);
  const browser = await openBrowser();
  const newContext = () =>
    browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce", baseURL: product.url });
  const contexts = {
    public: await newContext(),
    app: await newContext(),
    client: await newContext(),
    admin: await newContext(),
  };
  await comeIn(contexts.app, product.url, "tenant", "owner@example.com");
  await comeIn(contexts.admin, product.url, "admin", "admin@example.com");
  const say = asks(contexts.app, product.url);
  const project = await say("/api/tenant/projects", brief);
  const made = await say("/api/tenant/activation-codes/generate", { count: 1 });
  const [code] = made.codes as { code: string }[];
  await say(`/api/tenant/projects/${project.id}/assign-activation-code`, { code: code?.code });
  await asks(contexts.client, product.url)("/api/public/activate-project", { code: code?.code });
  return {
    url: product.url,
    browser,
    projectId: String(project.id),
    wanted,
    page: (door) => contexts[door].newPage(),
    stop: async () => {
      await browser.close();
      await product.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const asks = (context: BrowserContext, url: string) => async (path: string, data: object) => {
  const answer = await context.request.post(path, { data, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return (await answer.json().catch(() => ({}))) as Record<string, unknown>;
};

async function comeIn(context: BrowserContext, url: string, realm: "tenant" | "admin", email: string): Promise<void> {
  const say = asks(context, url);
  await say(`/api/${realm}/auth/otp`, { email });
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await context.request.get(`/_local/mail?to=${encodeURIComponent(email)}`);
    const { items } = (await answer.json()) as { items: { subject: string; text: string }[] };
    const code = items.find(({ subject }) => subject === "Your sign-in code")?.text.match(/^\s*(\d{6})\s*$/m)?.[1];
    if (code) {
      await say(`/api/${realm}/auth/session`, { email, code });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`No one-time code came for ${email}.`);
}

/** Until every part of the page has come to life and shows what it has. */
export const isAlive = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => !document.querySelector("astro-island[ssr], .bone"), undefined, { timeout: 60_000 });
