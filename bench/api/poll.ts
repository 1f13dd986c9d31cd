import { type ChildProcess, execFile, fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Actor } from "@q2o/core/actor";
import { open } from "@q2o/core/db";
import { Ports } from "@q2o/core/ports";
import { listStatus } from "@q2o/core/project/status";
import { until } from "../../packages/local/src/process/index.ts";
import { openPerson } from "../chaos/people.ts";
import { type Stack, startStack } from "../chaos/stack.ts";
import { type Figure, median } from "../figure.ts";
import { root } from "../product.ts";

const connections = 16;
const seconds = 6;
const rounds = 3;
const projects = 10;
const path = "/api/tenant/projects/status";
const email = "owner@example.com";

type Shot = { rate: number; p99: number };

/**
 * How many status polls a second the product answers through gateway and function host, and how late: in full, and when
 * nothing has changed. Against `node:http` that asks the same query and does nothing else, turn about with it.
 */
export async function poll(): Promise<Figure[]> {
  const stack = await startStack();
  let bare: ChildProcess | undefined;
  try {
    const person = await openPerson(stack);
    for (let i = 0; i < projects; i++) await person.run(await person.project());
    const isDone = async () => (await stack.sql("select 1 from run where status <> 'completed'")).length === 0;
    await until(isDone, 120_000, 100);
    const cookie = await signIn(stack);
    bare = fork(join(import.meta.dirname, "bare.ts"), [await orders(stack)]);
    const port = await new Promise((resolve) => bare?.once("message", resolve));
    const url = `${stack.url}${path}`;

    const shots = { bare: [] as Shot[], full: [] as Shot[], same: [] as Shot[] };
    for (let round = 0; round < rounds; round++) {
      shots.bare.push(await shoot(`http://127.0.0.1:${port}`, 200));
      shots.full.push(await shoot(url, 200, { cookie }));
      // What was answered holds to the end of these ten seconds of the clock.
      await sleep(10_100 - (Date.now() % 10_000));
      const etag = (await fetch(url, { headers: { cookie } })).headers.get("etag") ?? "";
      shots.same.push(await shoot(url, 304, { cookie, "if-none-match": etag }));
    }
    return [...figuresOf("Status poll", shots.full, shots.bare), ...figuresOf("  unchanged", shots.same, shots.bare)];
  } finally {
    bare?.kill();
    await stack.stop();
  }
}

function figuresOf(name: string, shots: Shot[], bare: Shot[]): Figure[] {
  const [rate, base] = [shots, bare].map((each) => median(each.map((shot) => shot.rate))) as [number, number];
  return [
    // 40 % of the requests per second.
    { name: `${name}, each as against bare node:http`, value: base / rate, unit: "×", bound: 2.5 },
    {
      name: `  p99 of ${rate.toFixed(0)} a second, ${connections} at once`,
      value: median(shots.map(({ p99 }) => p99)),
      unit: "ms",
      bound: 50,
    },
  ];
}

/** The very question of the product, for the tenant whose status is asked for, to be asked by who may see all. */
async function orders(stack: Stack): Promise<string> {
  const [member] = await stack.sql(`select tenant_id, id from member where email = '${email}'`);
  const tenantId = String(member?.tenant_id);
  const db = open({ url: stack.database.ownerUrl });
  const asked: { text: string; values: unknown[] }[] = [];
  const connect = async () => {
    const client = await db.connect();
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((question: { text: string }, values: unknown[]) => {
      asked.push({ text: question.text, values });
      return query(question, values);
    }) as typeof client.query;
    return client;
  };
  const actor = { type: "tenant", tenantId, memberId: String(member?.id), role: "owner", sessionId: "" } as const;
  await Ports.provide({ db: { ...db, connect } } as Ports, () => Actor.provide(actor, () => listStatus({})));
  await db.end();
  const question = asked.find(({ text }) => text?.includes('from "project"'));
  if (!question) throw new Error("The status asks nothing about projects.");
  const file = join(stack.home, "bare.json");
  writeFileSync(file, JSON.stringify({ url: stack.database.ownerUrl, sql: question.text, params: question.values }));
  return file;
}

async function signIn(stack: Stack): Promise<string> {
  const post = (what: string, body: object) =>
    fetch(`${stack.url}/api/tenant/auth/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: stack.url },
      body: JSON.stringify(body),
    });
  const before = stack.mailbox.list(email).length;
  await post("otp", { email });
  await until(() => stack.mailbox.list(email).length > before, 10_000, 50);
  const code = /\b\d{6}\b/.exec(stack.mailbox.list(email)[0]?.text ?? "")?.[0];
  const session = await post("session", { email, code });
  return session.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** @throws Error when any answer is another than the one wanted */
async function shoot(url: string, wanted: number, headers: Record<string, string> = {}): Promise<Shot> {
  const named = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}=${value}`]);
  const { stdout } = await promisify(execFile)(
    join(root, "node_modules/.bin/autocannon"),
    ["-c", String(connections), "-d", String(seconds), "--json", ...named, url],
    { maxBuffer: 10_000_000 },
  );
  const { requests, latency, statusCodeStats } = JSON.parse(stdout) as {
    requests: { average: number };
    latency: { p99: number };
    statusCodeStats: Record<string, object>;
  };
  const statuses = Object.keys(statusCodeStats).join(", ");
  if (statuses !== String(wanted)) throw new Error(`${url} answered ${statuses} instead of ${wanted}.`);
  return { rate: requests.average, p99: latency.p99 };
}
