import { createHash, generateKeyPairSync } from "node:crypto";
import { Actor } from "@q2o/core/actor";
import { Db } from "@q2o/core/db";
import { open } from "@q2o/core/db/open";
import { Otp } from "@q2o/core/otp";
import { Outbox } from "@q2o/core/outbox";
import type { Queue } from "@q2o/core/outbox/schema";
import { type Launched, type LaunchSpec, Ports, type RunningTask } from "@q2o/core/ports";
import { cloneDatabase, ensureTemplate, type TestDatabase } from "@q2o/local/postgres";
import { sql } from "drizzle-orm";
import * as z from "zod";
import { routes } from "../src/api/index.ts";
import { runnerDoor } from "../src/edge/door.ts";
import { application } from "../src/edge/http.ts";
import type { Route } from "../src/edge/route.ts";
import { sealer, signer } from "../src/edge/secret.ts";
import { deviceDoor, openTokens } from "../src/edge/tokens.ts";
import { migrate } from "../src/migrate/index.ts";
import { migrations } from "../src/migrate/migrations.generated.ts";

const site = "http://127.0.0.1:4321";
const firstAdminEmail = "admin@example.com";
/** What everything of these tests is sealed with. */
export const appSecret = "a secret of the tests, long enough";

type Sent = {
  queue: Queue;
  body: { kind?: string; runId?: string; tenantId?: string; otpId?: string; customerId?: string };
};
export type Reply = { status: number; headers: Headers; text: string; body: Record<string, unknown> };
type Ask = {
  cookie?: string;
  body?: unknown;
  raw?: string;
  headers?: Record<string, string>;
  token?: string;
  /** It was done before, so that now nothing changes and there is nothing to account for. */
  isRepeat?: true;
  /** Its tenant is being deleted meanwhile, and what was accounted may be gone before anybody counts it. */
  isRacingDeletion?: true;
};

/** A database of its own with every migration. */
async function newDatabase(): Promise<TestDatabase> {
  const key = createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 12);
  const template = await ensureTemplate(key, async (database) => {
    const w = await world({ database });
    await w.migrate();
    await w.close();
  });
  return cloneDatabase(template);
}

/**
 * One database of its own, the real API in front of it, and what it says to the outside.
 *
 * @param stripe where to find Stripe, for tests that are about money
 * @param database one that is there already, and will still be
 */
