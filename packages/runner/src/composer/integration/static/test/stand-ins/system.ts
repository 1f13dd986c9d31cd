import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Values } from "../../src/flow/flow.ts";
import { type SystemMapping, valueAt } from "../../src/flow/mapping.ts";

/** A request as it arrived. `at` is milliseconds of a clock that only goes forward. */
export type Seen = {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Values;
  key?: string;
  status: number;
  at: number;
};

/** What goes wrong, and for how many requests. `status` 0 cuts the line, -1 never answers, `body` replaces the answer. */
export type Fault = {
  times: number;
  /** So many requests that fit are spared first. */
  after?: number;
  status: number;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The request is carried out all the same, and only its answer is lost. */
  isDone?: boolean;
};

/**
 * A stand-in for one system: a real HTTP server with OAuth 2, paging, Idempotency-Key, and faults on command. It
 * speaks what `mapping.json` says that the system speaks.
 */
export type StandIn = {
  url: string;
  /** Records by the name of their resource, in the order in which they came. */
  all(resource: string): Values[];
  put(resource: string, document: Values): Values;
  /** Changes a record as its users would. */
  edit(resource: string, id: string, changes: Values): void;
  /** Takes a record away as its users would. */
  remove(resource: string, id: string): void;
  requests: Seen[];
  fail(fault: Fault): void;
  /** Whatever was to go wrong no longer does. */
  heal(): void;
  /** Tokens that were given out are no longer accepted. */
  expireTokens(): void;
  /** How often a token was given out. */
  tokens(): number;
  /** Signs and sends a webhook as this system would; `changes` spoils it. */
  notify(
    address: string,
    id: string,
    changes?: { secret?: string; timestamp?: number; eventId?: string; body?: string },
  ): Promise<number>;
  stop(): Promise<void>;
};

export const standInSecrets = {
  clientId: "stand-in-client",
  clientSecret: "stand-in-password",
  refreshToken: "stand-in-refresh-0",
  apiKey: "stand-in-key-for-programs",
  webhookSecret: "stand-in-webhook-signing",
};

