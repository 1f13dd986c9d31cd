import { Member } from "@q2o/core/member";
import { CodeRequested } from "@q2o/core/otp/schema";
import { endOtherSessions, endSession, listSessions } from "@q2o/core/session/own";
import { SessionList, SessionsEnded, TenantSession } from "@q2o/core/session/schema";
import { at } from "../edge/route.ts";
import { signedIn, signedOut } from "./signed.ts";

const anybody = at("public");
const tenant = at("tenant");

/** How members come in. */
export const auth = [
  anybody("post /api/tenant/signup", {
    summary: "Ask for a trial; a code comes by mail",
    isQuiet: true,
    verb: Member.signUp,
    status: 202,
    reply: CodeRequested,
    refuses: ["conflict", "limited"],
  }),
  anybody("post /api/tenant/auth/otp", {
    summary: "Ask for a one-time code",
    isQuiet: true,
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
    refuses: ["unauthenticated", "conflict", "limited"],
  }),
  tenant("get /api/tenant/auth/session", { summary: "The session", verb: Member.session, reply: TenantSession }),
  tenant("delete /api/tenant/auth/session", { summary: "Sign out", verb: Member.signOut, answer: signedOut("tenant") }),
  tenant("get /api/tenant/auth/sessions", {
    summary: "Where you are signed in",
    verb: listSessions,
    reply: SessionList,
  }),
  tenant("delete /api/tenant/auth/sessions", {
    summary: "Sign out everywhere else",
    verb: endOtherSessions,
    reply: SessionsEnded,
  }),
  tenant("delete /api/tenant/auth/sessions/{id}", {
    summary: "End one of your sessions; an owner also those of other members",
    verb: endSession,
    refuses: ["missing"],
  }),
];
