import { Webhook } from "@q2o/core/webhook";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

type Kept = { id: string; type: string; status: string };

describe("the inbox of providers' events", () => {
  let w: World;
  let cookie: string;
  beforeAll(async () => {
    w = await world();
    cookie = (await w.signIn("admin", "admin@example.com")).cookie;
    const payload = { data: { object: { id: "pi_1", amount: 4_900, client_secret: "pi_1_secret_9" } } };
    for (const [id, type] of [
      ["evt_1a", "invoice.paid"],
      ["evt_2b", "invoice.payment_failed"],
      ["evt_3c", "customer.created"],
    ] as const)
      await w.inside({ type: "platform" }, () => Webhook.store({ id, type, payload }));
    await w.asOwner("update webhook_event set handled_at = now() where id = 'evt_1a'");
    await w.asOwner("update webhook_event set failure = 'tenant.missing' where id = 'evt_2b'");
  });
  afterAll(() => w.close());

  const list = async (query = "") => {
    const reply = await w.ask("GET", `/api/admin/webhook-events?${query}`, { cookie });
    expect(reply.status, reply.text).toBe(200);
    return (reply.body.items as Kept[]).map(({ id }) => id);
  };
  const replay = (id: string) => w.ask("POST", `/api/admin/webhook-events/${id}/replay`, { cookie, body: {} });

  it("is a list, newest first, narrowed by type, state, time and id", async () => {
    expect(await list()).toEqual(["evt_3c", "evt_2b", "evt_1a"]);
    expect(await list("sort=receivedAt:asc")).toEqual(["evt_1a", "evt_2b", "evt_3c"]);
    expect(await list("type=invoice")).toEqual(["evt_2b", "evt_1a"]);
    expect(await list("type=invoice.paid")).toEqual(["evt_1a"]);
    expect(await list("status=received")).toEqual(["evt_3c"]);
    expect(await list("status=handled")).toEqual(["evt_1a"]);
    expect(await list("status=failed")).toEqual(["evt_2b"]);
    expect(await list("search=2b")).toEqual(["evt_2b"]);
    expect(await list(`to=2026-01-01`)).toEqual([]);
    expect(await list(`from=2026-01-01`)).toHaveLength(3);
  });

  it("shows what was sent, but for what would let one pay", async () => {
    const { body, text } = await w.ask("GET", "/api/admin/webhook-events/evt_1a", { cookie });
    expect(body).toMatchObject({
      type: "invoice.paid",
      status: "handled",
      payload: { data: { object: { id: "pi_1", amount: 4_900, client_secret: "[hidden]" } } },
    });
    expect(text).not.toContain("secret_9");
  });

  it("takes an event back as not handled, as often as asked, and says who wanted it", async () => {
    for (const [id, times] of [
      ["evt_1a", 1],
      ["evt_1a", 2],
      ["evt_2b", 1],
    ] as const)
      expect(await replay(id)).toMatchObject({
        status: 202,
        body: {
          id,
          status: "received",
          handledAt: null,
          failure: null,
          replays: times,
          replayedAt: expect.any(String),
        },
      });
    const audit = await w.ask("GET", "/api/admin/audit?type=webhook.replayed", { cookie });
    expect(audit.body.items).toHaveLength(3);
    expect((audit.body.items as object[])[0]).toMatchObject({ subjectId: "evt_2b", actor: { type: "admin" } });
  });

  it.each(["evt_none", "x", "prj_01JQZ3M8S4T6V8X0Z2B4D6F8H0"])("knows no event %s", async (id) => {
    const missing = { status: 404, body: { code: "webhook.missing" } };
    expect(await w.ask("GET", `/api/admin/webhook-events/${id}`, { cookie })).toMatchObject(missing);
    expect(await replay(id)).toMatchObject(missing);
  });
});
