import { createHash, randomUUID } from "node:crypto";
import { launch } from "@q2o/core/run/launch";
import { exampleOf } from "../src/edge/example.ts";
import type { Door, Route } from "../src/edge/route.ts";
import { inPath, inputOf } from "./samples.ts";
import { cookieOf, type World } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

/** Where each noun's rows are, for those who look for an id; the key's prefix is the id's. */
const tables = {
  ten: "tenant",
  mem: "member",
  cod: "activation_code",
  dev: "device",
  prj: "project",
  run: "run",
  ses: "session",
  cmt: "comment",
  ovr: "tenant_override",
} as const;

/** Nouns that are no tenant's; an id of theirs is nobody's secret. */
export const shared = ["pln", "adm", "alr", "llc"];

export type Party = Awaited<ReturnType<typeof party>>;

/** A tenant that has one of everything, with the sessions of all who come in for it. */
export async function party(w: World, name: string) {
  const owner = await w.tenant(name);
  const ask = (path: string, body: object) => w.ask("POST", `/api/tenant/${path}`, { cookie: owner.cookie, body });
  // What it is called gives it away, should it be seen where it does not belong.
  const canary = `canary-${name}-${randomUUID().slice(0, 8)}`;
  const project = String((await ask("projects", { ...brief, name: canary, clientName: canary })).body.id);
  const made = await ask("activation-codes/generate", { count: 2, label: canary });
  const [code, spare] = made.body.codes as [{ id: string; code: string }, { id: string; code: string }];
  await ask(`projects/${project}/assign-activation-code`, { code: code.code });
  await ask(`projects/${project}/run`, {});
  // The newest: with nothing yet that could stand in the way of a call.
  await ask("projects", { ...brief, name: canary });
  const client = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: { code: code.code } }));
  await w.asOwner(
    `insert into device (tenant_id, id, code_id, fingerprint, label, refresh_expires_at)
     values ($1, $2, $3, $1, $4, now() + interval '1 day')`,
    [owner.tenantId, idLike("dev"), code.id, canary],
  );
  await w.asOwner(
    `insert into comment (tenant_id, id, project_id, author_type, author_id, author_name, text) values ($1, $2, $3, 'client', $4, $5, $5)`,
    [owner.tenantId, idLike("cmt"), project, code.id, canary],
  );
  await w.asOwner(
    `insert into tenant_override (tenant_id, id, "limit", value, reason, admin_id) values ($1, $2, 'runsPerMonth', 50, $3, 'a')`,
    [owner.tenantId, idLike("ovr"), canary],
  );
  const members = {} as Record<"builder" | "billing" | "viewer", string>;
  for (const role of ["builder", "billing", "viewer"] as const) {
    const email = `${role}-${owner.email}`;
    await w.asOwner("insert into member (tenant_id, id, email, role) values ($1, $2, $3, $4)", [
      owner.tenantId,
      idLike("mem"),
      email,
      role,
    ]);
    members[role] = (await w.signIn("tenant", email)).cookie;
  }
  const ids = await idsWithin(w, owner.tenantId, spare.id);
  const cookies: Partial<Record<Door, string>> = { tenant: owner.cookie, client };
  return { ...owner, canary, projectId: project, code: code.code, ids, cookies, members };
}

/** What works for a tenant and comes in by no cookie: a machine of its client, and the task of its run, which has booted. */
export async function bearersOf(w: World, { tenantId, code, canary }: Party) {
  const body = { code, fingerprint: `a machine of ${canary}`, label: canary };
  const device = await w.ask("POST", "/api/device/activate", { body });
  const task = await taskOf(w, tenantId);
  const { accessToken, refreshToken } = device.body as Record<string, string>;
  if (!accessToken || !refreshToken) throw new Error(`No device was activated: ${device.text}`);
  return { device: accessToken, refresh: refreshToken, deviceId: (device.body.device as { id: string }).id, ...task };
}

/** The token of a task that has just booted for the tenant's waiting run. */
export async function taskOf(w: World, tenantId: string) {
  const [run] = await w.asOwner("select id from run where tenant_id = $1 and status = 'queued'", [tenantId]);
  const runId = String(run?.id);
  await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId, runId }));
  const runner = w.launches.findLast(({ startedBy }) => startedBy === runId)?.environment.Q2O_RUN_TOKEN ?? "";
  const booted = await w.ask("POST", "/api/runner/boot", { token: runner, body: {} });
  if (booted.status !== 200) throw new Error(`The task did not boot: ${booted.text}`);
  return { runner, runId };
}

