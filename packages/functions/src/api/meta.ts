import { createHash } from "node:crypto";
import { verb } from "@q2o/core/base";
import { Ports } from "@q2o/core/ports";
import * as z from "zod";
import type { describe } from "../edge/openapi.ts";
import { at, type Route } from "../edge/route.ts";

const get = at("public");
const Nothing = z.object({});
type Document = ReturnType<typeof describe>;

/** The description of all routes, these included. */
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
    get("get /api/openapi.json", {
      summary: "This API as OpenAPI 3.1",
      verb: document,
      reply: z.looseObject({ openapi: z.string() }),
    }),
    get("get /api/docs", {
      summary: "This API, to read",
      verb: docs,
      reply: z.string(),
      type: "text/html",
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
