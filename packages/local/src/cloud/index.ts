export * as Cloud from "./index.ts";
export { StartError } from "./lock.ts";
export { readSettings, type Settings } from "./settings.ts";

import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Builds } from "../build/index.ts";
import { Clock } from "../clock/index.ts";
import { Ecs } from "../ecs/index.ts";
import { deliverTo, everyMinute, gateway, poll, runOnce, startHost } from "../lambda/index.ts";
import { Mail } from "../mail/index.ts";
import { BadCall, type LocalCalls, Portal } from "../portal/index.ts";
import { Postgres } from "../postgres/index.ts";
import { S3 } from "../s3/index.ts";
import { Sqs } from "../sqs/index.ts";
import { Stripe } from "../stripe/index.ts";
import { stripePages } from "../stripe/local.ts";
import { bucket, cluster, family, functionEnvironment, taskEnvironment } from "./environment.ts";
import { lockHome, StartError } from "./lock.ts";
import { openSecrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

export type Part = { name: string; address: string; pid: number; up: () => boolean };
export type Cloud = { url: string; parts: Part[]; stop: () => Promise<void> };

const queueSpecs = ["runs", "mail", "billing"].flatMap((name) => [
  // Six times what its function may take.
  { name, visibilitySeconds: 360, deadLetter: { queue: `${name}-dead`, afterReceives: 5 } },
  { name: `${name}-dead`, visibilitySeconds: 30 },
]);

/** How long tasks may say goodbye when the machine is stopped; then they are ended and resume by themselves later. */
const taskFarewellMs = 8_000;

/**
 * Starts every part on one state folder. Whatever fails, everything already started is stopped again.
 *
 * @throws StartError when the port or the folder is taken
 */
export async function start(settings: Settings, builds: Builds, tell: (line: string) => void): Promise<Cloud> {
  const { home } = settings;
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse())
      await Promise.resolve(step()).catch((error: unknown) => tell(String(error)));
  };
  const own = <T extends { stop: () => Promise<void> }>(part: T): T => {
    undo.push(part.stop);
    return part;
  };
  try {
    const lock = lockHome(home, () => portal.url);
    undo.push(lock.release);
    // Others may pass through, because PostgreSQL and the sandbox run as other users; reading is for the owner.
    chmodSync(home, 0o711);
    const portal = own(await takePort(settings.port));
    const room = (name: string) => {
      mkdirSync(join(home, name), { recursive: true, mode: 0o700 });
      return join(home, name);
    };
    const clock = Clock.openClock(join(home, "clock.json"));
    const secrets = openSecrets(join(home, "secrets.json"));
    const { accessKeyId } = secrets.credentials;

    const queues = Sqs.openQueues(room("sqs"), queueSpecs);
    undo.push(queues.close);
    const mailbox = Mail.openMailbox(room("mail"));
    undo.push(mailbox.close);
    const work = join(home, "work");
    // Tasks end when we do; what killed ones left behind is nobody's.
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    chmodSync(work, 0o711);
    const environment = taskEnvironment(settings, builds.packageCache, work);
    const command = [process.execPath, "--enable-source-maps", builds.runner];
    const definitions = [{ family, container: family, command, environment, stopTimeoutSeconds: 120 }];
    // What happens before the functions are there is told them when they are.
    const early: unknown[] = [];
    let deliver = (event: unknown): void => void early.push(event);
    const engine = Ecs.openEngine({
      folder: room("ecs"),
      definitions,
      onEvent: (event) => deliver(event),
      now: () => clock.now().getTime(),
    });

    tell("Starting the database");
    const starting = Postgres.start({ folder: join(home, "postgres"), passwords: secrets.passwords }).then(own);
    const origins = [portal.url, portal.url.replace("127.0.0.1", "localhost")];
    const services = Promise.all([
      S3.start({
        folder: room("s3"),
        port: 0,
        credentials: secrets.credentials,
        buckets: [bucket],
        corsOrigins: origins,
        now: clock.now,
      }).then(own),
      Sqs.start(queues, { accessKeyId }).then(own),
      Ecs.start(engine, { accessKeyId, cluster, definitions }).then(own),
      Mail.start(mailbox, { accessKeyId, now: clock.now }).then(own),
      Stripe.start({
        file: join(home, "stripe.sqlite"),
        secretKey: secrets.stripeSecretKey,
        now: clock.now,
        site: portal.url,
        // The real Stripe tells a site on this machine nothing, and the stand-in nothing of the real one's business.
        ...(settings.stripe.secretKey
          ? {}
          : { webhook: { url: `${portal.url}/api/billing/webhook`, secret: secrets.stripeWebhookSecret } }),
      }).then(own),
      engine.recover(),
    ]);
    const [database, [s3, sqs, ecs, mail, stripe]] = await bothOrThrow(starting, services);

    const s3Url = `http://127.0.0.1:${s3.port}`;
    const functionsEnv = functionEnvironment(settings, secrets, {
      site: portal.url,
      database: database.url("login"),
      s3: s3Url,
      sqs: sqs.url,
      ecs: ecs.url,
      ses: mail.url,
      stripe: stripe.url,
      queueUrl: sqs.queueUrl,
    });
    const logs = room("logs");
    const host = {
      program: builds.program,
      functions: builds.functions,
      logFile: join(logs, "functions.log"),
      offsetSeconds: clock.offsetSeconds,
    };
    tell("Migrating and seeding");
    const ownerEnv = { ...functionsEnv, DATABASE_OWNER_URL: database.url("owner") };
    const prepared = runOnce({ ...host, environment: ownerEnv, logFile: join(logs, "migrate.log") }, [
      ["migrate", {}],
      ["seed", { seed: settings.seed }],
    ]).catch((error: unknown) => {
      throw new StartError(`The database cannot be prepared (${String(error)}); see ${join(logs, "migrate.log")}`);
    });
    const startingHost = startHost({ ...host, environment: functionsEnv }).then(own);
    const [functions] = await bothOrThrow(startingHost, prepared);
    const setClock = () => Postgres.execute(database.url("owner"), [Clock.clockFunction(clock.offsetSeconds())]);
    await setClock();

    const changes = deliverTo(functions, "task-state");
    deliver = changes.deliver;
    for (const event of early) deliver(event);
    const schedules = ["sweeper", "relay", "reconciler"].map((name) => own(everyMinute(functions, name, clock.now)));
    own(poll(functions, queues, { queue: "runs", function: "launcher", timeoutMs: 60_000 }));
    own(poll(functions, queues, { queue: "mail", function: "mailer", timeoutMs: 60_000 }));
    own(poll(functions, queues, { queue: "billing", function: "biller", timeoutMs: 60_000 }));
    // First of all tasks say goodbye, while the functions still listen.
    undo.push(async () => {
      await engine.close(taskFarewellMs);
      await changes.settle(2_000);
    });

    const here = process.pid;
    const always = () => true;
    const parts: Part[] = [
      { name: "portal", address: portal.url, pid: here, up: always },
      { name: "postgres", address: `${database.host}:${database.port}`, pid: database.pid, up: database.isUp },
      { name: "s3", address: s3Url, pid: here, up: always },
      { name: "sqs", address: sqs.url, pid: here, up: always },
      { name: "ecs", address: ecs.url, pid: here, up: always },
      { name: "mail", address: mail.url, pid: here, up: always },
      { name: "stripe", address: stripe.url, pid: here, up: always },
    ];
    const local: LocalCalls = {
      "GET /_local/mail": (query) => ({ items: mailbox.list(query.get("to") ?? undefined) }),
      "GET /_local/health": () => ({
        items: [
          ...parts.map((part) => ({ ...part, up: part.up() })),
          { name: "lambda", address: functions.address(), pid: functions.pid() ?? 0, up: functions.isUp() },
        ],
      }),
      "GET /_local/clock": () => ({ offsetSeconds: clock.offsetSeconds(), now: clock.now().toISOString() }),
      "POST /_local/clock": async (_, body) => {
        try {
          clock.advance(Object(body).advanceSeconds);
        } catch (error) {
          throw error instanceof RangeError ? new BadCall(error.message) : error;
        }
        await Promise.all([setClock(), functions.shiftClock()]);
        stripe.tick();
        // A minute or more has passed, so whatever comes every minute is due.
        await Promise.all(schedules.map((schedule) => schedule.run()));
        return { offsetSeconds: clock.offsetSeconds(), now: clock.now().toISOString() };
      },
    };
    const ticking = setInterval(stripe.tick, 60_000);
    undo.push(() => clearInterval(ticking));
    portal.open({
      web: builds.web,
      rewrites: builds.rewrites,
      api: gateway({ host: functions, now: clock.now }),
      local: { ...local, ...stripePages(stripe) },
    });
    lock.tell();
    return { url: portal.url, parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for both even when one fails, so that nothing is still starting when everything is stopped. */
async function bothOrThrow<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

async function takePort(port: number): Promise<Portal.Portal> {
  try {
    return await Portal.start(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new StartError(`Port ${port} is taken. Stop what uses it, or set PORT to another.`);
    if (code === "EACCES") throw new StartError(`Port ${port} may not be used by this user. Set PORT to another.`);
    throw error;
  }
}
