import { createHash } from "node:crypto";
import { verb } from "@q2o/core/base";
import { Db } from "@q2o/core/db";
import { Ports } from "@q2o/core/ports";
import { sql } from "drizzle-orm";
import * as z from "zod";
import type { describe } from "../edge/openapi.ts";
import { at, type Route } from "../edge/route.ts";

const get = at("public");
const Nothing = z.object({});
type Document = ReturnType<typeof describe>;

const health = verb({ as: ["public"], input: Nothing }, () =>
  Db.tx(async () => {
    await Db.use().execute(sql`select 1`);
    return { status: "ok" };
  }),
);

/** Health, and the description of all routes, these included. */
export function meta(others: readonly Route[]): Route[] {
  // Loaded when asked for: schemas of the whole API are a document, not a part of every answer.
  const document = verb(
    { as: ["public"], input: Nothing },
    async (): Promise<Document> =>
      (await import("../edge/openapi.ts")).describe([...routes, ...others], Ports.use().siteUrl),
  );
  const docs = verb({ as: ["public"], input: Nothing }, async () => {
    const { paths } = await document({});
    return (await import("./docs.ts")).page(paths);
  });
  const routes: Route[] = [
    get("get /api/health", { summary: "Whether it works", verb: health, reply: z.object({ status: z.literal("ok") }) }),
    get("get /api/openapi.json", {
      summary: "This API as OpenAPI 3.1",
      verb: document,
      reply: z.looseObject({ openapi: z.string() }),
    }),
    get("get /api/docs", {
      summary: "This API, to read",
      verb: docs,
      reply: z.string(),
      answer: ({ html, style }) => ({
        body: html,
        headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policyFor(style) },
      }),
    }),
  ];
  return routes;
}

/** Nothing runs in this page, and only its own style applies. */
const policyFor = (style: string) =>
  `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; frame-ancestors 'none'`;
