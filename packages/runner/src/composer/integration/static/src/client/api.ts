import { setTimeout as sleep } from "node:timers/promises";
import type { SystemSettings } from "../config.ts";
import type { Values } from "../flow/flow.ts";
import { type Resource, type SystemMapping, valueAt } from "../flow/mapping.ts";
import type { Auth } from "./auth.ts";
import { Malformed, Refused, Unauthorised } from "./errors.ts";
import type { Answer, Http, Request } from "./http.ts";

/** `next` continues after this page; undefined after the last one. */
export type Page = { items: unknown[]; next: string | undefined };

/** One system, as far as this service uses it. */
export type Api = {
  /** @param from the `next` of the page before; undefined for the first */
  page(resource: Resource, since: string | undefined, from: string | undefined): Promise<Page>;
  /** undefined when there is no such record. */
  read(resource: Resource, id: string): Promise<Values | undefined>;
  /** The record whose field has this value; undefined when there is none. */
  find(resource: Resource, field: string, value: string): Promise<Values | undefined>;
  /** @param key the same for the same record, so that the system can tell a repetition from a second one */
  create(resource: Resource, document: Values, key: string): Promise<Values>;
  change(resource: Resource, id: string, document: Values): Promise<Values>;
  /** Writes under an id of ours. */
  put(resource: Resource, id: string, document: Values): Promise<Values>;
  /** What isn't there any more is removed already. */
  remove(resource: Resource, id: string): Promise<void>;
};

type Call = Pick<Request, "method"> & { path: string; query?: Record<string, string>; document?: Values; key?: string };

export function createApi(
  label: string,
  settings: SystemSettings,
  mapping: SystemMapping,
  http: Http,
  auth: Auth,
): Api {
  const base = new URL(settings.baseUrl);
  const turn = spaced(mapping.maxPerSecond);

  async function send(url: URL, { method, document, key }: Omit<Call, "path">): Promise<Answer> {
    for (let renewed = false; ; renewed = true) {
      await turn();
      const answer = await http(label, {
        method,
        url,
        headers: {
          Accept: "application/json",
          ...(await auth.headers()),
          ...(document ? { "Content-Type": "application/json" } : {}),
          ...(key ? { "Idempotency-Key": key } : {}),
        },
        ...(document ? { body: JSON.stringify(document) } : {}),
        isRepeatable: method !== "POST" || key !== undefined,
      }).catch((error: unknown) => {
        throw error instanceof Refused && error.status === 403 ? new Unauthorised(error.message) : error;
      });
      if (answer.status !== 401) return answer;
      if (renewed || !auth.renew()) throw new Unauthorised(`${label} doesn't accept our credentials (401)`);
    }
  }

  const call = (request: Call) => {
    const url = new URL(settings.baseUrl + request.path);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
    return send(url, request);
  };

  async function record(request: Call): Promise<Values> {
    const { body } = await call(request);
    if (isRecord(body)) return body;
    throw new Malformed(`${label} answered ${request.method} ${request.path} without a record`);
  }

  return {
    async page(resource, since, from) {
      const { list } = mapping;
      const isLink = list.paging === "link";
      if (from !== undefined && isLink) return pageOf(await send(ownAddress(label, base, from), { method: "GET" }));
      const number = list.paging === "page" ? (from ?? "1") : from;
      const answer = await call({
        method: "GET",
        path: resource.path,
        query: {
          ...(list.sizeParameter ? { [list.sizeParameter]: String(list.size) } : {}),
          ...(since && list.sinceParameter ? { [list.sinceParameter]: since } : {}),
          ...(number === undefined || isLink || list.paging === "none" ? {} : { [list.parameter]: number }),
        },
      });
      return pageOf(answer, number);
    },

    async read(resource, id) {
      try {
        return await record({ method: "GET", path: `${resource.path}/${encodeURIComponent(id)}` });
      } catch (error) {
        if (error instanceof Refused && (error.status === 404 || error.status === 410)) return undefined;
        throw error;
      }
    },

    async find(resource, field, value) {
      const { items } = pageOf(await call({ method: "GET", path: resource.path, query: { [field]: value } }));
      // A system that doesn't know the parameter answers everything: what doesn't fit is not what was looked for.
      const wanted = value.toLowerCase();
      return items.filter(isRecord).find((item) => String(valueAt(item, field) ?? "").toLowerCase() === wanted);
    },

    async remove(resource, id) {
      try {
        await call({ method: "DELETE", path: `${resource.path}/${encodeURIComponent(id)}` });
      } catch (error) {
        if (!(error instanceof Refused && (error.status === 404 || error.status === 410))) throw error;
      }
    },

    create: (resource, document, key) => record({ method: "POST", path: resource.path, document, key }),
    change: (resource, id, document) => written(resource, mapping.write.method, id, document),
    put: (resource, id, document) => written(resource, "PUT", id, document),
  };

  /** Many systems answer a change with nothing; what is known is then the id. */
  async function written(resource: Resource, method: "PUT" | "PATCH", id: string, document: Values): Promise<Values> {
    const { body } = await call({ method, path: `${resource.path}/${encodeURIComponent(id)}`, document });
    return isRecord(body) ? body : { [resource.id]: id };
  }

  function pageOf(answer: Answer, number?: string): Page {
    const { list } = mapping;
    const items = list.items === "" ? answer.body : valueAt(answer.body, list.items);
    if (!Array.isArray(items)) throw new Malformed(`${label} answered a list without ${list.items || "records"}`);
    return { items, next: nextOf(answer, items.length, number) };
  }

  function nextOf({ headers, body }: Answer, count: number, number: string | undefined): string | undefined {
    const { list } = mapping;
    switch (list.paging) {
      case "cursor": {
        const next = valueAt(body, list.next);
        return typeof next === "string" || typeof next === "number" ? String(next) || undefined : undefined;
      }
      case "page":
        return count < list.size ? undefined : String(Number(number ?? 1) + 1);
      case "link": {
        const link = headers.get("Link")?.match(/<([^>]+)>\s*;[^,]*\brel="?next"?/)?.[1];
        return link === undefined ? undefined : new URL(link, base).href;
      }
      case "none":
        return undefined;
    }
  }
}

const isRecord = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An address that a system gave us. Our credentials go to no other host than its own. */
function ownAddress(label: string, base: URL, address: string): URL {
  const url = new URL(address, base);
  if (url.origin !== base.origin) throw new Malformed(`${label} sends us to ${url.origin} for the next page`);
  return url;
}

/** Waits until it is one's turn, so that no more requests leave a second than the system allows. */
function spaced(maxPerSecond: number | null): () => Promise<void> {
  let free = 0;
  return async () => {
    if (maxPerSecond === null) return;
    const now = Date.now();
    const mine = Math.max(now, free);
    free = mine + 1000 / maxPerSecond;
    if (mine > now) await sleep(mine - now);
  };
}
