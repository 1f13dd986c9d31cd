import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { build, settingsFrom } from "./build.ts";
import { features } from "./site.ts";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
};

/** Forms leave the site: to a mail program, or to the form service that its owner names. */
const formActions = features.forms ? "form-action 'self' mailto: https:" : "form-action 'self'";

/** Nothing from elsewhere, no inline script, no framing, no guessing of types. */
const headers = {
  "Content-Security-Policy":
    `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; ${formActions}; base-uri 'none'; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
};

/** Serves a built site; any other web server can as well. */
export function serve(folder: string, port: number, host?: string): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const send = (status: number, type: string, body: string | Buffer) => {
      response.writeHead(status, { ...headers, "Content-Type": type, "Cache-Control": "no-cache" });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    const path = pathOf(request.url ?? "/");
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      return send(405, "text/plain; charset=utf-8", "This site is only read.\n");
    }
    if (path === "/health") return send(200, "application/json; charset=utf-8", '{"status":"ok"}');
    const file = path === undefined ? undefined : fileOf(folder, path);
    const body = file === undefined ? undefined : await readFile(file).catch(() => undefined);
    if (file !== undefined && body) return send(200, types[extname(file)] ?? "application/octet-stream", body);
    send(404, "text/html; charset=utf-8", await readFile(join(folder, "404.html")));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host || undefined, () => {
      const { port: chosen } = server.address() as AddressInfo;
      resolve({ url: `http://localhost:${chosen}`, server });
    });
  });
}

/** The path of a request; undefined when it can't be one of ours. */
function pathOf(address: string): string | undefined {
  try {
    const path = decodeURIComponent(address.split(/[?#]/)[0] ?? "/");
    return path.includes("..") || path.includes("\0") || path.includes("\\") ? undefined : path;
  } catch {
    return undefined;
  }
}

function fileOf(folder: string, path: string): string | undefined {
  if (path.split("/").some((part) => part.startsWith("."))) return undefined;
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  if (extname(file) !== "") return file;
  const inside = join(file, "index.html");
  return existsSync(inside) ? inside : undefined;
}

if (import.meta.main) {
  if (existsSync(".env")) process.loadEnvFile();
  const settings = settingsFrom(process.env);
  const { pages } = build(settings);
  const { url, server } = await serve(settings.out, Number(process.env.PORT ?? 3000), process.env.HOST);
  console.log(JSON.stringify({ event: "server.started", url, pages }));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => server.close(() => process.exit(0)));
}
