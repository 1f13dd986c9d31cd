import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const dist = join(import.meta.dirname, "../dist");
const preloaded = /<link rel="modulepreload"[^>]*href="([^"]+)"/g;
const inline = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** kB of script, gzipped, that a page loads by itself. */
function weight(page: string): number {
  const html = readFileSync(join(dist, page), "utf8");
  const files = [...html.matchAll(preloaded)].map(([, url]) => readFileSync(join(dist, url ?? "")));
  const written = [...html.matchAll(inline)].map(([, script]) => Buffer.from(script ?? ""));
  return [...files, ...written].reduce((sum, script) => sum + gzipSync(script).length, 0) / 1_000;
}

const pages = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));

test.each(pages)("%s carries no more script than a phone bears", (page) => {
  expect(weight(page)).toBeLessThanOrEqual(page.startsWith("client/") ? 25 : 60);
});

test("pages with islands were weighed", () => {
  expect(pages.filter((page) => weight(page) > 10).length).toBeGreaterThan(20);
});
