import { Failure, type Kind, log, requestId } from "@q2o/core/base";
import type { Answer } from "./route.ts";

/** The only place that knows which refusal is which status. */
export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  too_large: 413,
  mismatch: 422,
  limited: 429,
  upstream: 502,
} as const satisfies Record<Kind, number>;

const titles: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
};

/** RFC 9457. */
export function problem(status: number, code: string, detail: string, more: object = {}): Answer {
  const body = {
    type: "about:blank",
    title: titles[status] ?? "Error",
    status,
    code,
    detail,
    requestId: requestId() ?? "",
    ...more,
  };
  return { status, body, headers: { "content-type": "application/problem+json" } };
}

/** Every failure leaves by this door. A bug becomes a 500 without detail; the detail is in the log. */
export function refuse(error: unknown): Answer {
  if (!(error instanceof Failure)) {
    log.error("http.crashed", error);
    return problem(
      500,
      "internal.error",
      "Something broke on our side. Try again; if it stays so, tell us the request id.",
    );
  }
  const { kind, code, message, errors, retryAfterSeconds } = error;
  log.info("http.refused", { code });
  const answer = problem(statusOf[kind], code, message, errors ? { errors } : {});
  if (retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, "retry-after": String(retryAfterSeconds) } };
}
