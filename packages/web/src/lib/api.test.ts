import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { address, get, getIfChanged, post, Refused, Unreachable } from "./api.ts";
import { connection } from "./connection.ts";

type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

/** A real server on a real socket; each test says what it answers next. */
describe("the way to the API", () => {
  let server: Server;
  let base: string;
  let answers: Answer[] = [];
  let asked: IncomingMessage[] = [];
  const none = new AbortController().signal;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      const answer = answers.shift() ?? { status: 200, body: {} };
      if (answer.status === 0) return request.socket.destroy();
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      return response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    answers = [];
    asked = [];
  });

  it("leaves out what is not asked for", () =>
    expect(address("/api/x", { page: 2, search: "", state: undefined })).toBe("/api/x?page=2"));

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
    const refused = await post(`${base}/api/x`).catch((error: unknown) => error);
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
    await expect(post(`${base}/api/x`)).rejects.toMatchObject({
      code: "http.400",
      message: "The server gave no reason.",
    });
  });

  it("gives every POST a key, and keeps the one it is given", async () => {
    await post(`${base}/api/x`);
    await post(`${base}/api/x`);
    await post(`${base}/api/x`, {}, { idempotencyKey: "mine" });
    const keys = asked.map((request) => request.headers["idempotency-key"]);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe("mine");
  });

  it("reads again after a lost answer and after a broken gateway, and says so meanwhile", async () => {
    const seen: string[] = [];
    const stop = connection.watch((state) => seen.push(state));
    answers = [{ status: 0 }, { status: 503 }, { status: 200, body: { fine: true } }];
    await expect(get(`${base}/api/x`)).resolves.toEqual({ fine: true });
    stop();
    expect(asked).toHaveLength(3);
    expect(seen).toEqual(["lost", "ok"]);
  });

  it("never sends a POST again by itself", async () => {
    answers = [{ status: 0 }];
    await expect(post(`${base}/api/x`)).rejects.toBeInstanceOf(Unreachable);
    expect(asked).toHaveLength(1);
  });

  it("asks whether anything changed, and takes no for an answer", async () => {
    answers = [{ status: 200, headers: { etag: '"1"' }, body: { n: 1 } }, { status: 304 }];
    const first = await getIfChanged<{ n: number }>(`${base}/api/x`, undefined, none);
    expect(first).toEqual({ value: { n: 1 }, etag: '"1"' });
    await expect(getIfChanged(`${base}/api/x`, first?.etag, none)).resolves.toBeUndefined();
    expect(asked[1]?.headers["if-none-match"]).toBe('"1"');
  });

  it("goes to the sign-in page when the session is over, with the way back", async () => {
    const replace = vi.fn();
    vi.stubGlobal("location", { pathname: "/app/status", search: "?open=prj_1", replace });
    vi.stubGlobal("fetch", async () => Response.json({ code: "session.missing" }, { status: 401 }));
    await expect(get("/api/tenant/projects")).rejects.toMatchObject({ status: 401 });
    expect(replace).toHaveBeenCalledWith("/app/sign-in?next=%2Fapp%2Fstatus%3Fopen%3Dprj_1");
    replace.mockClear();
    await expect(post("/api/tenant/auth/session", {}, { anonymous: true })).rejects.toMatchObject({ status: 401 });
    expect(replace).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
