import { launch } from "@q2o/core/run/launch";
import { sweep } from "@q2o/core/run/sweep";
import type { World } from "./world.ts";

export const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

export type Runs = ReturnType<typeof runsIn>;
export type Ready = Awaited<ReturnType<Runs["ready"]>>;

let names = 0;

/** What tests of runs do again and again. */
export function runsIn(w: World) {
  /** A tenant with a project that may be run. */
  async function ready(planId = "pln_pro") {
    names += 1;
    const tenant = await w.tenant(`Tenant${names}`);
    await w.asOwner("update subscription set plan_id = $1 where tenant_id = $2", [planId, tenant.tenantId]);
    const project = async () => {
      const made = await w.ask("POST", "/api/tenant/projects", { cookie: tenant.cookie, body: brief });
      const id = String(made.body.id);
      const generated = await w.ask("POST", "/api/tenant/activation-codes/generate", {
        cookie: tenant.cookie,
        body: { count: 1 },
      });
      const [code] = generated.body.codes as { id: string }[];
      await w.ask("POST", `/api/tenant/projects/${id}/assign-activation-code`, {
        cookie: tenant.cookie,
        body: { codeId: code?.id },
      });
      return id;
    };
    const projectId = await project();
    const press = (id = projectId) =>
      w.ask("POST", `/api/tenant/projects/${id}/run`, { cookie: tenant.cookie, body: {} });
    const wish = (runId: string, what: string) =>
      w.ask("POST", `/api/tenant/runs/${runId}/${what}`, { cookie: tenant.cookie, body: {} });
    const read = async (runId: string) =>
      (await w.ask("GET", `/api/tenant/runs/${runId}`, { cookie: tenant.cookie })).body;
    const used = async () => {
      const [row] = await w.asOwner(
        "select coalesce(sum(amount), 0)::int as used from usage where tenant_id = $1 and kind = 'run' and given_back_at is null",
        [tenant.tenantId],
      );
      return row?.used;
    };
    return { ...tenant, projectId, project, press, wish, read, used };
  }
  const poke = (tenantId: string, runId: string) =>
    w.inside({ type: "platform" }, () => launch({ v: 1, tenantId, runId }));
  const sweepOnce = () => w.inside({ type: "platform" }, () => sweep({}));
  const tokenOf = (runId: string) =>
    w.launches.findLast(({ startedBy }) => startedBy === runId)?.environment.Q2O_RUN_TOKEN ?? "";
  const say = (token: string, call: string, body: object = {}) => w.ask("POST", `/api/runner/${call}`, { token, body });

  /** A run that has booted. */
  async function running(who: Awaited<ReturnType<typeof ready>>, projectId = who.projectId) {
    const runId = String((await who.press(projectId)).body.id);
    await poke(who.tenantId, runId);
    const token = tokenOf(runId);
    const booted = await say(token, "boot");
    if (booted.status !== 200) throw new Error(`boot answered ${booted.status}: ${booted.text}`);
    return { runId, token };
  }
  return { ready, running, poke, sweep: sweepOnce, tokenOf, say };
}
