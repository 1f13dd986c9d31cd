import type { ActorType } from "@q2o/core/actor";
import type { Kind, Verb } from "@q2o/core/base";
import type { CodeScope } from "@q2o/core/code/schema";
import type { Right } from "@q2o/core/member/rights";
import type * as z from "zod";

/** Who may come in by a door: at the admins' also who is still to show a passkey. */
type ActorAt = {
  public: "public";
  tenant: "tenant";
  client: "client";
  admin: "admin" | "arriving";
  device: "device";
  runner: "runner";
};

/** Where to knock, and what to show: nothing, a cookie of that portal, a device's token or a run's. */
export type Door = keyof ActorAt;

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
  /** What a member's role must allow. */
  may: Right | undefined;
  /** What a client's activation code must allow. */
  scope: CodeScope | undefined;
  /** Whether an admin must have proved a moment ago who they are. */
  isFresh: boolean;
  /** Whether an admin who has not shown a passkey yet may do it. */
  isForArriving: boolean;
  /** It changes nothing that anybody has to account for, so it leaves no audit entry. */
  isQuiet: boolean;
  /** Reading it is so much work that it is limited as changes are. */
  isCostly: boolean;
  /**
   * It is asked for every second, and follows from who asks, the tenant's events and the clock alone: what was answered
   * before still holds for a while if nothing happened.
   */
  isLive: boolean;
  /** What the answer is when it is not JSON: `text/csv`. */
  type: string | undefined;
  call: (input: unknown, asked: Asked) => Promise<Answer>;
};

type Spec<As extends ActorType, In extends z.ZodType, Out> = {
  summary: string;
  verb: Verb<As, In, Out>;
  refuses?: readonly Kind[];
  /** 200 unless said otherwise; 204 without a reply. */
  status?: number;
  reply?: z.ZodType;
  isQuiet?: true;
  isCostly?: true;
  isLive?: true;
  type?: string;
  answer?: (result: Out, asked: Asked) => Omit<Answer, "status"> & { status?: number };
};

/** A verb that this door's actors may not call does not compile behind it. */
type Admits<D extends Door, As extends ActorType> = [Extract<As, ActorAt[D]>] extends [never]
  ? { verb: "This door's actors may not call this verb." }
  : unknown;

/** Declares a route of a door: `tenant("get /api/tenant/projects/{id}", { summary, verb, reply })`. */
export const at =
  <D extends Door>(door: D) =>
  <As extends ActorType, In extends z.ZodType, Out>(
    where: `${Route["method"]} /api/${string}`,
    spec: Spec<As, In, Out> & Admits<D, As>,
  ): Route => {
    const [method, path] = where.split(" ") as [Route["method"], string];
    const status = spec.status ?? (spec.reply ? 200 : 204);
    const { verb } = spec as Spec<As, In, Out>;
    return {
      method,
      path,
      door,
      summary: spec.summary,
      refuses: [
        ...new Set<Kind>([
          ...(spec.refuses ?? []),
          ...(verb.may || verb.isFresh || verb.scope ? ["forbidden" as const] : []),
        ]),
      ],
      status,
      input: verb.input,
      reply: spec.reply,
      may: verb.may,
      scope: verb.scope,
      isFresh: verb.isFresh ?? false,
      isForArriving: (verb.as as readonly ActorType[]).includes("arriving"),
      isQuiet: spec.isQuiet ?? false,
      isCostly: spec.isCostly ?? false,
      isLive: spec.isLive ?? false,
      type: spec.type,
      call: async (input, asked) => {
        // The verb itself checks what it is given, and is the only one who does.
        const result = await verb(input as z.input<In>);
        const body = status === 204 ? undefined : result;
        return { status, body, ...spec.answer?.(result, asked) };
      },
    };
  };
