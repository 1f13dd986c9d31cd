import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import preact from "@astrojs/preact";
import { defineConfig } from "astro/config";
import { preloadIslands } from "./build/preload.ts";

/** `import check from "lucide-static/icons/check.svg?icon"` gives the drawing's shapes as data, so an icon costs its paths only. */
const icons = {
  name: "icon-shapes",
  enforce: "pre" as const,
  async resolveId(
    this: { resolve(id: string, from?: string): Promise<{ id: string } | null> },
    id: string,
    from: string | undefined,
  ) {
    if (!id.endsWith(".svg?icon")) return null;
    const found = await this.resolve(id.slice(0, -"?icon".length), from);
    // Without its ending, or Astro would take the module for a picture.
    return found && `\0icon:${found.id.slice(0, -".svg".length)}`;
  },
  load(id: string) {
    if (!id.startsWith("\0icon:")) return null;
    const drawing = readFileSync(`${id.slice("\0icon:".length)}.svg`, "utf8");
    const inner = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
    const shapes = [...inner.matchAll(/<(\w+)([^>]*)\/>/g)].map(([, tag, rest]) => [
      tag,
      Object.fromEntries([...(rest ?? "").matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
    ]);
    return `export default ${JSON.stringify(shapes)}`;
  },
};

type Graph = { getModuleInfo(id: string): { importers: readonly string[] } | null };

/** Whether a module is part of what one of these loads. */
function isPartOf(entries: RegExp, id: string, graph: Graph, seen = new Set<string>()): boolean {
  if (entries.test(id)) return true;
  seen.add(id);
  const importers = graph.getModuleInfo(id)?.importers ?? [];
  return importers.some((from) => !seen.has(from) && isPartOf(entries, from, graph, seen));
}

/**
 * Which of the shared files a module belongs to: a client on a phone must not carry the forms of the others, and who
 * signs in not their tables and dialogs.
 */
function roomOf(id: string, graph: Graph): string {
  if (isPartOf(/src\/(islands\/client\/|ui\/Toasts)/, id, graph)) return "common";
  return isPartOf(/src\/islands\/Sign(In|Up)/, id, graph) ? "forms" : "desk";
}

/** Runs before the first paint, so it is in the page itself; the policy below lets in this script and no other. */
const theme = readFileSync(new URL("src/layouts/theme.inline.js", import.meta.url), "utf8");

export default defineConfig({
  output: "static",
  integrations: [preact(), preloadIslands()],
  trailingSlash: "ignore",
  // Nothing here is highlighted, and the highlighter's inline styles would break the policy below.
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
  build: { format: "directory", inlineStylesheets: "never" },
  security: {
    // Pages carry their own policy with the hashes of Astro's island loader; headers add what a meta element cannot say.
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data: https:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
      ],
      scriptDirective: { hashes: [`sha256-${createHash("sha256").update(theme).digest("base64")}`] },
    },
  },
  vite: {
    plugins: [icons],
    build: { assetsInlineLimit: 0 },
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: {
              // What pages share is a few files, instead of thirty that are a kilobyte or less: on a phone each costs a way
              // there and back.
              codeSplitting: {
                groups: [
                  { name: "preact", test: /node_modules\/(preact|@astrojs\/preact)\//, priority: 3 },
                  { name: "talk", test: /src\/islands\/(Comments|Download)\.tsx/, priority: 1 },
                  {
                    name: "run",
                    test: /src\/islands\/app\/(Run|TaskGraph)|src\/lib\/task-graph/,
                    minShareCount: 2,
                    priority: 1,
                  },
                  { name: roomOf, test: /src\/(lib|ui)\/|icon:|islands\/ThemeChoice/, minShareCount: 2, priority: 2 },
                ],
              },
            },
          },
        },
      },
    },
  },
});
