import type { ActorType } from "@q2o/core/actor";
import type { Kind, Verb } from "@q2o/core/base";
import type * as z from "zod";

/** Who may knock, and what they show: nothing, a cookie of that portal, or a run token. */
export type Door = "public" | "tenant" | "client" | "admin" | "runner";

/** An answer before it is HTTP: plain, so that it can be kept for whoever asks the same again. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string>; cookie?: string };

/** What an answer may depend on besides the result. */
export type Asked = { accept: string };

export type Route = {
  method: "get" | "post" | "put" | "delete";
  /** With `{names}` for what goes into the verb's input. */
  path: string;
  door: Door;
  summary: string;
  refuses: readonly Kind[];
  status: number;
  input: z.ZodType;
  reply: z.ZodType | undefined;
  call: (input: unknown, asked: Asked) => Promise<Answer>;
};

type Spec<In extends z.ZodType, Out> = {
  summary: string;
  verb: Verb<ActorType, In, Out>;
  refuses?: readonly Kind[];
  /** 200 unless said otherwise; 204 without a reply. */
  status?: number;
  reply?: z.ZodType;
  answer?: (result: Out, asked: Asked) => Omit<Answer, "status"> & { status?: number };
};

/** Declares a route of a door: `tenant("get /api/tenant/projects/{id}", { summary, verb, reply })`. */
export const at =
  (door: Door) =>
  <In extends z.ZodType, Out>(where: `${Route["method"]} /api/${string}`, spec: Spec<In, Out>): Route => {
    const [method, path] = where.split(" ") as [Route["method"], string];
    const status = spec.status ?? (spec.reply ? 200 : 204);
    return {
      method,
      path,
      door,
      summary: spec.summary,
      refuses: spec.refuses ?? [],
      status,
      input: spec.verb.input,
      reply: spec.reply,
      call: async (input, asked) => {
        // The verb itself checks what it is given, and is the only one who does.
        const result = await spec.verb(input as z.input<In>);
        const body = status === 204 ? undefined : result;
        return { status, body, ...spec.answer?.(result, asked) };
      },
    };
  };
