import type { Condition } from "../../artefacts.ts";
import { type App, type AppEntity, type AppNotification, inWords, messagesPath, sendsMail } from "../app.ts";
import { asSql, tableOf } from "../conditions.ts";
import { array, code, literal, type Node, object, print } from "../print.ts";
import { isLimited, rolesThatMay } from "./rights.ts";

/** The variable of what is told of an entity. */
export const notificationsOf = (entity: AppEntity): string => `${entity.ident}Notifications`;

/** `notifications.ts` of an entity; undefined when nobody is told of it. */
export function notificationsFile(app: App, entity: AppEntity): string | undefined {
  if (entity.notifications.length === 0) return undefined;
  const uses = new Set<string>();
  const others = new Set<AppEntity>();
  const body = entity.notifications.map((each) =>
    object({
      name: literal(each.name),
      resource: code(entity.ident),
      when: whenCode(each),
      only: each.only.length === 0 ? undefined : conditionCode(app, entity, each.only, "computed.", uses),
      to: array(
        each.to.map((to) => {
          if (!("each" in to)) return literal(to);
          if (to.each !== entity) others.add(to.each);
          return object({
            each: code(to.each.ident),
            via: literal(to.via),
            path: literal(to.path),
            when:
              to.when.length === 0 ? undefined : conditionCode(app, to.each, to.when, `${to.each.ident}Values.`, uses),
          });
        }),
      ),
      subject: literal(each.subject),
      text: literal(each.text),
      values: literal(each.values),
    }),
  );
  const written = print(array(body), 0, 50);
  const head = `export const ${notificationsOf(entity)}: readonly Notification[] = ${written.replace(/^\[(\{.*\})\]$/s, "[$1]")};`;
  const fromNow = uses.has("plusDays") ? 'import { plusDays } from "../../now.ts";\n' : "";
  const typed = (each: AppEntity) => head.includes(`typeof ${tableOf(each)}`);
  const imports = [...others].flatMap((each) => [
    ...(head.includes(`${each.ident}Values.`)
      ? [`import * as ${each.ident}Values from "../${each.folder}/computed.ts";\n`]
      : []),
    `import { ${each.ident} } from "../${each.folder}/index.ts";\n`,
    ...(typed(each) ? [`import type { ${tableOf(each)} } from "../${each.folder}/table.ts";\n`] : []),
  ]);
  return `${head.includes("sql`") ? 'import { sql } from "drizzle-orm";\n' : ""}import type { Notification } from "../../messages/notification.ts";
${fromNow}${imports.join("")}${/\bcomputed\./.test(head) ? 'import * as computed from "./computed.ts";\n' : ""}import { ${entity.ident} } from "./index.ts";
${typed(entity) ? `import type { ${tableOf(entity)} } from "./table.ts";\n` : ""}
/** What is told of ${entity.plural.toLowerCase().replaceAll("*/", "* /")} by e-mail. */
${head}
`;
}

function whenCode({ when }: AppNotification): Node {
  if (when.kind === "made") return literal({ made: true });
  if (when.kind === "day") return literal({ day: when.field.split("."), plus: when.plus });
  return literal({ field: when.field, ...(when.to ? { to: when.to } : {}) });
}

function conditionCode(app: App, entity: AppEntity, when: Condition, computed: string, uses: Set<string>): Node {
  const written = asSql(app, entity, when, { variable: "row", computed });
  for (const use of written.uses) uses.add(use);
  const now = written.uses.has("now") ? ", now" : "";
  return code(`(row: typeof ${tableOf(entity)}${now}) => sql\`${written.sql}\``);
}

/** When and to whom, for the README. */
export function notificationWords(entity: AppEntity, notification: AppNotification): string {
  const { when, only } = notification;
  const label = (name: string) =>
    name
      .split(".")
      .map((step, index) =>
        index === 0
          ? ([...entity.fields, ...entity.computed].find((each) => each.name === step)?.label ?? step)
          : step.replace(/[A-Z]/g, " $&"),
      )
      .toReversed()
      .join(" of the ")
      .toLowerCase();
  const occasion =
    when.kind === "made"
      ? "when one is made"
      : when.kind === "day"
        ? `${when.plus === 0 ? "on" : `${Math.abs(when.plus)} ${Math.abs(when.plus) === 1 ? "day" : "days"} ${when.plus < 0 ? "before" : "after"}`} the ${label(when.field)}`
        : when.to
          ? `when the ${label(when.field)} becomes ${when.to.join(" or ")}`
          : `when the ${label(when.field)} changes`;
  const to = notification.to.map((each) => {
    if ("office" in each) return "OFFICE_EMAIL";
    return "roles" in each
      ? `everybody with the role ${each.roles.join(" or ")}`
      : `the address at ${each.path.join(".")}`;
  });
  const limit = only.length > 0 ? `, only if its ${inWords(entity, only)}` : "";
  return `${occasion}${limit}, to ${to.join(" and ")}`;
}

