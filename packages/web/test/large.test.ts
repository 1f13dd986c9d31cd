import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSound } from "./browser.ts";
import { type Inside, inside } from "./inside.ts";

const many = 10_000;

describe("ten thousand of everything", () => {
  let it: Inside;
  let ann: Awaited<ReturnType<Inside["w"]["tenant"]>>;
  beforeAll(async () => {
    it = await inside();
    const { w } = it;
    ann = await w.tenant("Ann");
    const [code] = await w.asOwner("select id from activation_code where tenant_id = $1 limit 1", [ann.tenantId]);
    const id = (prefix: string) => `'${prefix}_01JXXXXXXX' || lpad(n::text, 16, '0')`;
    const each = `from generate_series(1, ${many}) n`;
    for (const text of [
      `insert into project (tenant_id, id, name, client_name, description, objectives, created_at)
       select '${ann.tenantId}', ${id("prj")}, 'Project ' || n, 'Client ' || n, 'd', 'o', now() - n * interval '1 minute' ${each}`,
      `insert into member (tenant_id, id, email, name, role)
       select '${ann.tenantId}', ${id("mem")}, 'm' || n || '@example.test', 'Member ' || n, 'viewer' ${each}`,
      `insert into device (tenant_id, id, code_id, fingerprint, label, refresh_expires_at)
       select '${ann.tenantId}', ${id("dev")}, '${code?.id}', 'f' || n, 'Device ' || n, now() + interval '1 day' ${each}`,
      `insert into activation_code (tenant_id, id, sealed, last5, label, source, scopes, created_at)
       select '${ann.tenantId}', ${id("cod")}, 's' || n, lpad(n::text, 5, '0'), 'Code ' || n, 'quota', '{watch}', now() - n * interval '1 minute' ${each}`,
      `insert into tenant (id, slug, name, email) select ${id("ten")}, 'tenant-' || n, 'Tenant ' || n, 't' || n || '@example.test' ${each}`,
      `insert into subscription (tenant_id, plan_id, status) select ${id("ten")}, 'pln_pro', 'active' ${each}`,
      "analyze",
    ])
      await w.asOwner(text);
    await it.comeIn(ann.cookie);
  });
  afterAll(() => it?.close());

  const lists = [
    ["app", "projects", "Project 7777"],
    ["app", "members", "Member 7777"],
    ["app", "devices", "Device 7777"],
    ["admin", "projects", "Project 7777"],
    ["admin", "devices", "Device 7777"],
    ["admin", "tenants", "Tenant 7777"],
  ] as const;

  test.each(lists)("/%s/%s shows one page of them, the last one too, and finds one", async (door, path, one) => {
    const { page, faults } = it;
    if (door === "admin") await it.comeIn((await it.w.signIn("admin", "admin@example.com")).cookie);
    await it.open(`/${door}/${path}?pageSize=50`);
    const pager = page.getByRole("navigation", { name: "Pages" });
    await pager.getByText(/of (at least )?[\d,]{5,}/).waitFor();
    const rows = page.locator("tbody tr");
    expect(await rows.count()).toBe(50);
    const [, last = "1"] = /of ([\d,]+)$/.exec((await pager.getByText(/^Page/).textContent()) ?? "") ?? [];
    await it.open(`/${door}/${path}?page=${last.replace(/\D/g, "")}&pageSize=50`);
    await pager.getByText(`Page ${last} of ${last}`).waitFor();
    expect(await rows.count()).toBeGreaterThan(0);
    await page.getByRole("searchbox").fill(one);
    await page.getByText(one, { exact: true }).first().waitFor();
    await expect.poll(() => rows.count()).toBe(1);
    await expectSound(page, `${door}-${path}-large`);
    expect(faults).toEqual([]);
  });

  const pickers = [
    ["app", "projects/prj_01JXXXXXXX0000000000000001", "Available codes", "Code 7777", /^…07777 · Code 7777$/],
    ["admin", "devices", "Tenant", "Tenant 7777", /^Tenant 7777$/],
    ["admin", "llm?tab=configuration", "Project", "Project 7777", /^Project 7777 \(/],
  ] as const;

  test.each(pickers)(
    "/%s/%s offers any of them to who types its name, by keyboard alone",
    async (door, path, label, one, name) => {
      const { page, faults, w } = it;
      await it.comeIn(door === "admin" ? (await w.signIn("admin", "admin@example.com")).cookie : ann.cookie);
      await it.open(`/${door}/${path}`);
      const field = page.getByRole("combobox", { name: label });
      const options = page.getByRole("listbox", { name: label }).getByRole("option");
      await field.focus();
      const former = await field.inputValue();
      await page.keyboard.press("ArrowDown");
      await page.getByText("The first 10 are listed. Type to find another.").waitFor();
      expect(await field.getAttribute("aria-expanded")).toBe("true");
      await expectSound(page, `${door}-${label}-picker`);
      await page.keyboard.type("nothing is called this");
      await page.getByText("Nothing has such a name.").waitFor();
      await page.keyboard.press("Escape");
      expect([await field.inputValue(), await options.count()]).toEqual([former, 0]);
      await field.fill(one);
      await expect.poll(() => options.allTextContents()).toEqual([expect.stringMatching(name)]);
      const active = await field.getAttribute("aria-activedescendant");
      expect(await options.first().getAttribute("id")).toBe(active);
      await page.keyboard.press("Enter");
      expect(await field.inputValue()).toMatch(name);
      expect(await options.count()).toBe(0);
      expect(faults).toEqual([]);
    },
  );

  test("a tenant that the address names is named in the picker", async () => {
    const { page } = it;
    await it.comeIn((await it.w.signIn("admin", "admin@example.com")).cookie);
    await it.open("/admin/runs?tenantId=ten_01JXXXXXXX0000000000007777");
    const field = page.getByRole("combobox", { name: "Tenant" });
    await expect.poll(() => field.inputValue()).toBe("Tenant 7777");
    await field.click();
    await page.getByRole("option", { name: "Any tenant" }).click();
    expect(new URL(page.url()).search).toBe("");
  });
});
