import { remove } from "@q2o/core/project/archive";
import { listAll } from "@q2o/core/project/list";
import { AllProjectsPage } from "@q2o/core/project/schema";
import { getRun, listRuns } from "@q2o/core/run/list";
import { pictureForAdmin } from "@q2o/core/run/picture";
import { RunOfTenant, RunPage } from "@q2o/core/run/schema";
import { at } from "../edge/route.ts";
import { asPicture, pictureType } from "./picture.ts";

const on = at("admin");

/** Projects and runs of all tenants, as the platform's admins see them. */
export const work = [
  on("get /api/admin/projects", { summary: "List projects of all tenants", verb: listAll, reply: AllProjectsPage }),
  on("delete /api/admin/projects/{id}", {
    summary: "Delete a project with its runs, comments and files, for good",
    verb: remove,
    refuses: ["missing", "conflict"],
  }),
  on("get /api/admin/runs", { summary: "List runs of all tenants", verb: listRuns, reply: RunPage }),
  on("get /api/admin/runs/{id}/pictures/{name}", {
    summary: "A picture of what was delivered: start-wide, list-narrow",
    verb: pictureForAdmin,
    status: 200,
    type: pictureType,
    answer: asPicture,
    refuses: ["missing"],
  }),
  on("get /api/admin/runs/{id}", { summary: "Read a run", verb: getRun, reply: RunOfTenant, refuses: ["missing"] }),
];
