import { Db } from "@q2o/core/db";
import { Event } from "@q2o/core/event";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

describe("the log of events", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
  });
  afterAll(() => w.close());

  const system = (tenantId: string) => ({ type: "system", tenantId }) as const;
  const say = (tenantId: string) =>
    w.inside(system(tenantId), () => Db.tx(() => Event.record("run.log", {}, { text: "hello" })));
  const brokenAt = async (chain: string) =>
    (await w.asOwner("select app.broken_at($1) as place", [chain]))[0]?.place ?? null;
  const chainOf = (tenantId: string) =>
    w.asOwner("select id::int, seq::int from event where tenant_id = $1 order by id", [tenantId]);

  it("is one chain for each tenant, in the order of its ids, however many write at once", async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => say(index % 2 ? ann.tenantId : bea.tenantId)));
    for (const { tenantId } of [ann, bea]) {
      const chain = await chainOf(tenantId);
      expect(chain.length).toBeGreaterThan(20);
      expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, index) => index + 1));
      expect(await brokenAt(tenantId)).toBeNull();
    }
    expect(await brokenAt("platform")).toBeNull();
  });

  it("shows where it was changed, cut short or thinned out", async () => {
    const [first] = await chainOf(ann.tenantId);
    const [last] = (await chainOf(ann.tenantId)).slice(-1);
    const tried = async (harm: string, values: unknown[]) => {
      await w.asOwner("create table kept as table event", []);
      await w.asOwner(harm, values);
      const place = await brokenAt(ann.tenantId);
      await w.asOwner("delete from event where true", []);
      await w.asOwner("insert into event overriding system value select * from kept", []);
      await w.asOwner("drop table kept", []);
      return Number(place);
    };
    expect(await tried(`update event set data = '{"text":"no"}' where id = $1`, [first?.id])).toBe(1);
    expect(await tried("delete from event where id = $1", [first?.id])).toBe(1);
    expect(await tried("update event set actor_id = 'mem_x' where id = $1", [last?.id])).toBe(last?.seq);
    expect(await tried("delete from event where id = $1", [last?.id])).toBe(last?.seq);
    expect(await brokenAt(ann.tenantId)).toBeNull();
  });

  it("is written by its one function alone, and for nobody else's chain", async () => {
    const insert = `insert into event (tenant_id, type, actor_type, is_audit, seq, hash) values ('${ann.tenantId}', 'run.log', 'tenant', false, 999, 'x')`;
    await expect(w.query(system(ann.tenantId), insert)).rejects.toThrow();
    await expect(w.query({ type: "platform" }, insert)).rejects.toThrow();
    const said = JSON.stringify([
      { tenantId: bea.tenantId, type: "run.log", actorType: "system", isAudit: false, data: {} },
    ]);
    await expect(w.query(system(ann.tenantId), `select app.append_events('${said}')`)).rejects.toThrow();
    await expect(w.query(system(ann.tenantId), "update event_head set seq = 0")).rejects.toThrow();
  });

  it("says nothing of what was undone", async () => {
    const before = (await chainOf(ann.tenantId)).length;
    const undone = w.inside(system(ann.tenantId), () =>
      Db.tx(async () => {
        await Event.record("run.log", {}, { text: "never" });
        throw new Error("undone");
      }),
    );
    await expect(undone).rejects.toThrow("undone");
    expect((await chainOf(ann.tenantId)).length).toBe(before);
  });
});
