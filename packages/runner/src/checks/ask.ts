import { request } from "node:http";
import type { Sandbox } from "../sandbox/index.ts";

export type Answer = { status: number; type: string; body: string };

const maxBodyBytes = 5_000_000;
const maxMs = 10_000;

/**
 * One request to a server in a sandbox. What answers is not trusted: at most 5 MB, at most ten seconds.
 *
 * @throws Error when there is no answer within the limits
 */
export const ask = (address: Sandbox.Address, path: string, method = "GET"): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request({ ...address, path, method, agent: false, signal: AbortSignal.timeout(maxMs) }, (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes > maxBodyBytes) call.destroy(new Error(`${path} answers more than ${maxBodyBytes} bytes`));
        else parts.push(part);
      });
      answer.once("error", reject);
      answer.once("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          type: answer.headers["content-type"] ?? "",
          body: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    call.once("error", reject);
    call.end();
  });
