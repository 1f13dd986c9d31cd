import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http/index.ts";
import { sendProblem } from "../lambda/http-answer.ts";

type LocalCall = (query: URLSearchParams, body: unknown) => Promise<object> | object;
export type LocalCalls = Record<`${"GET" | "POST"} /_local/${string}`, LocalCall>;

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
    const call = calls[`${request.method} ${url.pathname}` as keyof LocalCalls];
    if (!call) return sendProblem(response, 404, "local.missing");
    try {
      const body = request.method === "POST" ? parse(await readBody(request, 64 * 1024)) : undefined;
      const result = JSON.stringify(await call(url.searchParams, body));
      response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" }).end(result);
    } catch (error) {
      if (!(error instanceof BadCall)) throw error;
      sendProblem(response, 400, "input.invalid", error.message);
    }
  };

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
