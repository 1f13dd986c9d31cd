import { Mail } from "@q2o/core/mail";
import { Outbox } from "@q2o/core/outbox";
import { MailMessage } from "@q2o/core/outbox/schema";
import { launch } from "@q2o/core/run/launch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

describe("mails about runs", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  const box: { to: string; subject: string }[] = [];
  let refuses: string | undefined;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    await w.tenant("Bea");
    await w.asOwner(
      "insert into member (tenant_id, id, email, role) values ($1, 'mem_two', 'two@example.test', 'builder')",
      [ann.tenantId],
    );
    w.ports.mail.send = async (mail) => {
      if (mail.to === refuses) throw new Error("not now");
      box.push(mail);
    };
  });
  afterAll(() => w.close());

  const deliver = (message: unknown) => w.inside({ type: "platform" }, () => Mail.deliver(MailMessage.parse(message)));
  const ended = (runId: string) => w.sent.filter(({ body }) => body.kind === "run_ended" && body.runId === runId);

  async function running() {
    const { cookie, tenantId } = ann;
    const project = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    const codes = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } });
    const [code] = codes.body.codes as { id: string }[];
    const path = `/api/tenant/projects/${project.body.id}`;
    await w.ask("POST", `${path}/assign-activation-code`, { cookie, body: { codeId: code?.id } });
    const runId = String((await w.ask("POST", `${path}/run`, { cookie, body: {} })).body.id);
    await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId, runId }));
    const token = w.launches.at(-1)?.environment.Q2O_RUN_TOKEN ?? "";
    const say = (call: string, body: object = {}) => w.ask("POST", `/api/runner/${call}`, { token, body });
    await say("boot");
    const wish = (what: string) => w.ask("POST", `/api/tenant/runs/${runId}/${what}`, { cookie, body: {} });
    return { runId, say, wish };
  }
  const failure = { code: "brief.unreadable", message: "Say more.", retryable: false };

  it("come with the event, once, however often the runner and the queue say it", async () => {
    const { runId, say } = await running();
    await Promise.all([1, 2, 3].map(() => say("fail", failure)));
    await w.relay();
    await w.relay();
    expect(ended(runId)).toHaveLength(1);
    const events = await w.asOwner("select 1 from event where run_id = $1 and type = 'run.failed'", [runId]);
    expect(events).toHaveLength(1);
    const [{ body } = { body: {} }] = ended(runId);
    for (let times = 0; times < 3; times++) await deliver(body);
    expect(box.map(({ to }) => to).sort()).toEqual([ann.email, "two@example.test"]);
  });

  it("go to those whom a failed sending left out, and to nobody again", async () => {
    const { runId, say } = await running();
    await say("fail", failure);
    box.length = 0;
    const [{ body } = { body: {} }] = ended(runId);
    refuses = "two@example.test";
    await expect(deliver(body)).rejects.toThrow("not now");
    refuses = undefined;
    await deliver(body);
    await deliver(body);
    expect(box.map(({ to }) => to).sort()).toEqual([ann.email, "two@example.test"]);
  });

  it("say nothing of a pause that is over, and of an end that is not", async () => {
    const { runId, say, wish } = await running();
    await wish("pause");
    await say("steps", { seq: 1 });
    await say("released", { reason: "pause" });
    const [paused] = ended(runId);
    expect(paused?.body).toMatchObject({ status: "paused" });
    await wish("resume");
    box.length = 0;
    await deliver(paused?.body);
    expect(box).toEqual([]);
    await wish("pause");
    await deliver(paused?.body);
    expect(new Set(box.map(({ subject }) => subject))).toEqual(new Set(["Bike hire is paused"]));
  });

  it("are known by the outbox they came from", async () => {
    const [row] = await w.asOwner("select id, delivered from outbox where body->>'kind' = 'run_ended' limit 1");
    const seen = await w.inside({ type: "platform" }, () => Outbox.deliveredTo(String(row?.id)));
    expect(seen.sort()).toEqual([ann.email, "two@example.test"]);
  });
});
