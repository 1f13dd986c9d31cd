import { Actor } from "@q2o/core/actor";
import { Failure, log, newId, withLogContext } from "@q2o/core/base";
import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { type Doors, enter, mustComeFromSite, strangerOf } from "./door.ts";
import { etagOfBody, etagOfLive, isKnown } from "./etag.ts";
import { once } from "./idempotency.ts";
import { problem, refuse } from "./problem.ts";
import type { Answer, Route } from "./route.ts";
import { siteHeaders } from "./site-headers.ts";

/** More than any honest request has: two hundred reports with a log line each. */
const maxBodyBytes = 1_200_000;

/** All routes as one application. What is unknown or broken is answered in the same shape as any refusal. */
export function application(routes: readonly Route[], doors: Doors = {}): Hono {
  const app = new Hono();
  for (const route of routes)
    app.on(route.method.toUpperCase(), route.path.replace(/\{(\w+)\}/g, ":$1"), (c) => serve(route, doors, c));
  app.notFound((c) => withRequest(c, "unknown", async () => unknown(routes, c)));
  app.onError((error, c) => send(refuse(error), c));
  return app;
}

const serve = (route: Route, doors: Doors, c: Context): Promise<Response> =>
  withRequest(c, route.path, async () => {
    const header = (name: string) => c.req.header(name);
    mustComeFromSite(c.req.method, header);
    const entered = await enter(route, header, strangerOf(header, sourceIpOf(c)), doors);
    const etag = route.isLive ? etagOfLive(c.req.url, entered) : undefined;
    if (etag && isKnown(etag, header("if-none-match"))) return unchanged(etag);
    const body = await bodyOf(c, route);
    const input = { ...(route.method === "get" ? c.req.query() : readJson(body)), ...c.req.param() };
    const answer = async () => withEtag(await route.call(input, { accept: header("accept") ?? "" }), etag);
    const key = header("idempotency-key");
    return Actor.provide(entered.actor, () =>
      key !== undefined && route.method === "post" && route.door !== "runner"
        ? once({ key, body, method: route.method, path: c.req.path }, answer)
        : answer(),
    );
  });

const unchanged = (etag: string): Answer => ({ status: 304, headers: { etag, "cache-control": "private, no-cache" } });

const withEtag = (answer: Answer, etag: string | undefined): Answer =>
  etag === undefined ? answer : { ...answer, headers: { ...answer.headers, etag } };

async function withRequest(c: Context, route: string, work: () => Promise<Answer>): Promise<Response> {
  const requestId = requestIdOf(c);
  return withLogContext({ requestId, route }, async () => {
    const began = performance.now();
    const answer = await work().catch(refuse);
    log.info("http.answered", {
      method: c.req.method,
      status: answer.status,
      tookMs: Math.round(performance.now() - began),
    });
    const response = send(answer, c);
    response.headers.set("x-request-id", requestId);
    return response;
  });
}

/** An answer is data: nothing of it runs, is framed, or is read by a page elsewhere. */
const always = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": siteHeaders["strict-transport-security"],
  "x-content-type-options": "nosniff",
};

function send({ status, body, headers = {}, cookie }: Answer, c: Context): Response {
  const response = new Headers({ ...always, ...headers });
  if (cookie) response.append("set-cookie", cookie);
  if (body === undefined) return new Response(null, { status, headers: response });
  const text = typeof body === "string" || isBytes(body) ? body : JSON.stringify(body);
  if (!response.has("content-type")) response.set("content-type", "application/json");
  if (status !== 200 || !isReading(c)) return new Response(text, { status, headers: response });
  // Who asks again for what has not changed gets a header.
  const etag = response.get("etag") ?? etagOfBody(text);
  response.set("etag", etag);
  response.set("cache-control", "private, no-cache");
  if (isKnown(etag, c.req.header("if-none-match"))) return new Response(null, { status: 304, headers: response });
  return new Response(text, { status, headers: response });
}

const isBytes = (body: unknown): body is Uint8Array<ArrayBuffer> => body instanceof Uint8Array;

/** HEAD is answered as GET, without the body. */
const isReading = (c: Context) => c.req.method === "GET" || c.req.method === "HEAD";

/** @throws Failure `input.too_large` */
async function bodyOf(c: Context, route: Route): Promise<string> {
  if (route.method === "get") return "";
  const body = await c.req.text();
  if (Buffer.byteLength(body) > maxBodyBytes)
    throw new Failure("too_large", "input.too_large", "The request is too large.");
  return body;
}

/** Deeper than anything that we take; what is nested without end must not cost a stack. */
const maxDepth = 16;

function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (sign === "[" || sign === "{") deepest = Math.max(deepest, ++depth);
    else if (sign === "]" || sign === "}") depth--;
  }
  return deepest;
}

/** @throws Failure `input.malformed`, `input.too_deep` */
function readJson(body: string): object {
  if (body.trim() === "") return {};
  if (depthOf(body) > maxDepth)
    throw new Failure("invalid", "input.too_deep", `The body is nested more than ${maxDepth} levels deep.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw malformed("The body is not JSON.");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw malformed("The body is not a JSON object.");
  return parsed;
}

const malformed = (message: string) =>
  new Failure("invalid", "input.malformed", message, { errors: [{ path: "", message }] });

function unknown(routes: readonly Route[], c: Context): Answer {
  const here = routes.filter(({ path }) => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`).test(c.req.path));
  if (here.length === 0) return problem(404, "route.missing", "There is nothing here.");
  const methods = here.map(({ method }) => method.toUpperCase());
  if (c.req.method === "OPTIONS")
    // What can be done here, and no word that lets another site's page do it.
    return {
      status: 204,
      headers: { allow: [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ") },
    };
  const allow = methods.join(", ");
  const answer = problem(405, "route.method", `Only ${allow} can be done here.`);
  return { ...answer, headers: { ...answer.headers, allow } };
}

type Gateway = { requestContext?: { requestId?: string; http?: { sourceIp?: string } } };

/** The event that API Gateway gave, where there is one. */
const gatewayOf = (c: Context): Gateway | undefined => (c.env as { event?: Gateway } | undefined)?.event;

const requestIdOf = (c: Context): string => gatewayOf(c)?.requestContext?.requestId ?? newId("event");
const sourceIpOf = (c: Context) => gatewayOf(c)?.requestContext?.http?.sourceIp;