export async function world({ stripe, database: known }: { stripe?: Ports["stripe"]; database?: TestDatabase } = {}) {
  const database = known ?? (await newDatabase());
  const db = open({ url: database.loginUrl });
  let adminCookie = "";
  let clockSeconds = 0;
  const sent: Sent[] = [];
  const files = new Map<string, { body: Buffer; sha256: string }>();
  const launches: LaunchSpec[] = [];
  const stopped: string[] = [];
  const atWork: RunningTask[] = [];
  let launchNext: (spec: LaunchSpec) => Promise<Launched> = async (spec) => ({
    kind: "started",
    taskArn: `arn:task/${spec.clientToken}`,
  });
  const { privateKey } = generateKeyPairSync("ed25519");
  const now = () => new Date(Date.now() + clockSeconds * 1_000);
  const seal = sealer(appSecret);
  const ports: Ports = {
    crash: () => undefined,
    db,
    now,
    siteUrl: site,
    firstAdminEmail,
    adminPasskey: "optional",
    seal,
    tokens: openTokens({ seal, siteUrl: site, now }),
    sign: signer(Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" })).toString("base64")),
    queue: { send: async (queue, body) => void sent.push({ queue, body: body as Sent["body"] }) },
    tasks: {
      places: 1_000,
      run: async (spec) => {
        launches.push(spec);
        return launchNext(spec);
      },
      stop: async (taskArn) => void stopped.push(taskArn),
      list: async (after = "0") => {
        const next = Number(after) + 2;
        return { items: atWork.slice(Number(after), next), next: next < atWork.length ? String(next) : undefined };
      },
    },
    files: {
      presignPut: async ({ key }) => ({
        url: `https://files.test/${key}`,
        headers: {},
        expiresAt: new Date().toISOString(),
      }),
      presignGet: async (key, _, seconds = 60) => ({
        url: `https://files.test/${key}`,
        expiresAt: new Date(Date.now() + seconds * 1_000).toISOString(),
      }),
      head: async (key) => {
        const file = files.get(key);
        return file && { bytes: file.body.length, sha256: file.sha256 };
      },
      read: async (key) => files.get(key)?.body.toString() ?? "",
      bytes: async (key) => files.get(key)?.body ?? new Uint8Array(),
      list: async (prefix, after = "") => {
        const keys = [...files.keys()].sort().filter((key) => key.startsWith(prefix) && key > after);
        const items = keys.slice(0, 2).map((key) => ({ key, bytes: files.get(key)?.body.length ?? 0 }));
        return { items, next: keys.length > 2 ? items.at(-1)?.key : undefined };
      },
      remove: async (keys) => {
        for (const key of keys) files.delete(key);
      },
    },
    stripe: stripe ?? emptyStripe,
    mail: { send: async () => undefined },
    models: {
      systemPrompt: "Write plainly.",
      choice: undefined,
      isConfigured: () => false,
      check: async () => ({ outcome: "not_configured", status: null, latencyMs: 0 }),
    },
  };
  const app = application(routes, { runner: runnerDoor, device: deviceDoor });
  const inside = <T>(actor: Actor.Actor, work: () => Promise<T>) =>
    Ports.provide(ports, () => Actor.provide(actor, work));
  const owner = open({ url: database.ownerUrl, max: 2 });
  const asOwner = async (text: string, values: unknown[] = []) => {
    const client = await owner.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      client.release();
    }
  };

  /** Whatever a test is about, what changed something has left exactly one audit entry. */
  const expectAccounted = async (route: Route, reply: Reply, { headers, isRepeat, isRacingDeletion }: Ask) => {
    if (route.method === "get" || route.door === "runner" || route.isQuiet || reply.status >= 300) return;
    const [row] = await asOwner("select count(*)::int as entries from event where is_audit and request_id = $1", [
      reply.headers.get("x-request-id"),
    ]);
    const mayLack = isRepeat || isRacingDeletion || headers?.["idempotency-key"] !== undefined;
    if (row?.entries !== 1 && !(mayLack && row?.entries === 0))
      throw new Error(`${route.method} ${route.path} left ${row?.entries} audit entries instead of one.`);
  };

  const ask = async (method: string, path: string, asked: Ask = {}): Promise<Reply> => {
    const { cookie, body, raw, headers, token } = asked;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await Ports.provide(ports, async () =>
      app.request(`${ports.siteUrl}${path}`, {
        method,
        headers: {
          origin: ports.siteUrl,
          accept: "application/json",
          ...(payload === undefined ? {} : { "content-type": "application/json" }),
          ...(cookie ? { cookie } : {}),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        ...(payload === undefined ? {} : { body: payload }),
      }),
    );
    const text = await answer.text();
    const reply: Reply = {
      status: answer.status,
      headers: answer.headers,
      text,
      body: isJson(answer) && text !== "" ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
    const route = routeOf(method, path);
    if (route) expectAsDescribed(route, reply, isJson(answer));
    if (route) await expectAccounted(route, reply, asked);
    return reply;
  };

  const signIn = async (realm: "tenant" | "admin", email: string) => {
    await ask("POST", `/api/${realm}/auth/otp`, { body: { email } });
    const reply = await ask("POST", `/api/${realm}/auth/session`, { body: { email, code: newestCode(email) } });
    if (reply.status !== 200) throw new Error(`Sign-in of ${email} answered ${reply.status}: ${reply.text}`);
    return { cookie: cookieOf(reply), reply };
  };

  /** What the newest mail to this address would say. */
  const newestCode = (email: string): string => {
    const otpId = sent.findLast(({ body }) => body.kind === "one_time_code")?.body.otpId ?? "";
    return Ports.provide(ports, () => Otp.digits(otpId, email));
  };

  return {
    ports,
    loginUrl: database.loginUrl,
    sent,
    files,
    launches,
    stopped,
    /** What the task engine says that it runs. */
    atWork,
    site,
    /** The database, for another process's pool. */
    url: database.loginUrl,
    ask,
    signIn,
    newestCode,
    inside,
    asOwner,
    /** Decides what the task engine answers from now on. */
    launchWith: (answer: typeof launchNext) => {
      launchNext = answer;
    },
    /** Moves the product's clock in this database. */
    advance: (seconds: number) => {
      clockSeconds += seconds;
      return asOwner(
        `create or replace function app.clock() returns timestamptz language sql stable as 'select now() + interval ''${clockSeconds} seconds'''`,
      );
    },
    relay: () => inside({ type: "platform" }, () => Outbox.relay({})),
    /** A tenant of its own, its owner signed in. */
    tenant: async (name: string) => {
      const email = `${name.toLowerCase()}@example.test`;
      const body = { name, ownerEmail: email, planId: "pln_pro" };
      const make = () => ask("POST", "/api/admin/tenants", { cookie: adminCookie, body });
      let made = await make();
      if (made.status === 401) {
        // One session for many tenants: signing in is limited.
        adminCookie = (await signIn("admin", firstAdminEmail)).cookie;
        made = await make();
      }
      if (made.status !== 201) throw new Error(`Tenant ${name} answered ${made.status}: ${made.text}`);
      const { cookie } = await signIn("tenant", email);
      return { name, email, cookie, tenantId: String(made.body.id) };
    },
    /** Brings the database to today's tables. */
    migrate: () => Ports.provide({ ...ports, db: owner }, migrate),
    close: async () => {
      await db.end();
      await owner.end();
      if (!known) await database.drop();
    },
    query: (actor: Actor.Actor, text: string) =>
      inside(actor, () => Db.tx(async () => (await Db.use().execute(sql.raw(text))).rows)),
  };
}

export type World = Awaited<ReturnType<typeof world>>;

export const cookieOf = (reply: Reply): string => reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";

/** A Stripe with nothing in its books, for tests that are not about money. */
const emptyStripe: Ports["stripe"] = {
  createCustomer: async ({ tenantId }) => `cus_${tenantId}`,
  createPrice: async ({ key }) => ({ priceId: `price_${key}`, productId: "prod_1" }),
  nameProduct: async () => undefined,
  openCheckout: async ({ key }) => ({ sessionId: `cs_${key}`, url: "https://stripe.test/pay" }),
  openPortal: async () => "https://stripe.test/portal",
  changePrice: async () => undefined,
  keepPrice: async () => undefined,
  endSubscription: async () => undefined,
  factsOf: async () => ({ subscriptions: [], invoices: [] }),
  sessionOf: async () => undefined,
  chargeOf: async () => undefined,
};

const routeOf = (method: string, path: string): Route | undefined =>
  routes.find(
    (each) =>
      each.method === method.toLowerCase() &&
      new RegExp(`^${each.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(path.split("?")[0] ?? ""),
  );

/** Whatever a test is about, an answer has the shape that the API's description gives it. */
function expectAsDescribed(route: Route, reply: Reply, json: boolean): void {
  if (!route.reply || reply.status !== route.status || !json) return;
  const { error } = route.reply.safeParse(reply.body);
  if (error)
    throw new Error(`${route.method} ${route.path} answered otherwise than described:\n${z.prettifyError(error)}`);
}

const isJson = (answer: Response) => /json/.test(answer.headers.get("content-type") ?? "") && answer.status !== 304;
