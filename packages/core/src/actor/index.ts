export * as Actor from "./index.ts";

import { AsyncLocalStorage } from "node:async_hooks";
import type { MemberRole } from "../member/member.schema.ts";

/**
 * Who acts. `system` is the product itself within one tenant, `platform` itself across all of them. A stranger is
 * known by the network it calls from, and by nothing else.
 */
export type Actor =
  | { type: "public"; network: string }
  | { type: "admin"; adminId: string; sessionId: string }
  | { type: "tenant"; tenantId: string; memberId: string; role: MemberRole; sessionId: string }
  | { type: "client"; tenantId: string; projectId: string; codeId: string; sessionId: string }
  | { type: "runner"; tenantId: string; runId: string; epoch: number }
  | { type: "system"; tenantId: string }
  | { type: "platform" };
export type ActorType = Actor["type"];
export type ActorOf<T extends ActorType> = Extract<Actor, { type: T }>;

const scope = new AsyncLocalStorage<Actor>();

export const provide = <T>(actor: Actor, work: () => T): T => scope.run(actor, work);

/** Nobody in particular unless an edge said otherwise: forgetting to authenticate fails closed. */
export const current = (): Actor => scope.getStore() ?? { type: "public", network: "unknown" };

export const is = <T extends ActorType>(actor: Actor, types: readonly T[]): actor is ActorOf<T> =>
  (types as readonly string[]).includes(actor.type);

/** The actor's own id, for the event log. */
export function idOf(actor: Actor): string | null {
  if (actor.type === "admin") return actor.adminId;
  if (actor.type === "tenant") return actor.memberId;
  if (actor.type === "client") return actor.codeId;
  if (actor.type === "runner") return actor.runId;
  return null;
}