/** Stores a file as a task would, and says where it is. */
export async function fileOf(
  w: World,
  token: string,
  kind: "zip" | "manifest" | "checkpoint" | "picture",
  text: string,
) {
  const body = Buffer.from(text);
  const sha256 = createHash("sha256").update(body).digest("hex");
  const facts = { kind, sha256, bytes: body.length, contentType: "application/octet-stream" };
  const key = String((await w.ask("POST", "/api/runner/artifacts", { token, body: facts })).body.key);
  w.files.set(key, { body, sha256 });
  return { key, sha256, bytes: body.length };
}

/** The newest id of each noun that a tenant has. @param codeId the one to take of its codes */
export async function idsWithin(w: World, tenantId: string, codeId?: string): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const [prefix, table] of Object.entries(tables)) {
    const column = table === "tenant" ? "id" : "tenant_id";
    const also = table === "activation_code" && codeId ? ` and id = '${codeId}'` : "";
    const [row] = await w.asOwner(`select id from "${table}" where ${column} = $1${also} order by id desc limit 1`, [
      tenantId,
    ]);
    if (row) ids[prefix] = String(row.id);
  }
  return ids;
}

let made = 0;
const idLike = (prefix: string) => `${prefix}_01JZZZZZZZ${String(++made).padStart(16, "0")}`;

/** Where one sample of each field does not do: fields that depend on each other, and paths that are no id. */
const bodies: Record<string, object> = {
  "get /api/admin/export": { kind: "analytics" },
  "post /api/tenant/projects/{id}/assign-activation-code": { code: "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA" },
};

/** A field that takes another's place. */
const instead: Record<string, string> = { codeId: "code" };

const places: Record<string, string> = {
  "{agent}": "coder",
  "{version}": "1",
  "{provider}": "blueprint",
  "{name}": "start-wide",
  "get /api/llm/templates/{id}": "web-app",
  "get /api/llm/templates/{id}/export": "web-app",
  "post /api/llm/templates/{id}/disable": "web-app",
  "post /api/llm/templates/{id}/enable": "web-app",
  "delete /api/admin/auth/passkeys/{id}": "AAAAAAAAAAAAAAAAAAAAAA",
};

/**
 * The smallest valid call of a route, with these ids in place of its own.
 *
 * @throws Error naming the route when something in its path is neither an id nor known here
 */
export function callOf(route: Route, ids: Record<string, string>, over: Record<string, string> = {}) {
  const { properties = {}, required = [] } = inputOf(route);
  const of = (name: string): unknown => {
    if (name in over) return over[name];
    const sample = exampleOf(properties[name] ?? {}, false, name);
    const noun = /^([a-z]{3})_01JQZ3M8S4T6V8X0Z2B4D6F8H0$/.exec(String(sample))?.[1];
    return noun ? (ids[noun] ?? sample) : sample;
  };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const known = over[name] ?? places[keyOf(route)] ?? places[`{${name}}`];
    const value = String(known ?? of(name));
    if (known === undefined && !/^[a-z]{3}_/.test(value))
      throw new Error(`${route.method} ${route.path}: nobody knows what {${name}} may be. Say it in parties.ts.`);
    return encodeURIComponent(value);
  });
  const names = [...new Set([...required, ...Object.keys(over)])].filter((name) => !inPath(route).includes(name));
  const fields: Record<string, unknown> = {
    ...Object.fromEntries(names.map((name) => [name, of(name)])),
    ...bodies[keyOf(route)],
    ...pick(over, names),
  };
  for (const name of Object.keys(over)) delete fields[instead[name] ?? ""];
  if (route.method !== "get") return { method: route.method.toUpperCase(), path, body: fields };
  const query = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
  return { method: "GET", path: query === "" ? path : `${path}?${query}`, body: undefined };
}

const pick = (from: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));

export const keyOf = ({ method, path }: Route): string => `${method} ${path}`;

/** One hash over every row of every table, but for what counts knocks on doors. */
export async function hashOf(w: World): Promise<string> {
  const tables = await w.asOwner(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'throttle' order by 1",
  );
  const each = tables.map(
    ({ name }) => `(select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) from "${name}" r)`,
  );
  const [row] = await w.asOwner(`select md5(${each.join(" || ")}) as hash`);
  return String(row?.hash);
}
