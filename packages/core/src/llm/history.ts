import { and, count, desc, eq, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { AskDiff, AskHistory, AskVersion, RestoreVersion } from "./config.schema.ts";
import { diffPrompts, diffValues } from "./diff.ts";
import { add, find, type Place, type Row, read, select, show, toLevel, valuesAt } from "./level.ts";
import type { Agent } from "./llm.schema.ts";
import { llmConfigTable as t } from "./llm.sql.ts";

/** Every save of every level, newest first: who, when, why, and what it changed. */
export const history = verb({ as: ["admin"], input: AskHistory }, (asked) =>
  Db.tx(async () => {
    const rows = await select()
      .where(
        and(
          asked.after === "" ? undefined : lt(t.id, asked.after),
          is(sql`split_part(${t.level}, ':', 1)`, asked.level),
          is(t.projectId, asked.projectId),
          is(t.agent, asked.agent),
          is(t.authorId, asked.authorId),
        ),
      )
      .orderBy(desc(t.id))
      .limit(asked.limit);
    const items = [];
    for (const row of rows) items.push(await toSaved(row));
    return { items, next: rows.length === asked.limit ? (rows.at(-1)?.row.id ?? null) : null };
  }),
);

const is = (column: PgColumn | SQL, wanted: string | undefined) =>
  wanted === undefined ? undefined : sql`${column} = ${wanted}`;

type Joined = Awaited<ReturnType<typeof read>>;

async function toSaved(joined: Joined) {
  const { row } = joined;
  const before = await valuesAt(row.level, row.version - 1);
  const lines = diffPrompts(before.prompt ?? "", row.values.prompt ?? "");
  const of = (kind: string) => lines.filter((line) => line.kind === kind).length;
  return {
    ...toLevel(joined),
    changes: diffValues(before, row.values),
    prompt: { addedLines: of("added"), removedLines: of("removed") },
  };
}

/** One version in full, whether it is in force, and whom it concerns. @throws Failure `version.missing` */
export const version = verb({ as: ["admin"], input: AskVersion }, ({ id }) => Db.tx(() => showVersion(id)));

async function showVersion(id: string) {
  const joined = await read(id);
  const { row } = joined;
  const now = await show(await find(placeOf(row)));
  const [active] = await Db.use()
    .select({ projects: count() })
    .from(projectTable)
    .where(and(isNull(projectTable.archivedAt), row.projectId ? eq(projectTable.id, row.projectId) : undefined));
  return {
    ...(await toSaved(joined)),
    values: row.values,
    isInForce: now.id === row.id,
    affectedProjects: active?.projects ?? 0,
  };
}

const placeOf = ({ projectId, agent }: Row): Place => ({
  ...(projectId ? { projectId } : {}),
  ...(agent ? { agent: agent as Agent } : {}),
});

/** Two versions side by side: prompts by line, values by name. @throws Failure `version.missing` */
export const diff = verb({ as: ["admin"], input: AskDiff }, ({ id, against }) =>
  Db.tx(async () => {
    const to = await read(id);
    const from = against === undefined ? undefined : await read(against);
    const old = from?.row.values ?? (await valuesAt(to.row.level, to.row.version - 1));
    const { level } = toLevel(to);
    return {
      from: from
        ? { id: from.row.id, level: toLevel(from).level, version: from.row.version }
        : { id: null, level, version: to.row.version - 1 },
      to: { id: to.row.id, level, version: to.row.version },
      values: diffValues(old, to.row.values),
      prompt: diffPrompts(old.prompt ?? "", to.row.values.prompt ?? ""),
    };
  }),
);

/** Says again what a version said, as a new one. @throws Failure `version.missing`, `llm.stale`, `llm.agent_needed` */
export const restore = verb({ as: ["admin"], input: RestoreVersion }, ({ id, reason, replaces }, actor) =>
  Db.tx(async () => {
    const { row } = await read(id);
    const said = { values: row.values, replaces, reason: reason ?? `Version ${row.version} again.` };
    const made = await add(await find(placeOf(row)), said, actor, "llm.config_restored");
    return showVersion(made.id);
  }),
);
