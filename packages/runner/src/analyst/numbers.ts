import type { Computed, Field } from "../artefacts.ts";
import type { Draft, DraftEntity } from "./draft.ts";

type Figure = Pick<Field, "name" | "label" | "type">;

/**
 * The numbers of a record that can be added up: worked out, what others were worked out from left out, or typed in. A
 * rate that is looked up is no amount.
 */
export function numbersOf(draft: Draft, entity: DraftEntity): Figure[] {
  const typed = entity.fields.filter(({ type }) => ["money", "integer", "decimal"].includes(type));
  const inner = new Set(entity.computed.flatMap(({ value }) => partsOf(value)));
  const worked = entity.computed.flatMap(({ name, label, value }) => {
    const type = value.kind === "lookup" ? undefined : typeOf(draft, entity, value);
    return type && (value.kind !== "product" || !inner.has(name) || !/Times[A-Z]/.test(name))
      ? [{ name, label, type }]
      : [];
  });
  return [...worked.reverse(), ...typed];
}

const partsOf = (value: Computed["value"]): string[] =>
  value.kind === "product"
    ? [value.left, value.right]
    : value.kind === "combined"
      ? value.parts.map((part) => part.value)
      : [];

/** The kind of number that a value is; undefined when nothing adds it up. */
function typeOf(draft: Draft, entity: DraftEntity, value: Computed["value"], depth = 0): Field["type"] | undefined {
  const known = (owner: DraftEntity | undefined, source: string): Field["type"] | undefined => {
    const field = owner?.fields.find(({ name }) => name === source);
    const computed = owner?.computed.find(({ name }) => name === source);
    return (
      field?.type ?? (owner && computed && depth < 5 ? typeOf(draft, owner, computed.value, depth + 1) : undefined)
    );
  };
  const widest = (types: readonly (Field["type"] | undefined)[]) =>
    types.includes("money") ? "money" : types.some((type) => type !== "integer") ? "decimal" : "integer";
  switch (value.kind) {
    case "product":
      return widest([known(entity, value.left), known(entity, value.right)]);
    case "combined":
      return value.isMoney ? "money" : widest(value.parts.map((part) => known(entity, part.value)));
    case "sum":
      return known(
        draft.entities.find(({ name }) => name === value.of),
        value.field,
      );
    case "lookup": {
      const target = entity.fields.find(({ name }) => name === value.via)?.target;
      return known(
        draft.entities.find(({ name }) => name === target),
        value.field,
      );
    }
    case "hoursBetween":
      return "decimal";
    case "daysBetween":
      return "integer";
    default:
      return undefined;
  }
}
