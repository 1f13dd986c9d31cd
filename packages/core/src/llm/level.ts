import { and, desc, eq, sql } from "drizzle-orm";
import { adminTable } from "../admin/admin.sql.ts";
import { Failure, missing, newId } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Ports } from "../ports/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { type Agent, type Level, type LlmValues, optionalAgents } from "./llm.schema.ts";
import { llmConfigTable as t } from "./llm.sql.ts";
import { first } from "./resolve.ts";

/** Where something is configured: for all, for a project, or for one agent in a project. */
export type Place = { projectId?: string; agent?: Agent };
type Project = { id: string; name: string; tenant: { id: string; name: string } };
/** The same, with its project found. */
export type Found = { project?: Project | undefined; agent?: Agent | undefined };
export type Row = typeof t.$inferSelect;

const levelOf = ({ project, agent }: Found): Level => (project ? (agent ? "agent" : "project") : "system");

const keyOf = ({ project, agent }: Found): string =>
  project ? (agent ? `agent:${project.id}:${agent}` : `project:${project.id}`) : "system";

/** @throws Failure `project.missing` */
export async function find({ projectId, agent }: Place): Promise<Found> {
  if (projectId === undefined) return {};
  const [row] = await Db.use()
    .select({
      id: projectTable.id,
      name: projectTable.name,
      tenant: { id: tenantTable.id, name: tenantTable.name },
    })
    .from(projectTable)
    .innerJoin(tenantTable, eq(tenantTable.id, projectTable.tenantId))
    .where(eq(projectTable.id, projectId));
  if (!row) throw missing("project");
  return { project: row, agent };
}

/** The version in force; undefined when nobody has saved one. */
export async function newest(found: Found): Promise<Row | undefined> {
  const [row] = await Db.use()
    .select()
    .from(t)
    .where(eq(t.level, keyOf(found)))
    .orderBy(desc(t.version))
    .limit(1);
  return row;
}

/** A version of the same level by its number; 0 is what holds before anybody has saved one. */
export async function valuesAt(level: string, version: number): Promise<LlmValues> {
  if (version === 0) return level === "system" ? first(Ports.use().models).values : {};
  const [row] = await Db.use()
    .select({ values: t.values })
    .from(t)
    .where(and(eq(t.level, level), eq(t.version, version)));
  if (!row) throw missing("version");
  return row.values;
}

type Said = { values: LlmValues; replaces?: number | undefined; reason: string };

/**
 * Adds a version, the next after the one it replaces. Of two that replace the same one, one wins.
 *
 * @param replaces whatever is in force, when it does not say
 * @throws Failure `llm.stale`, `llm.agent_needed`
 */
export async function add(
  found: Found,
  { values, replaces, reason }: Said,
  by: { adminId: string },
  type: "llm.config_saved" | "llm.config_restored" = "llm.config_saved",
): Promise<Row> {
  mustBeOptional(found.agent, values);
  const current = (await newest(found))?.version ?? 0;
  if (replaces !== undefined && replaces !== current) throw stale(current);
  const [row] = await Db.use()
    .insert(t)
    .values({
      id: newId("llmConfig"),
      level: keyOf(found),
      version: current + 1,
      tenantId: found.project?.tenant.id ?? null,
      projectId: found.project?.id ?? null,
      agent: found.agent ?? null,
      values,
      reason,
      authorId: by.adminId,
    })
    .onConflictDoNothing()
    .returning();
  // The other has committed by now: whoever inserts the same key waits for that.
  if (!row) throw stale((await newest(found))?.version ?? current);
  await say(found, row, by, type);
  return row;
}

/** In the chain of the tenant whose project it is. */
async function say(
  { project, agent }: Found,
  row: Row,
  by: { adminId: string },
  type: Parameters<typeof Event.record>[0],
) {
  const name = agent ?? levelOf({ project, agent });
  const record = () =>
    Event.record(
      type,
      { subjectId: row.id, ...(project ? { projectId: project.id } : {}) },
      { name, number: row.version },
      { type: "admin", adminId: by.adminId },
    );
  await (project ? Db.as({ type: "system", tenantId: project.tenant.id }, record) : record());
}

function mustBeOptional(agent: Agent | undefined, { enabled }: LlmValues): void {
  if (agent === undefined || enabled !== false || optionalAgents.includes(agent)) return;
  const message = `Without the agent ${agent} nothing can be delivered with its evidence. Only these can be switched off: ${optionalAgents.join(", ")}.`;
  throw new Failure("invalid", "llm.agent_needed", message, { errors: [{ path: "values.enabled", message }] });
}

const stale = (current: number) =>
  new Failure(
    "conflict",
    "llm.stale",
    `Somebody else has saved meanwhile: version ${current} is in force. Look at it and save again.`,
    { errors: [{ path: "replaces", message: `The version in force is ${current}.` }] },
  );

/** What everybody is shown of a version. */
const columns = {
  row: t,
  project: { id: projectTable.id, name: projectTable.name },
  tenant: { id: tenantTable.id, name: tenantTable.name },
  email: sql<string | null>`(select ${adminTable.email} from ${adminTable} where ${adminTable.id} = ${t.authorId})`,
};

export const select = () =>
  Db.use()
    .select(columns)
    .from(t)
    .leftJoin(projectTable, eq(projectTable.id, t.projectId))
    .leftJoin(tenantTable, eq(tenantTable.id, t.tenantId));
type Joined = Awaited<ReturnType<typeof select>>[number];

/** @throws Failure `version.missing` */
export async function read(id: string): Promise<Joined> {
  const [row] = await select().where(eq(t.id, id));
  if (!row) throw missing("version");
  return row;
}

export const toLevel = ({ row, project, tenant, email }: Joined) => ({
  id: row.id,
  level: (row.level.split(":")[0] ?? "system") as Level,
  project,
  tenant,
  agent: row.agent as Agent | null,
  version: row.version,
  reason: row.reason,
  author: { id: row.authorId, email },
  createdAt: row.createdAt.toISOString(),
});

/** What a level says now, also when nobody has saved anything. */
export async function show(found: Found) {
  const row = await newest(found);
  if (row) return { ...toLevel(await read(row.id)), values: row.values };
  const { project, agent } = found;
  return {
    id: null,
    level: levelOf(found),
    project: project ? { id: project.id, name: project.name } : null,
    tenant: project?.tenant ?? null,
    agent: agent ?? null,
    version: 0,
    values: await valuesAt(keyOf(found), 0),
    reason: null,
    author: null,
    createdAt: null,
  };
}
