import { Admin } from "@q2o/core/admin";
import { Member } from "@q2o/core/member";
import { CodeRequested } from "@q2o/core/otp/schema";
import { Ports } from "@q2o/core/ports";
import { activate } from "@q2o/core/project/activate";
import { ClientActivated } from "@q2o/core/project/client/schema";
import type { Opened } from "@q2o/core/session";
import { AdminSession, TenantSession } from "@q2o/core/session/schema";
import { clearCookie, setCookie } from "../edge/cookie.ts";
import { at } from "../edge/route.ts";

const anybody = at("public");
const tenant = at("tenant");
const admin = at("admin");

const signedIn = ({ session, reply }: { session: Opened; reply: unknown }) => ({
  body: reply,
  cookie: setCookie(session, Ports.use().siteUrl),
});

const signedOut = (realm: Opened["realm"]) => () => ({ cookie: clearCookie(realm, Ports.use().siteUrl) });

/** The three doors. */
export const auth = [
  anybody("post /api/tenant/signup", {
    summary: "Ask for a trial; a code comes by mail",
    verb: Member.signUp,
    status: 202,
    reply: CodeRequested,
    refuses: ["conflict", "limited"],
  }),
  anybody("post /api/tenant/auth/otp", {
    summary: "Ask for a one-time code",
    verb: Member.requestCode,
    status: 202,
    reply: CodeRequested,
    refuses: ["limited"],
  }),
  anybody("post /api/tenant/auth/session", {
    summary: "Sign in with a one-time code",
    verb: Member.signIn,
    reply: TenantSession,
    answer: signedIn,
    refuses: ["unauthenticated", "conflict"],
  }),
  tenant("get /api/tenant/auth/session", { summary: "The session", verb: Member.session, reply: TenantSession }),
  tenant("delete /api/tenant/auth/session", { summary: "Sign out", verb: Member.signOut, answer: signedOut("tenant") }),
  anybody("post /api/public/activate-project", {
    summary: "Open a project with its activation code",
    verb: activate,
    reply: ClientActivated,
    answer: signedIn,
    refuses: ["unauthenticated", "limited"],
  }),
  anybody("post /api/admin/auth/otp", {
    summary: "Ask for a one-time code",
    verb: Admin.requestCode,
    status: 202,
    reply: CodeRequested,
    refuses: ["limited"],
  }),
  anybody("post /api/admin/auth/session", {
    summary: "Sign in with a one-time code",
    verb: Admin.signIn,
    reply: AdminSession,
    answer: signedIn,
    refuses: ["unauthenticated"],
  }),
  admin("get /api/admin/auth/session", { summary: "The session", verb: Admin.session, reply: AdminSession }),
  admin("delete /api/admin/auth/session", { summary: "Sign out", verb: Admin.signOut, answer: signedOut("admin") }),
];
