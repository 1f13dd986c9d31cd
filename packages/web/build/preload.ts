import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

const islandUrl = /(?:component|renderer)-url="([^"]+)"/g;
const staticImport = /(?:^|[;}\s])(?:import|export)[^"'();]*?["'](\.{1,2}\/[^"']+\.js)["']/g;

/**
 * Tells each page's head which scripts its islands will import, all the way down. Without it a browser learns of them one
 * import after the other, a round trip each.
 */
export const preloadIslands = (): AstroIntegration => ({
  name: "preload-islands",
  hooks: {
    "astro:build:done": async ({ dir }) => {
      const root = fileURLToPath(dir);
      const pages = (await readdir(root, { recursive: true })).filter((file) => file.endsWith(".html"));
      for (const page of pages) {
        const file = join(root, page);
        const html = await readFile(file, "utf8");
        const scripts = await closure(
          [...html.matchAll(islandUrl)].map(([, url]) => join(root, url ?? "")),
          new Set(),
        );
        const links = [...scripts].map(
          (path) => `<link rel="modulepreload" fetchpriority="low" href="${path.slice(root.length - 1)}">`,
        );
        if (links.length > 0) await writeFile(file, html.replace("</head>", `${links.join("")}</head>`));
      }
    },
  },
});

async function closure(files: readonly string[], seen: Set<string>): Promise<Set<string>> {
  for (const file of files) {
    if (seen.has(file)) continue;
    seen.add(file);
    const imports = [...(await readFile(file, "utf8")).matchAll(staticImport)];
    await closure(
      imports.map(([, path]) => resolve(dirname(file), path ?? "")),
      seen,
    );
  }
  return seen;
}
