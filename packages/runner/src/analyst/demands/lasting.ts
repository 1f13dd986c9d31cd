import type { Computed, Field, Rule } from "../../artefacts.ts";
import type { Draft, DraftEntity } from "../draft.ts";
import { settle } from "./amounts.ts";

type Period = NonNullable<Extract<Rule, { kind: "exclusive" }>["period"]>;
type Unit = Extract<Computed["value"], { kind: "end" }>["unit"];

/**
 * When records that only tell their start are over: a moment, a day, or a day and a time of it, and how long they last
 * by a value of their own or of what they are for ("an appointment is for a treatment, which has a duration").
 */
export function lastingPeriod(draft: Draft, entity: DraftEntity): Period | undefined {
  if (draft.isTool) return undefined;
  const start = startOf(entity);
  const lasts = start && lengthOf(draft, entity);
  if (!start || !lasts) return undefined;
  const isDay = start.from.type === "date";
  if (isDay !== (lasts.unit === "days")) return undefined;
  for (const field of [start.from, start.on, lasts.via, lasts.field]) if (field) field.required = true;
  // What takes no time at all is in nobody's way.
  if (lasts.field.type === "integer" && (lasts.field.min ?? 0) < 1) lasts.field.min = 1;
  const value: Computed["value"] = {
    kind: "end",
    from: start.from.name,
    ...(start.on ? { on: start.on.name } : {}),
    lasts: lasts.name,
    unit: lasts.unit,
  };
  const to = settle(entity, { name: "ends", needs: [...lasts.first, { name: "ends", label: "Ends", value }] });
  return { from: start.from.name, to, ...(start.on ? { on: start.on.name } : {}) };
}

function startOf(entity: DraftEntity): { from: Field; on?: Field } | undefined {
  const of = (type: Field["type"]) =>
    entity.fields.find((field) => field.type === type && !/On$|due|return|birth|expir/i.test(field.name));
  const moment = of("dateTime");
  if (moment) return { from: moment };
  const [day, time] = [of("date"), of("time")];
  if (day && time) return { from: time, on: day };
  return day && { from: day };
}

/** How long it lasts: by its own value, else by one of what it refers to. */
function lengthOf(
  draft: Draft,
  entity: DraftEntity,
): { name: string; unit: Unit; first: Computed[]; field: Field; via?: Field } | undefined {
  const own = durationIn(entity);
  if (own) return { name: own.field.name, unit: own.unit, first: [], field: own.field };
  for (const via of entity.fields) {
    const target = draft.entities.find(({ name }) => name === via.target && name !== entity.name);
    const found = target && durationIn(target);
    if (!found) continue;
    const name = `${via.name}${found.field.name.charAt(0).toUpperCase()}${found.field.name.slice(1)}`;
    const label = `${via.label} ${found.field.label.toLowerCase()}`;
    return {
      name,
      unit: found.unit,
      first: [{ name, label, value: { kind: "lookup", via: via.name, field: found.field.name } }],
      field: found.field,
      via,
    };
  }
  return undefined;
}

function durationIn(entity: DraftEntity): { field: Field; unit: Unit } | undefined {
  for (const field of entity.fields) {
    if (field.type !== "integer" && field.type !== "decimal") continue;
    if (!/duration|^lasts$|^length$|^(?:number ?of ?)?(?:minutes|hours|days|nights)$/i.test(field.name)) continue;
    const told = `${field.label} ${field.name}`.toLowerCase();
    const [unit] = told.match(/minutes|hours|days|nights/) ?? [];
    // The length of a boat is no time.
    if (!unit && !/duration|lasts/i.test(told)) continue;
    return { field, unit: unit === "nights" ? "days" : ((unit ?? "minutes") as Unit) };
  }
  return undefined;
}
