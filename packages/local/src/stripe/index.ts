export * as Stripe from "./index.ts";

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readBody, serve } from "../http/index.ts";
import { catalogue, type StripeObject } from "./catalogue.ts";

type Options = { file: string; secretKey: string; now: () => Date; port?: number };

/** A refusal as Stripe words it. https://docs.stripe.com/api/errors */
type Refusal = { type: string; message: string; code?: string; param?: string };

const kinds: Record<string, string> = {
  customers: "customer",
  products: "product",
  prices: "price",
  subscriptions: "subscription",
};

/**
 * A stand-in for Stripe that says what it knows and no more: customers, products, prices and subscriptions can be
 * read, customers made. Whatever else is asked gets a 501 in Stripe's shape, never a made-up success.
 */
export function start({ file, secretKey, now, port }: Options) {
  const seconds = () => Math.floor(now().getTime() / 1_000);
  const objects = new Map(load(file, seconds).map((one) => [one.id, one]));
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify([...objects.values()], undefined, 1), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };

  return serve(async (request, response) => {
    const requestId = `req_${randomBytes(8).toString("hex")}`;
    const send = (status: number, body: object) =>
      response
        .writeHead(status, {
          "content-type": "application/json",
          "request-id": requestId,
          "stripe-should-retry": "false",
        })
        .end(JSON.stringify(body));
    const refuse = (status: number, error: Refusal) => send(status, { error });

    const body = await readBody(request, 1024 ** 2);
    if (request.headers.authorization !== `Bearer ${secretKey}`)
      return refuse(401, { type: "invalid_request_error", message: "Invalid API Key provided." });
    const url = new URL(request.url ?? "/", "http://stripe");
    const [, version, collection = "", id, ...more] = url.pathname.split("/");
    const kind = Object.hasOwn(kinds, collection) ? kinds[collection] : undefined;
    const isSpoken = version === "v1" && kind !== undefined && more.length === 0;

    if (isSpoken && request.method === "GET" && id !== undefined) {
      const found = objects.get(id);
      if (found?.object === kind) return send(200, found);
      const message = `No such ${kind}: '${id}'`;
      return refuse(404, { type: "invalid_request_error", code: "resource_missing", param: "id", message });
    }
    if (isSpoken && request.method === "GET")
      return send(
        200,
        list(
          [...objects.values()].filter((one) => one.object === kind),
          url,
        ),
      );
    if (isSpoken && kind === "customer" && request.method === "POST" && id === undefined) {
      const customer = newCustomer(new URLSearchParams(body?.toString("utf8")), seconds());
      objects.set(customer.id, customer);
      save();
      return send(200, customer);
    }
    const message = `The stand-in for Stripe does not speak ${request.method} ${url.pathname}.`;
    return refuse(501, { type: "api_error", code: "not_implemented", message });
  }, port);
}

function load(file: string, seconds: () => number): StripeObject[] {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as StripeObject[];
  mkdirSync(dirname(file), { recursive: true });
  return catalogue(seconds());
}

/** Newest first, filtered by every parameter that names a field, as Stripe's lists are. */
function list(objects: StripeObject[], url: URL) {
  const { limit = "10", starting_after: after, ...filters } = Object.fromEntries(url.searchParams);
  const fields = Object.entries(filters).filter(([name]) => /^[a-z_]+$/.test(name));
  const matching = objects
    .filter((one) => fields.every(([name, value]) => String(one[name]) === value))
    .sort((a, b) => b.created - a.created || (a.id < b.id ? -1 : 1));
  const from = after === undefined ? 0 : matching.findIndex((one) => one.id === after) + 1;
  const to = from + Math.min(100, Math.max(1, Number.parseInt(limit, 10) || 10));
  return { object: "list", data: matching.slice(from, to), has_more: to < matching.length, url: url.pathname };
}

function newCustomer(form: URLSearchParams, created: number): StripeObject {
  const metadata = Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );
  const text = (name: string) => form.get(name);
  return {
    id: `cus_${randomBytes(7).toString("hex")}`,
    object: "customer",
    created,
    email: text("email"),
    name: text("name"),
    description: text("description"),
    livemode: false,
    metadata,
  };
}
