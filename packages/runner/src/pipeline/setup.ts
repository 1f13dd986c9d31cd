import type { Analysis } from "../artefacts.ts";
import type { Config, StepsReport } from "../platform/schema.ts";

/** How one agent shall work: its settings and its composed prompt. */
type AgentSetup = Omit<Config["agents"][string], "prompt"> & { prompt: string };

/** How everybody in a run shall work, by the name of the agent. */
export type Setup = {
  agents: ReadonlyMap<string, AgentSetup>;
  disabledBlueprints: ReadonlySet<string>;
};

/** The snapshot that the run was started with, ready for use. */
export const setupOf = ({ agents, prompts, disabledBlueprints }: Config): Setup => ({
  agents: new Map(
    Object.entries(agents).map(([name, { prompt, ...rest }]) => [name, { ...rest, prompt: prompts[prompt] ?? "" }]),
  ),
  disabledBlueprints: new Set(disabledBlueprints),
});

/** Those that the configuration takes out of the run. */
export const switchedOff = ({ agents }: Setup): string[] =>
  [...agents].flatMap(([name, { enabled }]) => (enabled ? [] : [name]));

/** What whoever reads the log should know of the configuration: who is off, and whose provider this engine lacks. */
export function noticesOf(
  setup: Setup,
  provider: string,
  available?: { has(provider: string): boolean },
): NonNullable<StepsReport["log"]> {
  const lacking = new Map<string, string[]>();
  for (const [name, agent] of setup.agents)
    if (agent.enabled && agent.provider !== provider && !available?.has(agent.provider))
      lacking.set(agent.provider, [...(lacking.get(agent.provider) ?? []), name]);
  return [
    ...switchedOff(setup).map((name) => ({ level: "info" as const, text: `The agent ${name} is switched off.` })),
    ...[...lacking].map(([wanted, names]) => ({
      level: "warn" as const,
      text: `${wanted} is configured but not available to this run, so the ${provider} provider does the work of: ${names.join(", ")}.`,
    })),
  ];
}

/** Why the run may not be built as it was analysed; undefined when it may. */
export const disabledOf = (setup: Setup, { contract }: Analysis): string | undefined =>
  setup.disabledBlueprints.has(contract.kind)
    ? `What the objectives ask for is built by the blueprint “${contract.kind}”, which is switched off at the moment. Start the run again when it is back; this one was not charged.`
    : undefined;
