import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { startChecksum } from "./checksum.ts";
import { dechunk } from "./chunked.ts";
import { Refusal } from "./refusal.ts";
import { amz, type S3Request } from "./request.ts";

export type Received = {
  bytes: number;
  md5: string;
  /** The checksum the client sent or asked for, as the header to answer with. */
  checksum?: { name: string; value: string };
};

const maxBytes = 5 * 1024 ** 3;

/**
 * Streams a request's body to a file and onto the disk, verifying everything the client claimed about it.
 *
 * @param payload what the signature says of the body
 * @throws Refusal when length, MD5, SHA-256 or checksum differ: the file is then worthless
 */
export async function receive(request: S3Request, payload: string, path: string): Promise<Received> {
  const isChunked = payload.startsWith("STREAMING-");
  if (isChunked && payload !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    throw new Refusal("NotImplemented", `${payload} is not spoken here.`);
  const declared = isChunked ? request.headers["x-amz-decoded-content-length"] : request.headers["content-length"];
  if (declared === undefined)
    throw new Refusal("MissingContentLength", "You must provide the Content-Length HTTP header.");
  if (Number(declared) > maxBytes) throw new Refusal("EntityTooLarge", "At most 5 GiB in one request.");

  const trailers = new Map<string, string>();
  const source: AsyncIterable<Buffer> = isChunked ? dechunk(request.message, trailers) : request.message;
  const checksumName = nameOfChecksum(request);
  const checksum = checksumName === undefined ? undefined : startChecksum(checksumName);
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  const file = createWriteStream(path, { mode: 0o600, flush: true });
  file.on("error", () => undefined);
  let bytes = 0;
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > Number(declared)) throw new Refusal("IncompleteBody", "The body is longer than it says.");
      md5.update(chunk);
      sha256.update(chunk);
      checksum?.update(chunk);
      if (!file.write(chunk)) await once(file, "drain");
    }
  } finally {
    file.end();
    await finished(file);
  }
  if (bytes !== Number(declared)) throw new Refusal("IncompleteBody", "The body is shorter than it says.");
  const isHashed = /^[0-9a-f]{64}$/.test(payload);
  if (isHashed && sha256.digest("hex") !== payload)
    throw new Refusal("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' does not match.");
  const digest = md5.digest();
  const wanted = request.headers["content-md5"];
  if (wanted !== undefined && wanted !== digest.toString("base64"))
    throw new Refusal("BadDigest", "The Content-MD5 you specified did not match what we received.");
  if (!checksum || !checksumName) return { bytes, md5: digest.toString("hex") };

  const name = `x-amz-checksum-${checksumName.toLowerCase()}`;
  const value = checksum.digest();
  const claimed = amz(request, name) ?? trailers.get(name);
  if (claimed !== undefined && claimed !== value)
    throw new Refusal("BadDigest", `The ${checksumName} you specified did not match the calculated checksum.`);
  return { bytes, md5: digest.toString("hex"), checksum: { name, value } };
}

function nameOfChecksum(request: S3Request): string | undefined {
  const trailer = /^x-amz-checksum-(\w+)$/.exec(request.headers["x-amz-trailer"] ?? "")?.[1];
  const names = [...Object.keys(request.headers), ...request.query.map(([name]) => name.toLowerCase())];
  const header = names.map((name) => /^x-amz-checksum-(?!algorithm|mode|type)(\w+)$/.exec(name)?.[1]).find(Boolean);
  return trailer ?? header ?? amz(request, "x-amz-sdk-checksum-algorithm");
}

/** A small body as text, for the XML of a request. @throws Refusal `MalformedXML` over 1 MiB */
export async function readXml(request: S3Request, payload: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const source: AsyncIterable<Buffer> = payload.startsWith("STREAMING-")
    ? dechunk(request.message, new Map())
    : request.message;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > 1024 ** 2) throw new Refusal("MalformedXML", "The XML you provided is too long.");
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (/^[0-9a-f]{64}$/.test(payload) && createHash("sha256").update(body).digest("hex") !== payload)
    throw new Refusal("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' does not match.");
  return body.toString("utf8");
}

/** Makes a new name in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().catch(() => undefined);
  await handle.close();
}
