import { appendFileSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

/** The one death that nobody can die by himself: the task's machine is lost while half of its archive is on its way. */
export const halfUploaded = "CP-task-zip-half-uploaded";

type Options = {
  s3Port: number;
  /** The file that says which crash points are armed. */
  orders: string;
  kill: (runId: string) => void;
};

/** A way to S3 that, where it is told to, lets half of an archive through and then kills whoever sends it. */
export async function openHalver({ s3Port, orders, kill }: Options) {
  const server = createServer(async (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const upstream = request({ host: "127.0.0.1", port: s3Port, method, path, headers });
    upstream.on("error", () => outgoing.destroy());
    upstream.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => outgoing.destroy()).pipe(outgoing);
    });
    incoming.on("error", () => upstream.destroy());
    const runId = method === "PUT" ? /\/(run_\w+)\/\d+\/\w+-project\.zip\b/.exec(path ?? "")?.[1] : undefined;
    if (runId === undefined || !isMet(orders)) return void incoming.pipe(upstream);
    const body = await bytesOf(incoming);
    upstream.write(body.subarray(0, body.length / 2), () => {
      kill(runId);
      upstream.destroy();
      incoming.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As the product's own crash points: an order is a name, and which time it is met. */
function isMet(orders: string): boolean {
  const wanted = readFileSync(orders, "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .find(([name]) => name === halfUploaded);
  if (!wanted) return false;
  const met = `${orders}.${halfUploaded}`;
  appendFileSync(met, ".");
  if (statSync(met).size !== Number(wanted[1])) return false;
  appendFileSync(`${met}.deaths`, ".");
  return true;
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
