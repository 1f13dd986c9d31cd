import type { ProjectState } from "@q2o/core/project/schema";
import type { RunStatus } from "@q2o/core/run/schema";
import { Tally } from "@q2o/core/tally";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectOneAtATime } from "./one-at-a-time.ts";
import { type World, world } from "./world.ts";

type Item = { id: string; name: string; state: string };
const many = 5_000;

describe("lists of any length", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    for (const { tenantId, name } of [ann, bea])
      await w.asOwner(
        `insert into project (tenant_id, id, name, description, objectives, client_name, created_at, archived_at)
         select $1, 'prj_' || lpad(n::text, 26, '0'), $2 || ' shop ' || n || case when n = 7 then ' Zeppelin' else '' end,
           'Common words', 'o', case when n % 1000 = 0 then 'Rare & Sons' end, now() - n * interval '1 minute',
           case when n % 10 = 9 then now() end
         from generate_series(1, ${many}) n`,
        [tenantId, name],
      );
    await w.asOwner("analyze project");
  });
  afterAll(() => w.close());

  const list = async (question: string) => {
    const { body } = await w.ask("GET", `/api/tenant/projects?${question}`, { cookie: ann.cookie });
    return body as { items: Item[]; total: number; isTotalCapped: boolean; totalPages: number };
  };
  const countedBy = async (tenantId: string, also = "true") =>
    (
      await w.asOwner(
        `select count(*)::int as n from project where tenant_id = $1 and archived_at is null and ${also}`,
        [tenantId],
      )
    )[0]?.n;

  it("shows each row once over all pages, in every order", async () => {
    for (const sort of ["createdAt:desc", "createdAt:asc", "name:asc", "updatedAt:desc"]) {
      const seen = new Set<string>();
      for (const page of [1, 2, 45, 90])
        for (const { id } of (await list(`pageSize=50&page=${page}&sort=${sort}`)).items) seen.add(id);
      expect(seen.size, sort).toBe(200);
    }
    const { total, totalPages, isTotalCapped } = await list("pageSize=50");
    expect({ total, totalPages, isTotalCapped }).toEqual({ total: 4_500, totalPages: 90, isTotalCapped: false });
  });

  it("counts exactly, whoever changes what at the same time, before and after the differences are added up", async () => {
    const change = (id: number, set: string) =>
      w.asOwner(`update project set ${set} where tenant_id = $1 and id = 'prj_' || lpad($2::text, 26, '0')`, [
        ann.tenantId,
        id,
      ]);
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        await change(index + 10, `state = 'running', run_count = 1`);
        if (index % 2) await change(index + 10, `state = 'completed'`);
        if (index % 3 === 0) await change(index + 10, "archived_at = now()");
        if (index % 7 === 0) await w.inside({ type: "platform" }, () => Tally.fold({}));
      }),
    );
    const check = async () => {
      expect((await list("")).total).toBe(await countedBy(ann.tenantId));
      for (const state of ["pending", "running", "completed", "failed"])
        expect((await list(`state=${state}`)).total, state).toBe(await countedBy(ann.tenantId, `state = '${state}'`));
      const ran = await w.ask("GET", "/api/tenant/projects/status", { cookie: ann.cookie });
      expect(ran.body.total).toBe(await countedBy(ann.tenantId, "run_count > 0"));
    };
    await check();
    const fold = () => w.inside({ type: "platform" }, () => Tally.fold({}));
    await fold();
    await check();
    await expectOneAtATime(w, "tally", fold);
    const [lines] = await w.asOwner("select count(*)::int as n from tally where tenant_id = $1", [ann.tenantId]);
    expect(Number(lines?.n)).toBeLessThan(100);
    expect(await countedBy(bea.tenantId)).toBe(4_500);
  });

  it("finds the rare, the common and nothing, and says when it has not counted to the end", async () => {
    expect(await list("search=zeppelin")).toMatchObject({
      total: 1,
      isTotalCapped: false,
      items: [{ name: "Ann shop 7 Zeppelin" }],
    });
    const rare = await list("search=are+%26+so&sort=createdAt:asc");
    expect(rare.items.map(({ name }) => name)).toEqual([5, 4, 3, 2, 1].map((n) => `Ann shop ${n}000`));
    expect(rare).toMatchObject({ total: 5, isTotalCapped: false });
    const common = await list("search=OMMON+wor&pageSize=10&page=3&sort=name:asc");
    const plain = await list("pageSize=10&page=3&sort=name:asc");
    expect(common.items).toEqual(plain.items);
    expect(common.isTotalCapped).toBe(true);
    expect(common.total).toBeGreaterThan(30);
    expect(common.total).toBeLessThanOrEqual(4_500);
    expect(await list("search=nowhere+to+be+found")).toMatchObject({ total: 0, items: [], isTotalCapped: false });
    expect(await list("search=nowhere+to+be+found&page=9")).toMatchObject({ total: 0, items: [] });
  });

  it("filters what it finds by state", async () => {
    const found = await list("search=shop&state=completed&pageSize=50");
    expect(found.total).toBe(await countedBy(ann.tenantId, "state = 'completed'"));
    expect(new Set(found.items.map(({ state }) => state))).toEqual(new Set(["completed"]));
  });

  it("finds for a tenant its own alone, even when asked by name for another's", async () => {
    const member = { type: "tenant", tenantId: ann.tenantId, memberId: "m", role: "owner", sessionId: "s" } as const;
    const call = (whose: string) =>
      `select app.search('project', ${whose}, 'zeppelin', null, false, 'created_at', true, 0, 50) as found`;
    for (const whose of ["null", `'${bea.tenantId}'`, `'${ann.tenantId}'`]) {
      const [row] = (await w.query(member, call(whose))) as { found: { keys: [string, string][] } }[];
      expect(row?.found.keys.map(([tenantId]) => tenantId)).toEqual([ann.tenantId]);
    }
    await expect(w.query({ type: "public", network: "n" }, call("null"))).rejects.toThrow();
    const [all] = (await w.query({ type: "platform" }, call("null"))) as { found: { total: number } }[];
    expect(all?.found.total).toBe(2);
  });

  it("keeps the totals of a tenant from every other", async () => {
    const member = { type: "tenant", tenantId: ann.tenantId, memberId: "m", role: "owner", sessionId: "s" } as const;
    const seen = (await w.query(member, "select distinct tenant_id from tally")) as { tenant_id: string }[];
    expect(seen).toEqual([{ tenant_id: ann.tenantId }]);
    await expect(w.query(member, "delete from tally")).rejects.toThrow();
  });

  it("lists and counts activation codes of all tenants and of one", async () => {
    await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie: ann.cookie,
      body: { count: 10, label: "Spring" },
    });
    const { cookie } = await w.signIn("admin", "admin@example.com");
    const of = async (question: string) =>
      (await w.ask("GET", `/api/admin/codes?${question}`, { cookie })).body as { total: number; items: object[] };
    const [all] = await w.asOwner("select count(*)::int as n from activation_code");
    expect((await of("")).total).toBe(all?.n);
    expect((await of(`tenantId=${ann.tenantId}`)).total).toBe(15);
    expect(await of("search=sprin")).toMatchObject({ total: 10 });
    expect(await of(`search=sprin&status=revoked`)).toMatchObject({ total: 0 });
    expect(await of(`search=sprin&tenantId=${bea.tenantId}`)).toMatchObject({ total: 0, items: [] });
  });

  it("finds the common and the rare alike, of what is archived and of what is configured", async () => {
    await w.asOwner(
      `insert into project (tenant_id, id, name, description, objectives, created_at, archived_at, configured_at)
       select $1, 'prj_V' || lpad(n::text, 25, '0'), 'Vault ' || n || case when n = 7 then ' Lantern' else '' end, 'd', 'o',
         now() - n * 7 % 1100 * interval '1 second', now(), now() - n * 7 % 1100 * interval '1 second'
       from generate_series(0, 1099) n`,
      [bea.tenantId],
    );
    const { cookie } = await w.signIn("admin", "admin@example.com");
    const ordered = await w.asOwner("select id from project where id like 'prj_V%' order by created_at desc, id desc");
    for (const path of [
      "/api/admin/projects?archived=true&sort=createdAt:desc",
      "/api/llm/projects?sort=updatedAt:desc",
    ]) {
      const find = async (question: string) => {
        const { body } = await w.ask("GET", `${path}&${question}`, { cookie });
        const items = body.items as (Item & { project?: Item })[];
        return {
          ids: items.map(({ id, project }) => project?.id ?? id),
          total: body.total,
          isCapped: body.isTotalCapped,
        };
      };
      const ids = ordered.slice(10, 20).map(({ id }) => id);
      expect(await find("search=VAULT&pageSize=10&page=2"), path).toEqual({ ids, total: 1_000, isCapped: true });
      const one = ["prj_V0000000000000000000000007"];
      expect(await find("search=Lantern"), path).toEqual({ ids: one, total: 1, isCapped: false });
    }
  });
});

describe("the state of a project", () => {
  let w: World;
  beforeAll(async () => {
    w = await world();
  });
  afterAll(() => w.close());

  it("is what its newest run says, for every status there is", async () => {
    const states = {
      queued: "pending",
      launching: "running",
      running: "running",
      paused: "paused",
      completed: "completed",
      failed: "failed",
      cancelled: "pending",
    } satisfies Record<RunStatus, ProjectState>;
    for (const [status, state] of Object.entries(states))
      expect(await w.asOwner("select app.state_of($1) as state", [status])).toEqual([{ state }]);
  });
});
