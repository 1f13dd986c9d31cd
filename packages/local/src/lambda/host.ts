import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { spawnGuarded, stopGuarded } from "../process/guard.ts";
import { ended } from "../process/index.ts";

export type HostOptions = {
  /** The bundled `program.ts`, or the source itself. */
  program: string;
  /** With one `NAME.mjs` for each function. */
  functions: string;
  environment: Record<string, string>;
  logFile: string;
  offsetSeconds: () => number;
  /** The longest pause before it is started anew. */
  mostPauseMs?: number;
};

/** A function that failed, or was not there to be called. What it said is in the host's log, never here. */
export class InvokeError extends Error {
  override readonly name = "InvokeError";
  readonly kind: "crashed" | "timeout" | "unavailable";

  constructor(kind: "crashed" | "timeout" | "unavailable") {
    super(`The function ${kind === "crashed" ? "failed" : `is ${kind === "timeout" ? "too slow" : kind}`}.`);
    this.kind = kind;
  }
}

export type Host = {
  invoke: (name: string, event: unknown, timeoutMs: number) => Promise<unknown>;
  /** Tells the process of a new clock, and waits until it lives by it. */
  shiftClock: () => Promise<void>;
  pid: () => number | undefined;
  address: () => string;
  isUp: () => boolean;
  stop: () => Promise<void>;
};

/** `gone`: one promise for all whose calls the end of the process breaks off. */
type Live = { child: ChildProcess; port: number; gone: Promise<void> };

/** Keeps one process with all functions alive: when it dies it is started anew, ever more slowly if it keeps dying. */
export async function startHost(options: HostOptions): Promise<Host> {
  const word = randomBytes(24).toString("hex");
  const agent = new Agent({ keepAlive: true });
  let isStopping = false;
  let deaths = 0;
  let live: Promise<Live>;
  let current: ChildProcess | undefined;
  let lastPort = 0;
  const start = () => {
    const child = launch(options, word);
    current = child;
    return greeting(child, options.logFile);
  };

  const keep = (starting: Promise<Live>) => {
    live = starting;
    starting.then(
      ({ child, port }) => {
        lastPort = port;
        const bornAt = performance.now();
        child.once("exit", () => {
          deaths = performance.now() - bornAt > 60_000 ? 0 : deaths + 1;
          if (!isStopping) keep(again());
        });
      },
      () => {
        deaths++;
        if (!isStopping) keep(again());
      },
    );
  };
  const again = async () => {
    await sleep(Math.min(options.mostPauseMs ?? 10_000, 100 * 2 ** deaths));
    if (isStopping) throw new InvokeError("unavailable");
    return start();
  };

  const first = start();
  await first;
  keep(first);

  return {
    invoke: async (name, event, timeoutMs) => {
      for (;;) {
        const { port, gone } = await within(live, Math.min(timeoutMs, 15_000));
        try {
          return await call({ agent, port, word, name, event, timeoutMs });
        } catch (error) {
          if (!(error instanceof ConnectionLost)) throw error;
          // We hear of the lost connection before we hear of the death; the next call must find the next process.
          await Promise.race([gone, sleep(2_000, undefined, { ref: false })]);
          // What was never connected was never heard. Else nobody knows how far it got, so it is not repeated.
          if (!error.isUnheard || isStopping) throw new InvokeError("crashed");
        }
      }
    },
    shiftClock: async () => {
      const { child, gone } = await live;
      const offsetSeconds = options.offsetSeconds();
      const heard = new Promise<void>((resolve) => {
        const listen = (message: unknown) => {
          if (z.object({ shifted: z.literal(offsetSeconds) }).safeParse(message).success) {
            child.off("message", listen);
            resolve();
          }
        };
        child.on("message", listen);
      });
      child.send({ offsetSeconds });
      await Promise.race([heard, gone]);
    },
    pid: () => current?.pid,
    address: () => `http://127.0.0.1:${lastPort}`,
    isUp: () => current?.exitCode === null && current.signalCode === null,
    stop: async () => {
      isStopping = true;
      agent.destroy();
      if (current) await stopGuarded(current, "SIGTERM", 2_000);
    },
  };
}

async function within(live: Promise<Live>, ms: number): Promise<Live> {
  const waiter = new AbortController();
  const late = sleep(ms, undefined, { signal: waiter.signal }).then(
    () => undefined,
    () => undefined,
  );
  const found = await Promise.race([live.catch(() => undefined), late]);
  waiter.abort();
  if (!found) throw new InvokeError("unavailable");
  return found;
}

function launch({ program, functions, environment, logFile, offsetSeconds }: HostOptions, word: string): ChildProcess {
  const log = openSync(logFile, "a", 0o600);
  const child = spawnGuarded({
    command: [process.execPath, "--enable-source-maps", "--max-old-space-size=512", program],
    env: {
      ...environment,
      Q2O_FUNCTIONS: functions,
      Q2O_HOST_WORD: word,
      Q2O_CLOCK_OFFSET: String(offsetSeconds()),
    },
    onOurEnd: "KILL",
    output: log,
    ipc: true,
  });
  closeSync(log);
  return child;
}

/** Waits for the port that a started process tells. */
const greeting = (child: ChildProcess, logFile: string): Promise<Live> =>
  new Promise((resolve, reject) => {
    const gone = ended(child);
    child.once("message", (message) => {
      const { port } = z.object({ port: z.number() }).parse(message);
      resolve({ child, port, gone });
    });
    void gone.then(() => reject(new Error(`The function host ended with ${child.exitCode}; see ${logFile}.`)));
    child.once("error", reject);
  });

class ConnectionLost extends Error {
  readonly isUnheard: boolean;

  constructor(isUnheard: boolean) {
    super("The function host hung up.");
    this.isUnheard = isUnheard;
  }
}

type Call = { agent: Agent; port: number; word: string; name: string; event: unknown; timeoutMs: number };

function call({ agent, port, word, name, event, timeoutMs }: Call): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { "x-host-word": word, "x-timeout-ms": String(timeoutMs) };
    const outgoing = request(
      { agent, port, host: "127.0.0.1", method: "POST", path: `/${name}`, headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", () => reject(new ConnectionLost(false)));
        answer.on("end", () => {
          clearTimeout(timer);
          if (answer.statusCode !== 200) reject(new InvokeError("crashed"));
          else resolve(JSON.parse(Buffer.concat(chunks).toString("utf8")));
        });
      },
    );
    const timer = setTimeout(() => {
      reject(new InvokeError("timeout"));
      outgoing.destroy();
    }, timeoutMs);
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new ConnectionLost(error.code === "ECONNREFUSED"));
    });
    outgoing.end(JSON.stringify(event));
  });
}
