import { and, count, desc, eq, inArray, type SQL } from "drizzle-orm";
import type { Context, Hono } from "hono";
import type { Config } from "../config.ts";
import type { Messages } from "../http/app.ts";
import { refusals } from "../http/openapi.ts";
import { missing, Problem } from "../http/problem.ts";
import type { View } from "../pages/layout.ts";
import { choice } from "../resource/fields.ts";
import { parseListQuery } from "../resource/query.ts";
import { limitsOf, may } from "../resource/rights.ts";
import { idOf, notAllowed } from "../resource/routes.ts";
import type { Work } from "../resource/store.ts";
import { messagesPage } from "./page.ts";
import { messages, statuses } from "./table.ts";

type Room = {
  config: Config;
  visibleTo: Messages["visibleTo"];
  send(): void;
  workOf(c: Context): Work;
  viewOf(c: Context): View;
};

export type Message = ReturnType<typeof shown>;
export type MessagePage = { items: Message[]; total: number; page: number; pageSize: number; totalPages: number };

/** `/api/messages` and the page of messages, of records of which the person may see all. */
export function messagesRoutes(app: Hono, path: string, { config, visibleTo, send, workOf, viewOf }: Room): void {
  /** @throws Problem `message.not_visible` */
  const enter = (c: Context): Work => {
    const work = workOf(c);
    if (!visibleTo(work.now.user))
      throw new Problem(403, "message.not_visible", "Messages are not for people with this role.");
    return work;
  };
  const again = (c: Context): Message => {
    const message = sendAgain(enter(c), idOf(c), config);
    setImmediate(send);
    return message;
  };

  app.get(`/api/${path}`, (c) => c.json(listMessages(enter(c), c.req.query())));
  app.all(`/api/${path}`, () => notAllowed("GET"));
  app.get(`/api/${path}/:id`, (c) => c.json(getMessage(enter(c), idOf(c))));
  app.all(`/api/${path}/:id`, () => notAllowed("GET"));
  app.post(`/api/${path}/:id/send`, (c) => c.json(again(c)));
  app.all(`/api/${path}/:id/send`, () => notAllowed("POST"));

  const page = (c: Context, problem?: string) =>
    messagesPage(viewOf(c), path, config, listMessages(enter(c), c.req.query()), c.req.query("status"), problem);
  app.get(`/${path}`, (c) => c.html(page(c)));
  app.post(`/${path}/:id{[0-9]+}/send`, (c) => {
    try {
      again(c);
      return c.redirect(`/${path}`, 303);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      return c.html(page(c, error.message), 409);
    }
  });
}

const filters = { fields: { status: choice(statuses, { label: "Status" }) }, computed: {}, lists: [] };

function listMessages(work: Work, given: Record<string, string>): MessagePage {
  const query = parseListQuery(filters as unknown as Parameters<typeof parseListQuery>[0], given);
  const status = query.filters.map(({ value }) => eq(messages.status, value as Message["status"]));
  const where = and(inSight(work), ...status);
  const total = work.db.select({ total: count() }).from(messages).where(where).get()?.total ?? 0;
  const rows = work.db
    .select()
    .from(messages)
    .where(where)
    .orderBy(desc(messages.id))
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .all();
  const { page, pageSize } = query;
  return { items: rows.map(shown), total, page, pageSize, totalPages: Math.ceil(total / pageSize) };
}

function getMessage(work: Work, id: number): Message {
  const row = work.db.select().from(messages).where(and(eq(messages.id, id), inSight(work))).get();
  if (!row) throw missing("message");
  return shown(row);
}

/** Messages about records of which the person may see all. */
function inSight({ model, now }: Work): SQL | undefined {
  const seen = model.resources.filter(
    (resource) => may(now, resource, "see") && limitsOf(now, resource.rights, "see") === undefined,
  );
  return inArray(messages.resource, seen.map((resource) => resource.path));
}

/** @throws Problem `message.cannot_leave` (409): it has left, has no address, or there is no mail server */
function sendAgain(work: Work, id: number, { SMTP_URL }: Config): Message {
  return work.db.transaction(() => {
    const message = getMessage(work, id);
    const refuse = (why: string) => new Problem(409, "message.cannot_leave", why);
    if (message.status === "sent") throw refuse("This message has been sent.");
    if (message.to === "") throw refuse("There is no address to send this message to.");
    if (!SMTP_URL) throw refuse("No mail server is set.");
    work.db
      .update(messages)
      .set({ status: "waiting", tries: 0, nextTryAt: work.now.instant })
      .where(eq(messages.id, id))
      .run();
    return getMessage(work, id);
  });
}

const shown = (row: typeof messages.$inferSelect) => ({
  id: row.id,
  key: row.key,
  to: row.recipient,
  subject: row.subject,
  text: row.body,
  notification: row.notification,
  about: { resource: row.resource, id: row.recordId },
  status: row.status,
  tries: row.tries,
  problem: row.problem,
  createdAt: row.createdAt,
  sentAt: row.sentAt,
  nextTryAt: row.nextTryAt,
});

/** The part of the OpenAPI document about messages. */
export function messagesDocument(path: string) {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const json = (schema: object, description: string) => ({ description, content: { "application/json": { schema } } });
  const text = { type: "string" };
  const instant = { type: ["string", "null"], format: "date-time" };
  const id = { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
  const parameter = (name: string, schema: object) => ({ name, in: "query", required: false, schema });
  const tags = ["Messages"];
  const properties = {
    id: { type: "integer" },
    key: { ...text, description: "What its Message-ID begins with, at every try." },
    to: { ...text, description: "Empty when no address is known." },
    subject: text,
    text,
    notification: { ...text, description: "What it comes from." },
    about: { type: "object", properties: { resource: text, id: { type: "integer" } }, required: ["resource", "id"] },
    status: { ...text, enum: [...statuses] },
    tries: { type: "integer" },
    problem: { type: ["string", "null"], description: "Why it has not left." },
    createdAt: { ...text, format: "date-time" },
    sentAt: instant,
    nextTryAt: instant,
  };
  const pages = Object.fromEntries(["total", "page", "pageSize", "totalPages"].map((name) => [name, { type: "integer" }]));
  return {
    schemas: {
      MailMessage: { type: "object", properties, required: Object.keys(properties) },
      MailMessagePage: { type: "object", properties: { items: { type: "array", items: ref("MailMessage") }, ...pages } },
    },
    paths: {
      [`/api/${path}`]: {
        get: {
          tags,
          operationId: "listMailMessages",
          summary: "List the e-mails that were written, newest first",
          parameters: [
            parameter("page", { type: "integer", minimum: 1, default: 1 }),
            parameter("pageSize", { type: "integer", minimum: 1, maximum: 100, default: 25 }),
            parameter("status", { ...text, enum: [...statuses] }),
          ],
          responses: { 200: json(ref("MailMessagePage"), "One page"), ...refusals(400, 401, 403) },
        },
      },
      [`/api/${path}/{id}`]: {
        parameters: [id],
        get: {
          tags,
          operationId: "getMailMessage",
          summary: "Read one e-mail",
          responses: { 200: json(ref("MailMessage"), "The message"), ...refusals(401, 403, 404) },
        },
      },
      [`/api/${path}/{id}/send`]: {
        parameters: [id],
        post: {
          tags,
          operationId: "sendMailMessage",
          summary: "Send an e-mail that has not left, now",
          responses: { 200: json(ref("MailMessage"), "It waits to be sent"), ...refusals(401, 403, 404, 409) },
        },
      },
    },
  };
}
