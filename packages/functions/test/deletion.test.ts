import { Db } from "@q2o/core/db";
import { Erasure } from "@q2o/core/erasure";
import { Event } from "@q2o/core/event";
import { launch } from "@q2o/core/run/launch";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cookieOf, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
const hour = 3_600;

describe("deleting for good", () => {
  let w: World;
  let admin: string;
  let names = 0;
  beforeAll(async () => {
    w = await world();
  });
  afterAll(() => w.close());
  beforeEach(async () => {
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
  });

  const ask = (method: string, path: string, body?: object) =>
    w.ask(method, `/api/admin/${path}`, { cookie: admin, ...(body ? { body } : {}) });
  const carryOut = () => w.inside({ type: "platform" }, () => Erasure.carryOut({}));
  const put = (key: string) => w.files.set(key, { body: Buffer.from("file"), sha256: "x" });

  /** A tenant with a row in every table that can hold one, and files; its one run is at work. */
  async function full() {
    names += 1;
    const tenant = await w.tenant(`Full${names}`);
    const { cookie, tenantId } = tenant;
    const made = await w.ask("POST", "/api/tenant/projects", {
      cookie,
      body: brief,
      headers: { "idempotency-key": `key-${names}` },
    });
    const projectId = String(made.body.id);
    const generated = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } });
    const [{ id: codeId, code }] = generated.body.codes as [{ id: string; code: string }];
    await w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, { cookie, body: { codeId } });
    const client = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: { code } }));
    const run = await w.ask("POST", `/api/tenant/projects/${projectId}/run`, { cookie, body: {} });
    const runId = String(run.body.id);
    await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId, runId }));
    const token = w.launches.at(-1)?.environment.Q2O_RUN_TOKEN ?? "";
    await w.ask("POST", "/api/runner/boot", { token, body: {} });
    const report = {
      seq: 1,
      phase: "compose",
      progress: 40,
      tasks: [{ id: "t1", agent: "architect", title: "Model", status: "running" }],
      requirements: [{ id: "R1", text: "Hire.", kind: "function", priority: "must", status: "open" }],
      checks: [{ check: "V1", name: "Types", status: "passed", requirementIds: ["R1"], summary: "ok", durationMs: 1 }],
      log: [{ level: "info", text: "Modelled 2 things." }],
    };
    expect((await w.ask("POST", "/api/runner/steps", { token, body: report })).status).toBe(200);
    await ask("POST", `tenants/${tenantId}/overrides`, { limit: "maxDevices", value: 20, reason: "They asked" });
    const at = `'${tenantId}'`;
    for (const statement of [
      `insert into device (tenant_id, id, code_id, fingerprint, refresh_expires_at) values (${at}, 'dev_${names}', '${codeId}', 'f', now())`,
      `insert into comment (tenant_id, id, project_id, author_type, author_id, author_name, text) values (${at}, 'cmt_${names}', '${projectId}', 'client', 'c', 'Zed', 'Nice')`,
      `insert into llm_reservation (tenant_id, id, run_id, project_id, agent, provider, model, most_micros) values (${at}, 'res_${names}', '${runId}', '${projectId}', 'coder', 'p', 'm', 1)`,
      `insert into llm_call (tenant_id, id, run_id, project_id, agent, provider, model, prompt_versions, input_tokens, cached_tokens, output_tokens, latency_ms, cache, status) values (${at}, 'llq_${names}', '${runId}', '${projectId}', 'coder', 'p', 'm', '{}', 1, 0, 1, 1, 'miss', 'succeeded')`,
      `insert into llm_config (id, level, version, tenant_id, project_id, values, reason, author_id) values ('llc_${names}', 'project:${projectId}', 1, ${at}, '${projectId}', '{}', 'r', 'a')`,
      `insert into checkout (tenant_id, id, member_id, kind, cents) values (${at}, 'chk_${names}', 'm', 'codes', 500)`,
      `insert into invoice (tenant_id, id, mirror_seq, status, due_cents, paid_cents, currency, created_at) values (${at}, 'in_${names}', 1, 'paid', 1, 1, 'usd', now())`,
      `insert into llm_alert (id, kind, subject, period, message) values ('alr_a${names}', 'budget_80', ${at}, 'x', 'm'), ('alr_b${names}', 'budget_95', '${projectId}', 'x', 'm')`,
    ])
      await w.asOwner(statement);
    for (const name of ["1/a-checkpoint", "1/b-log", "1/c-project.zip"]) put(`runs/${tenantId}/${runId}/${name}`);
    return { ...tenant, projectId, codeId, runId, token, client };
  }
  type Full = Awaited<ReturnType<typeof full>>;

  const tables = async (column?: string) =>
    (
      await w.asOwner(
        `select c.table_name::text as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
         where table_schema = 'public' and table_type = 'BASE TABLE' and ($1::text is null or column_name = $1) group by 1 order by 1`,
        [column ?? null],
      )
    ).map(({ name }) => String(name));

  /** A hash of each table's rows but for those that name one of these ids; the platform's own log and what counts changes are not asked. */
  async function others(...ids: string[]) {
    const hashes: Record<string, unknown> = {};
    const owned = new Set(await tables("tenant_id"));
    for (const name of (await tables()).filter((each) => each !== "throttle")) {
      const isOfNone = "not exists (select 1 from unnest($1::text[]) id where x::text like '%' || id || '%')";
      const isKept = owned.has(name) ? "tenant_id is not null" : "x::text not like '(platform,%'";
      const [row] = await w.asOwner(
        `select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as hash, count(*)::int as rows
         from public."${name}" x where ${isOfNone} and ${isKept}`,
        [ids],
      );
      hashes[name] = row;
    }
    return hashes;
  }

  /** Every row anywhere that says this text. */
  async function traces(text: string) {
    const found: string[] = [];
    for (const name of await tables()) {
      const rows = await w.asOwner(`select x::text as row from public."${name}" x where x::text like $1`, [
        `%${text}%`,
      ]);
      found.push(...rows.map(({ row }) => `${name}: ${row}`));
    }
    return found;
  }

  it("begins with something of every kind in every table of tenants", async () => {
    const who = await full();
    for (const name of await tables("tenant_id")) {
      const [row] = await w.asOwner(`select count(*)::int as rows from public."${name}" where tenant_id = $1`, [
        who.tenantId,
      ]);
      expect(row?.rows, name).toBeGreaterThan(0);
    }
  });

  it("says beforehand what would go", async () => {
    const who = await full();
    expect(await ask("GET", `tenants/${who.tenantId}/deletion-impact`)).toMatchObject({
      status: 200,
      body: {
        tenant: { id: who.tenantId, name: who.name },
        members: 1,
        projects: 1,
        runs: 1,
        openRuns: 1,
        codes: 6,
        devices: 1,
        comments: 1,
        sessions: 2,
        files: 3,
        bytes: 12,
        hasMoreFiles: false,
      },
    });
  });

  it("is refused to an admin who has not proved lately who they are", async () => {
    const who = await full();
    await w.asOwner("update session set proved_at = now() - interval '11 minutes' where realm = 'admin'");
    expect(await ask("DELETE", `tenants/${who.tenantId}`)).toMatchObject({
      status: 403,
      body: { code: "step_up.required" },
    });
    expect((await w.ask("GET", "/api/tenant/profile", { cookie: who.cookie })).status).toBe(200);
  });

  it("takes every row of the tenant and every file, and nothing of anybody else", async () => {
    const [gone, stays] = [await full(), await full()];
    const prefixed = `runs/${gone.tenantId}X/run/1/of-another`;
    put(prefixed);
    const before = await others(gone.tenantId, gone.projectId);
    const filesBefore = [...w.files.keys()].filter((key) => !key.startsWith(`runs/${gone.tenantId}/`));
    const stopped = w.stopped.length;

    expect((await ask("DELETE", `tenants/${gone.tenantId}`)).status).toBe(204);

    for (const name of await tables("tenant_id"))
      expect(await w.asOwner(`select 1 from public."${name}" where tenant_id = $1`, [gone.tenantId]), name).toEqual([]);
    expect(await others(gone.tenantId, gone.projectId)).toEqual(before);
    expect(w.stopped.slice(stopped)).toEqual([expect.stringContaining(gone.runId)]);
    expect(await w.ask("GET", "/api/tenant/profile", { cookie: gone.cookie })).toMatchObject({ status: 401 });
    expect(await w.ask("GET", `/api/public/projects/${gone.projectId}`, { cookie: gone.client })).toMatchObject({
      status: 401,
    });
    expect(await w.ask("POST", "/api/runner/heartbeat", { token: gone.token, body: {} })).toMatchObject({
      status: 409,
      body: { code: "run.superseded" },
    });
    expect(await ask("GET", `tenants/${gone.tenantId}`)).toMatchObject({ status: 404 });
    expect(await ask("DELETE", `tenants/${gone.tenantId}`)).toMatchObject({ status: 404 });
    expect((await w.ask("GET", `/api/tenant/runs/${stays.runId}`, { cookie: stays.cookie })).body).toMatchObject({
      status: "running",
    });

    // The only trace of it is what the platform says of the deletion itself, and the order to remove the files.
    const left = await traces(gone.tenantId);
    expect(left.filter((row) => !/^(event: .*tenant\.deleted|erasure: )/.test(row))).toEqual([]);
    expect(left.filter((row) => row.startsWith("event:"))).toHaveLength(1);
    expect((await w.asOwner("select app.broken_at('platform') as place"))[0]?.place).toBeNull();

    expect(await carryOut()).toBe(3);
    expect([...w.files.keys()].sort()).toEqual(filesBefore.sort());
    w.files.delete(prefixed);
  });

  it("also removes what a task still put there afterwards, and what a removal that broke off left", async () => {
    const who = await full();
    await ask("DELETE", `tenants/${who.tenantId}`);
    const { remove } = w.ports.files;
    w.ports.files.remove = async () => {
      throw new Error("S3 is away");
    };
    expect(await carryOut()).toBe(0);
    w.ports.files.remove = remove;
    expect(await carryOut()).toBe(3);
    const late = `runs/${who.tenantId}/${who.runId}/1/late`;
    put(late);
    expect(await carryOut()).toBe(0);
    await w.asOwner("update erasure set created_at = created_at - make_interval(secs => $1), due_at = now()", [hour]);
    expect(await carryOut()).toBe(1);
    expect([...w.files.keys()].filter((key) => key.startsWith(`runs/${who.tenantId}/`))).toEqual([]);
    expect(await w.asOwner("select 1 from erasure where prefix like $1", [`%${who.tenantId}%`])).toEqual([]);
  });

  it("leaves nothing behind and breaks nothing while everybody is at work", async () => {
    const who = await full();
    const { cookie, token, runId, projectId } = who;
    const say = (method: string, path: string, body: object) =>
      w.ask(method, `/api/tenant/${path}`, { cookie, body, isRacingDeletion: true });
    const busy = (calls: number) =>
      Array.from({ length: calls }, (_, index) => [
        w.ask("POST", "/api/runner/steps", {
          token,
          body: { seq: 2 + index, log: [{ level: "info", text: `Line ${index}` }] },
        }),
        w.ask("POST", "/api/runner/heartbeat", { token, body: {} }),
        say("PUT", `projects/${projectId}`, { clientName: `Zed ${index}` }),
        say("POST", "activation-codes/generate", { count: 1 }),
        say("POST", "projects", brief),
        say("POST", `runs/${runId}/pause`, {}),
      ]).flat();
    const [before, deletion, after] = [busy(3), ask("DELETE", `tenants/${who.tenantId}`), busy(3)];
    const replies = await Promise.all([...before, ...after]);
    expect((await deletion).status).toBe(204);
    for (const { status, text } of replies) expect(status, text).toBeLessThan(500);
    const left = await traces(who.tenantId);
    expect(left.filter((row) => !/^(event: .*tenant\.deleted|erasure: )/.test(row))).toEqual([]);
  });

  it("lets nobody who comes too late say anything of a tenant that is gone", async () => {
    const who = await full();
    await ask("DELETE", `tenants/${who.tenantId}`);
    const late = w.inside({ type: "system", tenantId: who.tenantId }, () =>
      Db.tx(() => Event.record("run.log", {}, { text: "late" })),
    );
    await expect(late).rejects.toMatchObject({ code: "tenant.missing" });
    const left = await traces(who.tenantId);
    expect(left.filter((row) => !/^(event: .*tenant\.deleted|erasure: )/.test(row))).toEqual([]);
  });

  describe("a project", () => {
    const end = async (who: Full) => {
      await w.ask("POST", `/api/tenant/runs/${who.runId}/cancel`, { cookie: who.cookie, body: {} });
      await w.ask("POST", "/api/runner/released", { token: who.token, body: { reason: "cancel" } });
    };

    it("is not deleted while a run of it is open", async () => {
      const who = await full();
      expect(await ask("DELETE", `projects/${who.projectId}`)).toMatchObject({
        status: 409,
        body: { code: "run.already_open" },
      });
      expect((await w.ask("GET", `/api/tenant/projects/${who.projectId}`, { cookie: who.cookie })).status).toBe(200);
    });

    it("goes with its runs, comments, sessions and files, and leaves its tenant's other things", async () => {
      const [who, stays] = [await full(), await full()];
      const other = await w.ask("POST", "/api/tenant/projects", { cookie: who.cookie, body: brief });
      await end(who);
      put(`runs/${who.tenantId}/run_other/1/file`);
      const before = await others(who.tenantId, who.projectId);
      expect((await ask("DELETE", `projects/${who.projectId}`)).status).toBe(204);
      expect(await others(who.tenantId, who.projectId)).toEqual(before);
      for (const id of [who.projectId, who.runId])
        expect((await traces(id)).filter((row) => !/^(event|outbox|erasure|usage): /.test(row))).toEqual([]);
      expect(await w.ask("GET", `/api/tenant/projects/${who.projectId}`, { cookie: who.cookie })).toMatchObject({
        status: 404,
      });
      expect((await w.ask("GET", "/api/tenant/projects", { cookie: who.cookie })).body).toMatchObject({
        total: 1,
        items: [{ id: other.body.id }],
      });
      expect(await w.ask("GET", `/api/public/projects/${who.projectId}`, { cookie: who.client })).toMatchObject({
        status: 401,
      });
      expect((await w.asOwner("select app.broken_at($1) as place", [who.tenantId]))[0]?.place).toBeNull();
      const [said] = await w.asOwner(
        "select actor_type, project_id from event where tenant_id = $1 and type = 'project.deleted'",
        [who.tenantId],
      );
      expect(said).toEqual({ actor_type: "admin", project_id: who.projectId });
      expect(await carryOut()).toBeGreaterThanOrEqual(3);
      expect([...w.files.keys()].filter((key) => key.includes(who.tenantId))).toEqual([
        `runs/${who.tenantId}/run_other/1/file`,
      ]);
      expect((await w.ask("GET", `/api/tenant/projects/${stays.projectId}`, { cookie: stays.cookie })).status).toBe(
        200,
      );
      expect(await ask("DELETE", `projects/${who.projectId}`)).toMatchObject({ status: 404 });
    });
  });
});
