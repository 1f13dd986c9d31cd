import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sync } from "../../src/sync/sync.ts";

/** What an answer may hold: one thing, a page of things, or a refusal. */
export type Item = {
  id: number;
  status: string;
  sourceId: string;
  targetId: string | null;
  reason: string | null;
  tries: number;
};
type FlowView = {
  name: string;
  nextRunAt: string | null;
  checkpoint: string | null;
  schedule: { inWords: string } | null;
  lastSync: Sync | null;
};
export type Body = Item & {
  items: (Item & FlowView & Sync)[];
  total: number;
  code: string;
  errors: { path: string; message: string }[];
  retried: number;
};
export type Answer = { status: number; headers: Headers; body: Body; text: string };

/** Speaks HTTP to the running service, as its operator or as nobody. */
export type Client = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

export function client(url: string, password?: string): Client {
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = {
      ...(password ? { Authorization: `Bearer ${password}` } : {}),
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(`${url}${path}`, { ...init, headers, redirect: "manual" });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("Content-Type") ?? "");
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : {}) as Body, text };
  };
  return {
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, headers = {}) =>
      send(path, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body ?? {}) }),
  };
}

/** That an answer refuses with this status and says why as problem details. */
export function refused(answer: Answer, status: number): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get("Content-Type") ?? "", /problem\+json/);
  assert.equal(typeof answer.body.code, "string");
}

/** Long, for machines that are busy; nothing waits for it when all is well. */
const patienceMs = 90_000;

/** Waits until something is so. @throws AssertionError with `what`, when it never is */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(15)) if (await isSo()) return;
  assert.fail(`Waited in vain: ${what}`);
}

/** Waits until the service has done all that it can do now. */
export async function settled(url: string, password?: string): Promise<void> {
  const api = client(url, password);
  const open = async () => {
    const lists = await Promise.all(
      [
        "/api/syncs?status=queued",
        "/api/syncs?status=running",
        "/api/events?status=pending",
        "/api/records?status=sending",
      ].map((path) => api.get(path)),
    );
    return lists.reduce((sum, { body }) => sum + (body.total ?? 1), 0);
  };
  await until("the service has nothing left to do", async () => (await open()) === 0);
}
