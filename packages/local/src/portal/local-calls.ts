import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http/index.ts";
import { sendProblem } from "../lambda/http-answer.ts";

/** @param rest what a path that ends in `*` stands for */
type LocalCall = (query: URLSearchParams, body: unknown, rest: string) => Promise<object> | object;
export type LocalCalls = Record<`${"GET" | "POST"} /_local/${string}`, LocalCall>;

/** An answer to look at, with the one script that may run in it. */
export class LocalPage {
  readonly html: string;
  readonly script: string;

  constructor(html: string, script: string) {
    this.html = html;
    this.script = script;
  }
}

/** Said to the caller as a 400. */
export class BadCall extends Error {
  override readonly name = "BadCall";
}

/**
 * The helpers that exist on one machine only. They tell one-time codes and move clocks, so they answer only callers on
 * this machine that address it as such: a web page whose name was pointed at us (DNS rebinding) sends its own name.
 */
export const localCalls =
  (calls: LocalCalls) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isFromHere(request)) return sendProblem(response, 403, "local.refused");
    const url = new URL(request.url ?? "/", "http://local");
    const [, folder = "", rest = ""] = /^(.*\/)([\w-]+)$/.exec(url.pathname) ?? [];
    const find = (path: string) => calls[`${request.method} ${path}` as keyof LocalCalls];
    const call = find(url.pathname) ?? find(`${folder}*`);
    if (!call) return sendProblem(response, 404, "local.missing");
    try {
      const body = request.method === "POST" ? parse(await readBody(request, 64 * 1024)) : undefined;
      const result = await call(url.searchParams, body, rest);
      const isPage = result instanceof LocalPage;
      response
        .writeHead(200, {
          "cache-control": "no-store",
          ...(isPage ? headersOf(result) : { "content-type": "application/json" }),
        })
        .end(isPage ? result.html : JSON.stringify(result));
    } catch (error) {
      if (!(error instanceof BadCall)) throw error;
      sendProblem(response, 400, "input.invalid", error.message);
    }
  };

const headersOf = ({ script }: LocalPage) => ({
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; connect-src 'self'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'; base-uri 'none'; frame-ancestors 'none'`,
});

const loopbackName = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

function isFromHere({ socket, headers, method }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? "";
  const isLoopback = address === "::1" || /^(?:::ffff:)?127\./.test(address);
  const origin = headers.origin;
  const isOwnPage = origin === undefined || origin === `http://${headers.host}`;
  // A form of a foreign page can post without asking first, but not JSON.
  const isJson = method !== "POST" || /^application\/json\b/i.test(headers["content-type"] ?? "");
  return isLoopback && loopbackName.test(headers.host ?? "") && isOwnPage && isJson;
}

function parse(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString("utf8") ?? "");
  } catch {
    throw new BadCall("The body is not JSON.");
  }
}
