import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { readXml, receive, syncFolder } from "./body.ts";
import { type Context, conditionOf, headersToKeep, refusePrecondition } from "./objects.ts";
import { Refusal } from "./refusal.ts";
import { param } from "./request.ts";
import { document, textsOf, unescapeXml } from "./xml.ts";

const minPartBytes = 5 * 1024 ** 2;

export function createUpload({ store, request, response }: Context): void {
  const id = randomUUID();
  store.database
    .prepare("INSERT INTO upload VALUES (?, ?, ?, ?)")
    .run(id, request.bucket, request.key, JSON.stringify(headersToKeep(request)));
  const result = { Bucket: request.bucket, Key: request.key, UploadId: id };
  response.writeHead(200, xml).end(document("InitiateMultipartUploadResult", result));
}

export async function uploadPart({ store, request, response, payload }: Context): Promise<void> {
  const upload = findUpload({ store, request });
  const number = Number(param(request, "partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new Refusal("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
  const blob = store.newBlob();
  try {
    const received = await receive(request, payload, store.path(blob));
    findUpload({ store, request });
    const old = store.database.prepare("SELECT blob FROM part WHERE upload = ? AND number = ?").get(upload.id, number);
    store.database
      .prepare("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?)")
      .run(upload.id, number, blob, received.bytes, received.md5);
    if (old) store.discard(String(old.blob));
    const checksum = received.checksum ? { [received.checksum.name]: received.checksum.value } : {};
    response.writeHead(200, { etag: `"${received.md5}"`, ...checksum, "content-length": 0 }).end();
  } catch (error) {
    store.discard(blob);
    throw error;
  }
}

export async function completeUpload(context: Context): Promise<void> {
  const { store, request, response, payload, now } = context;
  const upload = findUpload(context);
  const condition = conditionOf(request);
  const chosen = chooseParts(context, upload.id, await readXml(request, payload));
  const blob = store.newBlob();
  try {
    const file = createWriteStream(store.path(blob), { mode: 0o600, flush: true });
    file.on("error", () => undefined);
    for (const part of chosen)
      for await (const chunk of createReadStream(store.path(part.blob)))
        if (!file.write(chunk)) await once(file, "drain");
    file.end();
    await finished(file);
    await syncFolder(store.blobFolder);
    const sum = createHash("md5");
    for (const part of chosen) sum.update(Buffer.from(part.etag, "hex"));
    const etag = `${sum.digest("hex")}-${chosen.length}`;
    const bytes = chosen.reduce((total, part) => total + part.bytes, 0);
    const { headers } = findUpload(context);
    const object = { key: request.key, blob, bytes, etag, modifiedAt: now.getTime(), headers };
    if (!store.put(request.bucket, object, condition)) throw refusePrecondition();
    forget(context, upload.id);
    const result = { Bucket: request.bucket, Key: request.key, ETag: `"${etag}"` };
    response.writeHead(200, xml).end(document("CompleteMultipartUploadResult", result));
  } catch (error) {
    if (store.find(request.bucket, request.key)?.blob !== blob) store.discard(blob);
    throw error;
  }
}

export function abortUpload(context: Context): void {
  forget(context, findUpload(context).id);
  context.response.writeHead(204).end();
}

const xml = { "content-type": "application/xml" };

function findUpload({ store, request }: Pick<Context, "store" | "request">) {
  const row = store.database
    .prepare("SELECT * FROM upload WHERE id = ? AND bucket = ? AND key = ?")
    .get(param(request, "uploadId") ?? "", request.bucket, request.key);
  if (!row) throw new Refusal("NoSuchUpload", "The specified upload does not exist.");
  return { id: String(row.id), headers: JSON.parse(String(row.headers)) as Record<string, string> };
}

function chooseParts({ store }: Context, upload: string, body: string) {
  const wanted = textsOf(body, "Part").map((part) => ({
    number: Number(textsOf(part, "PartNumber")[0]),
    etag: unescapeXml(textsOf(part, "ETag")[0] ?? "").replaceAll('"', ""),
  }));
  if (wanted.length === 0) throw new Refusal("MalformedXML", "You must specify at least one part");
  const find = store.database.prepare("SELECT blob, bytes, etag FROM part WHERE upload = ? AND number = ?");
  return wanted.map(({ number, etag }, index) => {
    if (number <= (wanted[index - 1]?.number ?? 0))
      throw new Refusal("InvalidPartOrder", "The list of parts was not in ascending order.");
    const row = find.get(upload, number);
    if (!row || row.etag !== etag) throw new Refusal("InvalidPart", "One or more of the specified parts is not there.");
    if (Number(row.bytes) < minPartBytes && index < wanted.length - 1)
      throw new Refusal("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    return { blob: String(row.blob), bytes: Number(row.bytes), etag };
  });
}

function forget({ store }: Context, upload: string): void {
  const blobs = store.database.prepare("SELECT blob FROM part WHERE upload = ?").all(upload);
  store.database.prepare("DELETE FROM upload WHERE id = ?").run(upload);
  for (const { blob } of blobs) store.discard(String(blob));
}
