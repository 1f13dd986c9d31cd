export * as Portal from "./index.ts";
export { BadCall, type LocalCalls, LocalPage } from "./local-calls.ts";

import type { IncomingMessage, ServerResponse } from "node:http";
import { type Service, serve } from "../http/index.ts";
import { sendProblem } from "../lambda/http-answer.ts";
import { openFiles } from "./files.ts";
import { type LocalCalls, localCalls } from "./local-calls.ts";

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export type Portal = Service & {
  /** Until then everything but the helpers answers 503. */
  open: (parts: { web: string; rewrites: string; api: Listener; local: LocalCalls }) => void;
};

/**
 * The one origin of the product, as CloudFront is: `/api/*` goes to the functions, `/_local/*` to the helpers, the
 * rest is files. The port is taken at once, before anything else is started.
 *
 * @throws Error with `EADDRINUSE`
 */
export async function start(port: number): Promise<Portal> {
  let route: ((path: string) => Listener) | undefined;
  const service = await serve((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const work = async () => {
      if (!route) return sendProblem(response, 503, "local.starting", "Still starting.");
      const moved = canonical(request, path);
      if (moved !== undefined) return void response.writeHead(307, { location: moved }).end();
      return route(path)(request, response);
    };
    work().catch((error: unknown) => {
      // A caller who hangs up in the middle is no failure of ours.
      if (request.destroyed && !request.complete) return;
      console.error(JSON.stringify({ level: "error", event: "portal.crashed", error: String(error) }));
      if (response.headersSent) response.destroy();
      else sendProblem(response, 500, "internal.error");
    });
  }, port);

  return {
    ...service,
    open: ({ web, rewrites, api, local }) => {
      const files = openFiles(web, rewrites);
      const helpers = localCalls(local);
      route = (path) => {
        if (path === "/_local" || path.startsWith("/_local/")) return helpers;
        return path === "/api" || path.startsWith("/api/") ? api : files;
      };
    },
  };
}

/** Pages asked for at another name of this machine move to the site's own: cookies and origins belong to one name. */
function canonical({ headers, method, url, socket }: IncomingMessage, path: string): string | undefined {
  const isPage = method === "GET" && !path.startsWith("/api/") && !path.startsWith("/_local/");
  const isOtherName = /^(?:localhost|\[::1\])(?::\d+)?$/i.test(headers.host ?? "");
  return isPage && isOtherName ? `http://127.0.0.1:${socket.localPort}${url ?? "/"}` : undefined;
}
