import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { Problem } from "../http/problem.ts";
import { log } from "../log.ts";
import { textAt } from "../sync/deliver.ts";
import { receive } from "../sync/events.ts";
import { flowNamed, type Work } from "../sync/work.ts";
import { distrust } from "./signature.ts";

/**
 * `POST /webhooks/<flow>`: 202 once it is stored, 200 when it was stored before. Nothing is worked on here, so that the
 * sender is never kept waiting.
 */
export function webhookRoutes(app: Hono, work: Work, wake: () => void): void {
  app.post("/webhooks/:flow", async (c) => {
    const flow = flowNamed(work, c.req.param("flow"));
    const secret = flow && work.config.systems.get(flow.from)?.webhookSecret;
    const mapping = flow && work.mapping.systems[flow.from]?.webhook;
    if (!flow?.webhook || !secret || !mapping) throw new Problem(404, "flow.missing", "No webhook is expected here.");
    const body = await c.req.text();
    const why = distrust(c.req.raw.headers, body, mapping, secret);
    if (why) {
      log.warn("webhook.refused", { flow: flow.name, why });
      throw new Problem(401, "signature.refused", why);
    }
    const sourceId = textAt(readJson(body), mapping.id);
    if (sourceId === undefined)
      throw new Problem(400, "event.invalid", "The event doesn't name its record.", [
        { path: mapping.id, message: "This must be the id of the record." },
      ]);
    const eventId = c.req.header(mapping.eventHeader) || createHash("sha256").update(body).digest("hex");
    const isNew = receive(work, flow, eventId.slice(0, 200), sourceId);
    log.info("webhook.received", { flow: flow.name, isNew });
    if (isNew) wake();
    return c.json({ received: true, isNew }, isNew ? 202 : 200);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, "body.malformed", "The body is not valid JSON.", [
      { path: "", message: "Send a JSON object." },
    ]);
  }
}
