import { and, asc, eq, lte } from "drizzle-orm";
import { createTransport } from "nodemailer";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { log } from "../log.ts";
import { messages } from "./table.ts";

/** How long it is waited after each try that failed, in seconds; after the last one a message has failed for good. */
const waits = [30, 120, 600, 1_800, 7_200, 21_600, 86_400];
/** How long a mail server may take to answer, in milliseconds. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
/** How long the end of the process waits for a message on its way, in milliseconds. */
const graceMs = 5_000;

type Message = typeof messages.$inferSelect;
export type Sender = { send(): void; stop(): Promise<void> };

/**
 * Sends what waits, one message at a time, oldest first.
 *
 * Each try is written down before it is made, and its success after: a message is never lost. If the process dies after
 * the mail server has said yes and before that is written, the message leaves again under the same Message-ID, by which
 * mail systems know it.
 */
export function startSender(db: Database, { SMTP_URL, MAIL_FROM }: Config): Sender {
  if (!SMTP_URL || !MAIL_FROM) return { send: () => undefined, stop: async () => undefined };
  const from = addressIn(MAIL_FROM);
  const transport = createTransport({ url: SMTP_URL, ...patience, disableFileAccess: true, disableUrlAccess: true });
  let isStopping = false;
  let isStopped = false;
  let working: Promise<void> | undefined;
  // What waited when the last process ended waits no longer.
  db.update(messages).set({ nextTryAt: new Date().toISOString() }).where(eq(messages.status, "waiting")).run();

  const attempt = async (message: Message): Promise<boolean> => {
    const tries = message.tries + 1;
    const wait = waits[message.tries];
    const mark = (values: Partial<Message>) => {
      if (!isStopped) db.update(messages).set(values).where(eq(messages.id, message.id)).run();
    };
    mark({ tries, nextTryAt: wait === undefined ? null : new Date(Date.now() + wait * 1_000).toISOString() });
    try {
      await transport.sendMail({
        envelope: { from, to: [message.recipient] },
        from: MAIL_FROM,
        to: { name: "", address: message.recipient },
        messageId: `<${message.key}@${from.split("@")[1]}>`,
        subject: message.subject,
        text: message.body,
        headers: { "Auto-Submitted": "auto-generated" },
      });
      mark({ status: "sent", sentAt: new Date().toISOString(), nextTryAt: null, problem: null });
      log.info("message.sent", { id: message.id, tries });
      return true;
    } catch (error) {
      const { said, isRefused, isOfServer, code } = described(error);
      const isOver = isRefused || wait === undefined;
      mark({ problem: said, ...(isOver ? { status: "failed" as const, nextTryAt: null } : {}) });
      log.warn("message.not_sent", { id: message.id, tries, code, isOver });
      return !isOfServer;
    }
  };

  /** Until nothing is due, or until the server itself is what fails. */
  const work = async () => {
    for (;;) {
      const isDue = and(eq(messages.status, "waiting"), lte(messages.nextTryAt, new Date().toISOString()));
      const [next] = isStopping
        ? []
        : db.select().from(messages).where(isDue).orderBy(asc(messages.nextTryAt), asc(messages.id)).limit(1).all();
      if (!next || !(await attempt(next))) return;
    }
  };
  return {
    send() {
      if (isStopping) return;
      working ??= work()
        .catch((error: unknown) => log.error("messages.not_sent", error))
        .finally(() => {
          working = undefined;
        });
    },
    async stop() {
      isStopping = true;
      await Promise.race([working, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      isStopped = true;
      transport.close();
    },
  };
}

/** `Desk <desk@example.com>` without the name. */
const addressIn = (from: string): string => from.match(/<([^<>]+)>$/)?.[1] ?? from;

/** What went wrong in words, and whether this message is refused for good, or nothing can leave by this server now. */
function described(error: unknown) {
  const { message, code, responseCode } = error as { message?: string; code?: string; responseCode?: number };
  const isOfServer = responseCode === undefined || code === "EAUTH";
  return {
    said: String(message ?? error)
      .replace(/\s+/g, " ")
      .slice(0, 300),
    isRefused: !isOfServer && responseCode >= 500,
    isOfServer,
    code: code ?? "unknown",
  };
}
