/**
 * The web's only way to data: one fetch with typed refusals, idempotent POSTs, retried GETs and conditional polling. What
 * each route takes and answers is known by the types alone, which the API's own description writes.
 */
import type { Arguments, Input, Problem, Reply, Route } from "@q2o/functions/client";
import { connection } from "./connection.ts";
import { retryDelayMs, wait } from "./retry.ts";

/** The API said no, in its own words. `code` is stable; `message` is for people. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: NonNullable<Problem["errors"]>;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Partial<Problem>, retryAfter?: number) {
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

/** A refusal will not change by asking again; a lost connection or a broken server may. */
export const isFinal = (cause: unknown): boolean =>
  cause instanceof Refused && cause.status < 500 && cause.status !== 429;

type PathIn<R> = R extends `get ${infer P}` ? P : never;
/** What can be read. */
export type Path = PathIn<Route>;
/** An address of the API that is filled in; it still knows whose. */
export type Address<P extends Path = Path> = string & { readonly path: P };
/** Where to read: a path with nothing to fill in, or an address. */
export type Where = Exclude<Path, `${string}{${string}`> | Address;
type PathOf<W> = W extends Path ? W : W extends Address<infer P> ? P : never;
type Read<P extends Path> = Reply<`get ${P}`>;
/** What is read there. */
export type Answer<W extends Where> = Read<PathOf<W>>;
type Answering<Shape> = { [P in Path]: Read<P> extends Shape ? P : never }[Path];
/** One of what a path lists. */
export type Item<P extends Answering<{ items: unknown[] }>> = Read<P>["items"][number];

export type Page<T> = {
  items: T[];
  total: number;
  isTotalCapped: boolean;
  page: number;
  pageSize: number;
  totalPages: number;
};
export type ListPath = Extract<Answering<Page<unknown>>, Where>;
export type FeedPath = Answering<{ items: { id: string }[]; next: string | null }>;

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

type Options = {
  signal?: AbortSignal;
  /** Give the same key again to repeat a call whose answer was lost. */
  idempotencyKey?: string;
  /** Signing in: a 401 is an answer to show, not a reason to go to the sign-in page. */
  anonymous?: boolean;
};

const doors = [
  { api: "/api/tenant/", signIn: "/app/sign-in" },
  { api: "/api/admin/", signIn: "/admin/sign-in" },
  { api: "/api/llm/", signIn: "/admin/sign-in" },
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
  return text ? path + (path.includes("?") ? "&" : "?") + text : path;
}

/** Where a path of the API is with this in it: what it does not have a place for becomes its query. */
export function at<const P extends Path>(path: P, input: Input<`get ${P}`>): Address<P> {
  const [filled, query] = fill(path, input);
  return address(filled, query as Query) as Address<P>;
}

/** `call("put /api/tenant/projects/{id}", { id, name })`. @throws Refused, Unreachable */
export function call<const R extends Route>(
  route: R,
  ...[input, options = {}]: Arguments<R, [options: Options]>
): Promise<Reply<R>> {
  const [method = "", path = ""] = route.split(" ");
  return send(method.toUpperCase(), ...fill(path, input), options);
}

/** @param more joins the query that the address has. @throws Refused, Unreachable */
export const read = <W extends Where>(where: W, more: Query = {}, options: Options = {}): Promise<Answer<W>> =>
  send("GET", where, more, options);

function fill(path: string, input: object = {}): [path: string, rest: Record<string, unknown>] {
  const rest: Record<string, unknown> = { ...input };
  const filled = path.replace(/{(\w+)}/g, (_, name: string) => {
    const value = encodeURIComponent(rest[name] as string);
    delete rest[name];
    return value;
  });
  return [filled, rest];
}

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

async function send<T>(method: string, path: string, input: object, options: Options): Promise<T> {
  const isReading = method === "GET";
  const url = isReading ? address(path, input as Query) : path;
  const headers: Record<string, string> = {};
  const body = isReading || Object.keys(input).length === 0 ? null : JSON.stringify(input);
  if (body) headers["content-type"] = "application/json";
  if (method === "POST") headers["idempotency-key"] = options.idempotencyKey ?? newKey();
  const init: RequestInit = { method, headers, body, signal: options.signal ?? null };
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await reach(url, init);
      if (isReading && isTransient(response.status) && attempt < readTries)
        await wait(retryDelayMs(attempt), options.signal);
      else return await answer<T>(response, path, options.anonymous);
    } catch (error) {
      if (!(error instanceof Unreachable) || !isReading || attempt >= readTries) throw error;
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

/** Asks for a sign of life while there is none, so that a page without a question of its own also learns of it. @returns how to stop */
export function watchConnection(): () => void {
  const abort = new AbortController();
  let isAsking = false;
  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    for (let failures = 1; connection.get() === "lost"; failures++) {
      await wait(retryDelayMs(failures), abort.signal);
      await reach("/api/health", { signal: abort.signal }).catch(() => undefined);
    }
  };
  const look = () => {
    if (connection.get() === "lost")
      ask()
        .catch(() => undefined)
        .finally(() => {
          isAsking = false;
        });
  };
  const forget = connection.watch(look);
  const onOffline = () => connection.set("lost");
  addEventListener("offline", onOffline);
  look();
  return () => {
    abort.abort();
    forget();
    removeEventListener("offline", onOffline);
  };
}

async function answer<T>(response: Response, path: string, anonymous = false): Promise<T> {
  if (response.ok) return (response.status === 204 ? undefined : await readJson(response)) as T;
  const problem = (await readJson(response)) as Partial<Problem> | undefined;
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
