import type * as z from "zod";

/** The fields of a record by the names this service gives them; `mapping.json` says what each system calls them. */
export type Values = Record<string, unknown>;

/** One of the systems that are kept in step. */
export type System = {
  /** Names its settings: `shop` reads SHOP_BASE_URL. */
  name: string;
  label: string;
};

/** Why a record stays behind. */
export type Skip<Item> = { reason: string; when(item: Item): boolean };

/** What becomes of a record at the target once it is over at the source. */
export type End<Item> = {
  label: string;
  /** Without it: when the source no longer has the record. */
  when?(item: Item): boolean;
  /** It is removed, or changed to these values. */
  effect: "remove" | Values;
};

/** When a flow looks for changes by itself. */
export type Schedule =
  | { kind: "every"; seconds: number }
  /** `at` is HH:MM in TIME_ZONE; `weekday` counts from Sunday, 0. */
  | { kind: "at"; at: string; weekday?: number };

/**
 * What becomes of a record that the target already has.
 *
 * upsert: created when it is missing, else changed. once: created when it is missing, never touched again.
 * update: changed when it is there, never created.
 */
export type Mode = "upsert" | "once" | "update";

/** Who is right when both sides of a flow that goes both ways have changed. */
export type Conflict = "newest" | "source" | "target";

/** Records of one kind that go from one system to another: what, when, and by which rules. */
export type Flow<Item extends Values = Values> = {
  /** Names it in addresses, settings and the database. */
  name: string;
  label: string;
  from: string;
  to: string;
  /** The entry under `resources` of either system in `mapping.json`. */
  source: string;
  target: string;
  /** What is read of a record; one that doesn't fit is kept as a failure with the reason. */
  record: z.ZodType<Item>;
  skip: readonly Skip<Item>[];
  /** Comes before `skip`: what is over is told of, also when it would stay behind otherwise. */
  ends?: readonly End<Item>[];
  /** The record as the target is to have it. */
  map(item: Item): Values;
  mode: Mode;
  /** The field of the target that tells whether it has the record already. Without it: the id of the source. */
  matchBy?: string;
  schedule?: Schedule;
  webhook: boolean;
  /** The flow that goes the other way, and who is right when both sides have changed. */
  back?: { flow: string; conflict: Conflict };
};

/** Everything this service does: the part that differs from one to the next. */
export type Integration = {
  title: string;
  description: string;
  systems: readonly System[];
  flows: readonly Flow[];
  /** How often a record that fails is tried in all before it is given up. */
  recordTries: number;
};

/** A flow whose rules know the type of its records. */
export const defineFlow = <Item extends Values>(flow: Flow<Item>): Flow => flow;

export const labelOf = ({ systems }: Integration, name: string): string =>
  systems.find((system) => system.name === name)?.label ?? name;
