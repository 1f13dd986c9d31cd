import type { IncomingMessage, ServerResponse } from "node:http";
import { servedBy } from "../../../functions/bundles.ts";
import { readBody } from "../http/index.ts";
import { type Host, InvokeError } from "./host.ts";
import { sendAnswer, sendProblem } from "./http-answer.ts";
import { maxRequestBytes, toEvent } from "./http-event.ts";

type Gateway = { host: Host; now: () => Date; timeoutMs?: number };

/** The HTTP API: a request becomes an event of the function that serves its path, the answer a response. */
export const gateway =
  ({ host, now, timeoutMs = 30_000 }: Gateway) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, maxRequestBytes);
    if (body === undefined) return sendProblem(response, 413, "input.too_large");
    const name = servedBy(request.url?.split("?")[0] ?? "/");
    try {
      sendAnswer(response, await host.invoke(name, toEvent(request, body, now()), timeoutMs));
    } catch (error) {
      if (!(error instanceof InvokeError)) throw error;
      if (error.kind === "timeout") sendProblem(response, 504, "gateway.timeout");
      else if (error.kind === "unavailable") sendProblem(response, 503, "gateway.unavailable");
      else sendProblem(response, 500, "internal.error");
    }
  };
