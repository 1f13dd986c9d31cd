import { and, desc, eq, or } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { agents, type Level, type RunConfig } from "./llm.schema.ts";
import { disabledBlueprintTable, llmConfigTable as t } from "./llm.sql.ts";
import { resolve, type Said, settingsOf } from "./resolve.ts";

/** What a run of this project works by, as it stands now: every agent's settings, versions and composed prompt. */
export async function snapshot(tenantId: string, projectId: string): Promise<RunConfig> {
  const [rows, disabled] = await Promise.all([
    Db.use()
      .selectDistinctOn([t.level])
      .from(t)
      .where(or(eq(t.level, "system"), and(eq(t.tenantId, tenantId), eq(t.projectId, projectId))))
      .orderBy(t.level, desc(t.version)),
    Db.use().select({ id: disabledBlueprintTable.id }).from(disabledBlueprintTable),
  ]);
  const { models } = Ports.use();
  const shared = rows.filter((row) => row.agent === null).map(toSaid);
  const prompts: string[] = [];
  const entries = agents.map((agent) => {
    const own = rows.filter((row) => row.agent === agent).map(toSaid);
    const effective = resolve(models, [...shared, ...own], agent);
    if (!prompts.includes(effective.prompt.text)) prompts.push(effective.prompt.text);
    const prompt = prompts.indexOf(effective.prompt.text);
    return [agent, { ...settingsOf(effective), versions: effective.versions, prompt }] as const;
  });
  const { provider, runBudgetMicros, enabled } = settingsOf(resolve(models, shared));
  return {
    provider: enabled ? provider : "blueprint",
    runBudgetMicros,
    agents: Object.fromEntries(entries) as RunConfig["agents"],
    prompts,
    disabledBlueprints: disabled.map(({ id }) => id).sort(),
  };
}

const toSaid = ({ level, version, values }: typeof t.$inferSelect): Said => ({
  level: level.split(":")[0] as Level,
  version,
  values,
});
