import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, serve } from "../http/index.ts";
import { until } from "../process/index.ts";
import { openQueues, type Queues } from "../sqs/index.ts";
import { deliverTo, everyMinute, gateway, type Host, poll, startHost } from "./index.ts";

const api = `
  let calls = 0;
  export const handler = async (event, context) => {
    calls++;
    const path = event.rawPath;
    if (path === "/api/throw") throw new Error("secret detail");
    if (path === "/api/die") process.exit(9);
    if (path === "/api/slow") await new Promise((resolve) => setTimeout(resolve, 5_000));
    if (path === "/api/bare") return { hello: "world" };
    if (path === "/api/binary")
      return { statusCode: 200, headers: { "content-type": "image/x" }, body: Buffer.from([0, 255, 7]).toString("base64"), isBase64Encoded: true };
    const seen = { event, env: process.env.ONLY, now: Date.now(), left: context.getRemainingTimeInMillis() };
    return { statusCode: 201, headers: { "x-one": "1" }, cookies: ["a=1; HttpOnly", "b=2"], body: JSON.stringify(seen) };
  };`;
const worker = `
  import { appendFileSync } from "node:fs";
  export const handler = async (event) => {
    if (!event.Records) { appendFileSync(process.env.SEEN, JSON.stringify(event) + "\\n"); return; }
    const failures = event.Records.filter((record) => record.body === "bad" && record.attributes.ApproximateReceiveCount < 2);
    for (const record of event.Records) appendFileSync(process.env.SEEN, JSON.stringify(record) + "\\n");
    return { batchItemFailures: failures.map((record) => ({ itemIdentifier: record.messageId })) };
  };`;

const folder = mkdtempSync(join(tmpdir(), "q2o-lambda-"));
const seen = join(folder, "seen");
let offset = 0;
let host: Host;
let front: Service;
let queues: Queues;
const now = () => new Date();

beforeAll(async () => {
  const functions = join(folder, "functions");
  mkdirSync(functions);
  for (const name of ["api", "hook-stripe"]) writeFileSync(join(functions, `${name}.mjs`), api);
  writeFileSync(join(functions, "worker.mjs"), worker);
  writeFileSync(seen, "");
  host = await startHost({
    program: join(import.meta.dirname, "program.ts"),
    functions,
    environment: { PATH: process.env.PATH ?? "", ONLY: "this", SEEN: seen },
    logFile: join(folder, "log"),
    offsetSeconds: () => offset,
  });
  front = await serve(gateway({ host, now, timeoutMs: 1_500 }));
  queues = openQueues(join(folder, "sqs"), [{ name: "work", visibilitySeconds: 60 }]);
});
afterAll(async () => {
  await front.stop();
  await host.stop();
  queues.close();
  rmSync(folder, { recursive: true, force: true });
});

const seenBy = async (answer: Response) =>
  (await answer.json()) as { event: Event; env: string; left: number; now: number };
