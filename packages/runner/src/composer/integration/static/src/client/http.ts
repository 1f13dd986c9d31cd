import { setTimeout as sleep } from "node:timers/promises";
import { log } from "../log.ts";
import { Malformed, Refused, Unavailable } from "./errors.ts";

export type Request = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: URL;
  headers: Record<string, string>;
  body?: string;
  /** Whether a second one does no harm: what may have been carried out is otherwise not sent again. */
  isRepeatable: boolean;
};

export type Answer = { status: number; headers: Headers; body: unknown };

export type HttpSettings = {
  timeoutMs: number;
  /** How often one request is tried in all. */
  tries: number;
  /** The pause before the second try; it doubles with each. */
  pauseMs: number;
  /** The longest pause. Who asks for a longer one is left alone until then. */
  longestPauseMs: number;
};

export type Http = (system: string, request: Request) => Promise<Answer>;

/** More than any page of records should have; what is longer is not read to its end. */
const maxAnswerBytes = 20_000_000;

/**
 * Sends requests with a time limit, and again where that can help: after network errors, 408, 425, 429 and 5xx, with
 * pauses that grow and are scattered, and never before the moment that `Retry-After` names.
 *
 * @throws Refused, Unavailable or Malformed; 401 is answered as it is, since only the caller can renew a token
 */
export function createHttp(settings: HttpSettings, stopping: AbortSignal): Http {
  return async (system, request) => {
    for (let tried = 1; ; tried += 1) {
      const outcome = await attempt(system, request, settings, stopping);
      if ("answer" in outcome) return outcome.answer;
      const pauseMs = pauseAfter(tried, outcome.notBefore, settings);
      const isLast = tried >= settings.tries || !(request.isRepeatable || outcome.isUntouched);
      if (isLast || pauseMs > settings.longestPauseMs || stopping.aborted)
        throw new Unavailable(outcome.why, outcome.notBefore);
      log.warn("request.retried", {
        system,
        method: request.method,
        path: request.url.pathname,
        tried,
        pauseMs,
        why: outcome.why,
      });
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  };
}

/** `isUntouched`: it certainly wasn't carried out, so that even a request that must not be doubled can be repeated. */
type Failed = { why: string; isUntouched: boolean; notBefore?: number };

async function attempt(
  system: string,
  { method, url, headers, body }: Request,
  { timeoutMs }: HttpSettings,
  stopping: AbortSignal,
): Promise<{ answer: Answer } | Failed> {
  let response: Response;
  let text: string;
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]);
    // Another host would get our credentials: redirects are answers, not orders.
    response = await fetch(url, {
      method,
      headers,
      signal,
      redirect: "manual",
      ...(body === undefined ? {} : { body }),
    });
    text = await read(system, response);
  } catch (error) {
    if (error instanceof Malformed) throw error;
    const code = codeOf(error);
    return {
      why: `${system} can't be reached (${code})`,
      isUntouched: code === "ECONNREFUSED" || code === "ENOTFOUND",
    };
  }
  const { status } = response;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const notBefore = retryAfter(response.headers.get("Retry-After"));
    return { why: `${system} answered ${status}`, isUntouched: status === 429, ...(notBefore ? { notBefore } : {}) };
  }
  if (status >= 300 && status < 400) throw new Refused(system, status, "it wants to send us to another address");
  if (status >= 400 && status !== 401) throw new Refused(system, status, excerpt(text));
  return { answer: { status, headers: response.headers, body: status === 401 ? undefined : parse(system, text) } };
}

async function read(system: string, response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > maxAnswerBytes) throw new Malformed(`${system} answered more than ${maxAnswerBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parse(system: string, text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed(`${system} answered something that is not JSON`);
  }
}

/** What a refusal says, without anything that could be long. */
function excerpt(text: string): string {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const said = body.detail ?? body.message ?? body.error_description ?? body.error ?? body.title;
    if (typeof said === "string") return said.slice(0, 300);
  } catch {
    // Not JSON: its beginning is what there is to show.
  }
  return text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return error.name === "TimeoutError" ? "no answer in time" : error.name;
}

/** `Retry-After` as epoch milliseconds; it holds seconds or a date. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const moment = /^\d+$/.test(header.trim()) ? now + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(moment) ? undefined : moment;
}

/** A pause that doubles each time, scattered so that many who failed together don't come back together. */
function pauseAfter(tried: number, notBefore: number | undefined, { pauseMs, longestPauseMs }: HttpSettings): number {
  const most = Math.min(longestPauseMs, pauseMs * 2 ** (tried - 1));
  const scattered = Math.round(most / 2 + (Math.random() * most) / 2);
  return Math.max(scattered, (notBefore ?? 0) - Date.now());
}
