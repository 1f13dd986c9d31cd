import { bigint, boolean, index, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant, times } from "../db/columns.ts";

export const adminTable = pgTable("admin", {
  id: text("id").primaryKey(),
  ...times(),
  email: text("email").notNull().unique(),
});

/** A passkey of an admin: https://www.w3.org/TR/webauthn-3/#credential-record */
export const passkeyTable = pgTable(
  "passkey",
  {
    /** The authenticator's own id of it, base64url. */
    id: text("id").primaryKey(),
    adminId: text("admin_id")
      .notNull()
      .references(() => adminTable.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** COSE, base64url. */
    publicKey: text("public_key").notNull(),
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull(),
    isBackedUp: boolean("is_backed_up").notNull(),
    createdAt: instant("created_at").notNull().default(clock),
    usedAt: instant("used_at"),
  },
  (t) => [index("passkey_of_admin").on(t.adminId)],
);

/** What an authenticator must sign, once, within its time. */
export const challengeTable = pgTable(
  "challenge",
  {
    id: text("id").primaryKey(),
    adminId: text("admin_id")
      .notNull()
      .references(() => adminTable.id, { onDelete: "cascade" }),
    purpose: text("purpose", { enum: ["enrol", "prove"] }).notNull(),
    challenge: text("challenge").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [index("challenge_of_admin").on(t.adminId)],
);
