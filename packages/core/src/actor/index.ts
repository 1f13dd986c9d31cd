export * as Actor from "./index.ts";

import { AsyncLocalStorage } from "node:async_hooks";
import type { CodeScope } from "../code/code.schema.ts";
import type { MemberRole } from "../member/member.schema.ts";

/**
 * Who acts. `system` is the product itself within one tenant, `platform` itself across all of them. A stranger is
 * known by the network it calls from and what its browser calls itself. Whoever is `arriving` has shown an admin's
 * one-time code and must still show or enrol a passkey. An admin is fresh who proved who they are a moment ago.
 */
export type Actor =
  | { type: "public"; network: string; agent?: string }
  | { type: "arriving"; adminId: string; sessionId: string; needs: "passkey" | "enrolment" }
  | { type: "admin"; adminId: string; sessionId: string; isFresh: boolean }
  | { type: "tenant"; tenantId: string; memberId: string; role: MemberRole; sessionId: string }
  | {
      type: "client";
      tenantId: string;
      projectId: string;
      codeId: string;
      scopes: readonly CodeScope[];
      sessionId: string;
    }
  | { type: "device"; tenantId: string; deviceId: string; codeId: string }
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

/** As much of an actor as the event log says: a person who is only just coming in has no session yet. */
export type Known = { [T in ActorType]: { type: T } & Partial<ActorOf<T>> }[ActorType];

/** The actor's own id, for the event log. */
export const idOf = (actor: Known): string | null => ownId(actor) ?? null;

function ownId(actor: Known): string | undefined {
  if (actor.type === "admin" || actor.type === "arriving") return actor.adminId;
  if (actor.type === "tenant") return actor.memberId;
  if (actor.type === "client") return actor.codeId;
  if (actor.type === "device") return actor.deviceId;
  if (actor.type === "runner") return actor.runId;
  return undefined;
}

const people: readonly ActorType[] = ["public", "arriving", "admin", "tenant", "client", "device"];

/** Whether somebody outside wanted it, so that it must be accounted for; else the product did it by itself. */
export const isPerson = ({ type }: Known): boolean => people.includes(type);
