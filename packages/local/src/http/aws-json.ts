import { randomUUID } from "node:crypto";
import * as z from "zod";
import { readBody, type Service, serve } from "./index.ts";

/** An error as an AWS JSON service answers it. `fields` go beside the message. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly type: string;
  readonly status: number;
  readonly fields: Record<string, unknown>;

  constructor(type: string, message: string, more: { status?: number; fields?: Record<string, unknown> } = {}) {
    super(message);
    this.type = type;
    this.status = more.status ?? 400;
    this.fields = more.fields ?? {};
  }
}

export type Operations = Record<string, (input: unknown) => unknown>;

/**
 * Serves operations over the AWS JSON protocol. Callers must name our access key; their signature is not computed
 * anew, because these services listen on loopback only and the key is as secret as the signature.
 */
export const serveAwsJson = (
  operations: Operations,
  options: {
    version: "1.0" | "1.1";
    accessKeyId: string;
    port?: number;
    /** For tests: whether an answer gets lost after the work was done. */
    isAnswerLost?: (operation: string) => boolean;
  },
): Promise<Service> =>
  serve(async (request, response) => {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, {
          "content-type": `application/x-amz-json-${options.version}`,
          "x-amzn-requestid": randomUUID(),
          ...headers,
        })
        .end(JSON.stringify(body));
    try {
      const body = await readBody(request, 2 * 1024 ** 2);
      if (body === undefined) throw new AwsError("RequestEntityTooLarge", "At most 2 MiB.", { status: 413 });
      if (!request.headers.authorization?.includes(`Credential=${options.accessKeyId}/`))
        throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.");
      const name = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation) throw new AwsError("UnknownOperationException", `${name} is not spoken here.`, { status: 501 });
      const result = await operation(parse(body));
      if (options.isAnswerLost?.(name)) return void request.socket.destroy();
      send(200, result ?? {});
    } catch (error) {
      const known = asAwsError(error);
      if (!known) console.error(JSON.stringify({ level: "error", event: "aws.crashed", error: String(error) }));
      const { type, status, fields, message } = known ?? new AwsError("ServerException", "Internal.", { status: 500 });
      send(status, { __type: type, message, ...fields }, { "x-amzn-query-error": `${type};Sender` });
    }
  }, options.port);

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "The body is not JSON.");
  }
}

function asAwsError(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  return error instanceof z.ZodError ? new AwsError("InvalidParameterException", z.prettifyError(error)) : undefined;
}
