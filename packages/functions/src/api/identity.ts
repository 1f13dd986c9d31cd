import { Admin } from "@q2o/core/admin";
import { CodeRequested } from "@q2o/core/otp/schema";
import { Passkey } from "@q2o/core/passkey";
import { beginProof, prove, stepUp } from "@q2o/core/passkey/proof";
import { EnrolmentOptions, PasskeyList, Passkey as PasskeyShape, ProofOptions } from "@q2o/core/passkey/schema";
import { endOtherSessions, endSession, listSessions } from "@q2o/core/session/own";
import { AdminSession, SessionList, SessionsEnded } from "@q2o/core/session/schema";
import { at } from "../edge/route.ts";
import { signedIn, signedOut } from "./signed.ts";

const anybody = at("public");
const admin = at("admin");

/** How an admin comes in, and shows again who they are. */
export const identity = [
  anybody("post /api/admin/auth/otp", {
    summary: "Ask for a one-time code",
    isQuiet: true,
    verb: Admin.requestCode,
    status: 202,
    reply: CodeRequested,
    refuses: ["limited"],
  }),
  anybody("post /api/admin/auth/session", {
    summary: "Show a one-time code; whoever needs a passkey has only arrived",
    verb: Admin.signIn,
    reply: AdminSession,
    answer: signedIn,
    refuses: ["unauthenticated", "limited"],
  }),
  admin("get /api/admin/auth/session", { summary: "The session", verb: Admin.session, reply: AdminSession }),
  admin("delete /api/admin/auth/session", { summary: "Sign out", verb: Admin.signOut, answer: signedOut("admin") }),
  admin("get /api/admin/auth/sessions", {
    summary: "Where you are signed in",
    verb: listSessions,
    reply: SessionList,
  }),
  admin("delete /api/admin/auth/sessions", {
    summary: "Sign out everywhere else",
    verb: endOtherSessions,
    reply: SessionsEnded,
  }),
  admin("delete /api/admin/auth/sessions/{id}", {
    summary: "End one of your sessions",
    verb: endSession,
    refuses: ["missing"],
  }),

  admin("get /api/admin/auth/passkeys", { summary: "Your passkeys", verb: Passkey.list, reply: PasskeyList }),
  admin("post /api/admin/auth/passkeys/options", {
    summary: "Begin to enrol a passkey",
    isQuiet: true,
    verb: Passkey.beginEnrolment,
    reply: EnrolmentOptions,
    refuses: ["limited"],
  }),
  admin("post /api/admin/auth/passkeys", {
    summary: "Enrol a passkey; whoever was arriving is signed in",
    verb: Passkey.enrol,
    status: 201,
    reply: PasskeyShape,
    answer: signedIn,
    refuses: ["conflict"],
  }),
  admin("post /api/admin/auth/passkeys/proof/options", {
    summary: "Begin to show a passkey",
    isQuiet: true,
    verb: beginProof,
    reply: ProofOptions,
    refuses: ["conflict", "limited"],
  }),
  admin("post /api/admin/auth/passkeys/proof", {
    summary: "Show a passkey: finishes signing in, and makes an admin fresh",
    verb: prove,
    reply: AdminSession,
    answer: signedIn,
    refuses: ["forbidden"],
  }),
  admin("delete /api/admin/auth/passkeys/{id}", {
    summary: "Remove a passkey",
    verb: Passkey.remove,
    refuses: ["missing", "conflict"],
  }),
  admin("post /api/admin/auth/step-up", {
    summary: "Make yourself fresh by a one-time code, without a passkey",
    verb: stepUp,
    reply: AdminSession,
    answer: signedIn,
    refuses: ["forbidden", "limited"],
  }),
];
