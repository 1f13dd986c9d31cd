import { foldSums } from "@q2o/core/llm/totals";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectOneAtATime } from "./one-at-a-time.ts";
import { type World, world } from "./world.ts";

type Item = { id: string; status: string; name: string; label: string | null; projects: number };
const day = 86_400;

/** What lists and totals go by is kept beside what it follows from; here it is held against that. */
describe("what is kept for lists", () => {
  let w: World;
  let admin: string;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
  });
  afterAll(() => w.close());

  const get = async (path: string) => {
    let reply = await w.ask("GET", `/api/${path}`, { cookie: admin ?? "" });
    if (reply.status === 401) {
      admin = (await w.signIn("admin", "admin@example.com")).cookie;
      reply = await w.ask("GET", `/api/${path}`, { cookie: admin });
    }
    expect(reply.status, reply.text).toBe(200);
    return reply.body as { items: Item[]; total: number; totals: Record<string, number>; next: string | null };
  };
  const sorted = (items: { id: string }[]) => items.map(({ id }) => id).sort();

  describe("of a device", () => {
    const devices = async (question = "") => (await get(`admin/devices?pageSize=50&${question}`)).items;
    /** Each status lists exactly those that say they have it, found by a word or not. */
    const agree = async () => {
      const all = await devices();
      for (const status of ["active", "expired", "revoked"]) {
        const wanted = sorted(all.filter((one) => one.status === status));
        expect(sorted(await devices(`status=${status}`)), status).toEqual(wanted);
        expect(sorted(await devices(`status=${status}&search=till`)), `${status}, searched`).toEqual(wanted);
      }
      expect((await get("admin/devices")).total).toBe(all.length);
      expect((await get(`admin/devices?tenantId=${ann.tenantId}`)).total).toBe(all.length);
      return all;
    };

    it("follows the device and its code, whatever changes whenever", async () => {
      await w.asOwner(
        `insert into activation_code (tenant_id, id, sealed, last5, label, source, scopes)
         select $1, 'cod_' || lpad(n::text, 26, '0'), 'sealed' || n, 'ABC' || n, 'Kitchen ' || n, 'quota', '{watch}' from generate_series(10, 13) n`,
        [ann.tenantId],
      );
      await w.asOwner(
        `insert into device (tenant_id, id, code_id, fingerprint, label, refresh_expires_at)
         select $1, 'dev_' || lpad(n::text, 26, '0'), 'cod_' || lpad((10 + n % 4)::text, 26, '0'), 'f' || n, 'Till ' || n, now() + interval '20 days'
         from generate_series(1, 24) n`,
        [ann.tenantId],
      );
      expect(new Set((await agree()).map(({ status }) => status))).toEqual(new Set(["active"]));
      // Codes and their devices change at the same time, from both sides.
      await Promise.all([
        w.asOwner("update activation_code set revoked_at = now() where last5 = 'ABC10'"),
        w.asOwner("update device set refresh_expires_at = now() + interval '25 days', seen_at = now()"),
        w.asOwner("update activation_code set expires_at = now() + interval '3 days' where last5 = 'ABC11'"),
        w.asOwner("update device set revoked_at = now(), revoked_reason = 'member' where label = 'Till 7'"),
      ]);
      const tally = (all: Item[]) =>
        Object.fromEntries(
          ["active", "expired", "revoked"].map((is) => [is, all.filter((one) => one.status === is).length]),
        );
      expect(tally(await agree())).toEqual({ active: 17, expired: 0, revoked: 7 });
      await w.advance(4 * day);
      expect(tally(await agree())).toEqual({ active: 11, expired: 6, revoked: 7 });
      await w.asOwner("update activation_code set expires_at = null where last5 = 'ABC11'");
      expect(tally(await agree())).toMatchObject({ active: 17, expired: 0 });
      await w.advance(26 * day);
      expect(tally(await agree())).toMatchObject({ active: 0, expired: 17 });
    });

    it("is found by its label and by its code's, and by a tenant among its own alone", async () => {
      expect((await devices("search=kitchen+12")).map(({ label }) => label).sort()).toContain("Till 2");
      expect(await devices("search=abc13")).toHaveLength(6);
      await w.asOwner("update activation_code set label = 'Cellar' where last5 = 'ABC13'");
      expect(await devices("search=cellar")).toHaveLength(6);
      const member = { type: "tenant", tenantId: bea.tenantId, memberId: "m", role: "owner", sessionId: "s" } as const;
      for (const noun of ["device", "run", "code", "project"])
        expect(
          await w.query(
            member,
            `select app.search('${noun}', '${ann.tenantId}', 'kitchen', null, false, 'created_at', true, 0, 50) as found`,
          ),
        ).toEqual([{ found: { keys: [], total: 0, isTotalCapped: false } }]);
      await expect(
        w.query(member, "select app.search('tenant', null, 'ann', null, false, 'created_at', true, 0, 50)"),
      ).rejects.toThrow();
    });

    it("is counted no more when it is gone", async () => {
      await w.asOwner("delete from device where label in ('Till 1', 'Till 2')");
      expect(await agree()).toHaveLength(22);
    });
  });

  it("lists tenants by exactly the status that they show, which a clock may change", async () => {
    const standings = [
      ["active", null, false],
      ["trialing", 2, false],
      ["trialing", 9, false],
      ["trialing", null, false],
      ["past_due", null, false],
      ["unpaid", null, false],
      ["canceled", null, true],
      ["active", null, true],
    ] as const;
    for (const [at, [status, days, isSuspended]] of standings.entries()) {
      const id = `ten_${String(at).padStart(26, "0")}`;
      await w.asOwner(
        "insert into tenant (id, slug, name, email, suspended_at) values ($1, $2, $3, 't@example.test', case when $4 then now() end)",
        [id, `listed-${at}`, `Listed ${at}`, isSuspended],
      );
      await w.asOwner("insert into subscription (tenant_id, plan_id, status) values ($1, 'pln_pro', 'active')", [id]);
      await w.asOwner(
        "update subscription set status = $2, trial_ends_at = app.clock() + make_interval(days => $3) where tenant_id = $1",
        [id, status, days],
      );
    }
    const agree = async () => {
      const { items: all } = await get("admin/tenants?pageSize=50");
      for (const status of ["active", "trialing", "past_due", "suspended", "inactive"]) {
        const wanted = all.filter((one) => one.status === status);
        for (const sort of ["createdAt:desc", "name:asc", "usage:desc"]) {
          const found = await get(`admin/tenants?status=${status}&sort=${sort}`);
          expect(sorted(found.items), `${status} by ${sort}`).toEqual(sorted(wanted));
          expect(found.total).toBe(wanted.length);
          const searched = wanted.filter(({ name }) => name.startsWith("Listed"));
          expect(sorted((await get(`admin/tenants?status=${status}&sort=${sort}&search=LISTED`)).items)).toEqual(
            sorted(searched),
          );
        }
      }
      return all.filter(({ status }) => status === "inactive").length;
    };
    expect(await agree()).toBe(1);
    await w.advance(5 * day);
    expect(await agree()).toBe(2);
    await w.asOwner("delete from subscription where tenant_id like 'ten_0000%'");
    await w.asOwner("delete from tenant where id like 'ten_0000%'");
  });

  it("adds calls to models up as looking at each does, whenever they were, through changes and deletions", async () => {
    await w.asOwner(
      `insert into project (tenant_id, id, name, description, objectives) select id, 'prj_' || substr(id, 5), 'P', 'd', 'o' from tenant`,
    );
    await w.asOwner(
      `insert into run (tenant_id, id, project_id, number, brief, config, is_trial, status) select id, 'run_' || substr(id, 5), 'prj_' || substr(id, 5), 1, '{}', '{}', false, 'failed' from tenant`,
    );
    const tell = (from: number, to: number) =>
      w.asOwner(
        `insert into llm_call (tenant_id, id, run_id, project_id, agent, provider, model, prompt_versions, input_tokens, cached_tokens, output_tokens,
           cost_micros, saved_micros, latency_ms, cache, status, created_at)
         select whose, 'call' || n, 'run_' || substr(whose, 5), 'prj_' || substr(whose, 5), (array['coder', 'qa'])[n % 2 + 1],
           'openai', 'm' || n % 4, '{"system":1}', n, n % 7, n % 5, case when n % 11 <> 0 then n * 10 end, n % 2, n % 13, (array['none', 'hit'])[n % 2 + 1],
           case when n % 17 = 0 then 'failed' else 'succeeded' end, '2026-01-28T12:00:00Z'::timestamptz + n * interval '7 hours 13 minutes'
         from generate_series($3::int, $4::int) n, lateral (select case when n % 3 = 0 then $1 else $2 end as whose) w`,
        [ann.tenantId, bea.tenantId, from, to],
      );
    const moments = [
      "2026-01-28T12:00:00Z",
      "2026-02-01T00:00:00Z",
      "2026-02-03T05:00:00Z",
      "2026-02-03T23:00:00Z",
      "2026-03-02T00:00:00Z",
      "2026-03-31T23:59:59Z",
    ];
    const kinds = [
      "",
      "agent=coder",
      "status=failed",
      "cache=hit&model=m1",
      `tenantId=${ann.tenantId}`,
      `tenantId=${bea.tenantId}&agent=qa`,
      "model=none",
    ];
    const spans = [
      "",
      ...moments.flatMap((from) => [
        `from=${from}`,
        `to=${from}`,
        ...moments.filter((to) => to > from).map((to) => `from=${from}&to=${to}`),
      ]),
    ];
    const agree = async () => {
      for (const span of spans)
        for (const kind of kinds) {
          const asked = new URLSearchParams(`${span}&${kind}`);
          const { totals } = await get(`llm/logs?limit=1&${span}&${kind}`);
          const [counted] = await w.asOwner(
            `select count(*)::int as calls, (count(*) filter (where status <> 'succeeded'))::int as failed, coalesce(sum(input_tokens), 0)::int as "inputTokens",
               coalesce(sum(cached_tokens), 0)::int as "cachedTokens", coalesce(sum(output_tokens), 0)::int as "outputTokens",
               coalesce(sum(cost_micros), 0)::int as "costMicros", coalesce(sum(saved_micros), 0)::int as "savedMicros",
               (count(*) filter (where cost_micros is null))::int as unpriced, round(avg(latency_ms))::int as "averageLatencyMs"
             from llm_call where created_at >= coalesce($1, '-infinity')::timestamptz and created_at < coalesce($2, 'infinity')::timestamptz
               and coalesce(agent = $3, true) and coalesce(status = $4, true) and coalesce(cache = $5, true) and coalesce(model = $6, true)
               and coalesce(tenant_id = $7, true)`,
            ["from", "to", "agent", "status", "cache", "model", "tenantId"].map((name) => asked.get(name)),
          );
          expect(totals, `${span} ${kind}`).toEqual(counted);
        }
    };
    const fold = () => w.inside({ type: "platform" }, () => foldSums({}));
    // One by one, many at a time and added up meanwhile.
    await Promise.all([
      ...Array.from({ length: 20 }, (_, at) => tell(at * 3 + 1, at * 3 + 3)),
      tell(61, 200),
      fold(),
      fold(),
      fold(),
    ]);
    await agree();
    await expectOneAtATime(w, "llm_sum", fold);
    await w.asOwner("update llm_call set created_at = created_at + interval '9 days' where id like 'call1_'");
    await w.asOwner("delete from llm_call where id like 'call%3'");
    await agree();
    await fold();
    const [most] = await w.asOwner(
      "select max(n)::int as loose from (select count(*) as n from llm_sum where not is_folded group by tenant_id, span, since) of_each",
    );
    expect(Number(most?.loose)).toBeLessThanOrEqual(16);
    await w.query({ type: "platform" }, `select app.erase_project('${ann.tenantId}', 'prj_${ann.tenantId.slice(4)}')`);
    await agree();
    await expect(w.query({ type: "system", tenantId: bea.tenantId }, "select * from llm_sum")).rejects.toThrow();
  });

  it("walks to the events of a time past those that a long transaction wrote late", async () => {
    const { cookie: own } = await w.signIn("tenant", ann.email);
    await w.asOwner(
      `insert into event (id, tenant_id, at, type, actor_type, is_audit, seq, hash) overriding system value
       select 500000 + n, $1, '2030-02-01T00:00:00Z'::timestamptz + n * interval '10 minutes' - case when n % 10 = 0 then interval '50 minutes' else interval '0' end,
         (array['project.updated', 'code.revoked', 'run.queued'])[n % 3 + 1], (array['tenant', 'admin', 'client'])[n % 5 % 3 + 1], n % 4 <> 0, 500000 + n, 'h'
       from generate_series(1, 400) n`,
      [ann.tenantId],
    );
    const counted = async (where: string) =>
      (
        await w.asOwner(
          `select id::text from event where id > 500000 and tenant_id = $1 and is_audit and ${where} order by id desc`,
          [ann.tenantId],
        )
      ).map(({ id }) => id);
    for (const [from, to] of [
      ["2030-02-01T03:00:00Z", "2030-02-01T04:00:00Z"],
      ["2030-01-01T00:00:00Z", "2030-02-02T10:30:00Z"],
      ["2030-02-02T10:00:00Z", "2030-02-05T00:00:00Z"],
      ["2030-02-03T00:00:00Z", "2030-02-03T00:50:00Z"],
    ]) {
      const then = `at >= '${from}' and at < '${to}'`;
      for (const [question, where] of [
        ["", "true"],
        ["&type=project", "type like 'project.%'"],
        ["&actorType=admin", "actor_type = 'admin'"],
        ["&type=code.revoked&actorType=tenant", "type = 'code.revoked' and actor_type = 'tenant'"],
      ])
        for (const [path, cookie] of [
          [`admin/audit?tenantId=${ann.tenantId}`, admin],
          ["tenant/audit?", own],
        ] as const) {
          const seen: string[] = [];
          for (let after: string | null = ""; after !== null; ) {
            const reply = await w.ask("GET", `/api/${path}&limit=30&from=${from}&to=${to}${question}&after=${after}`, {
              cookie,
            });
            expect(reply.status, reply.text).toBe(200);
            seen.push(...(reply.body.items as Item[]).map(({ id }) => id));
            after = reply.body.next as string | null;
          }
          expect(seen, `${path} ${from} ${question}`).toEqual(await counted(`${then} and ${where}`));
        }
    }
  });

  it("finds runs by what their projects are called now, in any status", async () => {
    await w.asOwner("update project set name = 'Zeppelin port' where tenant_id = $1", [bea.tenantId]);
    const found = await get("admin/runs?search=eppelin");
    expect(found).toMatchObject({ total: 1, items: [{ project: { name: "Zeppelin port" } }] });
    expect(await get("admin/runs?search=eppelin&status=failed")).toMatchObject({ total: 1 });
    expect(await get("admin/runs?search=eppelin&status=running")).toMatchObject({ total: 0, items: [] });
    expect(await get(`admin/runs?search=eppelin&tenantId=${ann.tenantId}`)).toMatchObject({ total: 0 });
  });
});
