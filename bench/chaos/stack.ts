import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "@q2o/core/db/open";
import {
  bucket,
  cluster,
  family,
  functionEnvironment,
  taskEnvironment,
} from "../../packages/local/src/cloud/environment.ts";
import { openSecrets } from "../../packages/local/src/cloud/secrets.ts";
import { readSettings } from "../../packages/local/src/cloud/settings.ts";
import { Ecs } from "../../packages/local/src/ecs/index.ts";
import { serve } from "../../packages/local/src/http/index.ts";
import { deliverTo, gateway, type Host, poll, runOnce, startHost } from "../../packages/local/src/lambda/index.ts";
import { Mail } from "../../packages/local/src/mail/index.ts";
import { Mischief } from "../../packages/local/src/mischief/index.ts";
import { cloneDatabase } from "../../packages/local/src/postgres/index.ts";
import { signal, until } from "../../packages/local/src/process/index.ts";
import { S3 } from "../../packages/local/src/s3/index.ts";
import { Sqs } from "../../packages/local/src/sqs/index.ts";
import { Stripe } from "../../packages/local/src/stripe/index.ts";
import { openCutter } from "./cutter.ts";
import { openHalver } from "./halver.ts";
import { bundle } from "./hurry.ts";

export type Stack = Awaited<ReturnType<typeof startStack>>;

/** How often each of the two sweepers sweeps, unless chosen otherwise. */
export const sweepEveryMs = 1_000;

export type Choices = {
  /** The runner's own work instead of a short one, with packages from this cache. */
  wholeWork?: { packageCache: string };
  /** How long each step of the short work takes. */
  stepMs?: number;
  sweepEveryMs?: number;
  /** Told of every request to the site, when it arrives. */
  onRequest?: (path: string) => void;
};

export type Trouble = { dice: Mischief.Dice; odds: Mischief.Odds; full: number; answersLost: number };

/**
 * The product as it is deployed, every function in a process that can be killed: one host for the API, two that launch,
 * two that sweep and relay; PostgreSQL, S3, the queues and the task engine stay up, as their makers promise.
 */
