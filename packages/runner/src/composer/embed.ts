/**
 * Writes `static.generated.ts` of each kind from the real files under its `static`, because the runner is bundled into
 * one file and has no folder to read from. Run it after changing any: `node packages/runner/src/composer/embed.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Kinds of software that have files of their own. */
export const kindsWithFiles = ["web-app", "integration", "command-line", "static-site"] as const;

const folderOf = (kind: string) => join(import.meta.dirname, kind, "static");

/** Path in the delivered project to content. A name that starts with `dot-` stands for one that starts with a dot. */
export function readStaticFiles(kind: string): Map<string, string> {
  const folder = folderOf(kind);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(
    paths.map((path) => [path.slice(folder.length + 1).replaceAll(/(^|\/)dot-/g, "$1."), readFileSync(path, "utf8")]),
  );
}

if (import.meta.main)
  for (const kind of kindsWithFiles) {
    const entries = [...readStaticFiles(kind)].map(
      ([path, content]) => `  ${JSON.stringify(path)}:\n    ${JSON.stringify(content)},\n`,
    );
    const head = `/** Written by embed.ts from ${kind}/static; a test holds it up to date. */\n`;
    writeFileSync(
      join(import.meta.dirname, kind, "static.generated.ts"),
      `${head}export const staticFiles: Readonly<Record<string, string>> = {\n${entries.join("")}};\n`,
    );
  }
