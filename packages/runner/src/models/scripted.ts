import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A question as it came over the wire, for tests to look at. */
export type Asked = {
  path: string;
  headers: IncomingHttpHeaders;
  body: {
    model: string;
    messages: { role: string; content: string }[];
    temperature?: number;
    max_tokens?: number;
    max_completion_tokens?: number;
    stream?: boolean;
  };
  /** What the agent was told first, and what it was asked last. */
  system: string;
  prompt: string;
};

type Usage = { prompt_tokens: number; completion_tokens: number; prompt_tokens_details?: { cached_tokens: number } };

/** What the server does with a question. */
export type Act =
  | { text: string; usage?: Usage | "none"; model?: string; finish?: string }
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Never answers, or sends half an answer and hangs up. */
  | { fate: "silence" | "hangup" | "half" };

export type Scripted = { url: string; asked: Asked[]; close(): Promise<void> };

/**
 * A server that speaks OpenAI's chat completions, whole and as streams, and does what the test says: the real SDK
 * meets it over real HTTP.
 */
export async function startScripted(script: (asked: Asked, count: number) => Act): Promise<Scripted> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked["body"];
      const of = (role: string) => body.messages.findLast((message) => message.role === role)?.content ?? "";
      const [system, prompt] = [of("system") || of("developer"), of("user")];
      const question = { path: request.url ?? "", headers: request.headers, body, system, prompt };
      asked.push(question);
      play(script(question, asked.length), question, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function play(act: Act, { body }: Asked, response: ServerResponse): void {
  if ("status" in act) {
    response.writeHead(act.status, { "content-type": "application/json", ...act.headers });
    response.end(act.body ?? JSON.stringify({ error: { message: "scripted", type: "scripted" } }));
  } else if ("fate" in act) {
    if (act.fate === "hangup") response.socket?.destroy();
    if (act.fate === "half") {
      response.writeHead(200, { "content-type": body.stream ? "text/event-stream" : "application/json" });
      response.write(body.stream ? chunk(body.model, { content: "Half an" }) : '{"id":"1","choices":[{"mess');
      setTimeout(() => response.socket?.destroy(), 20);
    }
  } else if (body.stream) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const model = act.model ?? body.model;
    for (let at = 0; at < act.text.length; at += 40)
      response.write(chunk(model, { content: act.text.slice(at, at + 40) }));
    response.write(chunk(model, {}, act.finish ?? "stop"));
    if (act.usage !== "none") response.write(event({ id: "1", model, choices: [], usage: act.usage ?? usual }));
    response.end("data: [DONE]\n\n");
  } else {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        id: "1",
        object: "chat.completion",
        created: 1,
        model: act.model ?? body.model,
        choices: [{ index: 0, message: { role: "assistant", content: act.text }, finish_reason: act.finish ?? "stop" }],
        ...(act.usage === "none" ? {} : { usage: act.usage ?? usual }),
      }),
    );
  }
}

const usual: Usage = { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 40 } };

const event = (body: object) => `data: ${JSON.stringify(body)}\n\n`;
const chunk = (model: string, delta: object, finish?: string) =>
  event({
    id: "1",
    object: "chat.completion.chunk",
    created: 1,
    model,
    choices: [{ index: 0, delta, finish_reason: finish ?? null }],
  });
