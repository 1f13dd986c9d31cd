import type { Server } from "node:http";
import type { Browser, Page } from "playwright-core";
import { type World, world } from "../../functions/test/world.ts";
import { openBrowser, openPage } from "./browser.ts";
import { serve } from "./serve.ts";

export type Inside = {
  w: World;
  page: Page;
  faults: string[];
  /** Sets the session that a cookie header names, and no other. */
  comeIn: (cookie: string | undefined) => Promise<void>;
  /** Opens a path of the site and waits until its parts have come to life. */
  open: (path: string) => Promise<void>;
  close: () => Promise<void>;
};

/** A world of a test behind the built portals, and a page that looks at it. */
export async function inside(): Promise<Inside> {
  const [w, browser]: [World, Browser] = await Promise.all([world(), openBrowser()]);
  const server: Server = await serve(w);
  const { page, faults } = await openPage(browser);
  return {
    w,
    page,
    faults,
    comeIn: async (cookie) => {
      const [name = "", value = ""] = (cookie ?? "").split(/=(.*)/s);
      await page.context().clearCookies();
      await page.context().addCookies([{ name, value, url: w.ports.siteUrl }]);
    },
    open: async (path) => {
      await page.goto(w.ports.siteUrl + path);
      await page.waitForFunction(() => !document.querySelector("astro-island[ssr]"));
    },
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await w.close();
    },
  };
}