export async function startStack(trouble?: Trouble, choices: Choices = {}) {
  const { wholeWork, stepMs, onRequest } = choices;
  const home = mkdtempSync(join(tmpdir(), "q2o-chaos-"));
  const room = (name: string) => {
    mkdirSync(join(home, name), { recursive: true });
    return join(home, name);
  };
  const undo: (() => unknown)[] = [() => rmSync(home, { recursive: true, force: true })];
  const own = <T extends { stop: () => Promise<unknown> }>(part: T): T => {
    undo.push(part.stop);
    return part;
  };
  const now = () => new Date();
  const builds = await bundle(room("code"));
  const database = await cloneDatabase();
  undo.push(database.drop);
  const cutter = own(await openCutter(new URL(database.loginUrl)));
  const secrets = openSecrets(join(home, "secrets.json"));
  const { accessKeyId } = secrets.credentials;
  const orders = join(home, "orders");
  writeFileSync(orders, "");

  let handle: RequestListener = (_, response) => void response.writeHead(503).end();
  const front = own(
    await serve((request, response) => {
      onRequest?.(request.url ?? "");
      void handle(request, response);
    }),
  );
  const mailbox = Mail.openMailbox(room("mail"));
  const queues = Sqs.openQueues(room("sqs"), [
    { name: "runs", visibilitySeconds: 4, deadLetter: { queue: "runs-dead", afterReceives: 8 } },
    { name: "runs-dead", visibilitySeconds: 30 },
    { name: "mail", visibilitySeconds: 30 },
    { name: "billing", visibilitySeconds: 4, deadLetter: { queue: "billing-dead", afterReceives: 8 } },
    { name: "billing-dead", visibilitySeconds: 30 },
  ]);
  let deliver: (event: unknown) => void = () => undefined;
  const settings = { ...readSettings(process.env, home), home, models: {} };
  const work = room("work");
  const environment = {
    ...(wholeWork
      ? taskEnvironment(settings, wholeWork.packageCache, work)
      : { PATH: "/usr/bin:/bin", HOME: work, TZ: "UTC", Q2O_WORK: work }),
    CRASH_AT: orders,
    ...(stepMs === undefined ? {} : { Q2O_STEP_MS: String(stepMs) }),
  };
  const command = [process.execPath, "--enable-source-maps", builds.task];
  const definitions = [{ family, container: family, command, environment, stopTimeoutSeconds: 8 }];
  const engine = Ecs.openEngine({
    folder: room("ecs"),
    definitions,
    onEvent: (event) => deliver(event),
    now: Date.now,
  });
  const { dice } = trouble ?? {};
  const s3 = own(
    await S3.start({
      folder: room("s3"),
      port: 0,
      credentials: secrets.credentials,
      buckets: [bucket],
      corsOrigins: [],
      now,
    }),
  );
  const killTaskOf = (runId: string) => {
    for (const { startedBy, process: taken } of engine.tasks.unfinished())
      if (startedBy === runId && taken) signal(-taken.pid, "SIGKILL");
  };
  const halver = own(await openHalver({ s3Port: s3.port, orders, kill: killTaskOf }));
  const sqs = own(
    await Sqs.start(trouble ? Mischief.unreliableQueues(queues, trouble.dice, trouble.odds) : queues, { accessKeyId }),
  );
  const ecs = own(
    await Ecs.start(engine, {
      ...{ accessKeyId, cluster, definitions },
      isFull: () => dice !== undefined && dice() < (trouble?.full ?? 0),
      isAnswerLost: (operation) =>
        operation === "RunTask" && dice !== undefined && dice() < (trouble?.answersLost ?? 0),
    }),
  );
  const mail = own(await Mail.start(mailbox, { accessKeyId, now }));
  const stripe = own(
    await Stripe.start({
      file: join(home, "stripe.sqlite"),
      secretKey: secrets.stripeSecretKey,
      now,
      site: front.url,
      webhook: { url: `${front.url}/api/billing/webhook`, secret: secrets.stripeWebhookSecret },
    }),
  );
  const functionsEnvironment = {
    ...functionEnvironment(settings, secrets, {
      site: front.url,
      // What only passes through us would wait for us.
      database: trouble ? cutter.url : database.loginUrl,
      s3: `http://127.0.0.1:${halver.port}`,
      ...{ sqs: sqs.url, ecs: ecs.url, ses: mail.url, stripe: stripe.url, queueUrl: sqs.queueUrl },
    }),
    CRASH_AT: orders,
    TASK_PLACES: "6",
  };
  const host = { program: builds.program, functions: builds.functions, offsetSeconds: () => 0, mostPauseMs: 200 };
  const log = (name: string) => join(room("logs"), `${name}.log`);
  const ownerEnvironment = { ...functionsEnvironment, DATABASE_OWNER_URL: database.ownerUrl, CRASH_AT: "" };
  await runOnce({ ...host, environment: ownerEnvironment, logFile: log("migrate") }, [
    ["migrate", {}],
    ["seed", { seed: "demo" }],
  ]);
  // Kept open: whoever looks ten times a second must not have PostgreSQL start a process each time.
  const books = open({ url: database.ownerUrl, max: 2 });
  undo.push(books.end);
  const sql = async (text: string): Promise<Record<string, unknown>[]> => {
    const client = await books.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      client.release();
    }
  };
  await sql("update plan set runs_per_month = null, codes_per_month = null, concurrent_runs = 6 where id = 'pln_pro'");

  const hosts: Record<string, Host> = {};
  for (const name of ["api", "launcher-1", "launcher-2", "sweeper-1", "sweeper-2"])
    hosts[name] = own(await startHost({ ...host, environment: functionsEnvironment, logFile: log(name) }));
  const hostOf = (name: string): Host => {
    const found = hosts[name];
    if (!found) throw new Error(`No host is called ${name}.`);
    return found;
  };
  handle = gateway({ host: hostOf("api"), now });
  const events = deliverTo(hostOf("sweeper-1"), "task-state");
  const hear = trouble ? Mischief.unreliableEvents(events.deliver, trouble.dice, trouble.odds) : events.deliver;
  deliver = hear;
  for (const name of ["launcher-1", "launcher-2"]) {
    own(poll(hostOf(name), queues, { queue: "runs", function: "launcher", timeoutMs: 10_000 }));
    own(poll(hostOf(name), queues, { queue: "billing", function: "biller", timeoutMs: 10_000 }));
  }
  own(poll(hostOf("api"), queues, { queue: "mail", function: "mailer", timeoutMs: 10_000 }));
  /** @returns whether all of it was done */
  const sweep = async (name: string, functions: readonly string[] = ["relay", "sweeper"]): Promise<boolean> => {
    let isDone = true;
    for (const each of functions)
      await hostOf(name)
        .invoke(each, {}, 10_000)
        .catch(() => {
          isDone = false;
        });
    return isDone;
  };
  const everyMs = choices.sweepEveryMs ?? sweepEveryMs;
  let swept = 0;
  const timers = ["sweeper-1", "sweeper-2"].map((name) =>
    setInterval(
      () =>
        void sweep(name).then((isDone) => {
          swept += isDone ? 1 : 0;
        }),
      everyMs,
    ),
  );
  timers.push(setInterval(() => void sweep("sweeper-1", ["reconciler"]), 5 * everyMs));
  undo.push(
    () => timers.forEach(clearInterval),
    () => engine.close(500),
  );

  const armed = new Map<string, string>();
  const metFile = (name: string) => `${orders}.${name}`;
  const deathsFile = (name: string) => `${orders}.${name}.deaths`;
  /** In one move: whoever reads them meanwhile must not find half of them. */
  const writeOrders = () => {
    writeFileSync(`${orders}.next`, [...armed].map(([name, hit]) => `${name} ${hit}`).join("\n"));
    renameSync(`${orders}.next`, orders);
  };

  return {
    ...{ url: front.url, home, work, stripe, mailbox, queues, engine, sql, cutter, hosts, database },
    /**
     * Arms crash points: which, and at which meetings of it (`1,2`), over all processes. How often each was met starts
     * anew.
     *
     * @returns how to disarm these again
     */
    arm: (wanted: Readonly<Record<string, string>>) => {
      for (const [name, hits] of Object.entries(wanted)) {
        for (const file of [metFile(name), deathsFile(name)]) rmSync(file, { force: true });
        armed.set(name, hits);
      }
      writeOrders();
      return () => {
        for (const name of Object.keys(wanted)) armed.delete(name);
        writeOrders();
      };
    },
    /** How often a point was met since it was armed. */
    met: (name: string): number => (existsSync(metFile(name)) ? statSync(metFile(name)).size : 0),
    /** How often somebody died at a point since it was armed. */
    deaths: (name: string): number => (existsSync(deathsFile(name)) ? statSync(deathsFile(name)).size : 0),
    /** Whether the task engine's events arrive. */
    listen: (isListening: boolean) => {
      deliver = isListening ? hear : () => undefined;
    },
    /** Under what names S3 knows the functions. */
    credentials: Object.fromEntries(Object.entries(functionsEnvironment).filter(([name]) => name.startsWith("AWS_"))),
    /** How a task is started here. */
    task: { command, environment },
    sweepThrice: async () => {
      const all = ["relay", "sweeper", "reconciler"];
      for (let i = 0; i < 3; i++) await Promise.all([sweep("sweeper-1", all), sweep("sweeper-2", all)]);
    },
    /** Waits until three sweeps that began after this have ended, by the sweepers' own clock. @returns false when they never do */
    sweptThrice: async (): Promise<boolean> => {
      // Two may be under way.
      const enough = swept + 2 + 3;
      return until(() => swept >= enough, 60_000, 50);
    },
    stop: async () => {
      for (const step of undo.splice(0).reverse()) await step();
    },
  };
}
