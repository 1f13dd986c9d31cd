import { readXml } from "./body.ts";
import type { Context } from "./objects.ts";
import { Refusal } from "./refusal.ts";
import { param } from "./request.ts";
import type { Stored } from "./store.ts";
import { document, textsOf, unescapeXml } from "./xml.ts";

const xml = { "content-type": "application/xml" };

export function createBucket({ store, request, response }: Context): void {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(request.bucket))
    throw new Refusal("InvalidBucketName", "The specified bucket is not valid.");
  if (!store.createBucket(request.bucket))
    throw new Refusal("BucketAlreadyOwnedByYou", "You already have a bucket of this name.");
  response.writeHead(200, { location: `/${request.bucket}`, "content-length": 0 }).end();
}

/** ListObjectsV2. The continuation token is the last thing listed, a key or a common prefix. */
export function listObjects({ store, request, response }: Context): void {
  const prefix = param(request, "prefix") ?? "";
  const delimiter = param(request, "delimiter") ?? "";
  const token = param(request, "continuation-token");
  const startAfter = param(request, "start-after") ?? "";
  const asked = Number(param(request, "max-keys") ?? 1_000);
  if (!Number.isInteger(asked) || asked < 0) throw new Refusal("InvalidArgument", "max-keys must be a whole number.");
  const after = token === undefined ? startAfter : Buffer.from(token, "base64url").toString("utf8");

  const max = Math.min(asked, 1_000);
  const objects: Stored[] = [];
  const groups = new Set<string>();
  let last = "";
  let isTruncated = false;
  for (const object of store.list(request.bucket, prefix, after)) {
    const end = delimiter === "" ? -1 : object.key.indexOf(delimiter, prefix.length);
    const group = end === -1 ? undefined : object.key.slice(0, end + delimiter.length);
    // A page that ended on a group has told of everything in it.
    if (group !== undefined && (groups.has(group) || group === after)) continue;
    if (objects.length + groups.size >= max) {
      isTruncated = max > 0;
      break;
    }
    if (group === undefined) objects.push(object);
    else groups.add(group);
    last = group ?? object.key;
  }
  const isEncoded = param(request, "encoding-type") === "url";
  const name = (key: string) => (isEncoded ? encodeURIComponent(key).replaceAll("%2F", "/") : key);
  const result = {
    Name: request.bucket,
    Prefix: name(prefix),
    Delimiter: delimiter === "" ? undefined : name(delimiter),
    EncodingType: isEncoded ? "url" : undefined,
    StartAfter: startAfter === "" ? undefined : name(startAfter),
    ContinuationToken: token,
    NextContinuationToken: isTruncated ? Buffer.from(last).toString("base64url") : undefined,
    KeyCount: objects.length + groups.size,
    MaxKeys: asked,
    IsTruncated: isTruncated,
    Contents: objects.map((object) => ({
      Key: name(object.key),
      LastModified: new Date(object.modifiedAt).toISOString(),
      ETag: `"${object.etag}"`,
      Size: object.bytes,
      StorageClass: "STANDARD",
    })),
    CommonPrefixes: [...groups].map((group) => ({ Prefix: name(group) })),
  };
  response.writeHead(200, xml).end(document("ListBucketResult", result));
}

/** DeleteObjects: at most 1,000 keys; a key that is not there counts as deleted. */
export async function deleteObjects({ store, request, response, payload }: Context): Promise<void> {
  const body = await readXml(request, payload);
  const keys = textsOf(body, "Object").map((one) => unescapeXml(textsOf(one, "Key")[0] ?? ""));
  if (keys.length === 0 || keys.length > 1_000 || keys.includes(""))
    throw new Refusal("MalformedXML", "Give one to 1000 keys.");
  for (const key of keys) store.remove(request.bucket, key);
  const isQuiet = textsOf(body, "Quiet")[0] === "true";
  const result = isQuiet ? {} : { Deleted: keys.map((Key) => ({ Key })) };
  response.writeHead(200, xml).end(document("DeleteResult", result));
}
