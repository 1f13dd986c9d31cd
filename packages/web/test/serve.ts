import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { Ports } from "@q2o/core/ports";
import { routes } from "../../functions/src/api/index.ts";
import { application } from "../../functions/src/edge/http.ts";
import type { World } from "../../functions/test/world.ts";
import { openFiles } from "../../local/src/portal/files.ts";

const web = join(import.meta.dirname, "..");

/**
 * The API of a test's world and the built portals, at `localhost`: browsers bind no passkey to an address of numbers, where
 * `npm start` is. For what needs no task and no queue, at a fraction of the whole product's start.
 */
export async function serve(w: World): Promise<Server> {
  const app = application(routes);
  const files = openFiles(join(web, "dist"), join(web, "rewrites.json"));
  const api = async (request: IncomingMessage, response: ServerResponse) => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const asked = new Request(`${w.ports.siteUrl}${request.url}`, {
      method: request.method ?? "GET",
      headers: Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length > 0 ? { body: Buffer.concat(body) } : {}),
    });
    const answer = await Ports.provide(w.ports, async () => app.fetch(asked));
    response.writeHead(answer.status, [...answer.headers].flat());
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/")) void api(request, response);
    else files(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  w.ports.siteUrl = `http://localhost:${typeof address === "object" ? address?.port : 0}`;
  return server;
}
