import { Mail } from "@q2o/core/mail";
import { MailMessage } from "@q2o/core/outbox/schema";
import { remindTrials } from "@q2o/core/subscription/remind";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

type Sent = { to: string; subject: string; text: string };

describe("mails to members", () => {
  let w: World;
  let box: Sent[] = [];
  beforeAll(async () => {
    w = await world();
    w.ports.mail.send = async (mail) => void box.push(mail);
  });
  beforeEach(() => {
    box = [];
  });
  afterAll(() => w.close());

  const read = (cookie: string) => w.ask("GET", "/api/tenant/notifications", { cookie });
  const set = (cookie: string, items: object[]) =>
    w.ask("PUT", "/api/tenant/notifications", { cookie, body: { items } });
  const deliver = (message: object) =>
    w.inside({ type: "platform" }, () => Mail.deliver(MailMessage.parse({ v: 1, ...message })));
  const join = async (cookie: string, email: string, role: string) => {
    const invited = await w.ask("POST", "/api/tenant/members", { cookie, body: { email, role } });
    expect(invited.status).toBe(201);
    return { id: String(invited.body.id), ...(await w.signIn("tenant", email)) };
  };
  const to = () => box.map((mail) => mail.to).sort();

  /** A run that has come to an end, without a runner. */
  const ended = async (cookie: string, status: "failed" | "paused") => {
    const brief = { name: "Hire", description: "A shop.", objectives: "Customers hire bikes." };
    const project = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    const made = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } });
    const [code] = made.body.codes as { code: string }[];
    const path = `/api/tenant/projects/${project.body.id}`;
    await w.ask("POST", `${path}/assign-activation-code`, { cookie, body: { code: code?.code } });
    const run = await w.ask("POST", `${path}/run`, { cookie, body: {} });
    await w.asOwner("update run set status = $1 where id = $2", [status, run.body.id]);
    return String(run.body.id);
  };

  it("come by role, and each kind can be turned off and on", async () => {
    const ann = await w.tenant("Ann");
    const kinds = async (cookie: string) =>
      ((await read(cookie)).body.items as { kind: string; isOn: boolean }[]).map(({ kind, isOn }) => `${kind} ${isOn}`);
    expect(await kinds(ann.cookie)).toEqual([
      "run_completed true",
      "run_failed true",
      "run_paused true",
      "trial_ending true",
      "payment_failed true",
      "comment_added true",
    ]);
    const paying = await join(ann.cookie, "pays@ann.test", "billing");
    expect(await kinds(paying.cookie)).toEqual(["trial_ending true", "payment_failed true"]);
    const looking = await join(ann.cookie, "looks@ann.test", "viewer");
    expect(await kinds(looking.cookie)).toEqual([]);
    expect((await set(ann.cookie, [{ kind: "run_failed", isOn: false }])).body).toMatchObject({
      items: [{ kind: "run_completed", isOn: true }, { kind: "run_failed", isOn: false }, {}, {}, {}, {}],
    });
    expect((await set(ann.cookie, [{ kind: "run_paused", isOn: false }])).body).toMatchObject({
      items: [{}, { kind: "run_failed", isOn: false }, { kind: "run_paused", isOn: false }, {}, {}, {}],
    });
    expect((await set(ann.cookie, [{ kind: "run_failed", isOn: true }])).body).toMatchObject({
      items: [{}, { kind: "run_failed", isOn: true }, { kind: "run_paused", isOn: false }, {}, {}, {}],
    });
    expect(await set(ann.cookie, [{ kind: "run_fell", isOn: false }])).toMatchObject({
      status: 400,
      body: { code: "input.invalid", errors: [{ path: "items.0.kind" }] },
    });
    // Each says it for themselves.
    expect(await kinds(paying.cookie)).toEqual(["trial_ending true", "payment_failed true"]);
  });

  it("of a run's end go to who builds and wants them", async () => {
    const dan = await w.tenant("Dan");
    await w.tenant("Eve");
    const one = await join(dan.cookie, "one@dan.test", "builder");
    await join(dan.cookie, "two@dan.test", "builder");
    await join(dan.cookie, "bills@dan.test", "billing");
    await w.ask("POST", "/api/tenant/members", {
      cookie: dan.cookie,
      body: { email: "never.came@dan.test", role: "builder" },
    });
    const runId = await ended(dan.cookie, "failed");
    const ofRun = { kind: "run_ended", tenantId: dan.tenantId, runId };
    await deliver(ofRun);
    expect(to()).toEqual(["dan@example.test", "one@dan.test", "two@dan.test"]);
    box = [];
    await set(one.cookie, [{ kind: "run_failed", isOn: false }]);
    await deliver(ofRun);
    expect(to()).toEqual(["dan@example.test", "two@dan.test"]);
    box = [];
    await w.asOwner("update tenant set suspended_at = now() where id = $1", [dan.tenantId]);
    await deliver(ofRun);
    expect(box).toEqual([]);
    const invited = (await w.asOwner("select id from member where email = 'never.came@dan.test'"))[0];
    await deliver({ kind: "invitation", tenantId: dan.tenantId, memberId: invited?.id });
    expect(box).toEqual([]);
  });

  it("of a run that paused are another kind than those of one that failed", async () => {
    const gus = await w.tenant("Gus");
    const runId = await ended(gus.cookie, "paused");
    await set(gus.cookie, [{ kind: "run_failed", isOn: false }]);
    await deliver({ kind: "run_ended", tenantId: gus.tenantId, runId });
    expect(to()).toEqual(["gus@example.test"]);
    box = [];
    await set(gus.cookie, [{ kind: "run_paused", isOn: false }]);
    await deliver({ kind: "run_ended", tenantId: gus.tenantId, runId });
    expect(box).toEqual([]);
  });

  it("say that a trial ends three days and one day before, each once, however many sweep", async () => {
    const hal = await w.tenant("Hal");
    const ivy = await w.tenant("Ivy");
    const trial = (tenantId: string, hours: number) =>
      w.asOwner(
        "update subscription set status = 'trialing', trial_ends_at = app.clock() + make_interval(hours => $2) where tenant_id = $1",
        [tenantId, hours],
      );
    const told = (tenantId: string) =>
      w.sent.filter(({ body }) => body.kind === "trial_ending" && body.tenantId === tenantId).length;
    const sweep = () =>
      Promise.all(Array.from({ length: 5 }, () => w.inside({ type: "platform" }, () => remindTrials({}))));
    await trial(hal.tenantId, 80);
    await sweep();
    expect(told(hal.tenantId)).toBe(0);
    await w.advance(9 * 3_600);
    await sweep();
    await sweep();
    expect(told(hal.tenantId)).toBe(1);
    await w.advance(40 * 3_600);
    await sweep();
    expect(told(hal.tenantId)).toBe(1);
    await w.advance(8 * 3_600);
    await sweep();
    await sweep();
    expect(told(hal.tenantId)).toBe(2);
    await deliver({ kind: "trial_ending", tenantId: hal.tenantId });
    expect(box).toMatchObject([{ to: "hal@example.test" }]);
    expect(box[0]?.subject).toMatch(/^The trial of Hal ends on \d+ \w+ 20\d\d$/);

    // Whoever was not swept in time hears of the nearest end alone.
    await trial(ivy.tenantId, 10);
    await sweep();
    await sweep();
    expect(told(ivy.tenantId)).toBe(1);
    // A trial that was prolonged ends anew.
    await trial(ivy.tenantId, 70);
    await sweep();
    expect(told(ivy.tenantId)).toBe(2);
    expect(told(hal.tenantId)).toBe(2);
    const events = await w.asOwner(
      "select data ->> 'count' as days, is_audit from event where type = 'tenant.trial_ending' and tenant_id = $1 order by id",
      [hal.tenantId],
    );
    expect(events).toEqual([
      { days: "3", is_audit: false },
      { days: "1", is_audit: false },
    ]);
  });

  it("say nothing of a trial that has ended, was bought or is suspended", async () => {
    const jo = await w.tenant("Jo");
    const told = () => w.sent.filter(({ body }) => body.kind === "trial_ending" && body.tenantId === jo.tenantId);
    const sweep = () => w.inside({ type: "platform" }, () => remindTrials({}));
    const ofTrial = { kind: "trial_ending", tenantId: jo.tenantId };
    await w.asOwner(
      "update subscription set status = 'trialing', trial_ends_at = app.clock() - interval '1 hour' where tenant_id = $1",
      [jo.tenantId],
    );
    await sweep();
    await deliver(ofTrial);
    await w.asOwner(
      "update subscription set status = 'active', trial_ends_at = app.clock() + interval '1 hour' where tenant_id = $1",
      [jo.tenantId],
    );
    await sweep();
    await deliver(ofTrial);
    await w.asOwner("update subscription set status = 'trialing' where tenant_id = $1", [jo.tenantId]);
    await w.asOwner("update tenant set suspended_at = now() where id = $1", [jo.tenantId]);
    await sweep();
    await deliver(ofTrial);
    expect(told()).toEqual([]);
    expect(box).toEqual([]);
  });
});
