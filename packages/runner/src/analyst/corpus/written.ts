import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Briefs as their authors would write them, one a file: a heading, then the objectives. Beside each is the outline of
 * what is read of it.
 */
export function written(half: "building" | "measuring"): [name: string, objectives: string, outline: string][] {
  const folder = join(import.meta.dirname, half);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => {
      const [heading = "", ...lines] = readFileSync(join(folder, file), "utf8").split("\n");
      return [heading.replace(/^# /, ""), lines.join("\n").trim(), join(folder, file.replace(/\.md$/, ".outline"))];
    });
}
