import * as z from "zod";
import { Email, Instant, id, PageQuery, pageOf, sortBy } from "../base/base.schema.ts";

export const AddAdmin = z.object({ email: Email });
export const AdminId = z.object({ id: id("admin") });
export const ListAdmins = PageQuery.extend({ sort: sortBy(["createdAt", "email"], "createdAt:asc") });

export const Admin = z.object({
  id: id("admin"),
  email: z.string(),
  /** Whether it is who asks. */
  isSelf: z.boolean(),
  passkeys: z.int(),
  /** Null also of who was last here over a month ago: sessions are forgotten. */
  lastSeenAt: Instant.nullable(),
  createdAt: Instant,
});
export const AdminPage = pageOf(Admin);
