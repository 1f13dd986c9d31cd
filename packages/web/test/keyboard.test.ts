import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Inside, inside } from "./inside.ts";

describe("without a mouse", () => {
  let it: Inside;
  beforeAll(async () => {
    it = await inside();
  });
  afterAll(() => it?.close());

  /** Tab by tab to what is called so, where the focus must be seen. Fails when it is not within a hundred steps. */
  async function tabTo(name: string | RegExp): Promise<void> {
    const { page } = it;
    const seen: string[] = [];
    for (let step = 0; step < 100; step++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        if (!(element instanceof HTMLElement) || element === document.body) return undefined;
        const labels = "labels" in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        return {
          name: (element.getAttribute("aria-label") ?? labels[0]?.textContent ?? element.textContent ?? "").trim(),
          isSeen: box.width > 0 && box.height > 0,
          isMarked: element.matches(":focus-visible") && (style.outlineStyle !== "none" || style.boxShadow !== "none"),
        };
      });
      seen.push(at?.name ?? "nothing");
      const isIt = at && (typeof name === "string" ? at.name.startsWith(name) : name.test(at.name));
      if (!isIt) continue;
      expect(at, `${name} has the focus and does not show it`).toMatchObject({ isSeen: true, isMarked: true });
      return;
    }
    throw new Error(`No way to ${name} by Tab; there were: ${seen.join(" | ")}`);
  }
  const press = (key: string) => it.page.keyboard.press(key);
  const type = (text: string) => it.page.keyboard.type(text);

  test("one signs in, describes a project, gives it a code, runs it and looks into the run", async () => {
    const { page, w, faults } = it;
    const ann = await w.tenant("Ann");
    await it.open("/app/");
    await page.waitForURL(/sign-in/);
    await page.waitForFunction(() => !document.querySelector("astro-island[ssr]"));
    await tabTo("E-mail");
    await type(ann.email);
    await press("Enter");
    await page.getByLabel("One-time code").waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("autocomplete"))).toBe("one-time-code");
    await type(w.newestCode(ann.email));
    await page.waitForURL(/\/app\/projects/);
    await page.waitForFunction(() => !document.querySelector(".bone"));

    await press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await press("Enter");
    await tabTo("New project");
    await press("Enter");
    await page.waitForURL(/\/new/);
    await page.waitForFunction(() => !document.querySelector("astro-island[ssr]"));
    await tabTo("Name");
    await type("By hand");
    await tabTo("Description");
    await type("A shop hires out bikes.");
    await tabTo("Objectives");
    await type("Keep bikes with a name.");
    await tabTo("Create project");
    await press("Enter");
    await page.getByRole("heading", { name: "By hand", level: 1 }).waitFor();

    await tabTo("Attach code");
    await press("Enter");
    await page.locator(".run-card").getByRole("button", { name: "RUN", disabled: false }).waitFor();
    await tabTo("RUN");
    await press("Enter");
    await page.waitForURL(/\/app\/status/);
    await page.getByRole("button", { name: /^By hand/ }).waitFor();
    await tabTo("By hand");
    await press("Enter");
    await page.waitForFunction(() => !document.querySelector(".status-detail"));
    await press("Enter");
    await page.getByRole("tab", { name: "Requirements" }).waitFor();
    await tabTo("Requirements");
    await press("ArrowRight");
    expect(await page.getByRole("tab", { name: "Checks" }).getAttribute("aria-selected")).toBe("true");
    expect(faults).toEqual([]);
  });

  test("a dialog takes the focus, keeps it, and gives it back", async () => {
    const { page } = it;
    const bea = await it.w.tenant("Bea");
    await it.comeIn(bea.cookie);
    await it.open("/app/members");
    await page.getByRole("button", { name: "Invite" }).waitFor();
    await tabTo("Invite");
    await press("Enter");
    await page.getByRole("dialog", { name: "Invite a member" }).waitFor();
    for (let step = 0; step < 12; step++) {
      await press("Tab");
      const isInside = await page.evaluate(
        () => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null,
      );
      expect(isInside).toBe(true);
    }
    await press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Invite");
  });
});