export async function startStandIn(mapping: SystemMapping): Promise<StandIn> {
  const records = new Map(Object.keys(mapping.resources).map((name) => [name, [] as Values[]]));
  const byKey = new Map<string, Values>();
  const requests: Seen[] = [];
  const faults: Fault[] = [];
  let tokens = new Set<string>();
  let refreshToken = standInSecrets.refreshToken;
  let given = 0;
  let changes = 0;
  let made = 0;
  /** Every change happens a second after the one before, long ago. */
  const tick = () => {
    changes += 1;
    return new Date(Date.UTC(2026, 0, 1) + changes * 1000).toISOString();
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const text = await textOf(request);
    const body = parse(text);
    const method = request.method ?? "GET";
    const query = Object.fromEntries(url.searchParams);
    const key = String(request.headers["idempotency-key"] ?? "") || undefined;
    const seen: Seen = {
      method,
      path: url.pathname,
      query,
      body,
      ...(key ? { key } : {}),
      status: 0,
      at: performance.now(),
    };
    requests.push(seen);
    const fault = faultFor(method, url.pathname);
    const answer = !fault || fault.isDone ? answerTo(method, url, body, text, request, key) : undefined;
    if (fault?.status === 0) request.socket.destroy();
    if (fault && fault.status <= 0) return;
    const { status, headers, json } = fault
      ? {
          status: fault.status,
          headers: fault.headers,
          json: fault.body ?? JSON.stringify({ message: "Out of order" }),
        }
      : { status: answer?.status ?? 500, headers: answer?.headers, json: JSON.stringify(answer?.body ?? {}) };
    seen.status = status;
    send(response, status, json, headers);
  });

  function faultFor(method: string, path: string): Fault | undefined {
    const isToken = path === mapping.oauth.tokenPath;
    const fault = faults.find(
      (each) =>
        each.times > 0 && (each.method ?? method) === method && (each.path ? path.startsWith(each.path) : !isToken),
    );
    if (!fault) return undefined;
    if (fault.after) {
      fault.after -= 1;
      return undefined;
    }
    fault.times -= 1;
    return fault;
  }

  type Reply = { status: number; body: unknown; headers?: Record<string, string> };

  function answerTo(
    method: string,
    url: URL,
    body: Values,
    text: string,
    request: IncomingMessage,
    key: string | undefined,
  ): Reply {
    if (url.pathname === mapping.oauth.tokenPath) return tokenFor(request, new URLSearchParams(text));
    if (!isKnown(request)) return { status: 401, body: { message: "Who is asking?" } };
    const [, name, id] = route(url.pathname) ?? [];
    const resource = name === undefined ? undefined : mapping.resources[name];
    const own = name === undefined ? undefined : records.get(name);
    if (!resource || !own) return { status: 404, body: { message: "There is no such address" } };
    const found = id === undefined ? undefined : own.find((each) => String(each[resource.id]) === id);
    if (method === "GET" && id === undefined) return pageOf(own, resource.updatedAt, url);
    if (method === "GET") return found ? { status: 200, body: found } : { status: 404, body: { message: "Not found" } };
    if (method === "POST" && id === undefined) {
      const before = key === undefined ? undefined : byKey.get(key);
      if (before) return { status: 200, body: before };
      const made = insert(name ?? "", body);
      if (key !== undefined) byKey.set(key, made);
      return { status: 201, body: made };
    }
    if (method === "PUT" && id !== undefined && !found)
      return { status: 201, body: insert(name ?? "", { ...body, [resource.id]: id }) };
    if (method === "DELETE" && found) {
      own.splice(own.indexOf(found), 1);
      return { status: 204, body: {} };
    }
    if ((method === "PUT" || method === "PATCH") && found) {
      touch(found, body, resource.updatedAt);
      return { status: 200, body: found };
    }
    return found ? { status: 405, body: { message: "Not allowed" } } : { status: 404, body: { message: "Not found" } };
  }

  function route(path: string): [string, string, string | undefined] | undefined {
    for (const [name, { path: base }] of Object.entries(mapping.resources)) {
      if (path === base) return [path, name, undefined];
      if (path.startsWith(`${base}/`)) return [path, name, decodeURIComponent(path.slice(base.length + 1))];
    }
    return undefined;
  }

  function tokenFor(request: IncomingMessage, form: URLSearchParams): Reply {
    const { clientId, clientSecret } = standInSecrets;
    const expected = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    const isRefresh = form.get("grant_type") === "refresh_token";
    if (request.headers.authorization !== expected || (isRefresh && form.get("refresh_token") !== refreshToken))
      return { status: 401, body: { error: "invalid_client" } };
    given += 1;
    const token = randomUUID();
    tokens.add(token);
    if (isRefresh) refreshToken = `stand-in-refresh-${given}`;
    return {
      status: 200,
      body: {
        access_token: token,
        token_type: "Bearer",
        expires_in: 3600,
        ...(isRefresh ? { refresh_token: refreshToken } : {}),
      },
    };
  }

  function isKnown({ headers }: IncomingMessage): boolean {
    const { header, prefix } = mapping.apiKey;
    if (headers[header.toLowerCase()] === `${prefix}${standInSecrets.apiKey}`) return true;
    return tokens.has(String(headers.authorization ?? "").replace(/^Bearer /, ""));
  }

  function pageOf(own: readonly Values[], updatedAt: string | null, url: URL): Reply {
    const { list } = mapping;
    const paging = new Set([list.sizeParameter, list.parameter, list.sinceParameter, "offset"]);
    const since = url.searchParams.get(list.sinceParameter);
    const fitting = own.filter(
      (each) =>
        (!since || updatedAt === null || String(valueAt(each, updatedAt)) >= since) &&
        [...url.searchParams].every(([name, value]) => paging.has(name) || String(valueAt(each, name) ?? "") === value),
    );
    const size = Number(url.searchParams.get(list.sizeParameter)) || list.size;
    const offset = offsetOf(url, size);
    const items = fitting.slice(offset, offset + size);
    const hasMore = offset + size < fitting.length;
    const next = new URL(url.pathname + url.search, address());
    next.searchParams.set("offset", String(offset + size));
    return {
      status: 200,
      body:
        list.items === ""
          ? items
          : nest(
              list.items,
              items,
              list.paging === "cursor" ? [list.next, hasMore ? `after-${offset + size}` : null] : undefined,
            ),
      ...(list.paging === "link" && hasMore ? { headers: { Link: `<${next.href}>; rel="next"` } } : {}),
    };
  }

  function offsetOf(url: URL, size: number): number {
    const { paging, parameter } = mapping.list;
    if (paging === "link") return Number(url.searchParams.get("offset") ?? 0);
    const asked = url.searchParams.get(parameter);
    if (paging === "page") return (Number(asked ?? 1) - 1) * size;
    return Number(asked?.replace("after-", "") ?? 0);
  }

  function insert(name: string, document: Values): Values {
    const resource = mapping.resources[name];
    const own = records.get(name);
    if (!resource || !own) throw new Error(`There is no resource ${name}`);
    made += 1;
    const record = { [resource.id]: String(1000 + made), ...document };
    touch(record, {}, resource.updatedAt);
    own.push(record);
    return record;
  }

  function touch(document: Values, changed: Values, updatedAt: string | null): void {
    Object.assign(document, changed);
    if (updatedAt !== null && changed[updatedAt] === undefined) document[updatedAt] = tick();
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: address(),
    all: (resource) => records.get(resource) ?? [],
    put: insert,
    edit(name, id, changed) {
      const resource = mapping.resources[name];
      const found = records.get(name)?.find((each) => resource && String(each[resource.id]) === id);
      if (!resource || !found) throw new Error(`There is no ${name} ${id}`);
      touch(found, changed, resource.updatedAt);
    },
    remove(name, id) {
      const resource = mapping.resources[name];
      const own = records.get(name) ?? [];
      const at = own.findIndex((each) => resource && String(each[resource.id]) === id);
      if (at < 0) throw new Error(`There is no ${name} ${id}`);
      own.splice(at, 1);
    },
    requests,
    fail: (fault) => faults.push({ ...fault }),
    heal: () => faults.splice(0),
    expireTokens() {
      tokens = new Set();
    },
    tokens: () => given,
    async notify(to, id, { secret, timestamp, eventId, body } = {}) {
      const { webhook } = mapping;
      const text = body ?? JSON.stringify(nest(webhook.id, id));
      const stamp = String(Math.floor(timestamp ?? Date.now() / 1000));
      const signed = webhook.timestampHeader ? `${stamp}.${text}` : text;
      const signature = createHmac("sha256", secret ?? standInSecrets.webhookSecret)
        .update(signed)
        .digest(webhook.encoding);
      const answer = await fetch(to, {
        method: "POST",
        body: text,
        headers: {
          "Content-Type": "application/json",
          [webhook.signatureHeader]: webhook.prefix + signature,
          ...(webhook.timestampHeader ? { [webhook.timestampHeader]: stamp } : {}),
          [webhook.eventHeader]: eventId ?? randomUUID(),
        },
      });
      await answer.body?.cancel();
      return answer.status;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function parse(text: string): Values {
  try {
    return JSON.parse(text) as Values;
  } catch {
    return {};
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(status === 204 ? undefined : body);
}

/** `data.id` as `{ data: { id: … } }`, with a neighbour when one is given. */
function nest(place: string, value: unknown, neighbour?: [place: string, value: unknown]): Values {
  const made = place.split(".").reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Values;
  return neighbour ? { ...made, ...nest(neighbour[0], neighbour[1]) } : made;
}
