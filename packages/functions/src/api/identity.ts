import { Admin } from "@q2o/core/admin";
import { CodeRequested } from "@q2o/core/otp/schema";
import { AdminSession } from "@q2o/core/session/schema";
import { at } from "../edge/route.ts";
import { signedIn, signedOut } from "./signed.ts";

const anybody = at("public");
const admin = at("admin");

/** How an admin comes in. */
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
    summary: "Sign in with a one-time code",
    verb: Admin.signIn,
    reply: AdminSession,
    answer: signedIn,
    refuses: ["unauthenticated"],
  }),
  admin("get /api/admin/auth/session", { summary: "The session", verb: Admin.session, reply: AdminSession }),
  admin("delete /api/admin/auth/session", { summary: "Sign out", verb: Admin.signOut, answer: signedOut("admin") }),
];
