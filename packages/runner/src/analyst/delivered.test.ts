import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ownersEnvironment } from "../composer/fixtures/owner.ts";
import { compose } from "../composer/index.ts";
import { analyse } from "./index.ts";

// From the words of a brief to what its author would do with what was delivered: install, test, start, use.
const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

type Call = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Answer }>;
type Answer = { id: number; items: Record<string, unknown>[]; errors: { path: string }[] } & Record<string, unknown>;

async function deliver(name: string, words: string): Promise<Call> {
  const brief = { name, description: words, objectives: words };
  const analysis = analyse(brief);
  if ("code" in analysis) throw new Error(analysis.message);
  expect(analysis.requirements.filter(({ gap }) => gap !== undefined)).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), "brief-"));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of compose(brief, analysis).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const run = (...command: string[]) =>
    spawnSync("npm", command, { cwd: folder, env: ownersEnvironment, encoding: "utf8" });
  const installed = run("ci", "--prefer-offline", "--no-audit", "--no-fund");
  expect(installed.status, installed.stderr).toBe(0);
  const tested = run("test");
  expect(tested.status, tested.stdout.slice(-3_000)).toBe(0);
  expect(tested.stdout).toMatch(/pass [1-9]\d*\n[^\n]*fail 0/);
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: { ...ownersEnvironment, PORT: "0", HOST: "127.0.0.1" },
    detached: true,
  });
  undo.push(() => child.pid !== undefined && process.kill(-child.pid, "SIGKILL"));
  const url = await listening(child);
  const call: Call = async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: { "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: answer.headers.get("content-type")?.includes("json") && text !== "" ? JSON.parse(text) : {},
    };
  };
  expect((await call("GET", "/health")).status).toBe(200);
  const { body: described } = await call("GET", "/openapi.json");
  for (const { path } of analysis.contract.entities)
    expect(Object.keys(described.paths as object)).toContain(`/api/${path}`);
  return call;
}

const listening = (child: ChildProcess) =>
  new Promise<string>((resolve, refuse) => {
    let seen = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
      const found = seen.match(/"server\.started","url":"([^"]+)"/)?.[1];
      if (found) resolve(found);
    });
    child.once("exit", () => refuse(new Error(seen)));
  });

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

