import type * as z from "zod";
import { Actor, type ActorOf, type ActorType } from "../actor/index.ts";
import { Failure } from "./failure.ts";

export type Verb<As extends ActorType = ActorType, In extends z.ZodType = z.ZodType, Out = unknown> = {
  (input: z.input<In>): Promise<Out>;
  as: readonly As[];
  input: In;
};

/**
 * Makes a domain function that says, in its signature, who may call it and with what.
 *
 * @throws Failure `actor.not_allowed` when the current actor is not in `as`.
 * @throws Failure `input.invalid` with the path of each fault when the input does not match.
 */
export function verb<const As extends ActorType, In extends z.ZodType, Out>(
  spec: { as: readonly As[]; input: In },
  run: (input: z.output<In>, actor: ActorOf<As>) => Promise<Out>,
): Verb<As, In, Out> {
  const call = async (input: z.input<In>): Promise<Out> => {
    const actor = Actor.current();
    if (!Actor.is(actor, spec.as))
      throw new Failure("forbidden", "actor.not_allowed", `A ${actor.type} may not do this.`);
    return run(parse(spec.input, input), actor);
  };
  return Object.assign(call, spec);
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
