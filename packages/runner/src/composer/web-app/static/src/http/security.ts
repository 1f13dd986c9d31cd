import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Problem } from "./problem.ts";

/** Far above any form of this application, far below what could hurt it. */
const maxBodyBytes = 1_000_000;

const atMost = (maxSize: number, words: string) =>
  bodyLimit({
    maxSize,
    onError: () => {
      // The rest of the body is not read, so the connection can't carry another request.
      throw new Problem(413, "body.too_large", words, [], { Connection: "close" });
    },
  });

/** Where requests may bring files: which do, and how much these may carry. */
type Uploads = { maxBytes: number; isUpload(c: Context): boolean };

/** Refuses what is too large before it is read; requests that bring files may carry more where records have some. */
export function limitBody(files?: Uploads): MiddlewareHandler {
  const usual = atMost(maxBodyBytes, `A request may carry at most ${maxBodyBytes} bytes.`);
  if (!files) return usual;
  const withFiles = atMost(files.maxBytes, `Files may have at most ${files.maxBytes / 1_000_000} MB together.`);
  return async (c, next) => {
    if (!files.isUpload(c)) return usual(c, next);
    if (Number(c.req.header("Content-Length")) > files.maxBytes) await passOver(c.req.raw.body, 10 * files.maxBytes);
    return withFiles(c, next);
  };
}

/** A browser that is still sending hears no refusal, so what is somewhat too large is read and thrown away. */
async function passOver(body: ReadableStream<Uint8Array> | null, most: number): Promise<void> {
  let read = 0;
  for await (const part of body ?? []) {
    read += part.length;
    if (read > most) return;
  }
}

const contentPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer: no inline script, no framing, no guessing of types, nothing kept by caches. */
export const secureHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("Content-Security-Policy", contentPolicy);
  c.header("X-Content-Type-Options", "nosniff");
  c.header("X-Frame-Options", "DENY");
  c.header("Referrer-Policy", "same-origin");
  c.header("Cross-Origin-Opener-Policy", "same-origin");
  c.header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};

/**
 * Refuses changes that another site makes a browser send. Browsers name the origin of every unsafe request;
 * programs that are not browsers send neither header and carry no cookie worth stealing.
 */
export const sameSiteOnly: MiddlewareHandler = async (c, next) => {
  if (!["GET", "HEAD", "OPTIONS"].includes(c.req.method)) {
    const site = c.req.header("Sec-Fetch-Site");
    const origin = c.req.header("Origin");
    const foreign =
      (site !== undefined && !["same-origin", "none"].includes(site)) ||
      (origin !== undefined && !isOwn(origin, c.req.header("Host")));
    if (foreign) throw new Problem(403, "origin.foreign", "This change was sent from another site.");
  }
  await next();
};

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
