import type * as z from "zod";
import { Actor, type ActorOf, type ActorType } from "../actor/index.ts";
import type { CodeScope } from "../code/code.schema.ts";
import { mustHave, type Right } from "../member/rights.ts";
import { Failure } from "./failure.ts";

type Spec<As extends ActorType, In extends z.ZodType> = {
  as: readonly As[];
  input: In;
  /** What a member's role must allow. */
  may?: Right;
  /** What the activation code that a client came with must allow. */
  scope?: CodeScope;
  /** An admin must have proved who they are a moment ago: for what cannot be undone, and for secrets. */
  isFresh?: true;
};

export type Verb<As extends ActorType = ActorType, In extends z.ZodType = z.ZodType, Out = unknown> = ((
  input: z.input<In>,
) => Promise<Out>) &
  Readonly<Spec<As, In>>;

/**
 * Makes a domain function that says, in its signature, who may call it and with what.
 *
 * @throws Failure `actor.not_allowed` when the current actor is not in `as`; `passkey.required` or
 *   `passkey.enrolment_required` when it is an admin who has not arrived yet
 * @throws Failure `role.not_allowed` when a member's role does not allow it
 * @throws Failure `scope.not_allowed` when a client's activation code does not allow it
 * @throws Failure `step_up.required` when an admin must prove again who they are
 * @throws Failure `input.invalid` with the path of each fault when the input does not match.
 */
export function verb<const As extends ActorType, In extends z.ZodType, Out>(
  spec: Spec<As, In>,
  run: (input: z.output<In>, actor: ActorOf<As>) => Promise<Out>,
): Verb<As, In, Out> {
  const call = async (input: z.input<In>): Promise<Out> => {
    const actor = Actor.current();
    if (!Actor.is(actor, spec.as)) throw notAllowed(actor);
    if (spec.may && "role" in actor) mustHave(spec.may, actor.role);
    if (spec.scope && "scopes" in actor && !actor.scopes.includes(spec.scope))
      throw new Failure("forbidden", "scope.not_allowed", `This activation code does not allow: ${spec.scope}.`);
    if (spec.isFresh && "isFresh" in actor && !actor.isFresh)
      throw new Failure("forbidden", "step_up.required", "Confirm who you are with a new code or your passkey first.");
    return run(parse(spec.input, input), actor);
  };
  return Object.assign(call, spec);
}

function notAllowed(actor: Actor.Actor): Failure {
  if (actor.type !== "arriving")
    return new Failure("forbidden", "actor.not_allowed", `A ${actor.type} may not do this.`);
  return actor.needs === "passkey"
    ? new Failure("forbidden", "passkey.required", "Show your passkey to finish signing in.")
    : new Failure("forbidden", "passkey.enrolment_required", "Enrol a passkey to finish signing in.");
}

/** @throws Failure `input.invalid` with the path of each fault */
export function parse<In extends z.ZodType>(schema: In, input: unknown): z.output<In> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues
    .slice(0, 50)
    .map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw new Failure("invalid", "input.invalid", "The input is not valid.", { errors });
}
