import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

/** A request in S3's terms. `query` keeps what was sent, decoded once, in order. */
export type S3Request = {
  method: string;
  /** As sent, still encoded, without the query. */
  rawPath: string;
  bucket: string;
  key: string;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  message: IncomingMessage;
};

/**
 * Reads path-style addresses (`/bucket/key`), which the SDK uses for an endpoint that is an IP address.
 *
 * @throws Refusal `InvalidURI`, `KeyTooLongError`
 */
export function readRequest(message: IncomingMessage): S3Request {
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  const rawPath = mark === -1 ? url : url.slice(0, mark);
  const [bucket = "", ...rest] = rawPath.replace(/^\//, "").split("/");
  const key = decode(rest.join("/"));
  if (Buffer.byteLength(key) > 1_024) throw new Refusal("KeyTooLongError", "Your key is too long");
  if (key.includes("\0")) throw new Refusal("InvalidURI", "A key holds no NUL here.");
  return {
    method: message.method ?? "GET",
    rawPath,
    bucket: decode(bucket),
    key,
    query: mark === -1 ? [] : pairs(url.slice(mark + 1)),
    headers: flatten(message),
    message,
  };
}

/** The first value of a query parameter, or undefined. */
export const param = (request: S3Request, name: string): string | undefined =>
  request.query.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

/** S3 reads an `x-amz-…` from the query of a presigned URL as if it were a header. */
export const amz = (request: S3Request, name: string): string | undefined =>
  request.headers[name] ?? param(request, name);

function pairs(query: string): [string, string][] {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      // In an S3 query a plus is a space only if encoded so by a form; the SDK sends %20 and %2B.
      return at === -1 ? [decode(pair), ""] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal("InvalidURI", "Couldn't parse the specified URI.");
  }
}

/** Repeated headers joined as SigV4 wants them. */
function flatten(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) headers[name] = (values ?? []).join(",");
  return headers;
}
