import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { Problem } from "../http/problem.ts";
import { type Html, layout, trail, type View } from "../pages/layout.ts";
import { parseListQuery } from "../resource/query.ts";
import type { Model, Resource } from "../resource/resource.ts";
import { demand, titleOf } from "../resource/rights.ts";
import { notAllowed } from "../resource/routes.ts";
import type { Work } from "../resource/store.ts";
import { exportCsv } from "./export.ts";
import { importCsv } from "./import.ts";

/** Lists as files for spreadsheets, and back. These addresses come before those of single records. */
export function csvRoutes(
  app: Hono,
  model: Model,
  workOf: (c: Context) => Work,
  viewOf: (c: Context) => View,
): void {
  for (const resource of model.resources) {
    const base = `/api/${resource.path}`;
    if (resource.csv?.includes("export")) {
      app.get(`${base}/export.csv`, (c) => {
        const { page: _, pageSize: __, ...given } = c.req.query();
        return c.body(exportCsv(workOf(c), resource, parseListQuery(resource, given)), 200, {
          "Content-Type": "text/csv; charset=utf-8",
          "Content-Disposition": `attachment; filename="${resource.path}.csv"`,
        });
      });
      app.all(`${base}/export.csv`, () => notAllowed("GET"));
    }
    if (!resource.csv?.includes("import")) continue;
    app.post(`${base}/import`, async (c) => c.json(importCsv(workOf(c), resource, await c.req.text()), 201));
    app.all(`${base}/import`, () => notAllowed("POST"));
    app.get(`/${resource.path}/import`, (c) => {
      demand(workOf(c).now, resource, "create");
      return c.html(importPage(viewOf(c), resource));
    });
    app.post(`/${resource.path}/import`, async (c) => {
      const { file } = await c.req.parseBody();
      try {
        importCsv(workOf(c), resource, file instanceof File ? await file.text() : "");
        return c.redirect(`/${resource.path}?done=imported`, 303);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return c.html(importPage(viewOf(c), resource, error), error.status as 400);
      }
    });
  }
}

/** Asks for a file, and says of each row what is wrong with it. */
function importPage(view: View, resource: Resource, problem?: Problem): Html {
  const base = `/${resource.path}`;
  const heading = `Import ${resource.plural.toLowerCase()}`;
  const columns = Object.values(resource.fields).filter((field) => !field.readOnly && field.kind !== "file");
  return layout(
    view,
    heading,
    html`${trail([["Overview", "/"], [titleOf(view.now, resource), base], ["Import"]])}
    <h1>${heading}</h1>
    ${
      problem
        ? html`<div class="alert" role="alert"><p>${problem.message}</p>
      <ul>${problem.errors.map(({ path, message }) => html`<li>${path}: ${message}</li>`)}</ul></div>`
        : ""
    }
    <p>A CSV file, as spreadsheets save it. The first row names the columns: ${columns.map(({ label }) => label).join(", ")}. Either every row is imported or none.</p>
    <form class="record" method="post" action="${base}/import" enctype="multipart/form-data">
      <div class="field"><label for="file">File</label><input id="file" type="file" name="file" accept=".csv,text/csv" required></div>
      <div class="actions"><button>Import</button><a class="button quiet" href="${base}">Cancel</a></div>
    </form>`,
  );
}
