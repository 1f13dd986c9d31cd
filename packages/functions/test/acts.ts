import { launch } from "@q2o/core/run/launch";
import { Webhook } from "@q2o/core/webhook";
import { authenticator } from "./authenticator.ts";
import { cookieOf, type Reply, type World } from "./world.ts";

/** How an act is asked for: what stands in the path, who asks, and what they say. */
export type Asked = { path?: Record<string, string>; cookie?: string; token?: string; body?: object };

const admin0 = "admin@example.com";
const plan = { name: "Studio", monthlyCents: 1_900, runsPerMonth: 20, codesPerMonth: 20, concurrentRuns: 2 };

/**
 * How each act of the API succeeds once, in an order in which it can. An act prepares what it needs.
 *
 * @param mark what people write, who they are and what they are called carries it, so that it is known where it turns up
 * @param secret takes down what must not be seen by others, and gives it back
 */
export async function actsIn(w: World, mark: string, secret: (value: unknown) => string) {
  const ann = await w.tenant(`Ann-${mark}`);
  secret(ann.email);
  const address = (name: string) => secret(`${name}-${mark}@example.test`);
  const prose = (name: string) => secret(`${name} ${mark} of theirs`);
  const brief = {
    name: prose("Bikes"),
    clientName: prose("Client"),
    description: prose("A shop"),
    objectives: prose("They hire"),
  };
  const comments = { member: prose("Soon"), client: prose("When") };
  const said: Record<string, Reply> = {};
  const idIn = (key: string) => String(said[key]?.body.id);
  const codes = (key: string) => said[key]?.body.codes as { id: string; code: string }[];
  const cookies = { tenant: ann.cookie, client: "", admin: (await w.signIn("admin", admin0)).cookie };
  const asAdmin = (path: Record<string, string> = {}, body: object = {}): Asked => ({
    path,
    body,
    cookie: cookies.admin,
  });
  const asAnn = (path: Record<string, string> = {}, body: object = {}): Asked => ({
    path,
    body,
    cookie: cookies.tenant,
  });
  /** The digits of a fresh mail to somebody. */
  const digits = async (realm: "tenant" | "admin", email: string) => {
    await w.ask("POST", `/api/${realm}/auth/otp`, { body: { email } });
    return secret(w.newestCode(email));
  };
  /** A second session of the same person, and the id by which the first knows it. */
  const elsewhere = async (realm: "tenant" | "admin", email: string) => {
    const { cookie } = await w.signIn(realm, email);
    secret(tokenIn(cookie));
    const list = await w.ask("GET", `/api/${realm}/auth/sessions`, { cookie });
    const here = (list.body.items as { id: string; isCurrent: boolean }[]).find(({ isCurrent }) => isCurrent);
    return { cookie, id: here?.id ?? "" };
  };
  const project = () => ({ id: idIn("post /api/tenant/projects") });
  const run = () => ({ id: idIn("post /api/tenant/projects/{id}/run") });
  const llm = (path: string) => w.ask("GET", `/api/llm/${path}`, { cookie: cookies.admin });
  const save = async (path: string) => ({
    values: { prompt: prose("Write") },
    replaces: Number((await llm(path)).body.version),
    reason: prose("Because"),
  });
  const key = authenticator(w.site);
  const options = async (path: string) =>
    (await w.ask("POST", `/api/admin/auth/${path}/options`, { cookie: cookies.admin, body: {} })).body;
  const member = () => ({ id: idIn("post /api/tenant/members") });
  const guest = () => ({ id: idIn("post /api/admin/tenants") });
  const fingerprint = prose("A machine");
  const device = (codeIndex: number) => ({
    code: codes("post /api/tenant/activation-codes/generate")[codeIndex]?.code,
    fingerprint,
    label: prose("Till"),
  });
  const deviceId = async () =>
    String((await w.asOwner("select id from device where revoked_at is null order by id desc limit 1"))[0]?.id);

  const acts: Record<string, () => Asked | Promise<Asked>> = {
    // People, and where they are signed in.
    "post /api/tenant/auth/session": async () => ({
      body: { email: ann.email, code: await digits("tenant", ann.email) },
    }),
    "delete /api/tenant/auth/sessions/{id}": async () => asAnn({ id: (await elsewhere("tenant", ann.email)).id }),
    "delete /api/tenant/auth/session": async () => ({ cookie: (await elsewhere("tenant", ann.email)).cookie }),
    "delete /api/tenant/auth/sessions": () => asAnn(),
    "post /api/admin/auth/session": async () => ({ body: { email: admin0, code: await digits("admin", admin0) } }),
    "delete /api/admin/auth/sessions/{id}": async () => asAdmin({ id: (await elsewhere("admin", admin0)).id }),
    "delete /api/admin/auth/session": async () => ({ cookie: (await elsewhere("admin", admin0)).cookie }),
    "delete /api/admin/auth/sessions": () => asAdmin(),
    "post /api/admin/auth/step-up": async () => asAdmin({}, { code: await digits("admin", admin0) }),
    "post /api/admin/auth/passkeys": async () =>
      asAdmin({}, { name: prose("A key"), credential: key.create(await options("passkeys")) }),
    "post /api/admin/auth/passkeys/proof": async () =>
      asAdmin({}, { credential: key.get(await options("passkeys/proof")) }),
    "delete /api/admin/auth/passkeys/{id}": () => asAdmin({ id: key.id }),
    "post /api/admin/admins": () => asAdmin({}, { email: address("second") }),
    "delete /api/admin/admins/{id}": () => asAdmin({ id: idIn("post /api/admin/admins") }),
    "post /api/tenant/members": () =>
      asAnn({}, { email: address("builder"), role: "builder", name: prose("A builder") }),
    "post /api/tenant/members/{id}/invite-again": () => asAnn(member()),
    "put /api/tenant/members/{id}": () => asAnn(member(), { role: "viewer" }),
    "delete /api/tenant/members/{id}": () => asAnn(member()),
    "put /api/tenant/notifications": async () => {
      const { body } = await w.ask("GET", "/api/tenant/notifications", { cookie: cookies.tenant });
      return asAnn({}, { items: (body.items as object[]).map((each) => ({ ...each, isOn: false })) });
    },
    "put /api/tenant/profile": () => asAnn({}, { phone: secret("+41 79 555 01 77") }),

    // Work, its codes, and who follows it.
    "post /api/tenant/projects": () => asAnn({}, brief),
    "put /api/tenant/projects/{id}": () => asAnn(project(), brief),
    "post /api/tenant/activation-codes/generate": () => asAnn({}, { count: 4, label: prose("Codes") }),
    "post /api/tenant/projects/{id}/assign-activation-code": () =>
      asAnn(project(), { code: codes("post /api/tenant/activation-codes/generate")[0]?.code }),
    "post /api/public/activate-project": () => ({
      body: { code: codes("post /api/tenant/activation-codes/generate")[0]?.code },
    }),
    "post /api/tenant/projects/{id}/comments": () => asAnn(project(), { text: comments.member }),
    "post /api/public/projects/{id}/comments": () => ({
      path: project(),
      cookie: cookies.client,
      body: { text: comments.client },
    }),
    "delete /api/public/session": async () => {
      const code = codes("post /api/tenant/activation-codes/generate")[0]?.code;
      const cookie = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: { code } }));
      secret(tokenIn(cookie));
      return { cookie };
    },
    "post /api/tenant/projects/{id}/run": () => asAnn(project()),
    "post /api/tenant/runs/{id}/pause": () => asAnn(run()),
    "post /api/tenant/runs/{id}/resume": () => asAnn(run()),
    "post /api/tenant/runs/{id}/cancel": () => asAnn(run()),
    "post /api/tenant/runs/{id}/restart": () => asAnn(run()),
    "post /api/device/activate": () => ({ body: device(1) }),
    "post /api/device/refresh": () => ({
      body: { refreshToken: said["post /api/device/activate"]?.body.refreshToken },
    }),
    "delete /api/tenant/devices/{id}": async () => asAnn({ id: await deviceId() }),
    "delete /api/admin/devices/{id}": async () => {
      secret((await w.ask("POST", "/api/device/activate", { body: device(2) })).body.refreshToken);
      return asAdmin({ id: await deviceId() });
    },
    "delete /api/tenant/activation-codes/{id}": () =>
      asAnn({ id: codes("post /api/tenant/activation-codes/generate")[3]?.id ?? "" }),
    "post /api/admin/codes/generate": () => asAdmin({}, { tenantId: ann.tenantId, count: 1, label: prose("Gift") }),
    "delete /api/admin/codes/{id}": () => asAdmin({ id: codes("post /api/admin/codes/generate")[0]?.id ?? "" }),

    // Money.
    "post /api/tenant/billing/upgrade": () => asAnn({}, { planId: "pln_enterprise", interval: "month" }),
    "post /api/tenant/billing/purchase-codes": () => asAnn({}, { quantity: 5 }),
    "post /api/tenant/billing/portal": () => asAnn(),
    "post /api/tenant/billing/keep-plan": async () => {
      await w.asOwner(
        "update subscription set stripe_subscription_id = 'sub_1a', next_plan_id = 'pln_starter' where tenant_id = $1",
        [ann.tenantId],
      );
      return asAnn();
    },
    "post /api/admin/webhook-events/{id}/replay": async () => {
      const payload = { data: { object: { email: address("payer"), client_secret: secret(`pi_${mark}_secret`) } } };
      await w.inside({ type: "platform" }, () => Webhook.store({ id: "evt_1a", type: "invoice.paid", payload }));
      return asAdmin({ id: "evt_1a" });
    },
    "post /api/admin/plans": () => asAdmin({}, { ...plan, maxDevices: null }),
    "put /api/admin/plans/{id}": () => asAdmin({ id: idIn("post /api/admin/plans") }, { runsPerMonth: 21 }),
    "post /api/admin/plans/{id}/retire": () => asAdmin({ id: idIn("post /api/admin/plans") }),
    "post /api/admin/plans/{id}/restore": () => asAdmin({ id: idIn("post /api/admin/plans") }),

    // What every agent works by.
    "put /api/llm/system": async () => asAdmin({}, await save("system")),
    "put /api/llm/projects/{id}": async () => asAdmin(project(), await save(`projects/${project().id}`)),
    "put /api/llm/projects/{id}/agents/{agent}": async () =>
      asAdmin({ ...project(), agent: "coder" }, await save(`projects/${project().id}/agents/coder`)),
    "delete /api/llm/projects/{id}/agents/{agent}": () => asAdmin({ ...project(), agent: "coder" }),
    "delete /api/llm/projects/{id}": () => asAdmin(project()),
    "post /api/llm/history/{id}/restore": async () => {
      const id = idIn("put /api/llm/system");
      await w.ask("PUT", "/api/llm/system", { cookie: cookies.admin, body: await save("system") });
      return asAdmin({ id });
    },
    "post /api/llm/alerts/{id}/resolve": async () => {
      const id = "alr_01JQZ3M8S4T6V8X0Z2B4D6F8H1";
      await w.asOwner(
        "insert into llm_alert (id, kind, subject, period, message) values ($1, 'budget_80', 'platform', '2026-01', 'm')",
        [id],
      );
      return asAdmin({ id });
    },
    "post /api/llm/templates/{id}/disable": () => asAdmin({ id: "web-app" }),
    "post /api/llm/templates/{id}/enable": () => asAdmin({ id: "web-app" }),

    // Tenants, and the end.
    "post /api/admin/tenants": () =>
      asAdmin({}, { name: prose("Guest"), ownerEmail: address("guest"), planId: "pln_pro" }),
    "put /api/admin/tenants/{id}": () => asAdmin(guest(), { phone: secret("+41 79 555 01 78") }),
    "post /api/admin/tenants/{id}/overrides": () =>
      asAdmin(guest(), { limit: "runsPerMonth", value: 99, reason: prose("They asked") }),
    "delete /api/admin/tenants/{id}/overrides/{overrideId}": async () => {
      const [row] = await w.asOwner("select id from tenant_override where tenant_id = $1", [guest().id]);
      return asAdmin({ ...guest(), overrideId: String(row?.id) });
    },
    "post /api/admin/tenants/{id}/suspend": () => asAdmin(guest(), { reason: prose("They owe") }),
    "post /api/admin/tenants/{id}/reinstate": () => asAdmin(guest()),
    "delete /api/admin/tenants/{id}": () => asAdmin(guest()),
    "delete /api/tenant/projects/{id}": async () => {
      const runId = idIn("post /api/tenant/runs/{id}/restart");
      await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId: ann.tenantId, runId }));
      const token = secret(w.launches.at(-1)?.environment.Q2O_RUN_TOKEN);
      await w.ask("POST", "/api/runner/boot", { token, body: {} });
      const failure = { code: "engine.broken", message: prose("It broke"), retryable: false };
      await w.ask("POST", "/api/runner/fail", { token, body: failure });
      return asAnn(project());
    },
    "post /api/tenant/projects/{id}/restore": () => asAnn(project()),
    "delete /api/admin/projects/{id}": () => asAdmin(project()),
  };

  return {
    ann,
    acts,
    cookies,
    /** What one's client may read, too. */
    shown: [...Object.values(brief), ...Object.values(comments)],
    /** Takes down what an act answered: for later acts, and what in it is for the one who asked alone. */
    hear: (key: string, reply: Reply) => {
      said[key] = reply;
      const cookie = cookieOf(reply);
      if (tokenIn(cookie)) secret(tokenIn(cookie));
      // A proof gives the session a new token.
      if (key.includes("/admin/auth/") && tokenIn(cookie)) cookies.admin = cookie;
      if (key === "post /api/public/activate-project") cookies.client = cookie;
      for (const { code } of (reply.body.codes as { code: string }[] | undefined) ?? []) secret(code);
      for (const name of ["accessToken", "refreshToken"]) if (reply.body[name]) secret(reply.body[name]);
    },
  };
}

const tokenIn = (cookie: string): string => cookie.split("=")[1] ?? "";
