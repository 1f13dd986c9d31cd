import type { Context, Hono } from "hono";
import { notAllowed } from "../resource/routes.ts";
import type { Work } from "../resource/store.ts";
import { invalid } from "../http/problem.ts";
import { type Report, run } from "./report.ts";

export function reportRoutes(app: Hono, reports: readonly Report[], workOf: (c: Context) => Work): void {
  for (const report of reports) {
    app.get(`/api/reports/${report.name}`, (c) => c.json(run(workOf(c), report, topOf(report, c.req.query("top")))));
    app.all(`/api/reports/${report.name}`, () => notAllowed("GET"));
  }
}

/** @throws Problem `input.invalid` */
function topOf({ ranked }: Report, given: string | undefined): number | undefined {
  if (!ranked?.top || given === undefined || given === "") return ranked?.top;
  const top = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (top < 1 || top > 1_000) throw invalid([{ path: "top", message: "Use a whole number from 1 to 1000." }]);
  return top;
}
