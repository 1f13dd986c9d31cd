/** The web's only way to data: one fetch with typed refusals, idempotent POSTs, retried GETs and conditional polling. */
import { connection } from "./connection.ts";
import { retryDelayMs, wait } from "./retry.ts";

export type FieldError = { path: string; message: string };

/** The API said no, in its own words. `code` is stable; `message` is for people. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: readonly FieldError[];
  /** Seconds, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    problem: { code?: string; title?: string; detail?: string; requestId?: string; errors?: FieldError[] },
    retryAfter?: number,
  ) {
    super(problem.detail ?? problem.title ?? "The server gave no reason.");
    this.name = "Refused";
    this.status = status;
    this.code = problem.code ?? `http.${status}`;
    this.requestId = problem.requestId;
    this.errors = problem.errors ?? [];
    this.retryAfter = retryAfter;
  }
}

/** No answer at all: the network, not the API. */
export class Unreachable extends Error {
  constructor(options?: ErrorOptions) {
    super("The server cannot be reached. Check your connection.", options);
    this.name = "Unreachable";
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

type Options = {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** Give the same key again to repeat a call whose answer was lost. */
  idempotencyKey?: string;
  /** Signing in: a 401 is an answer to show, not a reason to go to the sign-in page. */
  anonymous?: boolean;
};

const doors = [
  { api: "/api/tenant/", signIn: "/app/sign-in" },
  { api: "/api/admin/", signIn: "/admin/sign-in" },
  { api: "/api/public/", signIn: "/client" },
];

const readTries = 4;

/** `crypto.randomUUID` needs a secure page; this works on a phone that looks at a laptop's address, too. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** `/api/x?page=2`, leaving out what is undefined or empty. */
export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") params.set(name, String(value));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

export const get = <T>(path: string, options: Options = {}): Promise<T> => send<T>("GET", path, options);
export const post = <T>(path: string, body: unknown = {}, options: Options = {}): Promise<T> =>
  send<T>("POST", path, { ...options, body, idempotencyKey: options.idempotencyKey ?? newKey() });
export const put = <T>(path: string, body: unknown, options: Options = {}): Promise<T> =>
  send<T>("PUT", path, { ...options, body });
export const del = <T>(path: string, options: Options = {}): Promise<T> => send<T>("DELETE", path, options);

/**
 * A GET that costs nothing when nothing changed.
 *
 * @returns undefined when the server answered 304 to `etag`
 */
export async function getIfChanged<T>(
  path: string,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<{ value: T; etag: string | undefined } | undefined> {
  const response = await reach(path, { headers: etag ? { "if-none-match": etag } : {}, signal });
  if (response.status === 304) return undefined;
  return { value: await answer<T>(response, path), etag: response.headers.get("etag") ?? undefined };
}

async function send<T>(method: string, path: string, options: Options): Promise<T> {
  const url = address(path, options.query);
  const headers: Record<string, string> = {};
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.idempotencyKey) headers["idempotency-key"] = options.idempotencyKey;
  const init: RequestInit = {
    method,
    headers,
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await reach(url, init);
      if (method === "GET" && isTransient(response.status) && attempt < readTries)
        await wait(retryDelayMs(attempt), options.signal);
      else return await answer<T>(response, path, options.anonymous);
    } catch (error) {
      if (!(error instanceof Unreachable) || method !== "GET" || attempt >= readTries) throw error;
      await wait(retryDelayMs(attempt), options.signal);
    }
  }
}

/** 502–504 come from the way to the API, not from the API. */
const isTransient = (status: number) => status >= 502 && status <= 504;

async function reach(url: string, init: RequestInit): Promise<Response> {
  const headers = { accept: "application/json", ...(init.headers as Record<string, string>) };
  try {
    const response = await fetch(url, { credentials: "same-origin", cache: "no-store", ...init, headers });
    connection.set(isTransient(response.status) ? "lost" : "ok");
    return response;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    connection.set("lost");
    throw new Unreachable({ cause: error });
  }
}

async function answer<T>(response: Response, path: string, anonymous = false): Promise<T> {
  if (response.ok) return (response.status === 204 ? undefined : await readJson(response)) as T;
  const problem = (await readJson(response)) as ConstructorParameters<typeof Refused>[1] | undefined;
  const retryAfter = Number(response.headers.get("retry-after"));
  const refused = new Refused(response.status, problem ?? {}, retryAfter > 0 ? retryAfter : undefined);
  if ((refused.status === 401 || unfinished.has(refused.code)) && !anonymous) leaveForSignIn(path);
  throw refused;
}

/** An admin's sign-in that stopped before the passkey goes on at the sign-in page. */
const unfinished = new Set(["passkey.required", "passkey.enrolment_required"]);

/** Bodies that are not JSON (an empty 202, a proxy's error page) say nothing, and nothing breaks on them. */
const readJson = (response: Response): Promise<unknown> => response.json().catch(() => undefined);

function leaveForSignIn(path: string): void {
  const door = doors.find((entry) => path.startsWith(entry.api));
  if (!door || location.pathname.replace(/\/$/, "") === door.signIn) return;
  location.replace(address(door.signIn, { next: location.pathname + location.search }));
}
