import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { newLedger } from "../models/ledger.ts";
import type { CallReport } from "../models/till.ts";
import type { BootReply, Desired, StepsReport } from "./schema.ts";

/**
 * A platform for one run, over real HTTP: it keeps the protocol's rules and writes down all that was said, so that
 * tests and benchmarks can run the task alone.
 */
export type StandIn = {
  url: string;
  token: string;
  calls: { path: string; body: Record<string, unknown>; atMs: number }[];
  reports: (StepsReport & { seq: number })[];
  /** What was told of questions to models. */
  llmCalls: CallReport[];
  stored: Map<string, Buffer>;
  checkpoint: BootReply["checkpoint"];
  end: { path: "complete" | "fail" | "released"; body: Record<string, unknown> } | undefined;
  desired: Desired;
  isSuperseded: boolean;
  /** Called before a call is answered; it may throw to break the connection, or answer otherwise. */
  before: (path: string) => "answer" | "drop" | "lose" | number;
  close(): Promise<void>;
};

export type StandInSettings = {
  project: BootReply["project"];
  config?: unknown;
  heartbeatSeconds?: number;
  leaseSeconds?: number;
  wallSeconds?: number;
  /** What all questions to models together may cost, in micros. */
  budgetMicros?: number;
};

const token = "stand-in-token";

export async function startStandIn(settings: StandInSettings): Promise<StandIn> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let epoch = 0;
  let keys = 0;
  const ledger = newLedger();
  const purses = [{ name: "run", limitMicros: settings.budgetMicros ?? 5_000_000 }];

  const me: StandIn = {
    url,
    token,
    calls: [],
    reports: [],
    llmCalls: [],
    stored: new Map(),
    checkpoint: undefined,
    end: undefined,
    desired: "run",
    isSuperseded: false,
    before: () => "answer",
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  const answers: Record<string, (body: Record<string, unknown>) => unknown> = {
    boot: () => {
      epoch += 1;
      me.end = undefined;
      return {
        run: { id: "run_1", number: 1, attempt: epoch, epoch },
        project: settings.project,
        desired: me.desired,
        config: settings.config ?? { provider: "blueprint" },
        limits: {
          heartbeatSeconds: settings.heartbeatSeconds ?? 20,
          leaseSeconds: settings.leaseSeconds ?? 90,
          wallSeconds: settings.wallSeconds ?? 600,
        },
        ...(me.checkpoint ? { checkpoint: me.checkpoint } : {}),
      };
    },
    heartbeat: () => ({ desired: me.desired, leaseSeconds: settings.leaseSeconds ?? 90 }),
    steps: (body) => {
      const report = body as StandIn["reports"][number];
      if (!me.reports.some(({ seq }) => seq === report.seq)) me.reports.push(report);
      return { desired: me.desired };
    },
    reservations: ({ id, mostMicros }) => ledger.reserve(String(id), purses, Number(mostMicros)),
    "llm-calls": ({ calls }) => {
      for (const one of calls as CallReport[]) {
        ledger.settle(one.id, one.costMicros ?? 0);
        me.llmCalls.push(one);
      }
      return { recorded: (calls as CallReport[]).length };
    },
    artifacts: ({ kind, sha256 }) => {
      const key = `runs/ten_1/run_1/${epoch}/${String(kind)}-${++keys}`;
      return {
        key,
        url: `${url}/store/${key}?sha256=${String(sha256)}`,
        headers: { "if-none-match": "*", "content-type": "application/octet-stream" },
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      };
    },
    checkpoint: ({ step, key, sha256 }) => {
      me.checkpoint = { step: String(step), url: `${url}/store/${String(key)}`, sha256: String(sha256) };
      return { desired: me.desired };
    },
    sign: ({ sha256 }) => ({
      algorithm: "Ed25519",
      keyId: "stand-in",
      publicKey: publicKey.export({ type: "spki", format: "pem" }),
      signature: sign(null, Buffer.from(String(sha256), "hex"), privateKey).toString("base64"),
    }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const body = Buffer.concat(await request.toArray());
    const at = new URL(request.url ?? "/", url);
    if (at.pathname.startsWith("/store/")) return store(request, response, at, body);
    const path = at.pathname.replace("/api/runner/", "");
    const fate = me.before(path);
    if (fate === "drop") return request.socket.destroy();
    if (request.headers.authorization !== `Bearer ${token}`) return reply(response, 401, { code: "session.missing" });
    if (me.isSuperseded) return reply(response, 409, { code: "run.superseded" });
    if (typeof fate === "number") return reply(response, fate, { code: "run.cannot_move" });
    const parsed = JSON.parse(body.toString()) as Record<string, unknown>;
    me.calls.push({ path, body: parsed, atMs: performance.now() });
    if (path === "complete" || path === "fail" || path === "released") me.end = { path, body: parsed };
    const answer = answers[path]?.(parsed) ?? {};
    if (fate === "lose") return request.socket.destroy();
    reply(response, 200, answer);
  }

  function store(request: IncomingMessage, response: ServerResponse, at: URL, body: Buffer) {
    const key = at.pathname.slice("/store/".length);
    const fate = me.before("store");
    if (request.method === "GET") {
      const found = me.stored.get(key);
      response.writeHead(found ? 200 : 404).end(found);
      return;
    }
    const isRight = createHash("sha256").update(body).digest("hex") === at.searchParams.get("sha256");
    if (me.stored.has(key)) return reply(response, 412, {});
    if (!isRight || request.headers["if-none-match"] !== "*") return reply(response, 400, {});
    me.stored.set(key, body);
    if (fate === "lose") return request.socket.destroy();
    response.writeHead(200).end();
  }
  return me;
}

const reply = (response: ServerResponse, status: number, body: unknown) =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
