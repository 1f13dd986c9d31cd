import { ensureTemplate } from "@q2o/local/postgres";
import { cookieOf, type World, world } from "../../packages/functions/test/world.ts";
import { testDatabase } from "../../packages/local/src/postgres/test-cluster.ts";
import { fill, type Size } from "./generate.ts";

/** Who asks at which door, and the ids that paths and filters name. */
export type Note = { cookies: Record<"tenant" | "client" | "admin", string>; ids: Record<string, string> };
export type Filled = { w: World; note: Note };

/** A database of this size behind the API; made once in a folder that is kept, and then brought to today's tables. */
export async function filled(size: Size): Promise<Filled> {
  const name = await ensureTemplate(`${size.projects}_${size.large}_${size.tenants}`, async (database) => {
    const w = await world({ database });
    await w.migrate();
    const begun = performance.now();
    const note = await begin(w);
    await fill(w, size, { tenantId: note.ids.tenants ?? "", runId: note.ids.runs ?? "" });
    await w.asOwner("create table bench_note as select $1::jsonb as note", [JSON.stringify(note)]);
    await w.close();
    const seconds = (performance.now() - begun) / 1_000;
    console.log(`${size.projects} projects, ${size.events} events made in ${seconds.toFixed(0)} s`);
  });
  const w = await world({ database: await testDatabase(name) });
  await w.migrate();
  const [row] = await w.asOwner("select note from bench_note");
  await w.asOwner("update session set expires_at = now() + interval '1 day', seen_at = now(), created_at = now()");
  return { w, note: row?.note as Note };
}

/** The large tenant with a project that ran, its client, and an admin: through the API. */
async function begin(w: World): Promise<Note> {
  const large = await w.tenant("Large");
  const ask = (path: string, body: object) => w.ask("POST", `/api/tenant/${path}`, { cookie: large.cookie, body });
  const project = await ask("projects", { name: "First", description: "d", objectives: "o" });
  const made = await ask("activation-codes/generate", { count: 1 });
  const [code] = made.body.codes as { code: string }[];
  await ask(`projects/${project.body.id}/assign-activation-code`, code ?? {});
  const client = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: code }));
  const run = await ask(`projects/${project.body.id}/run`, {});
  const admin = (await w.signIn("admin", "admin@example.com")).cookie;
  const [member] = await w.asOwner("select id from member where tenant_id = $1", [large.tenantId]);
  return {
    cookies: { tenant: large.cookie, client, admin },
    ids: {
      projects: String(project.body.id),
      runs: String(run.body.id),
      tenants: large.tenantId,
      members: String(member?.id),
    },
  };
}
