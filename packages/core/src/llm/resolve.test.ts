import { describe, expect, it } from "vitest";
import { type Agent, agents, type LlmValues, optionalAgents } from "./llm.schema.ts";
import { defaults, resolve, type Said, settingsOf, silent } from "./resolve.ts";

const said = (system?: LlmValues, project?: LlmValues, agent?: LlmValues): Said[] => [
  ...(agent ? [{ level: "agent" as const, version: 5, values: agent }] : []),
  ...(system ? [{ level: "system" as const, version: 3, values: system }] : []),
  ...(project ? [{ level: "project" as const, version: 4, values: project }] : []),
];

/** Every value with two others than its default. */
const others = {
  provider: ["openai", "google"],
  model: ["one", "two"],
  fallback: [[{ provider: "openai", model: "one" }], [{ provider: "google", model: "two" }]],
  temperature: [0, 2],
  maxTokens: [64, 8_192],
  monthlyBudgetMicros: [0, 7],
  dailyBudgetMicros: [0, 8],
  tenantBudgetMicros: [0, 11],
  projectBudgetMicros: [0, 9],
  runBudgetMicros: [0, 10],
  reach: ["all", "gaps"],
  enabled: [false, false],
} as const;
const names = Object.keys(defaults) as (keyof typeof defaults)[];

describe("the configuration of three levels", () => {
  it("has a case for every value", () => expect(Object.keys(others).sort()).toEqual([...names].sort()));

  it.each(names)("takes %s from the nearest level that says it, and from the defaults when none does", (name) => {
    const [one, two] = others[name].map((value) => ({ [name]: value }) as LlmValues);
    const at = (...levels: Parameters<typeof said>) => resolve(silent, said(...levels), "mobile").values[name];
    const [first, second] = others[name];
    expect(at()).toEqual({ value: defaults[name], level: "system", version: 0 });
    expect(at({})).toEqual({ value: defaults[name], level: "system", version: 0 });
    expect(at(one)).toEqual({ value: first, level: "system", version: 3 });
    expect(at(undefined, one)).toEqual({ value: first, level: "project", version: 4 });
    expect(at(one, two)).toEqual({ value: second, level: "project", version: 4 });
    expect(at(one, {}, two)).toEqual({ value: second, level: "agent", version: 5 });
    expect(at(two, one, {})).toEqual({ value: first, level: "project", version: 4 });
    expect(at(one, one, two)).toEqual({ value: second, level: "agent", version: 5 });
  });

  it("decides key by key, so that three levels may each give something", () => {
    const resolved = resolve(silent, said({ provider: "openai", model: "a" }, { model: "b" }, { temperature: 1 }));
    expect(settingsOf(resolved)).toEqual({ ...defaults, provider: "openai", model: "b", temperature: 1 });
    expect(resolved.versions).toEqual({ system: 3, project: 4, agent: 5 });
  });

  it.each([
    ["", said(), ""],
    ["E", said(), "E"],
    ["E", said({}), "E"],
    ["E", said({ prompt: "S" }), "S"],
    ["E", said({ prompt: "" }), ""],
    ["E", said({ prompt: "S" }, { prompt: "P" }), "S\n\nP"],
    ["E", said({ prompt: "S" }, { prompt: "P" }, { prompt: "A" }), "S\n\nP\n\nA"],
    ["E", said({}, { prompt: "P" }, { prompt: "A" }), "E\n\nP\n\nA"],
    ["E", said({ prompt: "S" }, {}, { prompt: " A \n" }), "S\n\nA"],
    ["", said({}, {}, { prompt: "A" }), "A"],
  ])("composes prompts from the outermost to the innermost (%j, case %#)", (environment, levels, text) => {
    expect(resolve({ ...silent, systemPrompt: environment }, levels).prompt.text).toBe(text);
  });

  it("says of each part of a prompt where it comes from", () => {
    expect(resolve({ ...silent, systemPrompt: "E" }, said({}, { prompt: "P" })).prompt.parts).toEqual([
      { level: "system", version: 0, text: "E" },
      { level: "project", version: 4, text: "P" },
    ]);
  });

  it("lets no level switch off an agent that a delivery can't be without", () => {
    const off = { enabled: false };
    // Where models are switched off, the blueprint does the work of those who can't be spared.
    const silenced = settingsOf(
      resolve(silent, said({ provider: "openai", model: "big" }, { enabled: false }), "coder"),
    );
    expect(silenced).toMatchObject({ enabled: true, provider: "blueprint", model: "web-app", fallback: [] });
    const isOn = (agent: Agent) => settingsOf(resolve(silent, said(off, off, off), agent)).enabled;
    expect(agents.filter((agent) => !isOn(agent))).toEqual([...optionalAgents]);
    expect(optionalAgents).not.toEqual(expect.arrayContaining(["testing"]));
    for (const needed of ["testing", "qa", "security"]) expect(optionalAgents).not.toContain(needed);
  });
});
