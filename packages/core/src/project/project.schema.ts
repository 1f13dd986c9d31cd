import * as z from "zod";
import { Instant, id, PageQuery, pageOf, sortBy, text } from "../base/base.schema.ts";
import { RunSummary, taskStatuses } from "../run/run.schema.ts";

export const projectStates = ["pending", "running", "paused", "completed", "failed"] as const;
export const ProjectState = z.enum(projectStates);
export type ProjectState = z.infer<typeof ProjectState>;

const Name = text(100).trim().min(1, "Give the project a name.");
const Description = text(5_000).trim().min(1, "Say in a sentence what it is.");
const Objectives = text(50_000).trim().min(1, "Say what the software must do.");
const ClientName = z.union([z.null(), text(100).trim()]).optional();

export const CreateProject = z.object({
  name: Name,
  clientName: ClientName,
  description: Description,
  objectives: Objectives,
});

export const ProjectId = z.object({ id: id("project") });
export const UpdateProject = z.object({
  id: id("project"),
  name: Name.optional(),
  clientName: ClientName,
  description: Description.optional(),
  objectives: Objectives.optional(),
});

/** Either what was typed, or the id of one of the tenant's own codes. */
export const AssignCode = z
  .object({ id: id("project"), code: z.string().max(200).optional(), codeId: id("code").optional() })
  .refine(({ code, codeId }) => (code === undefined) !== (codeId === undefined), {
    path: ["code"],
    message: "Give either code or codeId.",
  });

export const ListProjects = PageQuery.extend({
  state: ProjectState.optional(),
  sort: sortBy(["createdAt", "updatedAt", "name"], "createdAt:desc"),
  archived: z.enum(["true", "false"]).default("false"),
});
export const ListAllProjects = ListProjects.extend({ tenantId: id("tenant").optional() });
export const ListStatus = ListProjects.omit({ archived: true }).extend({
  pageSize: PageQuery.shape.pageSize.default(10),
});

export const Project = z.object({
  id: id("project"),
  name: z.string(),
  clientName: z.string().nullable(),
  description: z.string(),
  objectives: z.string(),
  state: ProjectState,
  activationCode: z.object({ id: id("code"), last5: z.string(), label: z.string().nullable() }).nullable(),
  latestRun: RunSummary.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  archivedAt: Instant.nullable(),
});
export type Project = z.infer<typeof Project>;
export const ProjectPage = pageOf(Project);
export const AllProjectsPage = pageOf(Project.extend({ tenant: z.object({ id: id("tenant"), name: z.string() }) }));

const Count = z.int();

/** How far a run is, in numbers, for rows that open without another question. */
export const Work = z.object({
  /** Each agent once, as busy as its busiest task. */
  agents: z.array(z.object({ agent: z.string(), status: z.enum(taskStatuses) })),
  /** What is being done now. */
  current: z.array(z.object({ id: z.string(), agent: z.string(), title: z.string(), startedAt: Instant.nullable() })),
  tasks: z.object({
    ...{ total: Count, waiting: Count, running: Count, done: Count, failed: Count, skipped: Count, nothingToDo: Count },
  }),
  requirements: z.object({ total: Count, open: Count, verified: Count, gap: Count }),
  checks: z.object({ total: Count, passed: Count, failed: Count, skipped: Count }),
});
export const StatusPage = pageOf(Project.extend({ work: Work.nullable() }));
