import * as z from "zod";
import { routes } from "../../packages/functions/src/api/index.ts";
import type { Route } from "../../packages/functions/src/edge/route.ts";
import { cookieOf, type World, world } from "../../packages/functions/test/world.ts";
import type { Figure } from "../figure.ts";
import { common, fill, rare, type Size } from "./generate.ts";

const full: Size = { tenants: 10_000, projects: 1_000_000, events: 3_000_000, large: 100_000 };
/** A hundredth; but its large tenant has nearly all of it, so that a thousandth page is there, too. */
const small: Size = { tenants: 100, projects: 10_000, events: 30_000, large: 10_000 };

const scaled = (size: Size, by: number): Size =>
  Object.fromEntries(Object.entries(size).map(([name, n]) => [name, Math.round(n * by)])) as Size;

type Variant = { route: Route; question: string };
type Filled = { w: World; ask: (variant: Variant) => Promise<number> };

/** How long a list, a page deep in it and a search take in PostgreSQL, and how that grows. */
export async function* lists(): AsyncGenerator<Figure> {
  const by = Number(process.env.Q2O_BENCH_SCALE ?? 1);
  const [less, more] = [await prepare(small), await prepare(scaled(full, by))];
  const all = process.env.Q2O_BENCH_ALL !== undefined;
  for (const route of routes.filter(isList)) {
    const measured: Figure[] = [];
    for (const question of questionsFor(route)) {
      const [base, value] = [await less.ask({ route, question }), await more.ask({ route, question })];
      const name = `${route.path.replace("/api/", "")}${question}`;
      measured.push(
        { name, value, unit: "ms", bound: 25, baseline: { name: "a hundredth", value: base } },
        { name: "  against a hundredth of the data", value: value / base, unit: "×", bound: 1.5 },
      );
    }
    yield* all ? measured : worstOf(measured);
  }
  await less.w.close();
  await more.w.close();
}

/** Of a route's questions the slowest, and the one that grows most. */
function worstOf(measured: Figure[]): Figure[] {
  const pairs = measured.flatMap((figure, at) => (at % 2 === 0 ? [[figure, measured[at + 1] as Figure] as const] : []));
  const slowest = pairs.reduce((one, other) => (other[0].value > one[0].value ? other : one));
  const growing = pairs.reduce((one, other) => (other[1].value > one[1].value ? other : one));
  return slowest === growing ? [...slowest] : [...slowest, ...growing];
}

const propertiesOf = (route: Route): Record<string, { enum?: string[] }> =>
  (
    z.toJSONSchema(route.input, { io: "input", unrepresentable: "any" }) as {
      properties?: Record<string, { enum?: string[] }>;
    }
  ).properties ?? {};

const isList = (route: Route): boolean => {
  const has = propertiesOf(route);
  return route.method === "get" && ("page" in has || "after" in has || "limit" in has);
};

function questionsFor(route: Route): string[] {
  const has = propertiesOf(route);
  const filters = Object.entries(has).filter(
    ([name, { enum: values }]) => values && name !== "sort" && name !== "format",
  );
  const sorts = has.sort?.enum ?? [];
  return [
    "",
    ...("page" in has ? ["?page=1000&pageSize=10"] : []),
    ...sorts.flatMap((sort) => [`?sort=${sort}`, `?sort=${sort}&page=1000&pageSize=10`]),
    ...("search" in has ? [rare, common, "nowhere", "bik", "100"].map((word) => `?search=${word}`) : []),
    ...filters.flatMap(([name, { enum: values = [] }]) => values.slice(0, 6).map((value) => `?${name}=${value}`)),
    ...("after" in has ? ["?after=1005000"] : []),
  ];
}

/** A database of this size behind the API, and how to ask it how long PostgreSQL takes. */
async function prepare(size: Size): Promise<Filled> {
  const w = await world();
  const large = await w.tenant("Large");
  const project = await w.ask("POST", "/api/tenant/projects", {
    cookie: large.cookie,
    body: { name: "First", description: "d", objectives: "o" },
  });
  const made = await w.ask("POST", "/api/tenant/activation-codes/generate", {
    cookie: large.cookie,
    body: { count: 1 },
  });
  const [code] = made.body.codes as { code: string }[];
  await w.ask("POST", `/api/tenant/projects/${project.body.id}/assign-activation-code`, {
    cookie: large.cookie,
    body: code,
  });
  const client = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: code }));
  const run = await w.ask("POST", `/api/tenant/projects/${project.body.id}/run`, { cookie: large.cookie, body: {} });
  const admin = (await w.signIn("admin", "admin@example.com")).cookie;
  const begun = performance.now();
  await fill(w, size, large.tenantId);
  console.log(
    `${size.projects} projects, ${size.events} events made in ${((performance.now() - begun) / 1_000).toFixed(0)} s`,
  );

  const cookies: Partial<Record<Route["door"], string>> = { tenant: large.cookie, client, admin };
  const ids: Record<string, string> = {
    projects: String(project.body.id),
    runs: String(run.body.id),
    tenants: large.tenantId,
  };
  const timer = timed(w);
  const ask = async ({ route, question }: Variant): Promise<number> => {
    const path = route.path.replace(/([a-z-]+)\/\{\w+\}/g, (_, noun: string) => `${noun}/${ids[noun] ?? "unknown"}`);
    // The best of them: what else the machine is busy with is no part of it.
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < 11; turn++) {
      timer.ms = 0;
      const reply = await w.ask("GET", path + question, { cookie: cookies[route.door] ?? "" });
      if (reply.status !== 200) throw new Error(`${path}${question} answered ${reply.status}: ${reply.text}`);
      best = Math.min(best, timer.ms);
    }
    return best;
  };
  return { w, ask };
}

/** Adds up what every statement of the product takes, from its sending to its last row, session and rights included. */
function timed(w: World): { ms: number } {
  const timer = { ms: 0 };
  const { connect } = w.ports.db;
  const known = new WeakSet<object>();
  w.ports.db = {
    ...w.ports.db,
    connect: async () => {
      const client = await connect();
      if (known.has(client)) return client;
      known.add(client);
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      client.query = (async (...args: unknown[]) => {
        const begun = performance.now();
        try {
          return await query(...args);
        } finally {
          timer.ms += performance.now() - begun;
        }
      }) as unknown as typeof client.query;
      return client;
    },
  };
  return timer;
}
