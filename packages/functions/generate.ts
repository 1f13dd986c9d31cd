import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { typesOf } from "./client/write.ts";
import { routes } from "./src/api/index.ts";
import { describe } from "./src/edge/openapi.ts";

const folder = new URL("../core/migrations/", import.meta.url);
const Journal = z.object({ entries: z.array(z.object({ tag: z.string() })) });

/** The migrations as a module, because a bundle has no files beside it. */
function migrations(): string {
  const { entries } = Journal.parse(JSON.parse(readFileSync(new URL("meta/_journal.json", folder), "utf8")));
  const list = entries.map(({ tag }) => ({
    name: tag,
    statements: readFileSync(new URL(`${tag}.sql`, folder), "utf8")
      .split("--> statement-breakpoint")
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ""),
  }));
  return `// Made by packages/functions/generate.ts from packages/core/migrations.\nexport const migrations: { name: string; statements: string[] }[] = ${JSON.stringify(list, undefined, 2)};\n`;
}

/** What is made, by where it belongs; a test compares each with the file. */
export const generated: Readonly<Record<string, () => string>> = {
  "src/migrate/migrations.generated.ts": migrations,
  "client/routes.generated.ts": () => typesOf(describe(routes, "")),
};

if (import.meta.main)
  for (const [file, write] of Object.entries(generated)) writeFileSync(new URL(file, import.meta.url), write());
