export * as S3 from "./index.ts";

import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createBucket, deleteObjects, listObjects } from "./bucket.ts";
import { abortUpload, completeUpload, createUpload, uploadPart } from "./multipart.ts";
import { type Context, copyObject, deleteObject, getObject, putObject } from "./objects.ts";
import { Refusal } from "./refusal.ts";
import { param, readRequest, type S3Request } from "./request.ts";
import { type Credentials, verify } from "./signature.ts";
import { openStore } from "./store.ts";

export type Options = {
  folder: string;
  port: number;
  credentials: Credentials;
  buckets: string[];
  /** Origins whose pages may use presigned URLs; everybody else's browser refuses. */
  corsOrigins: string[];
  now: () => Date;
};

export type Running = { port: number; stop: () => Promise<void> };

/**
 * A small S3 that speaks what we use, exactly, and answers 501 to the rest. Every request is verified: without a
 * valid signature nothing is read or written.
 */
export async function start(options: Options): Promise<Running> {
  const store = openStore(options.folder);
  for (const bucket of options.buckets) store.createBucket(bucket);
  const server = createServer({ requestTimeout: 0 }, (message, response) => {
    const requestId = randomUUID();
    response.setHeader("x-amz-request-id", requestId);
    // AWS's clients set their clocks by it, and sign wrongly from then on when it is another than ours.
    response.setHeader("date", options.now().toUTCString());
    allowOrigin(message, response, options.corsOrigins);
    if (message.method === "OPTIONS") {
      preflight(response);
      return;
    }
    answer(message, response).catch((error: unknown) => refuse(error, message, response, requestId));
  });

  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    const request = readRequest(message);
    const now = options.now();
    const payload = verify(request, options.credentials, now);
    const work = route(request);
    if (work !== createBucket && !store.hasBucket(request.bucket))
      throw new Refusal("NoSuchBucket", "The specified bucket does not exist");
    await work({ store, request, response, payload, now });
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : options.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          store.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type Work = (context: Context) => void | Promise<void>;

/** Parameters that do not change which operation is meant. */
const neutral =
  /^(x-amz-.*|x-id|response-.*|list-type|prefix|delimiter|max-keys|continuation-token|start-after|encoding-type|fetch-owner)$/i;
/** Headers whose promise we would break. */
const unspoken =
  /^x-amz-(acl|grant-.*|tagging|object-lock-.*|server-side-encryption.*|storage-class|website-.*|write-offset.*|mfa|copy-source-.+|tagging-directive)$/;

/** @throws Refusal `NotImplemented` for everything we do not speak */
function route(request: S3Request): Work {
  const notImplemented = new Refusal(
    "NotImplemented",
    "A header or parameter you provided implies functionality that is not implemented",
  );
  const sub = request.query
    .map(([name]) => name)
    .filter((name) => !neutral.test(name))
    .sort()
    .join("&");
  if (Object.keys(request.headers).some((name) => unspoken.test(name))) throw notImplemented;
  const what = `${request.method} ${request.key === "" ? "bucket" : "object"}${sub === "" ? "" : `?${sub}`}`;
  const isCopy = request.headers["x-amz-copy-source"] !== undefined;
  if (request.bucket === "" || (what === "GET bucket" && param(request, "list-type") !== "2")) throw notImplemented;
  if (isCopy && what !== "PUT object") throw notImplemented;
  const work = isCopy ? copyObject : operations[what];
  if (!work) throw notImplemented;
  return work;
}

const operations: Record<string, Work> = {
  "PUT bucket": createBucket,
  "HEAD bucket": ({ response }) => void response.writeHead(200).end(),
  "GET bucket": listObjects,
  "POST bucket?delete": deleteObjects,
  "PUT object": putObject,
  "GET object": getObject,
  "HEAD object": getObject,
  "DELETE object": deleteObject,
  "POST object?uploads": createUpload,
  "PUT object?partNumber&uploadId": uploadPart,
  "POST object?uploadId": completeUpload,
  "DELETE object?uploadId": abortUpload,
};

function allowOrigin(message: IncomingMessage, response: ServerResponse, origins: string[]): void {
  const origin = message.headers.origin;
  response.setHeader("vary", "Origin");
  if (origin === undefined || !origins.includes(origin)) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", "ETag, Content-Length, Content-Range, Content-Disposition");
}

function preflight(response: ServerResponse): void {
  const isAllowed = response.hasHeader("access-control-allow-origin");
  if (isAllowed) {
    response.setHeader("access-control-allow-methods", "GET, HEAD, PUT");
    response.setHeader("access-control-allow-headers", "content-type, if-none-match, range, x-amz-checksum-sha256");
    response.setHeader("access-control-max-age", "600");
  }
  response.writeHead(isAllowed ? 200 : 403, { "content-length": 0 }).end();
}

function refuse(error: unknown, message: IncomingMessage, response: ServerResponse, requestId: string): void {
  // The caller hung up: nobody is left to answer.
  if (response.destroyed || (message.destroyed && !message.complete)) return;
  const refusal = error instanceof Refusal ? error : new Refusal("InternalError", "We encountered an internal error.");
  if (refusal !== error) console.error(JSON.stringify({ level: "error", event: "s3.crashed", error: String(error) }));
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = message.method === "HEAD" ? "" : refusal.toXml((message.url ?? "/").split("?")[0] ?? "/", requestId);
  // What was not read of a refused body must not be taken for the next request.
  const rest = message.complete ? {} : { connection: "close" };
  response.writeHead(refusal.status, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(body),
    ...rest,
  });
  response.end(body);
  if (!message.complete) message.resume();
}
