import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { Problem } from "./schema.ts";

/** The run is no longer ours: stop at once and say nothing more. */
export class Superseded extends Error {
  override readonly name = "Superseded";
}

/** The platform understood and refused; trying again would be refused again. */
export class PlatformRefused extends Error {
  override readonly name = "PlatformRefused";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export type Endpoint = { apiUrl: string; token: string; signal: AbortSignal };

const callMaxMs = 10_000;
const firstWaitMs = 200;
const longestWaitMs = 5_000;

/**
 * One call to the platform, repeated until it answers: every call of the protocol is harmless when it is repeated.
 *
 * A lost answer, a 5xx and a 429 are tried again with growing, scattered pauses; `signal` (the lease, the wall clock)
 * is what ends the trying.
 *
 * @throws Superseded for 401 and 409 `run.superseded`
 * @throws PlatformRefused for any other refusal
 */
export async function call<Reply>(
  { apiUrl, token, signal }: Endpoint,
  path: string,
  body: unknown,
  reply: z.ZodType<Reply>,
): Promise<Reply> {
  const text = JSON.stringify(body);
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    const answer = await fetch(`${apiUrl}/api/runner/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: text,
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(callMaxMs)]),
    })
      .then(async (got) => ({ status: got.status, text: await got.text() }))
      .catch(() => undefined);
    if (answer && answer.status < 300) return reply.parse(parse(answer.text));
    if (answer && answer.status < 500 && answer.status !== 429) throw refusal(path, answer);
    await pause(attempt, signal);
  }
}

/** Doubles up to five seconds, and is scattered so that many tasks do not come back together. @throws the signal's reason */
export async function pause(attempt: number, signal: AbortSignal): Promise<void> {
  const most = Math.min(longestWaitMs, firstWaitMs * 2 ** attempt);
  await sleep(most / 2 + (Math.random() * most) / 2, undefined, { signal }).catch(() => signal.throwIfAborted());
}

function refusal(path: string, { status, text }: { status: number; text: string }): Error {
  const problem = Problem.safeParse(parse(text));
  const code = problem.success ? problem.data.code : "unknown";
  if (status === 401 || (status === 409 && code === "run.superseded"))
    return new Superseded(`The platform says of ${path}: ${status} ${code}.`);
  return new PlatformRefused(status, code, `The platform refused ${path}: ${status} ${code}.`);
}

function parse(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}
