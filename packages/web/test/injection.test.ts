import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Party, party, taskOf } from "../../functions/test/parties.ts";
import type { World } from "../../functions/test/world.ts";
import { type Inside, inside } from "./inside.ts";
import { payloads, struck } from "./payloads.ts";

/** As HTML shows it: runs of white space are one space. */
const shown = (text: string) => text.replace(/\s+/g, " ").trim();

describe("what somebody typed, wherever it is shown", () => {
  let it: Inside;
  let w: World;
  let who: Party;
  let runId: string;
  beforeAll(async () => {
    it = await inside();
    w = it.w;
    watch(it);
    who = await party(w, "Ann");
    runId = await plant(w, who);
  });
  afterAll(() => it?.close());

  /** What is no sort or id is refused, which the browser writes too; what its policy stops is written otherwise. */
  const faults = () => it.faults.filter((fault) => !/status of 400/.test(fault));
  /** Opens a page, waits until it shows what it has, and holds it to having run nothing. */
  const visit = async (path: string, whole: readonly string[] = []) => {
    const { page } = it;
    await it.open(path);
    for (const text of whole)
      await page.waitForFunction(
        (text) => document.querySelector("main")?.textContent.replace(/\s+/g, " ").includes(text),
        shown(text),
        { timeout: 20_000 },
      );
    await page.waitForFunction(() => !document.querySelector(".bone"));
    expect(await page.evaluate((name) => name in window, struck), `${path} ran what it shows`).toBe(false);
    expect(await page.evaluate(planted, [struck, "evil.invalid"]), `${path} took it for markup`).toEqual([]);
    expect(faults(), path).toEqual([]);
  };
  const first = payloads[0] ?? "";

  test("runs nowhere in the tenant's portal", async () => {
    await it.comeIn(who.cookie);
    await visit("/app/projects?pageSize=50&sort=name:asc");
    for (const number of [1, 2]) await visit(`/app/projects?pageSize=50&sort=name:asc&page=${number}`);
    await visit(`/app/projects/${who.projectId}`, payloads);
    for (const tab of ["requirements", "checks", "agents", "log"])
      await visit(`/app/projects/${who.projectId}?tab=${tab}`, payloads);
    await visit(`/app/status?open=${who.projectId}&tab=requirements`, payloads);
    await visit("/app/codes?pageSize=50&sort=createdAt:desc");
    await visit("/app/devices?pageSize=50");
    await visit("/app/members?pageSize=50");
    for (const path of ["profile", "account", "usage", "billing", "status", "audit"]) await visit(`/app/${path}`);
  });

  test("runs nowhere in the client's", async () => {
    await it.comeIn(who.cookies.client);
    await visit(`/client/projects/${who.projectId}`, [...payloads]);
  });

  test("runs nowhere in the admins'", async () => {
    const { cookie } = await w.signIn("admin", "admin@example.com");
    await it.comeIn(cookie);
    for (const list of ["tenants", "projects", "codes", "devices", "plans"])
      await visit(`/admin/${list}?pageSize=50`, list === "plans" ? [payloads[9] ?? ""] : []);
    await visit(`/admin/tenants/${who.tenantId}`, [first]);
    await visit("/admin/runs", [first]);
    for (const tab of ["requirements", "checks", "agents"]) await visit(`/admin/runs/${runId}?tab=${tab}`, payloads);
    await visit("/admin", []);
    await visit("/admin/audit", []);
    await visit(`/admin/llm?tab=configuration&projectId=${who.projectId}`, [first]);
    await visit("/admin/llm?tab=history", [first]);
    await it.page.getByRole("button", { name: /^Compare version 1/ }).click();
    await it.page.locator(".diff").getByText(first).first().waitFor();
    await visit(`/admin/llm?tab=effective&projectId=${who.projectId}`, [first]);
  });

  test("runs from no address", async () => {
    const { page } = it;
    await it.comeIn(who.cookie);
    for (let at = 0; at < payloads.length; at += 4) {
      const [search = "", ...others] = payloads.slice(at, at + 4);
      const [sort, state, undo] = others.map(encodeURIComponent);
      await page.goto(
        `${w.ports.siteUrl}/app/projects?search=${encodeURIComponent(search)}&sort=${sort}&state=${state}&undo=${undo}#${sort}`,
      );
      await page.getByRole("searchbox").waitFor();
      expect(await page.getByRole("searchbox").inputValue()).toBe(search);
      expect(await page.evaluate((name) => name in window, struck)).toBe(false);
    }
    await visit(`/app/status?tab=${encodeURIComponent(first)}&open=${encodeURIComponent(first)}`);
    // Where one was going is never a place that is not ours.
    await page.context().clearCookies();
    await page.goto(`${w.ports.siteUrl}/app/sign-in?next=${encodeURIComponent("//evil.invalid/")}`);
    await page.getByLabel("E-mail").fill(who.email);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("One-time code").waitFor();
    await page.getByLabel("One-time code").fill(w.newestCode(who.email));
    await page.waitForURL((url) => !url.pathname.includes("sign-in"));
    expect(new URL(page.url()).origin).toBe(w.ports.siteUrl);
    expect(faults()).toEqual([]);
  });
});

