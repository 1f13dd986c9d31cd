import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";

/** Writes the migrations into a module, because a bundle has no files beside it. */
const folder = new URL("../core/migrations/", import.meta.url);
const out = new URL("./src/migrate/migrations.generated.ts", import.meta.url);

const Journal = z.object({ entries: z.array(z.object({ tag: z.string() })) });
const { entries } = Journal.parse(JSON.parse(readFileSync(new URL("meta/_journal.json", folder), "utf8")));

const migrations = entries.map(({ tag }) => ({
  name: tag,
  statements: readFileSync(new URL(`${tag}.sql`, folder), "utf8")
    .split("--> statement-breakpoint")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== ""),
}));

/** The module's text; a test compares it with the file. */
export const text = `// Made by packages/functions/generate.ts from packages/core/migrations.\nexport const migrations: { name: string; statements: string[] }[] = ${JSON.stringify(migrations, undefined, 2)};\n`;

if (import.meta.main) writeFileSync(out, text);
