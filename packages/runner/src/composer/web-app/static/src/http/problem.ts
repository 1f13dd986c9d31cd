import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

export type FieldError = { path: string; message: string };

const titles: Record<number, string> = {
  400: "The input is not valid",
  401: "Sign in first",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "In conflict with the present state",
  413: "Too large",
  429: "Too many tries",
  500: "Something went wrong",
};

/** A refusal that people and programs can read: thrown anywhere, answered in one place. */
export class Problem extends Error {
  readonly status: number;
  /** Stable and dotted, e.g. `input.invalid`, for programs. */
  readonly code: string;
  readonly errors: FieldError[];
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    detail: string,
    errors: FieldError[] = [],
    headers: Record<string, string> = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }
}

export const invalid = (errors: FieldError[], detail = "Some of the input is not valid.") =>
  new Problem(400, "input.invalid", detail, errors);

export const missing = (what: string) => new Problem(404, "record.missing", `There is no such ${what}.`);

/** RFC 9457. */
export function problemResponse(c: Context, problem: Problem): Response {
  const body = {
    type: "about:blank",
    title: titles[problem.status] ?? "Refused",
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    errors: problem.errors,
  };
  return c.body(JSON.stringify(body), problem.status as ContentfulStatusCode, {
    "Content-Type": "application/problem+json",
    ...problem.headers,
  });
}
