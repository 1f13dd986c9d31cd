import {
  type Agent,
  type Level,
  type LlmSettings,
  type LlmValues,
  levels,
  optionalAgents,
  type PromptVersions,
  type Provider,
} from "./llm.schema.ts";

/** What one level says, in one of its versions; 0 is before anybody saved one. */
export type Said = { level: Level; version: number; values: LlmValues };

type Name = keyof LlmSettings;
type Source = { level: Level; version: number };

export type Effective = {
  values: { [N in Name]: Source & { value: LlmSettings[N] } };
  prompt: { text: string; parts: (Source & { text: string })[] };
  versions: PromptVersions;
};

/** What is in force before anybody has configured anything. Money in micros: 500 and 50 dollars for all, 100 for a tenant, 25 for a project, 5 for a run. */
export const defaults: LlmSettings = {
  provider: "blueprint",
  model: "web-app",
  fallback: [],
  temperature: 0.2,
  maxTokens: 4_096,
  monthlyBudgetMicros: 500_000_000,
  dailyBudgetMicros: 50_000_000,
  tenantBudgetMicros: 100_000_000,
  projectBudgetMicros: 25_000_000,
  runBudgetMicros: 5_000_000,
  reach: "gaps",
  enabled: true,
};

/** What the environment says: what agents are told first (empty is nothing), and whom they ask when there are keys. */
export type Environment = { systemPrompt: string; choice: { provider: Provider; model: string } | undefined };

/** For who wants no prompt and no choice of models, only what budgets say. */
export const silent: Environment = { systemPrompt: "", choice: undefined };

/** The system's version 0: the defaults, with what the environment gives. */
export const first = ({ systemPrompt, choice }: Environment): Said => ({
  level: "system",
  version: 0,
  values: { ...defaults, ...choice, ...(systemPrompt === "" ? {} : { prompt: systemPrompt }) },
});

/**
 * What is in force: of each value what the nearest level says, and all prompts from the outermost to the innermost.
 *
 * What the system's own version leaves out is as in version 0. An agent that a delivery can't be without is enabled
 * whatever any level says: where models are switched off, the blueprint does its work.
 *
 * @param said in any order; levels that say nothing may be left out
 * @param agent whose configuration it is, when it is one's
 */
export function resolve(environment: Environment, said: readonly Said[], agent?: Agent): Effective {
  const basis = first(environment);
  const inOrder = [basis, ...levels.flatMap((level) => said.filter((each) => each.level === level))];
  const nearest = <N extends Name>(name: N) => {
    const found = inOrder.findLast(({ values }) => values[name] !== undefined) ?? basis;
    return { value: found.values[name] as LlmSettings[N], level: found.level, version: found.version };
  };
  const isNeeded = agent !== undefined && !optionalAgents.includes(agent);
  const allowed = nearest("enabled");
  const enabled = isNeeded ? { value: true, level: basis.level, version: basis.version } : allowed;
  const isAlone = isNeeded && !allowed.value;
  return {
    values: {
      provider: isAlone ? { ...allowed, value: defaults.provider } : nearest("provider"),
      model: isAlone ? { ...allowed, value: defaults.model } : nearest("model"),
      fallback: isAlone ? { ...allowed, value: [] } : nearest("fallback"),
      temperature: nearest("temperature"),
      maxTokens: nearest("maxTokens"),
      monthlyBudgetMicros: nearest("monthlyBudgetMicros"),
      dailyBudgetMicros: nearest("dailyBudgetMicros"),
      tenantBudgetMicros: nearest("tenantBudgetMicros"),
      projectBudgetMicros: nearest("projectBudgetMicros"),
      runBudgetMicros: nearest("runBudgetMicros"),
      reach: nearest("reach"),
      enabled,
    },
    prompt: composed(inOrder),
    versions: Object.fromEntries(inOrder.map(({ level, version }) => [level, version])),
  };
}

/** One text of each level. The system's own stands in place of the environment's, also when it is empty. */
function composed(inOrder: readonly Said[]): Effective["prompt"] {
  const parts = levels.flatMap((level) => {
    const speaker = inOrder.findLast((each) => each.level === level && each.values.prompt !== undefined);
    const text = speaker?.values.prompt?.trim() ?? "";
    return speaker && text !== "" ? [{ level, version: speaker.version, text }] : [];
  });
  return { text: parts.map(({ text }) => text).join("\n\n"), parts };
}

/** The values without where they come from. */
export function settingsOf({ values }: Effective): LlmSettings {
  const plain = Object.entries(values).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(plain) as LlmSettings;
}
