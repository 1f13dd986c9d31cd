import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { World } from "./world.ts";

/** The API of a test's world, over HTTP, as a task reaches it: what it stores goes where the world keeps files. */
export async function overHttp(w: World): Promise<{ apiUrl: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const path = request.url ?? "";
    if (request.method === "PUT") {
      w.files.set(path.slice(1), { body, sha256: createHash("sha256").update(body).digest("hex") });
      response.end();
      return;
    }
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const { status, text } = await w.ask("POST", path, { token, raw: body.toString() });
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  w.ports.files.presignPut = async ({ key }) => ({
    url: `${apiUrl}/${key}`,
    headers: {},
    expiresAt: new Date().toISOString(),
  });
  return {
    apiUrl,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
