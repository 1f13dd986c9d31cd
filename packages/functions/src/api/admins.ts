import { addAdmin, listAdmins, removeAdmin } from "@q2o/core/admin/admins";
import { Admin, AdminPage } from "@q2o/core/admin/schema";
import { at } from "../edge/route.ts";

const on = at("admin");

/** Who runs the platform. */
export const admins = [
  on("get /api/admin/admins", { summary: "List admins", verb: listAdmins, reply: AdminPage }),
  on("post /api/admin/admins", {
    summary: "Add an admin",
    verb: addAdmin,
    status: 201,
    reply: Admin,
    refuses: ["conflict"],
  }),
  on("delete /api/admin/admins/{id}", {
    summary: "Remove another admin",
    verb: removeAdmin,
    refuses: ["missing", "conflict"],
  }),
];
