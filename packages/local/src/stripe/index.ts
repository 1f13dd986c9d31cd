export * as Stripe from "./index.ts";
export { Refusal } from "./refusal.ts";

import { randomBytes } from "node:crypto";
import { readBody, serve } from "../http/index.ts";
import type { Account } from "./account.ts";
import { openEvents, shown } from "./events.ts";
import { readForm } from "./form.ts";
import { checkoutAction, checkoutPage, invoiceAction, invoicePage, portalAction, portalPage } from "./pages.ts";
import { Refusal } from "./refusal.ts";
import { answer } from "./rest.ts";
import { openStore } from "./store.ts";
import { tick } from "./subscriptions.ts";

/** The version that the pinned SDK speaks. */
const apiVersion = "2026-10-28.endive";

type Options = {
  file: string;
  secretKey: string;
  now: () => Date;
  port?: number;
  /** The site whose pages lead here and back. */
  site: string;
  /** Where events are told, and with which secret they are signed. */
  webhook?: { url: string; secret: string };
};

/**
 * A stand-in for Stripe: customers, products, prices, checkout, subscriptions, invoices, refunds, the customer portal
 * and signed webhooks, by the protocol that Stripe's SDK speaks. Whatever else is asked gets a 501 in Stripe's shape,
 * never a made-up success.
 */
export async function start({ file, secretKey, now, port, site, webhook }: Options) {
  const seconds = () => Math.floor(now().getTime() / 1_000);
  const store = openStore(file, seconds);
  const events = openEvents({ store, seconds, apiVersion, ...(webhook ? { webhook } : {}) });
  const account: Account = { store, seconds, tell: events.tell, site };

  const service = await serve(async (request, response) => {
    const requestId = `req_${randomBytes(8).toString("hex")}`;
    const send = (status: number, body: string) =>
      response
        .writeHead(status, {
          "content-type": "application/json",
          "request-id": requestId,
          "stripe-should-retry": "false",
        })
        .end(body);
    try {
      const body = (await readBody(request, 1024 ** 2))?.toString("utf8") ?? "";
      if (request.headers.authorization !== `Bearer ${secretKey}`)
        throw new Refusal(401, { type: "invalid_request_error", message: "Invalid API Key provided." });
      const url = new URL(request.url ?? "/", "http://stripe");
      const method = request.method ?? "GET";
      const path = /^\/v1\/(.+)$/.exec(url.pathname)?.[1] ?? "";
      const form = readForm(method === "POST" ? body : url.search);
      const work = () => JSON.stringify(answer(account, method, path, form), hide);
      const key = request.headers["idempotency-key"];
      const kept =
        method === "POST" && typeof key === "string"
          ? once(key, `${url.pathname}\n${body}`, work)
          : { status: 200, body: work() };
      send(kept.status, kept.body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(error.status, JSON.stringify({ error: error.error }));
    }
  }, port);

  /** https://docs.stripe.com/api/idempotent_requests */
  const once = (key: string, request: string, work: () => string) => {
    const known = store.answerTo(key);
    if (known && known.request !== request)
      throw new Refusal(400, {
        type: "idempotency_error",
        message: "Keys for idempotent requests can only be used with the same parameters they were first used with.",
      });
    if (known) return known;
    const kept = { request, status: 200, body: work() };
    store.keepAnswer(key, kept);
    return kept;
  };

  return {
    ...service,
    /** Lets what is due by the moved clock happen. */
    tick: () => tick(account),
    trouble: events.trouble,
    settle: events.settle,
    pages: {
      checkout: {
        show: (id: string) => checkoutPage(account, id),
        act: (id: string, action: unknown) => checkoutAction(account, id, action),
      },
      invoice: {
        show: (id: string) => invoicePage(account, id),
        act: (id: string, action: unknown) => invoiceAction(account, id, action),
      },
      portal: {
        show: (id: string) => portalPage(account, id),
        act: (id: string, action: unknown) => portalAction(account, id, action),
      },
    },
    stop: async () => {
      await service.stop();
      await events.close();
      store.close();
    },
  };
}

export type Standing = Awaited<ReturnType<typeof start>>;

/** What the account keeps for itself is in no answer. */
const hide = (_: string, value: unknown) =>
  typeof value === "object" && value !== null && "object" in value && "id" in value
    ? shown(value as Parameters<typeof shown>[0])
    : value;
