import { readFileSync } from "node:fs";
import preact from "@astrojs/preact";
import { defineConfig } from "astro/config";
import { preloadIslands } from "./build/preload.ts";

/** Who imports a drawing. */
const usersOf = new Map<string, Set<string>>();

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
    if (!found) return null;
    // Without its ending, or Astro would take the module for a picture.
    const drawing = `\0icon:${found.id.slice(0, -".svg".length)}`;
    usersOf.set(drawing, (usersOf.get(drawing) ?? new Set()).add(from ?? ""));
    return drawing;
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

/** What tables, dialogs and menus are made of: a client's page has none, and must not carry them to a phone. */
const deskParts =
  /src\/(ui\/(Badge|Breadcrumb|Dialog|ListView|Menu|Older|Pager|Table|Tabs|Timeline)|lib\/(list|member|older|url-state))\.tsx?$/;

/** Which of the shared files a module belongs to; a drawing goes where those go who show it. */
const roomOf = (id: string) => {
  const users = id.includes("icon:")
    ? [...(usersOf.get(id) ?? [])].filter((user) => /\/(ui|client)\//.test(user))
    : [id];
  return users.length > 0 && users.every((user) => deskParts.test(user)) ? "desk" : "common";
};

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
              // What nearly every page needs is one file each, instead of thirty that are a kilobyte or less.
              codeSplitting: {
                groups: [
                  { name: "preact", test: /node_modules\/(preact|@astrojs\/preact)\//, priority: 2 },
                  { name: roomOf, test: /src\/(lib|ui)\/|icon:/, minShareCount: 5, priority: 1 },
                ],
              },
            },
          },
        },
      },
    },
  },
});
