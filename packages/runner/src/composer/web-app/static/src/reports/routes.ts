import type { Context, Hono } from "hono";
import { notAllowed } from "../resource/routes.ts";
import type { Work } from "../resource/store.ts";
import { type Report, run } from "./report.ts";

export function reportRoutes(app: Hono, reports: readonly Report[], workOf: (c: Context) => Work): void {
  for (const report of reports) {
    app.get(`/api/reports/${report.name}`, (c) => c.json(run(workOf(c), report)));
    app.all(`/api/reports/${report.name}`, () => notAllowed("GET"));
  }
}
