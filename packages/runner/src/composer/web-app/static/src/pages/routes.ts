import type { Context, Hono } from "hono";
import { Problem } from "../http/problem.ts";
import type { Report } from "../reports/report.ts";
import { parseListQuery } from "../resource/query.ts";
import type { Model, Resource } from "../resource/resource.ts";
import { idOf } from "../resource/routes.ts";
import { demand, may } from "../resource/rights.ts";
import { create, get, hold, move, remove, update, type Work } from "../resource/store.ts";
import { dashboardPage } from "./dashboard.ts";
import { deletePage, detailPage } from "./detail.ts";
import { askedAgain, formPage, fromForm, sentBy } from "./form.ts";
import type { View } from "./layout.ts";
import { listPage } from "./list.ts";
import { reportPage } from "./report.ts";
import { nameOf } from "./table.ts";

/** The pages for people. They call the same verbs as the API and show the same refusals. */
export function pageRoutes(
  app: Hono,
  model: Model,
  reports: readonly Report[],
  workOf: (c: Context) => Work,
  viewOf: (c: Context) => View,
): void {
  app.get("/", (c) => c.html(dashboardPage(viewOf(c), workOf(c), c.req.query("done"))));
  for (const report of reports)
    app.get(`/reports/${report.name}`, (c) => c.html(reportPage(viewOf(c), workOf(c), report)));
  for (const resource of model.resources) resourcePages(app, resource, workOf, viewOf);
}

function resourcePages(
  app: Hono,
  resource: Resource,
  workOf: (c: Context) => Work,
  viewOf: (c: Context) => View,
): void {
  const base = `/${resource.path}`;
  const one = `${base}/:id{[0-9]+}`;

  app.get(base, (c) => {
    const { done: _, ...given } = c.req.query();
    try {
      return c.html(listPage(viewOf(c), workOf(c), resource, parseListQuery(resource, given), c.req.query()));
    } catch (error) {
      const problem = refusal(error);
      const words = problem.errors.map(({ path, message }) => `${path}: ${message}`).join(" ");
      return c.html(
        listPage(viewOf(c), workOf(c), resource, parseListQuery(resource, {}), {}, words),
        problem.status as 400,
      );
    }
  });

  app.get(`${base}/new`, (c) => {
    demand(workOf(c).now, resource, "create");
    const defaults = Object.fromEntries(Object.entries(resource.fields).map(([name, field]) => [name, field.default]));
    const values = { ...defaults, ...known(fromForm(resource, c.req.query())) };
    return c.html(formPage(viewOf(c), workOf(c), resource, { name: "", values, errors: [] }));
  });
  app.post(base, async (c) => {
    const values = await sentBy(c, workOf(c), resource);
    try {
      const work = workOf(c);
      const { id } = create(work, resource, values);
      return c.redirect(may(work.now, resource, "see") ? `${base}/${id}?done=created` : "/?done=kept", 303);
    } catch (error) {
      const problem = refusal(error);
      const form = { name: "", ...askedAgain(resource, values, problem.errors), problem: said(problem) };
      return c.html(formPage(viewOf(c), workOf(c), resource, form), problem.status as 400);
    }
  });

  app.get(one, (c) =>
    c.html(
      detailPage(viewOf(c), workOf(c), resource, get(workOf(c), resource, idOf(c)), { done: c.req.query("done") }),
    ),
  );

  app.get(`${one}/edit`, (c) => {
    const record = hold(workOf(c), resource, idOf(c), "change");
    return c.html(
      formPage(viewOf(c), workOf(c), resource, { id: record.id, name: nameOf(record), values: record, errors: [] }),
    );
  });
  app.post(`${one}/edit`, async (c) => {
    const record = hold(workOf(c), resource, idOf(c), "change");
    const values = await sentBy(c, workOf(c), resource);
    try {
      update(workOf(c), resource, record.id, values, "whole");
      return c.redirect(`${base}/${record.id}?done=changed`, 303);
    } catch (error) {
      const problem = refusal(error);
      const again = askedAgain(resource, values, problem.errors, record);
      const form = { id: record.id, name: nameOf(record), ...again, problem: said(problem) };
      return c.html(formPage(viewOf(c), workOf(c), resource, form), problem.status as 400);
    }
  });

  app.get(`${one}/delete`, (c) => c.html(deletePage(viewOf(c), resource, hold(workOf(c), resource, idOf(c), "delete"))));
  app.post(`${one}/delete`, (c) => {
    const record = hold(workOf(c), resource, idOf(c), "delete");
    try {
      remove(workOf(c), resource, record.id);
      return c.redirect(`${base}?done=deleted`, 303);
    } catch (error) {
      const problem = refusal(error);
      return c.html(deletePage(viewOf(c), resource, record, problem.message), problem.status as 400);
    }
  });

  for (const action of resource.state?.moves ?? []) {
    app.post(`${one}/move/${action.action}`, async (c) => {
      const values = await sentBy(c, workOf(c), resource, action.asks);
      try {
        move(workOf(c), resource, idOf(c), action, values);
        return c.redirect(`${base}/${idOf(c)}?done=moved`, 303);
      } catch (error) {
        const problem = refusal(error);
        const before = get(workOf(c), resource, idOf(c));
        const again = askedAgain(resource, values, problem.errors, before);
        return c.html(
          detailPage(viewOf(c), workOf(c), resource, { ...before, ...again.values }, {
            problem: problem.message,
            errors: again.errors,
          }),
          problem.status as 400,
        );
      }
    });
  }
}

/** A refusal to show; anything else is a fault and goes on to the error door. */
function refusal(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}

const said = (problem: Problem) => (problem.status === 400 ? "Please look at the marked fields." : problem.message);

const known = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== false));
