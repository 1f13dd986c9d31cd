import { Plan } from "@q2o/core/plan";
import { PlanList } from "@q2o/core/plan/schema";
import { Project } from "@q2o/core/project";
import { ClientProject } from "@q2o/core/project/client/schema";
import { Run } from "@q2o/core/run";
import { Download, LogFeed } from "@q2o/core/run/schema";
import { at } from "../edge/route.ts";
import { toFile } from "./download.ts";

const on = at("client");

/** What a client does with nothing but an activation code, and what anybody may read. */
export const client = [
  at("public")("get /api/public/plans", { summary: "The plans", verb: Plan.list, reply: PlanList }),
  on("get /api/public/projects/{id}", {
    summary: "The project of this session",
    verb: Project.getForClient,
    reply: ClientProject,
    refuses: ["forbidden", "missing"],
  }),
  on("get /api/public/projects/{id}/events", {
    summary: "Its log",
    verb: Run.eventsForClient,
    reply: LogFeed,
    refuses: ["missing"],
  }),
  on("get /api/public/projects/{id}/download", {
    summary: "Its newest archive: a redirect, or its address as JSON",
    verb: Run.downloadForClient,
    reply: Download,
    answer: toFile,
    refuses: ["forbidden", "missing", "conflict"],
  }),
];
