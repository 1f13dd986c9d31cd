import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { type Context, Hono } from "hono";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { log } from "../log.ts";
import { present, type User } from "../now.ts";
import type { View } from "../pages/layout.ts";
import { messagePage } from "../pages/message.ts";
import { pageRoutes } from "../pages/routes.ts";
import type { Report } from "../reports/report.ts";
import type { Files } from "../resource/files.ts";
import { reportRoutes } from "../reports/routes.ts";
import type { Model, Resource, Target } from "../resource/resource.ts";
import { resourceRoutes } from "../resource/routes.ts";
import type { Work } from "../resource/store.ts";
import { type Document, type FilesDocument, openapi, type Parts } from "./openapi.ts";
import { Problem, problemResponse } from "./problem.ts";
import { limitBody, sameSiteOnly, secureHeaders } from "./security.ts";

/** What this application is about: the part that differs from one to the next. */
export type Application = {
  title: string;
  description: string;
  resources: readonly Resource[];
  reports: readonly Report[];
  /** Signing in, for applications that ask for it. */
  access?: Access;
  /** E-mail about what happens to records, for applications that ask for it. */
  messages?: Messages;
  /** Files for spreadsheets, for applications that ask for them. */
  csv?(app: Hono, model: Model, workOf: (c: Context) => Work, viewOf: (c: Context) => View): void;
  /** Files of records, for applications whose records have some. */
  files?(db: Database, config: Config): Files & { document: FilesDocument };
};

/** How people are told by e-mail. */
export type Messages = {
  /** Where messages are shown. */
  path: string;
  visibleTo(user: User | null): boolean;
  document: Parts;
  /** Goes to work for the application while it runs. */
  open(application: Application, db: Database, model: Model, config: Config): Post;
};

/** What writes messages and sends them while the application runs. */
export type Post = {
  kept: NonNullable<Work["kept"]>;
  install(app: Hono, workOf: (c: Context) => Work, viewOf: (c: Context) => View): void;
  stop(): Promise<void>;
};

/** How requests get to have a person behind them. */
export type Access = {
  document: NonNullable<Document["access"]>;
  /** Accounts, for records that point at people who sign in. */
  target: Target;
  /** The page of all accounts, and who sees it. */
  accounts: { path: string; visibleTo(user: User): boolean };
  userOf(db: Database, c: Context): User | null;
  /** Guards everything that follows and adds its own routes. */
  install(app: Hono, db: Database, view: (c: Context) => View): void;
};

const root = join(import.meta.dirname, "../..");
const assets = {
  "/_static/app.css": { type: "text/css; charset=utf-8", body: readFileSync(join(root, "public/app.css"), "utf8") },
  "/_static/app.js": {
    type: "text/javascript; charset=utf-8",
    body: readFileSync(join(root, "public/app.js"), "utf8"),
  },
  "/_static/icon.svg": { type: "image/svg+xml", body: readFileSync(join(root, "public/icon.svg"), "utf8") },
};

/** The application as one function from request to answer; it listens nowhere by itself. */
export function createApp(
  application: Application,
  { db, model, files }: Pick<Work, "db" | "model"> & { files?: ReturnType<NonNullable<Application["files"]>> },
  config: Pick<Config, "TIME_ZONE">,
  post?: Post,
): Hono {
  const { access, messages } = application;
  const app = new Hono();
  const workOf = (c: Context): Work => ({
    db,
    model,
    files,
    now: present(config.TIME_ZONE, access?.userOf(db, c) ?? null),
    kept: post?.kept,
  });
  const viewOf = (c: Context): View => {
    const { now } = workOf(c);
    const accounts = access && now.user && access.accounts.visibleTo(now.user) ? access.accounts.path : undefined;
    return {
      title: application.title,
      description: application.description,
      model,
      reports: application.reports,
      now,
      path: c.req.path,
      accounts,
      messages: messages?.visibleTo(now.user) ? messages.path : undefined,
    };
  };

  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    const tookMs = Math.round(performance.now() - started);
    log.info("request.answered", { method: c.req.method, path: c.req.path, status: c.res.status, tookMs });
  });
  app.use(secureHeaders);
  app.use(sameSiteOnly);
  app.use(limitBody(files));

  app.get("/health", (c) => {
    db.get(sql`select 1`);
    return c.json({ status: "ok" });
  });
  const document = openapi({
    ...application,
    model,
    access: access?.document,
    messages: messages?.document,
    files: files?.document,
  });
  app.get("/openapi.json", (c) => c.json(document));
  for (const [path, { type, body }] of Object.entries(assets))
    app.get(path, (c) => c.body(body, 200, { "Content-Type": type, "Cache-Control": "public, max-age=300" }));

  access?.install(app, db, viewOf);
  application.csv?.(app, model, workOf, viewOf);
  files?.routes(app, model, workOf);
  post?.install(app, workOf, viewOf);
  reportRoutes(app, application.reports, workOf);
  resourceRoutes(app, model, workOf);
  pageRoutes(app, model, application.reports, workOf, viewOf);

  app.notFound((c) => refuse(c, new Problem(404, "route.missing", "There is nothing at this address.")));
  app.onError((error, c) => {
    if (error instanceof Problem) return refuse(c, error);
    log.error("request.failed", error, { method: c.req.method, path: c.req.path });
    return refuse(c, new Problem(500, "server.failed", "Something went wrong on our side. It has been written down."));
  });
  return app;

  /** Programs get problem details, people a page. */
  function refuse(c: Context, problem: Problem): Response | Promise<Response> {
    const wantsPage = !c.req.path.startsWith("/api/") && (c.req.header("Accept") ?? "").includes("text/html");
    return wantsPage ? c.html(messagePage(viewOf(c), problem), problem.status as 400) : problemResponse(c, problem);
  }
}
