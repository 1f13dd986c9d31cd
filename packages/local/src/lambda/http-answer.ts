import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import * as z from "zod";

const Answer = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

/** Lambda's limit for one answer. */
const maxAnswerBytes = 6 * 1024 ** 2;

/** Sends what a function answered, as API Gateway would: without `statusCode` the whole answer is the JSON body. */
export function sendAnswer(response: ServerResponse, result: unknown): void {
  const isShaped = result !== null && typeof result === "object" && "statusCode" in result;
  const parsed = Answer.safeParse(isShaped ? result : { statusCode: 200, headers: json, body: JSON.stringify(result) });
  const body = parsed.data && Buffer.from(parsed.data.body, parsed.data.isBase64Encoded ? "base64" : "utf8");
  if (!parsed.data || !body || body.length > maxAnswerBytes) {
    sendProblem(response, 500, "internal.error");
    return;
  }
  for (const [name, value] of Object.entries(parsed.data.headers))
    if (!hopByHop.has(name.toLowerCase())) response.setHeader(name, String(value));
  if (parsed.data.cookies.length > 0) response.setHeader("set-cookie", parsed.data.cookies);
  response.setHeader("content-length", body.length);
  const hasNoBody = [204, 304].includes(parsed.data.statusCode);
  if (hasNoBody) response.removeHeader("content-length");
  response.writeHead(parsed.data.statusCode).end(hasNoBody ? undefined : body);
}

const json = { "content-type": "application/json" };
const hopByHop = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

const titles: Record<number, string> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** A refusal of the gateway's own, in the product's shape and with nothing of the cause in it. */
export function sendProblem(response: ServerResponse, status: number, code: string, detail?: string): void {
  const requestId = randomUUID();
  const title = titles[status] ?? "Error";
  const body = JSON.stringify({ type: "about:blank", title, status, code, detail: detail ?? `${title}.`, requestId });
  // The rest of a body that was too long must not be read as the next request.
  if (status === 413) response.setHeader("connection", "close");
  response.writeHead(status, { "content-type": "application/problem+json", "cache-control": "no-store" }).end(body);
}
