import type { Command, Option } from "./command.ts";
import type { Tool } from "./run.ts";

/** The same help for people and for programs. */
type Help = { text: string; data: unknown };

const usageOf = (tool: Tool, { name, takes, options }: Command): string =>
  [tool.name, name, ...takes, ...(options.length > 0 ? ["[options]"] : [])].filter(Boolean).join(" ");

/** What the tool is for and all its commands. */
export function overview(tool: Tool, options: readonly Option[]): Help {
  const text = [
    tool.description,
    "",
    "Usage:",
    ...aligned(tool.commands.map((command) => [usageOf(tool, command), command.help])),
    "",
    "Everywhere:",
    ...aligned(options.map(optionLine)),
    "",
    "Try:",
    ...tool.examples.map((example) => `  ${tool.name} ${example}`),
    "",
    "Exit codes: 0 done, 1 refused (with the reason), 2 not understood.",
  ];
  const commands = tool.commands.map((command) => ({ ...facts(command), usage: usageOf(tool, command) }));
  return {
    text: `${text.join("\n")}\n`,
    data: { name: tool.name, version: tool.version, description: tool.description, commands },
  };
}

/** One command with its options. */
export function helpOf(tool: Tool, command: Command, options: readonly Option[]): Help {
  const text = [
    command.help,
    "",
    `Usage: ${usageOf(tool, command)}`,
    "",
    "Options:",
    ...aligned(options.map(optionLine)),
  ];
  return { text: `${text.join("\n")}\n`, data: { ...facts(command), usage: usageOf(tool, command) } };
}

const facts = ({ name, takes, help, options }: Command) => ({ name, takes, help, options });

const optionLine = ({ name, value, help }: Option): [string, string] => [`--${name}${value ? ` ${value}` : ""}`, help];

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(44, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) =>
    left.length > width ? `  ${left}\n  ${" ".repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`,
  );
}
