import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import { callOf, keyOf, type Party, party } from "./parties.ts";
import { type World, world } from "./world.ts";

const reading = routes.filter(({ method, door }) => method === "get" && (door === "tenant" || door === "client"));

/** Every condition of the product on a tenant's id, made true. What is left to keep tenants apart are the policies. */
const ownFilter = /(?:"\w+"\.)?"?tenant_id"? = (\$\d+)/g;

describe("with the application's own filters by tenant taken out", () => {
  let w: World;
  let ann: Party;
  let bea: Party;
  let stripped = 0;
  beforeAll(async () => {
    w = await world();
    ann = await party(w, "Ann");
    bea = await party(w, "Bea");
    const { connect } = w.ports.db;
    const known = new WeakSet<object>();
    w.ports.db = {
      ...w.ports.db,
      connect: async () => {
        const client = await connect();
        if (known.has(client)) return client;
        known.add(client);
        const query = client.query.bind(client) as (...args: unknown[]) => unknown;
        const strip = (text: string) =>
          text.replace(ownFilter, (_, parameter: string) => {
            stripped++;
            return `(${parameter}::text is null or true)`;
          });
        client.query = ((first: unknown, ...rest: unknown[]) => {
          if (typeof first === "string") return query(strip(first), ...rest);
          const { text } = first as { text: string };
          return query({ ...(first as object), text: strip(text) }, ...rest);
        }) as typeof client.query;
        return client;
      },
    };
  });
  afterAll(() => w.close());

  const read = (path: string, cookie: string | undefined) => w.ask("GET", path, { cookie: cookie ?? "" });

  it.each(reading.map((route) => [keyOf(route), route] as const))("nothing foreign is read: %s", async (_, route) => {
    for (const ids of [ann.ids, bea.ids])
      for (const question of ["", "?search=canary", "?pageSize=50"]) {
        const { path } = callOf(route, ids);
        const reply = await read(
          path + (path.includes("?") ? question.replace("?", "&") : question),
          ann.cookies[route.door],
        );
        for (const text of [bea.tenantId, bea.canary, ...Object.values(bea.ids)].filter((text) => !path.includes(text)))
          expect(reply.text, `${path}${question}`).not.toContain(text);
        expect(reply.status, `${path}${question}`).toBeLessThan(500);
      }
  });

  it("and it is these filters that were taken out, of answers that have something to say", async () => {
    expect(stripped).toBeGreaterThan(reading.length);
    for (const path of ["/api/tenant/projects", "/api/tenant/activation-codes", "/api/tenant/projects/status"])
      expect((await read(path, ann.cookies.tenant)).text).toContain(ann.canary);
    // Whoever may see all does: the statements really have nothing left to choose by.
    expect(await w.query({ type: "platform" }, "select id from project")).toHaveLength(4);
  });
});
