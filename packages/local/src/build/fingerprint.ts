import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A word that changes when a file below `paths` does: its name or its content. Tests and installed packages do not count. */
export function fingerprint(root: string, paths: string[]): string {
  const hash = createHash("sha256");
  for (const path of paths)
    for (const file of filesBelow(join(root, path)).sort())
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update("\0");
  return hash.digest("hex").slice(0, 24);
}

function filesBelow(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !["node_modules", "dist", ".astro"].includes(name) && !name.endsWith(".test.ts"))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}
