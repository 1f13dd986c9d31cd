import type { Collection, Site } from "./content.ts";
import { escaped } from "./html.ts";
import { entryPath, short } from "./templates/blocks.ts";

/** The posts for readers of feeds, newest first. */
export function feed(site: Site, blog: Collection, url: string): string {
  const date = blog.fields.find(({ kind }) => kind === "date")?.name ?? "date";
  const items = blog.entries.map((entry) => {
    const address = new URL(entryPath(blog, entry), url).href;
    const day = entry.values[date];
    return `<item>
<title>${escaped(entry.title)}</title>
<link>${escaped(address)}</link>
<guid>${escaped(address)}</guid>
${day ? `<pubDate>${new Date(day).toUTCString()}</pubDate>\n` : ""}${entry.tags.map((tag) => `<category>${escaped(tag)}</category>\n`).join("")}<description>${escaped(short(entry.body, 400))}</description>
</item>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel>
<title>${escaped(site.name)}</title>
<link>${escaped(new URL("/", url).href)}</link>
<description>${escaped(site.description)}</description>
<language>${site.language}</language>
${items.join("\n")}
</channel></rss>
`;
}

/** Every page for search engines. */
export const sitemap = (addresses: readonly string[]): string => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${addresses.map((address) => `<url><loc>${escaped(address)}</loc></url>`).join("\n")}
</urlset>
`;

export const robots = (url: string): string => `User-agent: *
Allow: /
Sitemap: ${new URL("/sitemap.xml", url).href}
`;
