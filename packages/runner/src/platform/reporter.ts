import { setTimeout as sleep } from "node:timers/promises";
import type { StepsReport } from "./schema.ts";

const maxEntries = 200;
const maxText = 2_000;
const maxLogText = 4_000;
const batchMs = 250;

/**
 * Gathers what there is to tell and sends it in batches, one at a time and in order. Each has the next number, so a
 * batch whose answer was lost can be sent again.
 */
export type Reporter = {
  /** Later facts about the same task or requirement replace earlier ones that were not sent yet. */
  tell(report: StepsReport): void;
  /** Resolves when everything told so far has been taken. @throws what `send` threw */
  flush(): Promise<void>;
};

type Send = (report: StepsReport & { seq: number }) => Promise<void>;

export function startReporter(send: Send, onError: (error: unknown) => void): Reporter {
  let waiting: StepsReport[] = [];
  let seq = 0;
  let sending: Promise<void> = Promise.resolve();
  let isPlanned = false;

  const drain = async () => {
    while (waiting.length > 0) {
      const batch = merge(waiting);
      waiting = batch.rest;
      seq += 1;
      await send({ seq, ...batch.report });
    }
  };
  const flush = () => {
    sending = sending.then(drain);
    return sending;
  };
  return {
    flush,
    tell(report) {
      waiting.push(report);
      if (isPlanned) return;
      isPlanned = true;
      void sleep(batchMs, undefined, { ref: false })
        .then(() => {
          isPlanned = false;
          return flush();
        })
        .catch(onError);
    },
  };
}

/** One report of what waits, and what did not fit in it. */
function merge(waiting: readonly StepsReport[]): { report: StepsReport; rest: StepsReport[] } {
  const tasks = latest(
    waiting.flatMap((one) => one.tasks ?? []),
    ({ id }) => id,
  );
  const requirements = latest(
    waiting.flatMap((one) => one.requirements ?? []),
    ({ id }) => id,
  );
  const checks = waiting.flatMap((one) => one.checks ?? []);
  const files = waiting.flatMap((one) => one.files ?? []);
  const lines = waiting.flatMap((one) => one.log ?? []);
  const last = <K extends "phase" | "progress" | "etaSeconds" | "pictures">(key: K) =>
    waiting.findLast((one) => one[key] !== undefined)?.[key];
  const [phase, progress, etaSeconds] = [last("phase"), last("progress"), last("etaSeconds")];
  const pictures = last("pictures");

  const all = { tasks, requirements, checks, files, log: lines };
  const isMore = Object.values(all).some((list) => list.length > maxEntries);
  const part = (from: number, to?: number): StepsReport => ({
    ...some(
      "tasks",
      tasks.slice(from, to).map((x) => (x.summary ? { ...x, summary: cut(x.summary) } : x)),
    ),
    ...some(
      "requirements",
      requirements
        .slice(from, to)
        .map((x) => ({ ...x, text: cut(x.text), ...(x.reason ? { reason: cut(x.reason) } : {}) })),
    ),
    ...some(
      "checks",
      checks
        .slice(from, to)
        .map((x) => ({ ...x, summary: cut(x.summary), requirementIds: x.requirementIds.slice(0, maxEntries) })),
    ),
    ...some("files", files.slice(from, to)),
    ...some(
      "log",
      lines.slice(from, to).map((x) => ({ ...x, text: cut(x.text, maxLogText) })),
    ),
  });
  return {
    report: {
      ...(phase === undefined ? {} : { phase }),
      ...(progress === undefined ? {} : { progress }),
      ...(etaSeconds === undefined ? {} : { etaSeconds }),
      ...(pictures === undefined ? {} : { pictures }),
      ...part(0, maxEntries),
    },
    rest: isMore ? [part(maxEntries)] : [],
  };
}

const some = <K extends string, T>(key: K, list: T[]) => (list.length > 0 ? ({ [key]: list } as Record<K, T[]>) : {});

function latest<T>(list: readonly T[], key: (one: T) => string): T[] {
  const found = new Map<string, T>();
  for (const one of list) found.set(key(one), one);
  return [...found.values()];
}

const cut = (text: string, most = maxText) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
