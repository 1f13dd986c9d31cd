import type { Hono } from "hono";
import { idOf, retryAll, retryOne } from "../http/api.ts";
import { missing } from "../http/problem.ts";
import { enqueue } from "../sync/sync.ts";
import { flowNamed, type Work } from "../sync/work.ts";
import { failuresPage, overviewPage, syncsPage } from "./overview.ts";

/** The pages, and the buttons on them: they do what the API does, then lead back. */
export function pageRoutes(app: Hono, work: Work, wake: () => void): void {
  app.get("/", (c) => c.html(overviewPage(work, c.req.query("done"))));
  app.get("/failures", (c) => c.html(failuresPage(work, c.req.query("page"), c.req.query("done"))));
  app.get("/syncs", (c) => c.html(syncsPage(work, c.req.query("page"))));

  app.post("/flows/:flow/sync", (c) => {
    const flow = flowNamed(work, c.req.param("flow"));
    if (!flow) throw missing("flow");
    const isNew = enqueue(work, flow, "request") !== undefined;
    wake();
    return c.redirect(`/?done=${isNew ? "asked" : "busy"}`, 303);
  });
  app.post("/failures/retry", (c) => {
    retryAll(work, wake);
    return c.redirect("/failures?done=retried", 303);
  });
  app.post("/failures/:id/retry", (c) => {
    retryOne(work, idOf(c, "failure"), wake);
    return c.redirect("/failures?done=retried", 303);
  });
}
