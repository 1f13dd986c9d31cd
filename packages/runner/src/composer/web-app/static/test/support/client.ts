import assert from "node:assert/strict";

/** A record as a test reads it. */
export type Item = { id: number; label: string; [field: string]: unknown };

/** What an answer may hold: a record, a page of records, or a refusal. */
export type Body = Item & {
  items: Item[];
  total: number;
  page: number;
  pageSize: number;
  totalPages: number;
  code: string;
  errors: { path: string; message: string }[];
};

export type Answer = { status: number; headers: Headers; body: Body; text: string; bytes: Buffer };

/** Speaks HTTP to the running application, as one person or as nobody. */
export type Client = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** Sends exactly these bytes, or a form. */
  raw(method: string, path: string, body: string | FormData, headers?: Record<string, string>): Promise<Answer>;
};

export function client(url: string, token?: string): Client {
  const identity: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const send = async (
    method: string,
    path: string,
    body?: string | FormData,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: "manual",
      headers: { ...identity, ...(typeof body === "string" ? { "Content-Type": "application/json" } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString();
    const isJson = /json/.test(response.headers.get("Content-Type") ?? "");
    const parsed = (isJson ? JSON.parse(text) : {}) as Body;
    return { status: response.status, headers: response.headers, body: parsed, text, bytes };
  };
  const json = (value: unknown) => (value === undefined ? undefined : (withFiles(value) ?? JSON.stringify(value)));
  return {
    get: (path, headers) => send("GET", path, undefined, headers),
    post: (path, body) => send("POST", path, json(body)),
    put: (path, body) => send("PUT", path, json(body)),
    patch: (path, body) => send("PATCH", path, json(body)),
    delete: (path) => send("DELETE", path),
    raw: (method, path, body, headers) => send(method, path, body, headers),
  };
}

/** A body that holds files as the form that brings them; undefined for any other. */
function withFiles(body: unknown): FormData | undefined {
  const entries = typeof body === "object" && body !== null ? Object.entries(body) : [];
  const isOfFiles = (value: unknown) => [value].flat().some((each) => each instanceof File);
  if (!entries.some(([, value]) => isOfFiles(value))) return undefined;
  const form = new FormData();
  form.set("record", JSON.stringify(Object.fromEntries(entries.filter(([, value]) => !isOfFiles(value)))));
  for (const [name, value] of entries)
    for (const file of [value].flat()) if (file instanceof File) form.append(name, file);
  return form;
}

/** The record of an answer that must be a success. */
export function ok(answer: Answer, status = 200): Item {
  assert.equal(answer.status, status, answer.text);
  return answer.body;
}

/** That an answer refuses with this status and, when given, names this field. */
export function refused(answer: Answer, status: number, path?: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get("Content-Type") ?? "", /problem\+json/);
  assert.equal(typeof answer.body.code, "string");
  if (path === undefined) return;
  const paths = answer.body.errors.map((error) => error.path);
  assert.ok(paths.includes(path), `${path} is not among ${JSON.stringify(paths)}`);
}

/** The ids of a list, every page of it. */
export async function idsOf(api: Client, path: string): Promise<number[]> {
  const ids: number[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await api.get(`${path}${path.includes("?") ? "&" : "?"}pageSize=100&page=${page}`);
    assert.equal(answer.status, 200, answer.text);
    ids.push(...answer.body.items.map((item) => item.id));
    if (page >= answer.body.totalPages) return ids;
  }
}

/** The date some days from today, as the application (in UTC) sees it. */
export const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The middle of the day some days from today. */
export const noon = (days: number): string => `${day(days)}T12:00:00.000Z`;

/** The Monday of the week of a date or a moment. */
export function weekOf(date: unknown): string {
  const at = new Date(`${String(date).slice(0, 10)}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}

/** The quarter of a date or a moment, `2026-Q1`. */
export const quarterOf = (date: unknown): string =>
  `${String(date).slice(0, 4)}-Q${Math.ceil(Number(String(date).slice(5, 7)) / 3)}`;

/** A birthday so many whole years ago. */
export function yearsAgo(years: number): string {
  const today = day(0);
  const date = `${Number(today.slice(0, 4)) - years}${today.slice(4)}`;
  return date.endsWith("02-29") ? `${date.slice(0, 8)}28` : date;
}

let count = 0;

/** A number no other record of this test run has. */
export const next = (): number => {
  count += 1;
  return count;
};
