import { Project } from "@q2o/core/project";
import { archive, restore } from "@q2o/core/project/archive";
import { list } from "@q2o/core/project/list";
import { ProjectPage, Project as ProjectShape, StatusPage } from "@q2o/core/project/schema";
import { listStatus } from "@q2o/core/project/status";
import { Run } from "@q2o/core/run";
import { download } from "@q2o/core/run/newest";
import { picture } from "@q2o/core/run/picture";
import { Download, LogFeed, RunList, Run as RunShape } from "@q2o/core/run/schema";
import { at } from "../edge/route.ts";
import { toFile } from "./download.ts";
import { asPicture, pictureType } from "./picture.ts";

const on = at("tenant");

/** What a tenant's members do with projects and runs. */
export const tenant = [
  on("get /api/tenant/projects", { summary: "List projects", verb: list, reply: ProjectPage }),
  on("post /api/tenant/projects", {
    summary: "Describe a project",
    verb: Project.create,
    status: 201,
    reply: ProjectShape,
    refuses: ["forbidden"],
  }),
  on("get /api/tenant/projects/status", {
    summary: "Projects that have run",
    verb: listStatus,
    isLive: true,
    reply: StatusPage,
  }),
  on("get /api/tenant/projects/{id}", {
    summary: "Read a project",
    verb: Project.get,
    isLive: true,
    reply: ProjectShape,
    refuses: ["missing"],
  }),
  on("put /api/tenant/projects/{id}", {
    summary: "Change a project",
    verb: Project.update,
    reply: ProjectShape,
    refuses: ["forbidden", "missing"],
  }),
  on("delete /api/tenant/projects/{id}", {
    summary: "Archive a project",
    verb: archive,
    refuses: ["forbidden", "missing", "conflict"],
  }),
  on("post /api/tenant/projects/{id}/restore", {
    summary: "Take a project out of the archive",
    verb: restore,
    reply: ProjectShape,
    refuses: ["forbidden", "missing"],
  }),
  on("post /api/tenant/projects/{id}/assign-activation-code", {
    summary: "Give a project its activation code, for good",
    verb: Project.assignCode,
    reply: ProjectShape,
    refuses: ["forbidden", "missing", "conflict"],
  }),
  on("post /api/tenant/projects/{id}/run", {
    summary: "Run a project",
    verb: Run.start,
    status: 202,
    reply: RunShape,
    refuses: ["forbidden", "missing", "conflict"],
  }),
  on("get /api/tenant/projects/{id}/runs", {
    summary: "The runs of a project",
    verb: Run.list,
    isLive: true,
    reply: RunList,
    refuses: ["missing"],
  }),
  on("get /api/tenant/projects/{id}/download", {
    summary: "The newest archive: a redirect, or its address as JSON",
    verb: download,
    reply: Download,
    answer: toFile,
    refuses: ["missing", "conflict"],
  }),

  on("get /api/tenant/runs/{id}", {
    summary: "Read a run",
    verb: Run.get,
    isLive: true,
    reply: RunShape,
    refuses: ["missing"],
  }),
  on("get /api/tenant/runs/{id}/pictures/{name}", {
    summary: "A picture of what was delivered: start-wide, list-narrow",
    verb: picture,
    status: 200,
    type: pictureType,
    answer: asPicture,
    refuses: ["missing"],
  }),
  on("get /api/tenant/runs/{id}/events", {
    summary: "The log of a run",
    verb: Run.events,
    isLive: true,
    reply: LogFeed,
    refuses: ["missing"],
  }),
  on("post /api/tenant/runs/{id}/pause", {
    summary: "Pause a run at its next step",
    verb: Run.pause,
    status: 202,
    reply: RunShape,
    refuses: ["forbidden", "missing", "conflict"],
  }),
  on("post /api/tenant/runs/{id}/resume", {
    summary: "Let a paused run go on",
    verb: Run.resume,
    status: 202,
    reply: RunShape,
    refuses: ["forbidden", "missing", "conflict"],
  }),
  on("post /api/tenant/runs/{id}/cancel", {
    summary: "Cancel a run",
    verb: Run.cancel,
    status: 202,
    reply: RunShape,
    refuses: ["forbidden", "missing", "conflict"],
  }),
  on("post /api/tenant/runs/{id}/restart", {
    summary: "Start again from where a failed run was",
    verb: Run.restart,
    status: 202,
    reply: RunShape,
    refuses: ["forbidden", "missing", "conflict"],
  }),
];
