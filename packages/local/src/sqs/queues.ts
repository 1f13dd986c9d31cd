import { createHash, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type QueueSpec = {
  name: string;
  visibilitySeconds: number;
  /** After so many receives a message moves to this queue instead of being given out again. */
  deadLetter?: { queue: string; afterReceives: number };
};

export type Message = {
  id: string;
  receiptHandle: string;
  body: string;
  attributes: Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>;
  sentAt: number;
  firstReceivedAt: number;
  receives: number;
};

export type Queues = ReturnType<typeof openQueues>;

const maxAgeMs = 14 * 24 * 3_600_000;

/** Standard queues on disk: at least once, in no promised order, with visibility and dead letters. */
export function openQueues(folder: string, specs: QueueSpec[], now: () => number = Date.now) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "queues.sqlite"));
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS message (
      id TEXT PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL,
      sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, first_received_at INTEGER,
      receives INTEGER NOT NULL DEFAULT 0, receipt TEXT UNIQUE) STRICT;
    CREATE INDEX IF NOT EXISTS message_by_turn ON message (queue, visible_at);`);
  const waiting = new Map<string, Set<() => void>>();
  const spec = (name: string) => specs.find((one) => one.name === name);
  database.prepare("DELETE FROM message WHERE sent_at < ?").run(now() - maxAgeMs);

  const wake = (queue: string) => {
    for (const resume of waiting.get(queue) ?? []) resume();
  };

  const take = (queue: string, max: number, visibilitySeconds: number): Message[] => {
    const { deadLetter } = spec(queue) ?? {};
    const at = now();
    if (deadLetter) {
      const moved = database
        .prepare(
          "UPDATE message SET queue = ?, receipt = NULL, receives = 0 WHERE queue = ? AND visible_at <= ? AND receives >= ?",
        )
        .run(deadLetter.queue, queue, at, deadLetter.afterReceives);
      if (moved.changes > 0) wake(deadLetter.queue);
    }
    return database
      .prepare(
        `UPDATE message SET receipt = lower(hex(randomblob(16))), receives = receives + 1, visible_at = ?,
           first_received_at = coalesce(first_received_at, ?)
         WHERE id IN (SELECT id FROM message WHERE queue = ? AND visible_at <= ? ORDER BY visible_at LIMIT ?)
         RETURNING *`,
      )
      .all(at + visibilitySeconds * 1_000, at, queue, at, max)
      .map((row) => ({
        id: String(row.id),
        receiptHandle: String(row.receipt),
        body: String(row.body),
        attributes: JSON.parse(String(row.attributes)) as Message["attributes"],
        sentAt: Number(row.sent_at),
        firstReceivedAt: Number(row.first_received_at),
        receives: Number(row.receives),
      }));
  };

  return {
    names: specs.map((one) => one.name),
    has: (queue: string) => spec(queue) !== undefined,
    specOf: spec,

    send: (queue: string, body: string, attributes: Message["attributes"] = {}, delaySeconds = 0): string => {
      const id = randomUUID();
      const at = now();
      database
        .prepare("INSERT INTO message (id, queue, body, attributes, sent_at, visible_at) VALUES (?, ?, ?, ?, ?, ?)")
        .run(id, queue, body, JSON.stringify(attributes), at, at + delaySeconds * 1_000);
      wake(queue);
      return id;
    },

    /** Waits up to `waitSeconds` for the first message; `signal` ends the wait with nothing. */
    receive: async (
      queue: string,
      options: { max?: number; waitSeconds?: number; visibilitySeconds?: number; signal?: AbortSignal } = {},
    ): Promise<Message[]> => {
      const visibility = options.visibilitySeconds ?? spec(queue)?.visibilitySeconds ?? 30;
      const deadline = performance.now() + (options.waitSeconds ?? 0) * 1_000;
      for (;;) {
        if (options.signal?.aborted) return [];
        const messages = take(queue, options.max ?? 1, visibility);
        const leftMs = deadline - performance.now();
        if (messages.length > 0 || leftMs <= 0) return messages;
        // A message may become visible by time alone, so look again every second.
        await pause(waiting, queue, Math.min(leftMs, 1_000), options.signal);
      }
    },

    /** A receipt of an earlier receive is no longer known, and deleting by it does nothing. */
    remove: (receiptHandle: string): void => {
      database.prepare("DELETE FROM message WHERE receipt = ?").run(receiptHandle);
    },

    /** @returns false when the message is not in flight */
    changeVisibility: (receiptHandle: string, seconds: number): boolean => {
      const changed = database
        .prepare("UPDATE message SET visible_at = ? WHERE receipt = ? AND visible_at > ? RETURNING queue")
        .get(now() + seconds * 1_000, receiptHandle, now());
      if (changed && seconds === 0) wake(String(changed.queue));
      return changed !== undefined;
    },

    count: (queue: string) => {
      const row = database
        .prepare(
          `SELECT count(*) FILTER (WHERE visible_at <= ?1) AS ready, count(*) FILTER (WHERE visible_at > ?1 AND receipt IS NOT NULL) AS flying,
             count(*) FILTER (WHERE visible_at > ?1 AND receipt IS NULL) AS delayed FROM message WHERE queue = ?2`,
        )
        .get(now(), queue);
      return { ready: Number(row?.ready), inFlight: Number(row?.flying), delayed: Number(row?.delayed) };
    },

    purge: (queue: string): void => {
      database.prepare("DELETE FROM message WHERE queue = ?").run(queue);
    },

    close: () => database.close(),
  };
}

function pause(waiting: Map<string, Set<() => void>>, queue: string, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const resumes = waiting.get(queue) ?? new Set();
    waiting.set(queue, resumes);
    const resume = () => {
      clearTimeout(timer);
      resumes.delete(resume);
      signal?.removeEventListener("abort", resume);
      resolve();
    };
    const timer = setTimeout(resume, ms);
    signal?.addEventListener("abort", resume);
    resumes.add(resume);
  });
}

export const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
