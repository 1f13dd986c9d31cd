import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { address, at, call, getIfChanged, Refused, read, Unreachable } from "./api.ts";
import { connection } from "./connection.ts";

type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

/** A real server on a real socket; each test says what it answers next. */
describe("the way to the API", () => {
  let server: Server;
  let base: string;
  let answers: Answer[] = [];
  let asked: IncomingMessage[] = [];
  let bodies: string[] = [];
  const none = new AbortController().signal;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      const answer = answers.shift() ?? { status: 200, body: {} };
      if (answer.status === 0) return request.socket.destroy();
      return text(request).then((body) => {
        bodies.push(body);
        response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
        response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => fetch(base + path, init));
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    server.close();
  });
  beforeEach(() => {
    answers = [];
    asked = [];
    bodies = [];
  });

  const post = (options = {}) => call("post /api/tenant/projects/{id}/run", { id: "prj_1" }, options);

  it("leaves out what is not asked for", () => {
    expect(address("/x", { page: 2, search: "", state: undefined })).toBe("/x?page=2");
    expect(address("/x?page=2", { after: "7" })).toBe("/x?page=2&after=7");
  });

  it("puts into the path what has its place there, and the rest where the method has it", async () => {
    expect(at("/api/tenant/runs/{id}/events", { id: "a/b", after: "7" })).toBe("/api/tenant/runs/a%2Fb/events?after=7");
    await read(at("/api/tenant/runs/{id}/events", { id: "run_1", limit: 9 }), { after: "7" });
    await call("put /api/tenant/projects/{id}", { id: "prj_1", name: "Bikes" });
    await call("delete /api/tenant/projects/{id}", { id: "prj_1" });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET /api/tenant/runs/run_1/events?limit=9&after=7",
      "PUT /api/tenant/projects/prj_1",
      "DELETE /api/tenant/projects/prj_1",
    ]);
    expect(bodies).toEqual(["", '{"name":"Bikes"}', ""]);
  });

  it("turns a refusal into its own words, code and fields", async () => {
    answers = [
      {
        status: 429,
        headers: { "retry-after": "30" },
        body: {
          code: "otp.limited",
          detail: "Too many codes.",
          requestId: "req_1",
          errors: [{ path: "email", message: "Wait." }],
        },
      },
    ];
    const refused = await post().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({
      status: 429,
      code: "otp.limited",
      message: "Too many codes.",
      requestId: "req_1",
      retryAfter: 30,
      errors: [{ path: "email", message: "Wait." }],
    });
  });

  it("survives a refusal that is not JSON", async () => {
    answers = [{ status: 400 }];
    await expect(post()).rejects.toMatchObject({
      code: "http.400",
      message: "The server gave no reason.",
    });
  });

  it("gives every POST a key, and keeps the one it is given", async () => {
    await post();
    await post();
    await post({ idempotencyKey: "mine" });
    const keys = asked.map((request) => request.headers["idempotency-key"]);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe("mine");
  });

  it("reads again after a lost answer and after a broken gateway, and says so meanwhile", async () => {
    const seen: string[] = [];
    const stop = connection.watch((state) => seen.push(state));
    answers = [{ status: 0 }, { status: 503 }, { status: 200, body: { fine: true } }];
    await expect(read("/api/tenant/usage")).resolves.toEqual({ fine: true });
    stop();
    expect(asked).toHaveLength(3);
    expect(seen).toEqual(["lost", "ok"]);
  });

  it("never sends a POST again by itself", async () => {
    answers = [{ status: 0 }];
    await expect(post()).rejects.toBeInstanceOf(Unreachable);
    expect(asked).toHaveLength(1);
  });

  it("asks whether anything changed, and takes no for an answer", async () => {
    answers = [{ status: 200, headers: { etag: '"1"' }, body: { n: 1 } }, { status: 304 }];
    const first = await getIfChanged<{ n: number }>("/api/x", undefined, none);
    expect(first).toEqual({ value: { n: 1 }, etag: '"1"' });
    await expect(getIfChanged("/api/x", first?.etag, none)).resolves.toBeUndefined();
    expect(asked[1]?.headers["if-none-match"]).toBe('"1"');
  });

  it("goes to the sign-in page when the session is over, with the way back", async () => {
    const replace = vi.fn();
    vi.stubGlobal("location", { pathname: "/app/status", search: "?open=prj_1", replace });
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", async () => Response.json({ code: "session.missing" }, { status: 401 }));
    await expect(read("/api/tenant/projects")).rejects.toMatchObject({ status: 401 });
    expect(replace).toHaveBeenCalledWith("/app/sign-in?next=%2Fapp%2Fstatus%3Fopen%3Dprj_1");
    replace.mockClear();
    await expect(
      call("post /api/tenant/auth/session", { email: "", code: "" }, { anonymous: true }),
    ).rejects.toMatchObject({ status: 401 });
    expect(replace).not.toHaveBeenCalled();
    vi.stubGlobal("fetch", fetch);
  });
});
