export type FieldKind =
  | "text"
  | "longText"
  | "integer"
  | "decimal"
  | "money"
  | "percent"
  | "boolean"
  | "date"
  | "dateTime"
  | "time"
  | "email"
  | "phone"
  | "url"
  | "choice"
  | "reference";

type Options = {
  label: string;
  required?: boolean;
  unique?: boolean;
  min?: number;
  max?: number;
  default?: string | number | boolean;
  readOnly?: boolean;
  later?: boolean;
};

/** One field of a record: its option, its column and what it may hold, said once. */
export type Field<T = unknown, Required extends boolean = boolean> = Options & {
  kind: FieldKind;
  required: Required;
  unique: boolean;
  /** The values of a choice, in the order people expect. */
  options?: readonly string[];
  /** The records a reference points at. */
  target?: string;
  /** Only for the compiler: what a value is. */
  readonly holds?: T;
};

type IsRequired<O extends Options> = O["required"] extends true ? true : false;

const field =
  <T>(kind: FieldKind) =>
  <const O extends Options>(options: O): Field<T, IsRequired<O>> => ({
    unique: false,
    ...options,
    kind,
    required: (options.required ?? false) as IsRequired<O>,
  });

export const text = field<string>("text");
export const longText = field<string>("longText");
export const integer = field<number>("integer");
export const decimal = field<number>("decimal");
export const percent = field<number>("percent");
export const boolean = field<boolean>("boolean");
/** Money in minor units (cents), so that sums are exact: 1250 is 12.50. */
export const money = field<number>("money");
/** A day, `YYYY-MM-DD`, that exists in the calendar. */
export const date = field<string>("date");
/** An instant, kept in UTC. */
export const dateTime = field<string>("dateTime");
export const time = field<string>("time");
export const email = field<string>("email");
export const phone = field<string>("phone");
export const url = field<string>("url");

/** One of a fixed set of values. */
export const choice = <const O extends Options>(options: readonly string[], more: O) => ({
  ...field<string>("choice")(more),
  options,
});

/** The number of another record. */
export const reference = <const O extends Options>(target: string, more: O) => ({
  ...field<number>("reference")(more),
  target,
});

export type Fields = Record<string, Field>;

type ValueOf<F> = F extends Field<infer T, infer Required> ? (Required extends true ? T : T | null) : never;

/** A record as rules see it: every field, and `null` where an optional one is empty. */
export type RecordOf<F extends Fields> = { id: number; label: string } & { [K in keyof F]: ValueOf<F[K]> };