/** Elements that only a payload can have made. Runs in the page, where the policy may have kept them from doing anything. */
function planted(marks: string[]): string[] {
  const acts = /^(on.*|href|xlink:href|src|srcdoc|action|formaction|data|content)$/;
  const isMarked = (text: string | null) => marks.some((mark) => text?.includes(mark));
  return [...document.querySelectorAll("main *")]
    .filter(
      (element) =>
        (/^(script|style|template)$/i.test(element.tagName) && isMarked(element.textContent)) ||
        [...element.attributes].some(({ name, value }) => acts.test(name) && isMarked(value)),
    )
    .map(({ outerHTML }) => outerHTML.slice(0, 200));
}

/** Takes every dialog and every question to somebody else's host for a fault, too. */
function watch({ page, faults }: Inside): void {
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (new URL(request.url()).hostname !== "localhost") faults.push(`asked ${request.url()}`);
  });
}

/** Puts every payload into every text that a person, a brief, a model or a task can write. @returns the run that has them */
async function plant(w: World, who: Party): Promise<string> {
  const all = payloads.join("\n");
  const first = payloads[0] ?? "";
  const { runner, runId } = await taskOf(w, who.tenantId);
  const report = await w.ask("POST", "/api/runner/steps", {
    token: runner,
    body: {
      seq: 1,
      phase: first,
      requirements: payloads.map((text, at) => ({
        id: `R${at}`,
        text,
        kind: "action",
        priority: "must",
        status: at % 2 ? "gap" : "verified",
        reason: text,
      })),
      tasks: payloads.map((text, at) => ({ id: `t${at}`, agent: text, title: text, status: "done", summary: text })),
      checks: payloads.map((text, at) => ({
        check: `V${at}`,
        name: text,
        status: "passed",
        requirementIds: [`R${at}`],
        summary: text,
        durationMs: 1,
      })),
      log: payloads.map((text) => ({ level: "error", text })),
    },
  });
  if (report.status !== 200) throw new Error(`The task could not report: ${report.text}`);
  const [run] = await w.asOwner("select project_id from run where id = $1", [runId]);
  who.projectId = String(run?.project_id);

  const mine = { cookie: who.cookie };
  const put = async (method: string, path: string, body: object, cookie = who.cookie) => {
    const reply = await w.ask(method, path, { cookie, body });
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
    return reply.body;
  };
  await put("PUT", `/api/tenant/projects/${who.projectId}`, {
    name: first,
    clientName: first,
    description: all,
    objectives: all,
  });
  await put("PUT", "/api/tenant/profile", { name: first, phone: `${payloads[17]}` });
  await put("POST", `/api/tenant/projects/${who.projectId}/comments`, { text: all });
  await w.asOwner("update comment set text = $1, author_name = $2 where author_type = 'client'", [all, first]);
  // The lists: one row a payload.
  const each = async (table: string, columns: string, values: (text: string, at: number) => unknown[]) => {
    for (const [at, text] of payloads.entries()) {
      const row = values(text, at);
      const places = row.map((_, place) => `$${place + 1}`).join(", ");
      await w.asOwner(`insert into ${table} (${columns}) values (${places})`, row);
    }
  };
  const idOf = (prefix: string, at: number) => `${prefix}_01JYYYYYYY${String(at).padStart(16, "0")}`;
  const { tenantId } = who;
  await each("project", "tenant_id, id, name, client_name, description, objectives", (text, at) => [
    tenantId,
    idOf("prj", at),
    text,
    text,
    text,
    text,
  ]);
  await each("member", "tenant_id, id, email, name, role", (text, at) => [
    tenantId,
    idOf("mem", at),
    `m${at}@example.test`,
    text,
    "viewer",
  ]);
  const [code] = await w.asOwner("select id from activation_code where tenant_id = $1 limit 1", [tenantId]);
  await w.asOwner("update activation_code set label = $1 where tenant_id = $2", [first, tenantId]);
  await each("device", "tenant_id, id, code_id, fingerprint, label, refresh_expires_at", (text, at) => [
    tenantId,
    idOf("dev", at),
    code?.id,
    `fingerprint ${at}`,
    text,
    "2099-01-01",
  ]);
  await w.asOwner("update tenant_override set reason = $1", [all]);
  await w.asOwner("update session set agent = $1", [first]);
  const admin = (await w.signIn("admin", "admin@example.com")).cookie;
  await put("POST", "/api/admin/plans", { ...plan, name: payloads[9] }, admin);
  await put(
    "PUT",
    `/api/llm/projects/${who.projectId}`,
    { values: { prompt: all }, replaces: 0, reason: first },
    admin,
  );
  await put("POST", `/api/admin/tenants/${tenantId}/suspend`, { reason: first }, admin);
  await put("POST", `/api/admin/tenants/${tenantId}/reinstate`, {}, admin);
  expect((await w.ask("GET", `/api/tenant/runs/${runId}`, mine)).status).toBe(200);
  return runId;
}

const plan = {
  monthlyCents: 100,
  yearlyCents: 1_000,
  runsPerMonth: 1,
  codesPerMonth: 1,
  concurrentRuns: 1,
  maxDevices: 1,
};
