import { parseArgs } from "node:util";
import { present } from "../now.ts";
import type { Command, Option } from "./command.ts";
import { helpOf, overview } from "./help.ts";
import { json, type Output, plain } from "./output.ts";
import { Problem, UsageError } from "./problem.ts";

/** A tool: its commands and what its help says. */
export type Tool = {
  name: string;
  version: string;
  description: string;
  dataFile?: string;
  commands: readonly Command[];
  /** Words to try first. */
  examples: readonly string[];
};

/** What is outside of the tool, so that tests can hand in their own. */
export type Outside = Output & {
  words: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  input(): string;
};

const everywhere = (tool: Tool): Option[] => [
  { name: "json", help: "print JSON for programs" },
  ...(tool.dataFile ? [{ name: "data", value: "FILE", help: `the data file (DATA_FILE; ${tool.dataFile})` }] : []),
  { name: "help", help: "how to use it" },
];

/**
 * Runs what was typed.
 *
 * @returns the exit code: 0 done, 1 understood and refused, 2 not understood
 */
export async function run(tool: Tool, outside: Outside): Promise<number> {
  const { words, env, out, err } = outside;
  const isJson = words.includes("--json");
  try {
    if (words.length === 0 || (words[0]?.startsWith("-") && !commandOf(tool, words))) return atTop(tool, outside, isJson);
    if (words[0] === "help") return help(tool, words.slice(1).filter((word) => !word.startsWith("-")), outside, isJson);
    const found = commandOf(tool, words);
    if (!found) throw new UsageError(unknown(tool, words));
    const { command, rest } = found;
    const options = [...command.options, ...everywhere(tool)];
    const parsed = parse(options, rest);
    if (parsed.values.help) {
      out(isJson ? json(helpOf(tool, command, options).data) : helpOf(tool, command, options).text);
      return 0;
    }
    refuseExtra(command, parsed.positionals);
    await command.run({
      out,
      err,
      words: parsed.positionals,
      options: parsed.values,
      json: parsed.values.json === true,
      dataFile: String(parsed.values.data ?? env.DATA_FILE ?? tool.dataFile ?? ""),
      now: present(env.TIME_ZONE || "UTC"),
      input: outside.input,
    });
    return 0;
  } catch (error) {
    if (error instanceof Problem) {
      const { code, message, fields } = error;
      err(isJson ? json({ error: { code, message, fields } }) : `${tool.name}: ${plain(message)}\n`);
      return 1;
    }
    if (!(error instanceof UsageError)) throw error;
    const message = plain(error.message);
    err(isJson ? json({ error: { code: "usage", message, fields: [] } }) : `${tool.name}: ${message}\nTry: ${tool.name} help\n`);
    return 2;
  }
}

/** Without a command: the overview, or the version. */
function atTop(tool: Tool, { words, out }: Outside, isJson: boolean): number {
  const { values } = parse([...everywhere(tool), { name: "version", help: "the version" }], words);
  if (values.version) out(isJson ? json({ name: tool.name, version: tool.version }) : `${tool.name} ${tool.version}\n`);
  else out(isJson ? json(overview(tool, everywhere(tool)).data) : overview(tool, everywhere(tool)).text);
  return 0;
}

function help(tool: Tool, words: readonly string[], { out }: Outside, isJson: boolean): number {
  const found = commandOf(tool, words);
  if (words.length > 0 && !found) throw new UsageError(unknown(tool, words));
  const options = found ? [...found.command.options, ...everywhere(tool)] : everywhere(tool);
  const { data, text } = found ? helpOf(tool, found.command, options) : overview(tool, options);
  out(isJson ? json(data) : text);
  return 0;
}

/** The command that words begin with, the longest name first; a nameless one takes all that no other does. */
function commandOf(tool: Tool, words: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  const byLength = [...tool.commands].sort((a, b) => b.name.length - a.name.length);
  for (const command of byLength) {
    const name = command.name === "" ? [] : command.name.split(" ");
    if (name.every((word, index) => words[index] === word)) return { command, rest: words.slice(name.length) };
  }
  return undefined;
}

function unknown(tool: Tool, words: readonly string[]): string {
  const [noun = ""] = words;
  const near = tool.commands.filter(({ name }) => name.split(" ")[0] === noun).map(({ name }) => name);
  const what = words.filter((word) => !word.startsWith("-")).slice(0, 2).join(" ");
  return near.length > 0 ? `There is no command “${what}”. There are: ${near.join(", ")}.` : `There is no command “${what}”.`;
}

function parse(options: readonly Option[], words: readonly string[]) {
  const types = options.map(({ name, value }) => [name, { type: value ? "string" : "boolean" }] as const);
  try {
    return parseArgs({ args: [...words], options: Object.fromEntries(types), allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split(/\.(?:\s|$)/)[0] ?? "") : String(error));
  }
}

function refuseExtra({ name, takes }: Command, words: readonly string[]): void {
  const needed = takes.filter((each) => each.startsWith("<"));
  const isOpen = takes.some((each) => each.endsWith("..."));
  if (words.length < needed.length) throw new UsageError(`${name} needs ${needed.join(" ")}`);
  if (!isOpen && words.length > takes.length) throw new UsageError(`${name} can't use “${words.slice(takes.length).join(" ")}”`);
}
