export * as Mail from "./index.ts";

import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { readBody, serve } from "../http/index.ts";

export type Mail = { to: string; subject: string; text: string; html: string; sentAt: string };

/** Mails on disk, one for each recipient. */
export function openMailbox(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "mail.sqlite"));
  database.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS mail (
      number INTEGER PRIMARY KEY, recipient TEXT NOT NULL COLLATE NOCASE, body TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS mail_by_recipient ON mail (recipient, number);`);
  return {
    keep: (mail: Mail): void => {
      database.prepare("INSERT INTO mail (recipient, body) VALUES (?, ?)").run(mail.to, JSON.stringify(mail));
    },
    /** The newest 100, of one address or of all. */
    list: (to?: string): Mail[] =>
      database
        .prepare("SELECT body FROM mail WHERE ?1 IS NULL OR recipient = ?1 ORDER BY number DESC LIMIT 100")
        .all(to ?? null)
        .map((row) => JSON.parse(String(row.body)) as Mail),
    close: () => database.close(),
  };
}

export type Mailbox = ReturnType<typeof openMailbox>;

const Text = z.object({ Data: z.string() });
const Address = z
  .string()
  .max(320)
  .regex(/^(?:[^<>]*<)?[^\s<>@]+@[^\s<>@]+>?$/);
const SendEmail = z.object({
  FromEmailAddress: Address,
  Destination: z.object({
    ToAddresses: z.array(Address).min(1).max(50),
    CcAddresses: z.array(Address).max(0).optional(),
    BccAddresses: z.array(Address).max(0).optional(),
  }),
  Content: z.object({
    Simple: z.object({ Subject: Text, Body: z.object({ Text: Text.optional(), Html: Text.optional() }) }),
  }),
});

/** SES v2's SendEmail, delivering to the mailbox. Everything else answers 501. */
export const start = (mailbox: Mailbox, options: { accessKeyId: string; now: () => Date; port?: number }) =>
  serve(async (request, response) => {
    const send = (status: number, body: object, type?: string) =>
      response
        .writeHead(status, { "content-type": "application/json", ...(type ? { "x-amzn-errortype": type } : {}) })
        .end(JSON.stringify(body));
    if (!request.headers.authorization?.includes(`Credential=${options.accessKeyId}/`))
      return send(403, { message: "The security token included in the request is invalid." }, "AccessDeniedException");
    if (request.method !== "POST" || request.url !== "/v2/email/outbound-emails")
      return send(501, { message: "Only SendEmail is spoken here." }, "UnknownOperationException");
    const parsed = SendEmail.safeParse(json(await readBody(request, 10 * 1024 ** 2)));
    if (!parsed.success) return send(400, { message: z.prettifyError(parsed.error) }, "BadRequestException");

    const { Destination, Content } = parsed.data;
    const { Subject, Body } = Content.Simple;
    for (const to of Destination.ToAddresses)
      mailbox.keep({
        to: /<(.+)>/.exec(to)?.[1] ?? to,
        subject: Subject.Data,
        text: Body.Text?.Data ?? "",
        html: Body.Html?.Data ?? "",
        sentAt: options.now().toISOString(),
      });
    return send(200, { MessageId: randomUUID() });
  }, options.port);

function json(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString("utf8") ?? "");
  } catch {
    return undefined;
  }
}
