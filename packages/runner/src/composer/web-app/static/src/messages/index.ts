import type { Messages } from "../http/app.ts";
import { present } from "../now.ts";
import { unlimited } from "../resource/rights.ts";
import { get } from "../resource/store.ts";
import type { Notification } from "./notification.ts";
import { remind } from "./remind.ts";
import { messagesDocument, messagesRoutes } from "./routes.ts";
import { startSender } from "./send.ts";
import { type Desk, hasCome, write } from "./write.ts";

/** How often is looked for what is due, in milliseconds. */
const everyMs = 30_000;

/**
 * E-mail for an application with these notifications; what was and what will be sent is shown under `path`.
 *
 * @param readers the roles of those who see it; everybody where nobody signs in
 */
export function messagesBy(
  path: string,
  readers: readonly string[] | undefined,
  notifications: readonly Notification[],
): Messages {
  const visibleTo: Messages["visibleTo"] = (user) => readers === undefined || readers.includes(user?.role ?? "");
  return {
    path,
    visibleTo,
    document: messagesDocument(path),
    open(application, db, model, config) {
      const desk: Desk = { title: application.title, config, accounts: application.access?.target };
      const sender = startSender(db, config);
      const look = () => {
        remind({ db, model, now: unlimited(present(config.TIME_ZONE)) }, desk, notifications);
        sender.send();
      };
      look();
      const timer = setInterval(look, everyMs).unref();
      return {
        kept(work, resource, id, before) {
          const own = notifications.filter((each) => each.resource === resource);
          if (own.length === 0) return;
          const record = get({ ...work, now: unlimited(work.now) }, resource, id);
          for (const each of own) if (hasCome(each.when, resource, record, before)) write(work, desk, each, id);
          // By then the change is kept, or there is nothing to send.
          setImmediate(() => sender.send());
        },
        install: (app, workOf, viewOf) =>
          messagesRoutes(app, path, { config, visibleTo, send: () => sender.send(), workOf, viewOf }),
        async stop() {
          clearInterval(timer);
          await sender.stop();
        },
      };
    },
  };
}
