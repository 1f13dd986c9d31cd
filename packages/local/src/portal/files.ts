import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as z from "zod";
import { siteHeaders } from "../../../functions/src/edge/site-headers.ts";

type Encoding = "br" | "gzip" | "identity";
type File = { body: Buffer; etag: string; type: string; stamp: string; encoded: Map<Encoding, Buffer> };

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};
const compressible = /^(?:text\/|image\/svg|application\/(?:json|manifest|xml))/;

const Rewrites = z.array(z.object({ from: z.string(), to: z.string() }));

/** The portals' files as CloudFront and its bucket serve them: rewrites, index pages, 404.html, validators, compression. */
export function openFiles(folder: string, rewritesFile: string) {
  const rewrites = (existsSync(rewritesFile) ? Rewrites.parse(JSON.parse(readFileSync(rewritesFile, "utf8"))) : []).map(
    ({ from, to }) => ({ from: new RegExp(from), to }),
  );
  const cache = new Map<string, File>();

  const read = (path: string): File | undefined => {
    const file = join(folder, path);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    const stamp = `${stat.mtimeMs}-${stat.size}`;
    const known = cache.get(path);
    if (known?.stamp === stamp) return known;
    const body = readFileSync(file);
    const etag = createHash("sha256").update(body).digest("base64url").slice(0, 27);
    const type = types[extname(path)] ?? "application/octet-stream";
    const fresh: File = { body, etag, type, stamp, encoded: new Map([["identity", body]]) };
    cache.set(path, fresh);
    return fresh;
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(siteHeaders)) response.setHeader(name, value);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    const path = keyOf((request.url ?? "/").split("?")[0] ?? "/", rewrites);
    const found = path === undefined ? undefined : read(path);
    const file = found ?? read("/404.html");
    if (!file) {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not found\n");
      return;
    }
    send(request, response, {
      file,
      status: found ? 200 : 404,
      isFingerprinted: path?.startsWith("/_astro/") ?? false,
    });
  };
}

/** The bucket's key for a path. @returns undefined for a path that leads outside or cannot be read */
function keyOf(rawPath: string, rewrites: { from: RegExp; to: string }[]): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return undefined;
  }
  if (/[\0\\]/.test(path) || path.split("/").includes("..") || !path.startsWith("/")) return undefined;
  const rewritten = rewrites.find(({ from }) => from.test(path))?.to;
  if (rewritten !== undefined) return rewritten;
  if (path.endsWith("/")) return `${path}index.html`;
  return extname(path) === "" ? `${path}/index.html` : path;
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { file, status, isFingerprinted }: { file: File; status: number; isFingerprinted: boolean },
): void {
  const isCompressible = compressible.test(file.type) && file.body.length >= 1_000;
  const encoding = isCompressible ? chooseEncoding(String(request.headers["accept-encoding"] ?? "")) : "identity";
  const etag = encoding === "identity" ? `"${file.etag}"` : `W/"${file.etag}"`;
  response.setHeader("etag", etag);
  response.setHeader(
    "cache-control",
    isFingerprinted ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate",
  );
  if (isCompressible) response.setHeader("vary", "Accept-Encoding");
  const known = String(request.headers["if-none-match"] ?? "")
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""));
  if (status === 200 && known.includes(`"${file.etag}"`)) {
    response.writeHead(304).end();
    return;
  }
  const body = file.encoded.get(encoding) ?? encode(file, encoding);
  if (encoding !== "identity") response.setHeader("content-encoding", encoding);
  response.writeHead(status, { "content-type": file.type, "content-length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

const chooseEncoding = (accepted: string): Encoding =>
  /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : "identity";

function encode(file: File, encoding: Encoding): Buffer {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const body = encoding === "br" ? brotliCompressSync(file.body, quality) : gzipSync(file.body);
  file.encoded.set(encoding, body);
  return body;
}
