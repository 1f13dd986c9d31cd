import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { type Context, Hono } from "hono";
import { log } from "../log.ts";
import { messagePage } from "../pages/message.ts";
import { pageRoutes } from "../pages/routes.ts";
import type { Work } from "../sync/work.ts";
import { webhookRoutes } from "../webhook/routes.ts";
import { apiRoutes } from "./api.ts";
import { openapi } from "./openapi.ts";
import { operatorOnly } from "./operator.ts";
import { Problem, problemResponse } from "./problem.ts";
import { limitBody, sameSiteOnly, secureHeaders } from "./security.ts";

const root = join(import.meta.dirname, "../..");
const assets = {
  "/_static/app.css": { type: "text/css; charset=utf-8", body: readFileSync(join(root, "public/app.css"), "utf8") },
  "/_static/icon.svg": { type: "image/svg+xml", body: readFileSync(join(root, "public/icon.svg"), "utf8") },
};

/** The service as one function from request to answer; it listens nowhere by itself. */
export function createApp(work: Work, wake: () => void): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    const tookMs = Math.round(performance.now() - started);
    log.info("request.answered", { method: c.req.method, path: c.req.path, status: c.res.status, tookMs });
  });
  app.use(secureHeaders);
  app.use(sameSiteOnly);
  app.use(limitBody());
  app.use(operatorOnly(work.config.OPERATOR_PASSWORD));

  app.get("/health", (c) => {
    work.db.get(sql`select 1`);
    return c.json({ status: "ok" });
  });
  const document = openapi(work);
  app.get("/openapi.json", (c) => c.json(document));
  for (const [path, { type, body }] of Object.entries(assets))
    app.get(path, (c) => c.body(body, 200, { "Content-Type": type, "Cache-Control": "public, max-age=300" }));

  webhookRoutes(app, work, wake);
  apiRoutes(app, work, wake);
  pageRoutes(app, work, wake);

  app.notFound((c) => refuse(c, new Problem(404, "route.missing", "There is nothing at this address.")));
  app.onError((error, c) => {
    if (error instanceof Problem) return refuse(c, error);
    log.error("request.crashed", error, { method: c.req.method, path: c.req.path });
    return refuse(c, new Problem(500, "server.failed", "Something went wrong on our side. It has been written down."));
  });
  return app;

  /** Programs get problem details, people a page. */
  function refuse(c: Context, problem: Problem): Response | Promise<Response> {
    const wantsPage = !/^\/(?:api|webhooks)\//.test(c.req.path) && (c.req.header("Accept") ?? "").includes("text/html");
    if (!wantsPage) return problemResponse(c, problem);
    for (const [name, value] of Object.entries(problem.headers)) c.header(name, value);
    return c.html(messagePage(work.integration, problem), problem.status as 400);
  }
}
