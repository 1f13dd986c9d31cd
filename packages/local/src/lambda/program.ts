import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { shiftDate } from "../clock/shift.ts";
import { readBody, serve } from "../http/index.ts";

/**
 * The process in which the functions run, like Lambda's runtime: it loads a function at its first event and keeps it.
 * It hears the clock from its parent, and takes events from whoever knows the word the parent chose.
 */
const Setup = z.object({ Q2O_FUNCTIONS: z.string(), Q2O_HOST_WORD: z.string(), Q2O_CLOCK_OFFSET: z.coerce.number() });
const Order = z.object({ offsetSeconds: z.number() });
const Module = z.object({ handler: z.function() });

type Handler = (event: unknown, context: object) => unknown;

const { Q2O_FUNCTIONS: folder, Q2O_HOST_WORD: word, Q2O_CLOCK_OFFSET: offset } = Setup.parse(process.env);
for (const name of ["Q2O_FUNCTIONS", "Q2O_HOST_WORD", "Q2O_CLOCK_OFFSET"]) delete process.env[name];
if (offset > 0) shiftDate(offset);

const handlers = new Map<string, Promise<Handler>>();

async function load(name: string): Promise<Handler> {
  const loaded: unknown = await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
  if (!Module.safeParse(loaded).success) throw new TypeError(`${name} exports no handler.`);
  return (loaded as { handler: Handler }).handler;
}

const contextOf = (name: string, deadline: number) => ({
  functionName: name,
  functionVersion: "$LATEST",
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  memoryLimitInMB: "512",
  awsRequestId: randomUUID(),
  logGroupName: `/aws/lambda/${name}`,
  logStreamName: "local",
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()),
});

const service = await serve(async (request, response) => {
  const send = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body ?? null));
  const name = request.url?.slice(1) ?? "";
  if (request.headers["x-host-word"] !== word || !/^[a-z][a-z-]*$/.test(name)) return send(403, {});
  try {
    const event: unknown = JSON.parse((await readBody(request, 64 * 1024 ** 2))?.toString("utf8") ?? "");
    const timeoutMs = Number(request.headers["x-timeout-ms"] ?? 30_000);
    const handler = handlers.get(name) ?? load(name);
    handlers.set(name, handler);
    return send(200, await (await handler)(event, contextOf(name, performance.now() + timeoutMs)));
  } catch (error) {
    handlers.delete(name);
    const stack = error instanceof Error ? error.stack : String(error);
    console.error(
      JSON.stringify({ at: new Date().toISOString(), level: "error", event: "function.crashed", name, error: stack }),
    );
    return send(500, { errorType: error instanceof Error ? error.name : "Error" });
  }
});

process.on("message", (message) => {
  const order = Order.safeParse(message);
  if (order.success) {
    shiftDate(order.data.offsetSeconds);
    process.send?.({ shifted: order.data.offsetSeconds });
  }
});
process.send?.({ port: service.port });
