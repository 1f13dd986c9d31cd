import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

describe("what is asked all day long", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  let admin: { cookie: string };
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    admin = await w.signIn("admin", "admin@example.com");
    for (const { tenantId, name } of [ann, bea])
      await w.asOwner(
        `insert into project (tenant_id, id, name, description, objectives, run_count, state, created_at, updated_at)
         select $1, 'prj_' || upper($2) || lpad(n::text, 23, '0'), $2 || ' ' || n * 7 % 25, 'd', 'o', n % 2,
           case when n % 3 = 0 then 'completed' else 'pending' end, now() - n * interval '1 minute', now() - n * 11 % 24 * interval '1 minute'
         from generate_series(1, 24) n`,
        [tenantId, name],
      );
  });
  afterAll(() => w.close());

  it("is prepared under a name, where the next transaction finds it again", async () => {
    for (let i = 0; i < 2; i++) await w.ask("GET", "/api/tenant/projects/status", { cookie: ann.cookie });
    const client = await w.ports.db.connect();
    const { rows } = await client.query("select name from pg_prepared_statements where name like '% of tenant%'");
    client.release();
    const names = ["projects of tenant that ran by createdAt:desc", "session of tenant", "total of tenant in buckets"];
    expect(rows.map(({ name }) => name).sort()).toEqual(w.ports.db.keepsPrepared ? names : []);
  });

  it("differs by who asks, and by every order, state and page", async () => {
    const columns = { createdAt: "created_at", updatedAt: "updated_at", name: "name" };
    const ran = { path: "/api/tenant/projects/status", cookie: ann.cookie, where: "tenant_id = $1 and run_count > 0" };
    const askers: { path: string; query?: string; cookie: string; where: string; tenantId?: string }[] = [
      ran,
      { ...ran, cookie: bea.cookie, tenantId: bea.tenantId },
      { path: "/api/tenant/projects", cookie: ann.cookie, where: "tenant_id = $1" },
      { path: "/api/admin/projects", cookie: admin.cookie, where: "$1 <> ''" },
      {
        path: `/api/admin/projects`,
        query: `tenantId=${ann.tenantId}&`,
        cookie: admin.cookie,
        where: "tenant_id = $1",
      },
    ];
    for (const { path, cookie, where, query = "", tenantId = ann.tenantId } of askers)
      for (const [name, column] of Object.entries(columns))
        for (const way of ["asc", "desc"])
          for (const state of ["", "completed"])
            for (const page of [1, 2]) {
              const question = `${query}sort=${name}:${way}&page=${page}&pageSize=10${state && `&state=${state}`}`;
              const { body } = await w.ask("GET", `${path}?${question}`, { cookie });
              const expected = await w.asOwner(
                `select id from project where ${where} and ($2 = '' or state = $2)
                 order by ${column} ${way}, id ${way} limit 10 offset ${(page - 1) * 10}`,
                [tenantId, state],
              );
              expect(
                (body.items as { id: string }[]).map(({ id }) => id),
                `${path}?${question}`,
              ).toEqual(expected.map(({ id }) => id));
            }
  });
});
