import { createReadStream, openSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { receive, syncFolder } from "./body.ts";
import { Refusal } from "./refusal.ts";
import { param, type S3Request } from "./request.ts";
import type { Store, Stored } from "./store.ts";
import { document } from "./xml.ts";

export type Context = { store: Store; request: S3Request; response: ServerResponse; payload: string; now: Date };

const kept = ["content-type", "content-disposition", "content-language", "cache-control", "expires"];

/** The headers of a request that stay with the object. */
export function headersToKeep(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (kept.includes(name) || name.startsWith("x-amz-meta-")) headers[name] = value;
  for (const [name, value] of request.query)
    if (name.toLowerCase().startsWith("x-amz-meta-")) headers[name.toLowerCase()] = value;
  const encoding = (request.headers["content-encoding"] ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "" && one !== "aws-chunked");
  if (encoding.length > 0) headers["content-encoding"] = encoding.join(", ");
  return headers;
}

/** `If-None-Match: *` and `If-Match: "etag"` of a write, as `Store.put` takes them. */
export function conditionOf(request: S3Request): string | undefined {
  const none = request.headers["if-none-match"];
  const match = request.headers["if-match"];
  if (none !== undefined && none !== "*")
    throw new Refusal("NotImplemented", "A write takes If-None-Match only with *.");
  if (none !== undefined && match !== undefined)
    throw new Refusal("NotImplemented", "A write takes If-None-Match or If-Match.");
  return none === "*" ? "absent" : match?.replaceAll('"', "");
}

export const refusePrecondition = () =>
  new Refusal("PreconditionFailed", "At least one of the pre-conditions you specified did not hold");

export async function putObject({ store, request, response, payload, now }: Context): Promise<void> {
  const condition = conditionOf(request);
  // Told before the body where it is already sure; decided again after it, when it counts.
  if (condition === "absent" && store.find(request.bucket, request.key)) throw refusePrecondition();
  const blob = store.newBlob();
  try {
    const received = await receive(request, payload, store.path(blob));
    await syncFolder(store.blobFolder);
    const checksum = received.checksum ? { [received.checksum.name]: received.checksum.value } : {};
    const object: Stored = {
      key: request.key,
      blob,
      bytes: received.bytes,
      etag: received.md5,
      modifiedAt: now.getTime(),
      headers: { ...headersToKeep(request), ...checksum },
    };
    if (!store.put(request.bucket, object, condition)) throw refusePrecondition();
    response.writeHead(200, { etag: `"${object.etag}"`, ...checksum, "content-length": 0 }).end();
  } catch (error) {
    store.discard(blob);
    throw error;
  }
}

export async function copyObject({ store, request, response, now }: Context): Promise<void> {
  const source = decodeURIComponent(request.headers["x-amz-copy-source"] ?? "").replace(/^\//, "");
  const [bucket = "", ...key] = source.split("/");
  const found = store.find(bucket, key.join("/"));
  if (!found) throw new Refusal("NoSuchKey", "The specified key does not exist.");
  const isReplacing = request.headers["x-amz-metadata-directive"] === "REPLACE";
  const blob = store.newBlob();
  await copyFile(store.path(found.blob), store.path(blob));
  const headers = isReplacing ? headersToKeep(request) : found.headers;
  store.put(request.bucket, { ...found, key: request.key, blob, headers, modifiedAt: now.getTime() });
  const result = { LastModified: now.toISOString(), ETag: `"${found.etag}"` };
  response.writeHead(200, { "content-type": "application/xml" }).end(document("CopyObjectResult", result));
}

const overrides = [
  "content-type",
  "content-disposition",
  "content-language",
  "content-encoding",
  "cache-control",
  "expires",
];

export async function getObject({ store, request, response }: Context): Promise<void> {
  const object = store.find(request.bucket, request.key);
  if (!object) throw new Refusal("NoSuchKey", "The specified key does not exist.");
  const etag = `"${object.etag}"`;
  const modified = new Date(object.modifiedAt).toUTCString();
  if (isUnchanged(request, object)) {
    response.writeHead(304, { etag, "last-modified": modified }).end();
    return;
  }
  const range = rangeOf(request.headers.range, object.bytes);
  const headers: Record<string, string | number> = {
    "content-type": "binary/octet-stream",
    ...headersToGive(request, object),
    "content-length": range ? range.end - range.start + 1 : object.bytes,
    "last-modified": modified,
    "accept-ranges": "bytes",
    etag,
  };
  for (const name of overrides) {
    const override = param(request, `response-${name}`);
    if (override !== undefined) headers[name] = override;
  }
  if (range) headers["content-range"] = `bytes ${range.start}-${range.end}/${object.bytes}`;
  if (request.method === "HEAD") {
    response.writeHead(range ? 206 : 200, headers).end();
    return;
  }
  // Opened before anything else may happen, so that a replacement cannot take the file away from under us.
  const fd = openSync(store.path(object.blob), "r");
  response.writeHead(range ? 206 : 200, headers);
  await pipeline(createReadStream("", { fd, start: 0, ...range }), response);
}

/** The checksum only for those who ask, as S3 does: it is of the whole object, useless beside a range. */
function headersToGive(request: S3Request, object: Stored): Record<string, string> {
  const asked = request.headers["x-amz-checksum-mode"] === "ENABLED" && request.headers.range === undefined;
  return Object.fromEntries(
    Object.entries(object.headers).filter(([name]) => asked || !name.startsWith("x-amz-checksum-")),
  );
}

/** @throws Refusal `PreconditionFailed` */
function isUnchanged(request: S3Request, object: Stored): boolean {
  const names = (header: string) => header.split(",").map((tag) => tag.trim().replace(/^W\//, "").replaceAll('"', ""));
  const { "if-match": match, "if-none-match": none } = request.headers;
  if (match !== undefined && match !== "*" && !names(match).includes(object.etag)) throw refusePrecondition();
  if (none !== undefined) return none === "*" || names(none).includes(object.etag);
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  return Math.floor(object.modifiedAt / 1_000) * 1_000 <= since;
}

/** @returns undefined for the whole object; S3 serves a range it cannot read in full. @throws Refusal `InvalidRange` */
function rangeOf(header: string | undefined, bytes: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const [, first = "", last = ""] = match;
  const start = first === "" ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (start >= bytes) throw new Refusal("InvalidRange", "The requested range is not satisfiable");
  return start > end ? undefined : { start, end };
}

export function deleteObject({ store, request, response }: Context): void {
  store.remove(request.bucket, request.key);
  response.writeHead(204).end();
}
