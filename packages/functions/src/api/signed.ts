import { Ports } from "@q2o/core/ports";
import type { Opened } from "@q2o/core/session";
import { clearCookie, setCookie } from "../edge/cookie.ts";

/** Gives the cookie of a session just opened, or of one that has a new token. */
export const signedIn = ({ session, reply }: { session: Opened | undefined; reply: unknown }) => ({
  body: reply,
  ...(session ? { cookie: setCookie(session, Ports.use().siteUrl) } : {}),
});

/** Takes the cookie away. */
export const signedOut = (realm: Opened["realm"]) => () => ({ cookie: clearCookie(realm, Ports.use().siteUrl) });
