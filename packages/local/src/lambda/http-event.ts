import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** What an HTTP API takes. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const maxRequestBytes = 10 * 1024 ** 2;

const textual = /^(?:text\/|application\/(?:json|javascript|xml|x-www-form-urlencoded|[\w.-]+\+(?:json|xml))\b)/i;

/** The event (payload format 2.0) that API Gateway would make of a request, behind CloudFront. */
export function toEvent(message: IncomingMessage, body: Buffer, now: Date): APIGatewayProxyEventV2 {
  const target = message.url ?? "/";
  const mark = target.indexOf("?");
  const rawPath = mark === -1 ? target : target.slice(0, mark);
  const rawQueryString = mark === -1 ? "" : target.slice(mark + 1);
  const address = message.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1";
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString))
    query[name] = name in query ? `${query[name]},${value}` : value;
  const cookies = message.headers.cookie?.split(/;\s*/).filter((cookie) => cookie !== "");
  const isText = textual.test(message.headers["content-type"] ?? "");
  const requestId = randomUUID();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers: headersOf(message, address),
    ...(cookies?.length ? { cookies } : {}),
    ...(mark === -1 ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: message.headers.host ?? "127.0.0.1",
      domainPrefix: "local",
      http: {
        method: message.method ?? "GET",
        path: rawPath,
        protocol: `HTTP/${message.httpVersion}`,
        sourceIp: address,
        userAgent: message.headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Names in lower case, repeated ones joined; cookies are a list of their own. Who claims to be a proxy is not believed. */
function headersOf(message: IncomingMessage, address: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct))
    if (name !== "cookie") headers[name] = (values ?? []).join(",");
  const claimed = headers["x-forwarded-for"];
  headers["x-forwarded-for"] = claimed === undefined ? address : `${claimed}, ${address}`;
  headers["x-forwarded-proto"] = "http";
  headers["x-forwarded-port"] = String(message.socket.localPort ?? 0);
  headers["cloudfront-viewer-address"] = `${address}:${message.socket.remotePort ?? 0}`;
  return headers;
}
