import { Llm } from "@q2o/core/llm";
import { listAlerts, resolveAlert } from "@q2o/core/llm/alerts";
import { AlertPage, LlmAlert } from "@q2o/core/llm/alerts/schema";
import {
  disableBlueprint,
  enableBlueprint,
  exportBlueprint,
  getBlueprint,
  listBlueprints,
} from "@q2o/core/llm/blueprints";
import { Blueprint, BlueprintExport, BlueprintList } from "@q2o/core/llm/blueprints/schema";
import { CallFeed, LlmStats } from "@q2o/core/llm/calls/schema";
import {
  HistoryFeed,
  LlmDiff,
  LlmEffective,
  LlmLevel,
  LlmProject,
  LlmVersion,
  OverridePage,
} from "@q2o/core/llm/config/schema";
import { diff, history, restore, version } from "@q2o/core/llm/history";
import { exportCalls, listCalls } from "@q2o/core/llm/logs";
import { checkProvider, listProviders } from "@q2o/core/llm/providers";
import { ProviderCheck, ProviderList } from "@q2o/core/llm/providers/schema";
import { stats } from "@q2o/core/llm/stats";
import * as z from "zod";
import { at } from "../edge/route.ts";

const on = at("admin");

const configuration = [
  on("get /api/llm/system", { summary: "What the whole platform works by", verb: Llm.system, reply: LlmLevel }),
  on("put /api/llm/system", {
    summary: "Save a new version of the system's level",
    verb: Llm.saveSystem,
    reply: LlmLevel,
    refuses: ["conflict"],
  }),
  on("get /api/llm/projects", {
    summary: "List the projects that say something otherwise",
    verb: Llm.overrides,
    reply: OverridePage,
  }),
  on("get /api/llm/projects/{id}", {
    summary: "What a project says otherwise, and which of its agents do",
    verb: Llm.project,
    reply: LlmProject,
    refuses: ["missing"],
  }),
  on("put /api/llm/projects/{id}", {
    summary: "Save a new version of a project's level",
    verb: Llm.saveProject,
    reply: LlmProject,
    refuses: ["missing", "conflict"],
  }),
  on("delete /api/llm/projects/{id}", {
    summary: "Let the system's level apply to a project again",
    verb: Llm.clearProject,
    reply: LlmProject,
    refuses: ["missing", "conflict"],
  }),
  on("get /api/llm/projects/{id}/agents/{agent}", {
    summary: "What one agent does otherwise in a project",
    verb: Llm.agent,
    reply: LlmLevel,
    refuses: ["missing"],
  }),
  on("put /api/llm/projects/{id}/agents/{agent}", {
    summary: "Save a new version of an agent's level",
    verb: Llm.saveAgent,
    reply: LlmLevel,
    refuses: ["missing", "conflict"],
  }),
  on("delete /api/llm/projects/{id}/agents/{agent}", {
    summary: "Let the project's level apply to an agent again",
    verb: Llm.clearAgent,
    reply: LlmLevel,
    refuses: ["missing", "conflict"],
  }),
  on("get /api/llm/effective", {
    summary: "What holds for a project or agent, where each value comes from, and the composed prompt",
    verb: Llm.effective,
    reply: LlmEffective,
    refuses: ["missing"],
  }),
  on("get /api/llm/history", { summary: "Every save: who, when, why and what", verb: history, reply: HistoryFeed }),
  on("get /api/llm/history/{id}", {
    summary: "Read a version",
    verb: version,
    reply: LlmVersion,
    refuses: ["missing"],
  }),
  on("get /api/llm/history/{id}/diff", {
    summary: "Two versions side by side",
    verb: diff,
    reply: LlmDiff,
    refuses: ["missing"],
  }),
  on("post /api/llm/history/{id}/restore", {
    summary: "Save a version again, as a new one",
    verb: restore,
    reply: LlmVersion,
    refuses: ["missing", "conflict"],
  }),
];

const models = [
  on("get /api/llm/providers", {
    summary: "Who can answer agents, and who has a key",
    verb: listProviders,
    reply: ProviderList,
  }),
  on("post /api/llm/providers/{provider}/check", {
    summary: "Ask a provider whether it takes the key",
    isQuiet: true,
    verb: checkProvider,
    reply: ProviderCheck,
    refuses: ["limited"],
  }),
  on("get /api/llm/stats", { summary: "Spending, savings, speed and errors", verb: stats, reply: LlmStats }),
  on("get /api/llm/logs", {
    summary: "Calls to models, with totals over the filter",
    verb: listCalls,
    reply: CallFeed,
  }),
  on("get /api/llm/logs/export", {
    summary: "Calls to models as CSV",
    isCostly: true,
    type: "text/csv",
    verb: exportCalls,
    reply: z.string(),
    answer: (body) => ({
      body,
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="llm-calls.csv"',
      },
    }),
  }),
  on("get /api/llm/alerts", { summary: "What an admin should look at", verb: listAlerts, reply: AlertPage }),
  on("post /api/llm/alerts/{id}/resolve", {
    summary: "Mark an alert as dealt with",
    verb: resolveAlert,
    reply: LlmAlert,
    refuses: ["missing", "conflict"],
  }),
];

const templates = [
  on("get /api/llm/templates", { summary: "List the blueprints", verb: listBlueprints, reply: BlueprintList }),
  on("get /api/llm/templates/{id}", {
    summary: "Read a blueprint",
    verb: getBlueprint,
    reply: Blueprint,
    refuses: ["missing"],
  }),
  on("post /api/llm/templates/{id}/disable", {
    summary: "Let no new run use a blueprint",
    verb: disableBlueprint,
    reply: Blueprint,
    refuses: ["missing"],
  }),
  on("post /api/llm/templates/{id}/enable", {
    summary: "Let new runs use a blueprint again",
    verb: enableBlueprint,
    reply: Blueprint,
    refuses: ["missing"],
  }),
  on("get /api/llm/templates/{id}/export", {
    summary: "A blueprint as a file",
    verb: exportBlueprint,
    reply: BlueprintExport,
    refuses: ["missing"],
    answer: (body) => ({
      body,
      headers: { "content-disposition": `attachment; filename="${body.id}.json"` },
    }),
  }),
];

/** How the admins configure and watch the agents. */
export const llm = [...configuration, ...models, ...templates];
