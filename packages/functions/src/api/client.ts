import { Plan } from "@q2o/core/plan";
import { PlanList } from "@q2o/core/plan/schema";
import { getForClient } from "@q2o/core/project/client";
import { ClientProject } from "@q2o/core/project/client/schema";
import { eventsForClient } from "@q2o/core/run/client";
import { ClientFeed } from "@q2o/core/run/client/schema";
import { downloadForClient } from "@q2o/core/run/newest";
import { pictureForClient } from "@q2o/core/run/picture";
import { Download } from "@q2o/core/run/schema";
import { sessionOfClient, signOutClient } from "@q2o/core/session/client";
import { ClientSession } from "@q2o/core/session/schema";
import { at } from "../edge/route.ts";
import { toFile } from "./download.ts";
import { asPicture, pictureType } from "./picture.ts";
import { signedOut } from "./signed.ts";

const on = at("client");

/** What a client does with nothing but an activation code, and what anybody may read. */
export const client = [
  at("public")("get /api/public/plans", { summary: "The plans", verb: Plan.list, reply: PlanList }),
  on("get /api/public/session", { summary: "The session", verb: sessionOfClient, reply: ClientSession }),
  on("delete /api/public/session", { summary: "Sign out", verb: signOutClient, answer: signedOut("client") }),
  on("get /api/public/projects/{id}", {
    summary: "The project of this session",
    verb: getForClient,
    isLive: true,
    reply: ClientProject,
    refuses: ["forbidden", "missing"],
  }),
  on("get /api/public/projects/{id}/events", {
    summary: "What happened, in plain words",
    verb: eventsForClient,
    isLive: true,
    reply: ClientFeed,
    refuses: ["missing"],
  }),
  on("get /api/public/projects/{id}/pictures/{name}", {
    summary: "How what was delivered looks: start-wide, start-narrow",
    verb: pictureForClient,
    status: 200,
    type: pictureType,
    answer: asPicture,
    refuses: ["missing"],
  }),
  on("get /api/public/projects/{id}/download", {
    summary: "Its newest archive: a redirect, or its address as JSON",
    verb: downloadForClient,
    reply: Download,
    answer: toFile,
    refuses: ["forbidden", "missing", "conflict"],
  }),
];
