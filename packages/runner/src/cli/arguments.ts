import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type KeyedProvider, providers, usualModels } from "@q2o/core/llm/schema";
import * as z from "zod";
import { Brief } from "../artefacts.ts";

export const help = `Turns a brief into verified software, here and now: no account, no server, no database.

  npx q2o run --name NAME --description TEXT --objective TEXT [--objective TEXT …] [OPTIONS]
  npx q2o run --config FILE.json [OPTIONS]

  --name, --description   what it is called, and whom it is for
  --objective TEXT        what it shall do; may be repeated; - reads them from standard input
  --config FILE.json      {"name","description","objectives": text or list of texts,
                           "provider","model","budget","output"}; what is also given here goes before it
  --output FOLDER         where the software goes (./NAME); the archive is put beside it as FOLDER.zip
  --force                 replace what is there
  --provider NAME         ${providers.join(", ")} (blueprint: by rules, with no key)
  --model NAME            of the provider (its usual one)
  --budget DOLLARS        the most that models may cost (5)
  --json                  the result as JSON on standard output; progress stays on standard error
  --quiet                 no progress
  --help                  this text

Keys come from the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_GENERATIVE_AI_API_KEY, LLM_COMPATIBLE_BASE_URL.

Exit code: 0 completed; 1 built, but something that it must do is not shown to work; 2 wrong options; 3 the brief says
nothing that can be built; 4 packages could not be fetched, try again; 130 interrupted.`;

const Objectives = z.union([z.string(), z.array(z.string()).transform((list) => list.join("\n"))]);
const Wish = z.strictObject({
  name: Brief.shape.name,
  description: z.string().trim().max(20_000).default(""),
  objectives: Objectives.pipe(Brief.shape.objectives),
  provider: z.enum(providers).default("blueprint"),
  model: z.string().trim().min(1).max(200).optional(),
  /** In dollars. */
  budget: z.coerce.number().min(0).max(1_000).default(5),
  output: z.string().min(1).optional(),
});

export type Wanted = {
  brief: Brief;
  choice: { provider: (typeof providers)[number]; model: string };
  budgetMicros: number;
  /** Absolute; undefined for a folder of the project's own name. */
  output: string | undefined;
  force: boolean;
  json: boolean;
  quiet: boolean;
};

/** What is wrong with the options, in sentences for the person at the terminal. */
export class WrongArguments extends Error {
  override readonly name = "WrongArguments";
}

/**
 * @param readInput gives what is on standard input, for `--objective -`
 * @returns undefined when help was asked for
 * @throws WrongArguments
 */
export function readArguments(args: string[], readInput: () => string): Wanted | undefined {
  const { values } = parsed(args);
  if (values.help) return undefined;
  const { config, force = false, json = false, quiet = false, objective, ...told } = values;
  const objectives = objective?.map((text) => (text === "-" ? readInput() : text));
  const wish = Wish.safeParse({
    ...(config === undefined ? {} : readConfig(config)),
    ...told,
    ...(objectives ? { objectives } : {}),
  });
  if (!wish.success)
    throw new WrongArguments(`This is not a complete wish:\n${z.prettifyError(wish.error)}\n\n--help says more.`);
  const { name, description, provider, model, budget, output } = wish.data;
  return {
    brief: { name, description: description === "" ? `${name}.` : description, objectives: wish.data.objectives },
    choice: { provider, model: model ?? usualModels[provider as KeyedProvider] ?? "web-app" },
    budgetMicros: Math.round(budget * 1_000_000),
    output: output === undefined ? undefined : resolve(output),
    force,
    json,
    quiet,
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        name: { type: "string" },
        description: { type: "string" },
        objective: { type: "string", multiple: true },
        config: { type: "string" },
        output: { type: "string" },
        force: { type: "boolean" },
        provider: { type: "string" },
        model: { type: "string" },
        budget: { type: "string" },
        json: { type: "boolean" },
        quiet: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new WrongArguments(`${error instanceof Error ? error.message : error}\n\n--help says more.`);
  }
}

function readConfig(file: string): object {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const why = error instanceof z.ZodError ? "it is not an object" : error instanceof Error ? error.message : error;
    throw new WrongArguments(`${file} cannot be read as a configuration: ${why}`);
  }
}

/** @throws WrongArguments when something of somebody else would be written over */
export function mustBeFree(folder: string, force: boolean): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  const isTaken = found && !(found.isDirectory() && readdirSync(folder).length === 0);
  const taken = isTaken ? folder : existsSync(`${folder}.zip`) ? `${folder}.zip` : undefined;
  if (taken && !force) throw new WrongArguments(`${taken} is there already. Choose another --output, or --force.`);
}
