import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";

export const help = `Performs the main job without a browser: signs in, creates a project, assigns a code, runs it, saves the zip.

  npm run demo -- --name NAME --description TEXT --objective TEXT [--objective TEXT …] [--out PATH]
  npm run demo -- --brief FILE.json [--out PATH]

  --name, --description, --objective   the brief; objectives may be repeated
  --brief FILE.json                    {"name","description","objectives": text or list of texts}
  --email ADDRESS                      who signs in (owner@example.com)
  --out PATH                           where the zip goes: a file, or a folder (this one)
  --help                               this text

Without a brief: a bike hire. A running product at PORT is used; otherwise one is started and stopped again.
The exit code is 0 only for a completed run.`;

const Brief = z.object({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().min(1),
  objectives: z
    .union([z.string(), z.array(z.string()).transform((list) => list.join("\n"))])
    .pipe(z.string().trim().min(1)),
});

export type Wanted = { brief: z.output<typeof Brief>; email: string; out: string };

const example = {
  name: "Bike hire",
  description: "Customers hire bikes, and the shop sees what is out and what is late.",
  objectives: "Customers hire bikes, each with a return date, and the shop sees what is overdue",
};

/** @returns undefined when help was asked for. @throws Error with a sentence for the person at the terminal */
export function readArguments(args: string[]): Wanted | undefined {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: "string" },
      description: { type: "string" },
      objective: { type: "string", multiple: true },
      brief: { type: "string" },
      email: { type: "string", default: "owner@example.com" },
      out: { type: "string", default: "." },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return undefined;
  const given = { name: values.name, description: values.description, objectives: values.objective };
  const isGiven = Object.values(given).some((value) => value !== undefined);
  const file: unknown = values.brief === undefined ? undefined : JSON.parse(readFileSync(values.brief, "utf8"));
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = Brief.safeParse(file !== undefined || isGiven ? { ...Object(file), ...told } : example);
  if (!parsed.success) throw new Error(`The brief is not complete:\n${z.prettifyError(parsed.error)}`);
  return { brief: parsed.data, email: values.email, out: resolve(values.out) };
}

/** A folder gets the name that the product gave the file. */
export const placeFor = (out: string, name: string): string =>
  statSync(out, { throwIfNoEntry: false })?.isDirectory() ? join(out, name) : out;
