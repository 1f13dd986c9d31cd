import type { Context, Hono } from "hono";
import { missing, Problem } from "../http/problem.ts";
import { parseListQuery } from "./query.ts";
import type { ApiRecord, Model, Resource } from "./resource.ts";
import { create, get, list, move, remove, update, type Work } from "./store.ts";

/** `/api/<path>` for every resource: translation only, the verbs are in `store.ts`. */
export function resourceRoutes(app: Hono, model: Model, workOf: (c: Context) => Work): void {
  /** JSON, or a form with files where records have some. */
  const body = (c: Context, resource: Resource, given: { empty?: unknown; present?: () => ApiRecord } = {}) => {
    const { files } = workOf(c);
    return files?.isUpload(c) ? files.apiBody(c, resource, given.present) : json(c, given.empty);
  };
  for (const resource of model.resources) {
    const base = `/api/${resource.path}`;
    const one = `${base}/:id`;

    app.get(base, (c) => c.json(list(workOf(c), resource, parseListQuery(resource, c.req.query()))));
    app.post(base, async (c) => {
      const record = create(workOf(c), resource, await body(c, resource));
      return c.json(record, 201, { Location: `${base}/${record.id}` });
    });
    app.all(base, () => notAllowed("GET, POST"));

    app.get(one, (c) => c.json(get(workOf(c), resource, idOf(c))));
    app.put(one, async (c) => c.json(update(workOf(c), resource, idOf(c), await body(c, resource), "whole")));
    app.patch(one, async (c) => {
      const given = await body(c, resource, { present: () => get(workOf(c), resource, idOf(c)) });
      return c.json(update(workOf(c), resource, idOf(c), given, "partial"));
    });
    app.delete(one, (c) => {
      remove(workOf(c), resource, idOf(c));
      return c.body(null, 204);
    });
    app.all(one, () => notAllowed("GET, PUT, PATCH, DELETE"));

    for (const action of resource.state?.moves ?? []) {
      app.post(`${one}/${action.action}`, async (c) =>
        c.json(
          move(
            workOf(c),
            resource,
            idOf(c),
            action,
            await body(c, resource, { empty: {}, present: () => get(workOf(c), resource, idOf(c)) }),
          ),
        ),
      );
      app.all(`${one}/${action.action}`, () => notAllowed("POST"));
    }
  }
}

/** Ids count from 1; anything else names no record. */
export function idOf(c: Context): number {
  const id = c.req.param("id") ?? "";
  if (!/^[1-9]\d{0,14}$/.test(id)) throw missing("record");
  return Number(id);
}

/** @throws Problem `body.malformed` when the body is not JSON; an empty one is `empty` where that makes sense */
export async function json(c: Context, empty?: unknown): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === "" && empty !== undefined) return empty;
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, "body.malformed", "The body is not valid JSON.", [
      { path: "", message: "Send a JSON object." },
    ]);
  }
}

export function notAllowed(methods: string): never {
  throw new Problem(405, "method.not_allowed", `Here only ${methods} can be used.`, [], { Allow: methods });
}