type Event = { headers: Record<string, string>; body?: string; isBase64Encoded: boolean };
const ask = (path: string, init: RequestInit = {}) => fetch(`${front.url}${path}`, init);
const lines = () =>
  readFileSync(seen, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe("the gateway", () => {
  it("turns a request into the event of API Gateway, and the answer back", async () => {
    const headers = { cookie: "s=1; t=2", "content-type": "application/json", "x-forwarded-for": "6.6.6.6" };
    const answer = await ask("/api/things%2Fa?q=a%20b&q=c", { method: "POST", body: '{"ü":1}', headers });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
    const { event, env, left } = await seenBy(answer);
    expect(event).toMatchObject({
      version: "2.0",
      rawPath: "/api/things%2Fa",
      rawQueryString: "q=a%20b&q=c",
      queryStringParameters: { q: "a b,c" },
      cookies: ["s=1", "t=2"],
      body: '{"ü":1}',
      isBase64Encoded: false,
      headers: { "x-forwarded-for": "6.6.6.6, 127.0.0.1" },
      requestContext: { stage: "$default", http: { method: "POST", path: "/api/things%2Fa", sourceIp: "127.0.0.1" } },
    });
    expect(event.headers.cookie).toBeUndefined();
    expect(env).toBe("this");
    expect(left).toBeLessThanOrEqual(1_500);
  });

  it("carries bytes as bytes both ways", async () => {
    const answer = await ask("/api/x", {
      method: "PUT",
      body: Buffer.from([0, 1, 254]),
      headers: { "content-type": "a/b" },
    });
    expect((await seenBy(answer)).event).toMatchObject({ isBase64Encoded: true, body: "AAH+" });
    const binary = await ask("/api/binary");
    expect([...new Uint8Array(await binary.arrayBuffer())]).toEqual([0, 255, 7]);
  });

  it("joins a header that came twice", async () => {
    const text = await new Promise<string>((resolve) => {
      request(`${front.url}/api/x`, { headers: { "x-two": ["a", "b"] } }, (answer) => {
        let all = "";
        answer.on("data", (chunk) => (all += chunk)).on("end", () => resolve(all));
      }).end();
    });
    expect(JSON.parse(text).event.headers["x-two"]).toBe("a,b");
  });

  it("takes an answer without a status for the body", async () => {
    expect(await (await ask("/api/bare")).json()).toEqual({ hello: "world" });
  });

  it("refuses 10 MB and a byte, answers 504 for the slow and 500 without detail for the broken", async () => {
    expect((await ask("/api/x", { method: "POST", body: "x".repeat(10 * 1024 ** 2 + 1) })).status).toBe(413);
    expect((await ask("/api/slow")).status).toBe(504);
    const broken = await ask("/api/throw");
    expect([broken.status, broken.headers.get("content-type")]).toEqual([500, "application/problem+json"]);
    expect(await broken.text()).not.toContain("secret detail");
    expect(readFileSync(join(folder, "log"), "utf8")).toContain("secret detail");
  });

  it("answers 500 for a call under which the process died, and the next call as ever", async () => {
    const before = host.pid();
    expect((await ask("/api/die")).status).toBe(500);
    expect((await ask("/api/x")).status).toBe(201);
    expect(host.pid()).not.toBe(before);
  });

  it("lets functions live by the moved clock, also after a new start", async () => {
    offset = 86_400;
    await host.shiftClock();
    const ahead = async () => (await seenBy(await ask("/api/x"))).now - Date.now();
    expect(await ahead()).toBeGreaterThan(86_000_000);
    await ask("/api/die");
    expect(await ahead()).toBeGreaterThan(86_000_000);
  });

  it("listens to nobody without the word", async () => {
    const answer = await fetch(`${host.address()}/api`, { method: "POST", body: "{}" });
    expect(answer.status).toBe(403);
  });
});

describe("events", () => {
  it("of a queue are deleted one by one, and the failed one comes again", async () => {
    const poller = poll(host, queues, { queue: "work", function: "worker", timeoutMs: 5_000 });
    for (const body of ["good", "bad", "fine"]) queues.send("work", body);
    expect(await until(() => lines().filter((record) => record.body === "bad").length === 2, 10_000)).toBe(true);
    expect(await until(() => Object.values(queues.count("work")).every((n) => n === 0), 5_000)).toBe(true);
    await poller.stop();
    expect(
      lines()
        .map((record) => record.body)
        .sort(),
    ).toEqual(["bad", "bad", "fine", "good"]);
    expect(lines()[0]).toMatchObject({ eventSource: "aws:sqs", eventSourceARN: expect.stringContaining(":work") });
  });

  it("of a schedule come at the start and when asked", async () => {
    writeFileSync(seen, "");
    const schedule = everyMinute(host, "worker", now);
    expect(await until(() => lines().length === 1, 5_000)).toBe(true);
    await schedule.run();
    await schedule.stop();
    expect(lines().map((event) => event["detail-type"])).toEqual(["Scheduled Event", "Scheduled Event"]);
  });

  it("that a function fails on are delivered again", async () => {
    writeFileSync(seen, "");
    const events = deliverTo(host, "hook-stripe");
    events.deliver({ rawPath: "/api/throw" });
    const worker = deliverTo(host, "worker");
    worker.deliver({ detail: { state: "STOPPED" } });
    await worker.settle(5_000);
    expect(lines()).toEqual([{ detail: { state: "STOPPED" } }]);
    const failures = () => readFileSync(join(folder, "log"), "utf8").split('"name":"hook-stripe"').length - 1;
    expect(await until(() => failures() >= 2, 5_000)).toBe(true);
  });
});
