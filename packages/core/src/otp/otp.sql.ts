import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";
import { otpRealms, type SignUpWish } from "./otp.schema.ts";

/** A one-time code that was asked for. The digits are nowhere: whoever knows the product's secret can work them out. */
export const otpTable = pgTable(
  "otp",
  {
    id: text("id").primaryKey(),
    realm: text("realm", { enum: otpRealms }).notNull(),
    email: text("email").notNull(),
    /** Set when the code, once used, founds a tenant. */
    signUp: jsonb("sign_up").$type<SignUpWish>(),
    createdAt: instant("created_at").notNull().default(clock),
    expiresAt: instant("expires_at").notNull(),
    tries: integer("tries").notNull().default(0),
    usedAt: instant("used_at"),
  },
  (t) => [index("otp_newest").on(t.realm, t.email, t.createdAt), check("otp_tries", sql`${t.tries} between 0 and 5`)],
);
