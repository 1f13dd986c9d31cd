import type { Entity, Field, Move } from "../artefacts.ts";
import type { Draft } from "./draft.ts";

type Follow = NonNullable<Move["follows"]>[number];

/**
 * Puts what follows from a move where the move is. A record that is made takes over every value that goes by the same
 * name, refers to what it was made of, and is of today; whatever else it holds is filled in later, so it can't be asked for.
 */
export function addFollows(draft: Draft, entities: readonly Entity[]): void {
  for (const { name, follows } of draft.entities) {
    const entity = entities.find((each) => each.name === name);
    for (const follow of follows)
      for (const move of entity?.state?.moves ?? []) {
        if (!entity || move.to !== follow.state) continue;
        const made = follow.kind === "sets" ? follow : making(entity, entities, follow.of);
        if (made) move.follows = [...(move.follows ?? []), { ...finished(made), message: follow.message }];
      }
  }
}

type Unsaid<Kind> = Kind extends Follow ? Omit<Kind, "message"> : never;

const finished = (follow: { kind: "sets"; via: string; to: string } | Unsaid<Extract<Follow, { kind: "makes" }>>) =>
  follow.kind === "sets" ? { kind: "sets" as const, via: follow.via, field: "status", to: follow.to } : follow;

function making(
  from: Entity,
  entities: readonly Entity[],
  of: string,
): Unsaid<Extract<Follow, { kind: "makes" }>> | undefined {
  const target = entities.find(({ name }) => name === of);
  if (!target) return undefined;
  const values = target.fields.flatMap((field) => {
    const source = sourceOf(from, target, field);
    if (source === undefined && field.name !== target.state?.field && field.default === undefined)
      field.required = false;
    return source === undefined ? [] : [{ field: field.name, from: source }];
  });
  return { kind: "makes", of, values };
}

function sourceOf(from: Entity, target: Entity, field: Field): string | undefined {
  if (field.name === target.state?.field || field.unique) return undefined;
  if (field.target === from.name) return "itself";
  // It is of the day that it is made, and has a number of its own.
  const isOwn = /^(?:date|day|.*(?:created|made|issued|opened|order|invoice)(?:On|Date)?)$/i.test(field.name);
  if (isOwn && field.type === "date") return "today";
  if (/number$|code$|^reference$/i.test(field.name) && field.type === "text") return undefined;
  const alike = (other: Field) => other.type === field.type && other.target === field.target;
  const same = from.fields.find((other) => other.name === field.name && alike(other));
  if (same && !(same.values && !same.values.every((value) => field.values?.includes(value)))) return same.name;
  // An order's amount is its offer's, though one of them is worked out.
  const worked = ["money", "integer", "decimal"].includes(field.type)
    ? from.computed.find(({ name }) => name === field.name)
    : undefined;
  return worked?.name;
}
