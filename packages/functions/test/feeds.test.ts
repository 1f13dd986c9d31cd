import { Db } from "@q2o/core/db";
import { Event } from "@q2o/core/event";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Reply, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
const writers = 8;
const each = 25;

type Item = { id: string; type: string; text: string };
const itemsOf = (reply: Reply) => reply.body.items as Item[];

describe("feeds while eight people write", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  let admin: string;
  let runId: string;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    const { cookie } = ann;
    const project = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    const codes = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } });
    const [code] = codes.body.codes as { id: string }[];
    const path = `/api/tenant/projects/${project.body.id}`;
    await w.ask("POST", `${path}/assign-activation-code`, { cookie, body: { codeId: code?.id } });
    runId = String((await w.ask("POST", `${path}/run`, { cookie, body: {} })).body.id);
  });
  afterAll(() => w.close());

  /** Many at once, in transactions that take their time and some of which come to nothing. */
  const write = (said: (writer: number, at: number) => Promise<void>, tenants: string[]) =>
    Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let at = 0; at < each; at++) {
          const tenantId = tenants[(writer + at) % tenants.length] ?? "";
          const work = w.inside({ type: "system", tenantId }, () =>
            Db.tx(async () => {
              await said(writer, at);
              await new Promise((done) => setTimeout(done, Math.random() * 4));
              if (at % 10 === 9) throw new Error("undone");
            }),
          );
          await work.catch((error: Error) => expect(error.message).toBe("undone"));
        }
      }),
    );
  const kept = writers * each * 0.9 - writers * 0.5;

  it("gives a run's log forward, every line once and in its order", async () => {
    const path = `/api/tenant/runs/${runId}/events`;
    const seen: Item[] = [];
    let after = "";
    const poll = async () => {
      const reply = await w.ask("GET", `${path}?limit=7&after=${after}`, { cookie: ann.cookie });
      seen.push(...itemsOf(reply));
      after = String(reply.body.next ?? after);
      return itemsOf(reply).length;
    };
    let isWriting = true;
    const writing = write(
      (writer, at) => Event.record("run.log", { runId }, { text: `${writer}:${at}` }),
      [ann.tenantId],
    ).finally(() => {
      isWriting = false;
    });
    while (isWriting) await poll();
    await writing;
    while ((await poll()) > 0);
    const said = seen.filter(({ type }) => type === "run.log").map(({ text }) => text);
    const written = await w.asOwner(
      "select data->>'text' as text from event where run_id = $1 and type = 'run.log' order by id",
      [runId],
    );
    expect(written.length).toBeGreaterThan(kept - writers);
    expect(said).toEqual(written.map(({ text }) => text));
  });

  it.each(["/api/admin/audit", "/api/tenant/audit", "/api/admin/activities"])(
    "gives %s backward: all that was there, none twice",
    async (path) => {
      const cookie = path.includes("admin") ? admin : ann.cookie;
      const person = { type: "tenant", memberId: "mem_x" } as const;
      const before = itemsOf(await w.ask("GET", `${path}?limit=200`, { cookie })).map(({ id }) => id);
      let isWriting = true;
      const writing = write(async () => {
        await Event.record("project.updated", {}, {}, person);
      }, [ann.tenantId, bea.tenantId]).finally(() => {
        isWriting = false;
      });
      let rounds = 0;
      while (isWriting || rounds === 0) {
        rounds += 1;
        const seen: string[] = [];
        for (let after: string | null = ""; after !== null; ) {
          const reply: Reply = await w.ask("GET", `${path}?limit=40&after=${after}`, { cookie });
          seen.push(...itemsOf(reply).map(({ id }) => id));
          after = reply.body.next as string | null;
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual([...seen].sort((a, b) => Number(b) - Number(a)));
        expect(new Set(seen)).toEqual(new Set([...seen, ...before]));
        before.splice(0, before.length, ...seen);
      }
      await writing;
    },
  );

  it("leaves every chain whole", async () => {
    for (const chain of [ann.tenantId, bea.tenantId, "platform"])
      expect(await w.asOwner("select app.broken_at($1) as place", [chain])).toEqual([{ place: null }]);
  });
});
