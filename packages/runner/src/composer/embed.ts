/**
 * Writes `static.generated.ts` from the real files under `web-app/static`, because the runner is bundled into one file
 * and has no folder to read from. Run it after changing any of them: `node packages/runner/src/composer/embed.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "web-app/static");

/** Path in the delivered project to content. A name that starts with `dot-` stands for one that starts with a dot. */
export function readStaticFiles(): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(
    paths.map((path) => [path.slice(folder.length + 1).replaceAll(/(^|\/)dot-/g, "$1."), readFileSync(path, "utf8")]),
  );
}

if (import.meta.main) {
  const entries = [...readStaticFiles()].map(
    ([path, content]) => `  ${JSON.stringify(path)}:\n    ${JSON.stringify(content)},\n`,
  );
  const head = "/** Written by embed.ts from web-app/static; a test holds it up to date. */\n";
  writeFileSync(
    join(import.meta.dirname, "static.generated.ts"),
    `${head}export const staticFiles: Readonly<Record<string, string>> = {\n${entries.join("")}};\n`,
  );
}