/** Whether people of a role see all records of an entity, and so whatever is told of them. */
const seesAll = (app: App, entity: AppEntity, role: string): boolean =>
  rolesThatMay(app, entity, "see").includes(role) && !isLimited(app, entity, role, "see");

/** The roles whose people see messages: who manages, and of what they may not see whoever may. */
export function readersOf(app: App): string[] {
  const roles = app.access?.roles ?? [];
  const readers = app.entities.flatMap((entity) => {
    if (entity.notifications.length === 0) return [];
    const all = roles.filter(({ name }) => seesAll(app, entity, name));
    const managing = all.filter(({ manages }) => manages);
    return (managing.length > 0 ? managing : all).map(({ name }) => name);
  });
  return [...new Set(readers)];
}

/** Of those who see messages, a role that sees those about records of an entity. */
export const readerOf = (app: App, entity: AppEntity): string | undefined =>
  readersOf(app).find((role) => seesAll(app, entity, role));

/** The table of what was written to whom. */
export const messagesTable = (app: App): string =>
  sendsMail(app)
    ? `
create table mail_message (
  id integer primary key autoincrement,
  key text not null unique,
  notification text not null,
  resource text not null,
  record_id integer not null,
  recipient text not null,
  subject text not null,
  body text not null,
  status text not null check (status in ('waiting', 'sent', 'failed', 'kept')),
  tries integer not null,
  next_try_at text,
  problem text,
  once text unique,
  created_at text not null,
  sent_at text
) strict;
create index mail_message_by_try on mail_message (next_try_at) where status = 'waiting';
`
    : "";

/** `src/config.ts` with the settings of a mail server. */
export const mailSettings = (config: string): string =>
  config
    .replace("/** An empty setting", `${addressSetting}/** An empty setting`)
    .replace(
      /^const Environment = z\.object\(\{\n(.*?)^\}\);\n/ms,
      (_, settings: string) =>
        `const Environment = z\n  .object({\n${settings.replace(/^(?=.)/gm, "  ")}${serverSettings}  })\n  .refine((given) => (given.SMTP_URL === undefined) === (given.MAIL_FROM === undefined), {\n    path: ["SMTP_URL"],\n    message: "goes together with MAIL_FROM",\n  });\n`,
    );

const addressSetting = `/** \`desk@example.com\`, or \`The desk <desk@example.com>\`. */
const isSender = (value: string): boolean =>
  !/\\p{Cc}/u.test(value) && z.email().safeParse(value.match(/^[^<>]*<([^<>]+)>$/)?.[1] ?? value).success;

`;

const serverSettings = `    /** Where e-mail leaves by; without it messages are kept and nothing leaves. */
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: "is not an address such as smtps://user:password@mail.example.com" }).optional(),
    MAIL_FROM: z.string().refine(isSender, "is not an e-mail address").optional(),
    /** Who is told what is for no address of a record. */
    OFFICE_EMAIL: z.email("is not an e-mail address").optional(),
    /** Where people open the application, for links in messages. */
    APP_URL: z.url({ protocol: /^https?$/, error: "is not an address such as https://app.example.com" }).optional(),
`;

export const mailEnvironment = `# Where e-mail leaves by, such as smtps://user:password@mail.example.com:465. Without it nothing leaves: messages are
# kept and shown on the page Messages. SMTP_URL and MAIL_FROM go together.
SMTP_URL=
# Whom e-mail comes from, such as The desk <desk@example.com>.
MAIL_FROM=
# Who gets what is for the office.
OFFICE_EMAIL=
# Where people open the application; messages then link to what they are about.
APP_URL=
`;

/** What the README says of e-mail. */
export const messagesSection = (app: App): string => `
## E-mail

What is told to whom stands with each kind of records below. A message is written in the transaction of what it tells of,
and sent from there by SMTP when \`SMTP_URL\` and \`MAIL_FROM\` are set. **Without them nothing leaves**: messages are kept and
shown as "Not sent", and do not leave by themselves later. A mail server that is out of reach is tried again after 30
seconds and then after growing waits, eight times in 33 hours; what it refuses for good has failed at once. If the process
dies right between the mail server's yes and writing that down, the message leaves again with the same \`Message-ID\`.

The page \`/${messagesPath(app)}\`${app.access ? `, for the role ${readersOf(app).join(" or ")},` : ""} shows every message, whether it left and why not, and sends one again; so do
\`GET /api/${messagesPath(app)}\` and \`POST /api/${messagesPath(app)}/{id}/send\`. ${app.access ? "People with an account read in a message only what they may see. " : ""}Examples of a new installation and rows of a file tell nobody
when they come in. What is due on a day is looked for at the start and twice a minute, once for each record and day; when the
application did not run on the day, it is still told within a week, or before the day itself.
`;