describe("what is delivered for a brief", () => {
  test("bike hire: hires with a return date, and what is overdue", async () => {
    const call = await deliver(
      "Bike hire",
      "Customers hire bikes, each with a return date, and the shop sees what is overdue",
    );
    const customer = (await call("POST", "/api/customers", { name: "Ann" })).body;
    const bike = (await call("POST", "/api/bikes", { name: "Tandem" })).body;
    const hire = async (returnDate: string) =>
      (await call("POST", "/api/hires", { customerId: customer.id, bikeId: bike.id, returnDate })).body.id;
    const [late, soon] = [await hire(day(-3)), await hire(day(3))];
    const overdue = async () =>
      (await call("GET", "/api/hires?list=overdue&pageSize=100")).body.items.map(({ id }) => id);
    expect(await overdue()).toContain(late);
    expect(await overdue()).not.toContain(soon);
    expect((await call("GET", `/api/hires/${late}`)).body).toMatchObject({ overdue: true, status: "out" });
    expect((await call("POST", `/api/hires/${late}/return`, {})).status).toBe(200);
    expect(await overdue()).not.toContain(late);
    const refused = await call("POST", "/api/hires", { customerId: customer.id, bikeId: bike.id });
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ path }) => path)).toEqual(["returnDate"]);
    expect((await call("GET", "/api/hires/999999")).status).toBe(404);
  });

  test("music school: pupils of families, lessons with topic and fee, found by family", async () => {
    const call = await deliver(
      "Music school",
      "Music school: families, their pupils, lessons with topic and fee, search by family",
    );
    const family = (await call("POST", "/api/families", { name: "Quillfeather" })).body;
    const pupil = await call("POST", "/api/pupils", { name: "Zoe", familyId: family.id });
    expect(pupil.status).toBe(201);
    expect((await call("POST", "/api/pupils", { name: "Zoe" })).status).toBe(400);
    const lesson = await call("POST", "/api/lessons", {
      topic: "Scales",
      fee: 2_500,
      pupilId: pupil.body.id,
    });
    expect(lesson.body).toMatchObject({ topic: "Scales", fee: 2_500 });
    for (const [path, id] of [
      ["pupils", pupil.body.id],
      ["lessons", lesson.body.id],
      ["families", family.id],
    ] as const)
      expect((await call("GET", `/api/${path}?search=quillfeather`)).body.items.map((each) => each.id)).toEqual([id]);
  });

  test("purchase requests: a reason over 500, approval, totals per person", async () => {
    const call = await deliver(
      "Purchase requests",
      "Purchase requests: staff file requests, managers approve or reject them, requests over 500 need a reason, totals per person",
    );
    const person = (await call("POST", "/api/staff-members", { name: "Quillfeather" })).body;
    const file = (title: string, amount: number, reason?: string) =>
      call("POST", "/api/requests", { title, amount, filedById: person.id, ...(reason ? { reason } : {}) });
    const refused = await file("Projector", 50_001);
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ path }) => path)).toEqual(["reason"]);
    const first = await file("Projector", 50_001, "The old one is broken");
    const second = await file("Chairs", 50_000);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect((await call("POST", `/api/requests/${first.body.id}/approve`, {})).body).toMatchObject({
      status: "approved",
    });
    expect((await call("POST", `/api/requests/${first.body.id}/reject`, {})).status).toBe(409);
    expect((await call("POST", `/api/requests/${second.body.id}/reject`, {})).body).toMatchObject({
      status: "rejected",
    });
    const totals = await call("GET", "/api/reports/totals-per-person");
    expect(JSON.stringify(totals.body)).toContain("100001");
  });

  test("van hire: no van is out twice, what starts this week, income a month", async () => {
    const call = await deliver(
      "Van hire",
      `Keep vans and bookings.
- Each van has a registration number (unique), a make and a daily rate.
- A booking is for one van and one customer, from a start date to an end date, with a price.
- The end date cannot be before the start date.
- A van cannot be booked twice for the same period.
- Bookings can be confirmed, cancelled or completed.
- Show all bookings that start this week.
- Show the total price per month.
- Repairs have a van, a garage, a start date and an end date.
- While a repair is running, no booking may be made for that van.
- Inspections have a van, a date and a result of passed or failed.
- Inspections of vans are due every 12 months after the last one; warn us 30 days before.
- Failed inspections must come first in the list.
- Sort repairs by start date.
- Number of inspections by van and result.
- Bills have a customer, a date and a price.
- When a booking is completed, a bill is created.
- A booking can only be cancelled before it starts.
- The deposit is 20% of the price.
- The top 3 vans by number of bookings.
- Total price per week.`,
    );
    const van = (await call("POST", "/api/vans", { registrationNumber: "AB 12", make: "Ford", dailyRate: 9_000 })).body;
    const twice = await call("POST", "/api/vans", { registrationNumber: "AB 12", make: "Ford", dailyRate: 9_000 });
    expect(twice.status).toBe(409);
    const customer = (await call("POST", "/api/customers", { name: "Quillfeather" })).body;
    const book = (from: number, to: number) =>
      call("POST", "/api/bookings", {
        vanId: van.id,
        customerId: customer.id,
        startDate: day(from),
        endDate: day(to),
        price: 12_345,
      });
    const first = await book(3, 8);
    expect(first.status).toBe(201);
    for (const [from, to] of [
      [3, 8],
      [1, 4],
      [7, 12],
      [4, 5],
      [1, 12],
    ] as const)
      expect((await book(from, to)).status).toBe(409);
    expect((await book(8, 10)).status).toBe(201);
    const backwards = await book(40, 38);
    expect([backwards.status, backwards.body.errors.map(({ path }) => path)]).toEqual([400, ["endDate"]]);
    const later = await book(30, 32);
    const soon = (await call("GET", "/api/bookings?list=this-week&pageSize=100")).body.items.map(({ id }) => id);
    expect(soon).toContain(first.body.id);
    expect(soon).not.toContain(later.body.id);
    expect((await call("POST", `/api/bookings/${first.body.id}/cancel`, {})).status).toBe(200);
    expect((await book(4, 6)).status).toBe(201);
    const repair = { vanId: van.id, garage: "Miller", startDate: day(60), endDate: day(64) };
    expect((await call("POST", "/api/repairs", repair)).status).toBe(201);
    const [within, after] = [await book(62, 66), await book(65, 66)];
    expect([within.status, within.body.code, after.status]).toEqual([409, "record.blocked", 201]);
    const inspect = (date: number) =>
      call("POST", "/api/inspections", { vanId: van.id, date: day(date), result: "passed" });
    const due = async () =>
      (await call("GET", "/api/vans?list=inspection-due-within-30-days&pageSize=100")).body.items.map(({ id }) => id);
    expect(await due()).not.toContain(van.id);
    expect((await inspect(-500)).status).toBe(201);
    expect(await due()).toContain(van.id);
    expect((await inspect(-3)).status).toBe(201);
    expect(await due()).not.toContain(van.id);
    const months = await call("GET", "/api/reports/total-price-per-month");
    const groups = months.body.items.map(({ group }) => group);
    expect(groups).toContain(day(30).slice(0, 7));
    expect(new Set(groups).size).toBe(groups.length);
    expect(later.body).toMatchObject({ deposit: 2_469 });
    expect((await call("POST", `/api/bookings/${later.body.id}/complete`, {})).status).toBe(200);
    const bills = (await call("GET", "/api/bills?sort=id:desc")).body.items;
    expect(bills[0]).toMatchObject({ bookingId: later.body.id, customerId: customer.id, price: 12_345, date: day(0) });
    const begun = await book(-3, 0);
    expect((await call("POST", `/api/bookings/${begun.body.id}/cancel`, {})).status).toBe(400);
    expect((await call("POST", `/api/bookings/${begun.body.id}/confirm`, {})).status).toBe(200);
    const [most] = (await call("GET", "/api/reports/top-3-vans-by-number-of-bookings")).body.items;
    expect(most).toMatchObject({ groupId: van.id });
    const weeks = (await call("GET", "/api/reports/total-price-per-week")).body.items;
    expect(weeks.map(({ group }) => new Date(`${group}T00:00:00Z`).getUTCDay())).toEqual(weeks.map(() => 1));
  });
});
