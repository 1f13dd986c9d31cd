export * as Neon from "./index.ts";

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export type Proxy = {
  /** For `neonConfig.wsProxy`: host, port and path. */
  wsProxy: string;
  port: number;
  stop: () => Promise<void>;
  unref: () => void;
};

/**
 * Carries PostgreSQL's protocol over WebSocket, as Neon's proxy does, so that the Neon driver runs unchanged.
 *
 * It leads to the one given server, whatever address the driver asks for, and refuses browsers (anything that sends
 * an Origin): a web page must not be able to knock at the database.
 */
export async function startProxy(to: { host: string; port: number; listenOn?: number }): Promise<Proxy> {
  const http = createServer((_, response) => response.writeHead(426, { connection: "close" }).end("WebSocket only\n"));
  const sockets = new WebSocketServer({
    server: http,
    perMessageDeflate: false,
    verifyClient: ({ req }: { req: IncomingMessage }) => req.headers.origin === undefined,
  });
  sockets.on("connection", (socket) => join(socket, to));
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    sockets.once("error", reject);
    http.listen(to.listenOn ?? 0, "127.0.0.1", resolve);
  });
  const { port } = http.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets.clients) socket.terminate();
      http.close(() => resolve());
      http.closeAllConnections();
    });
  return { wsProxy: `127.0.0.1:${port}/v1`, port, stop, unref: () => http.unref() };
}

/** Each side's end is the other's; a slow reader slows its writer. */
function join(socket: WebSocket, { host, port }: { host: string; port: number }): void {
  const server = connect({ host, port, noDelay: true });
  socket.on("message", (data: Buffer) => {
    if (!server.write(data)) socket.pause();
  });
  server.on("drain", () => socket.resume());
  server.on("data", (chunk) => {
    server.pause();
    socket.send(chunk, () => server.resume());
  });
  socket.on("close", () => server.destroy());
  socket.on("error", () => server.destroy());
  server.on("close", () => socket.close());
  server.on("error", () => socket.close(1011));
}
