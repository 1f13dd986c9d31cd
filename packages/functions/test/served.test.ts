import { describe, expect, it } from "vitest";
import { bundles, servedBy } from "../bundles.ts";
import { routes } from "../src/api/index.ts";
import type { Route } from "../src/edge/route.ts";

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

describe("which function answers a route", () => {
  const functions = bundles.filter(({ entry }) => entry.startsWith("src/http/"));

  it.each(functions.map(({ name, entry }) => [name, entry] as const))(
    "%s has exactly the routes whose paths lead to it",
    async (name, entry) => {
      const served = (await import(`../${entry}`)) as { routes: readonly Route[] };
      const wanted = routes.filter(({ path }) => servedBy(path) === name);
      expect(wanted.length).toBeGreaterThan(0);
      expect(served.routes.map(nameOf).sort()).toEqual(wanted.map(nameOf).sort());
    },
  );

  it("no route is without one", () => {
    const names = functions.map(({ name }) => String(name));
    expect(routes.filter(({ path }) => !names.includes(servedBy(path)))).toEqual([]);
  });
});
