import * as z from "zod";

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
  | "reference"
  | "file";

/** One field of a record: what the API validates, the form asks for and OpenAPI describes, said once. */
export type Field<T = unknown, Required extends boolean = boolean> = {
  kind: FieldKind;
  label: string;
  required: Required;
  unique: boolean;
  /** What a value must be when there is one. */
  schema: z.ZodType<T>;
  min?: number;
  max?: number;
  default?: string | number | boolean;
  /** The values of a choice, in the order people expect. */
  options?: readonly string[];
  /** The path of the records a reference points at. */
  target?: string;
  /** Set by the application itself; a body that tries is refused. */
  readOnly?: boolean;
  /** Filled with who is signed in when nobody is named. */
  byDefault?: "currentUser";
  /** Written down by a move; the form of a new record doesn't ask for it. */
  later?: boolean;
  /** A reference to somebody with an account, who has no page. */
  account?: boolean;
  /** Of files: how many, of which kinds, in words and for the chooser of a browser. */
  files?: { most: number; pictures: boolean; kinds: string; accept: string };
};

type Options = {
  label: string;
  required?: boolean;
  unique?: boolean;
  min?: number;
  max?: number;
  default?: string | number | boolean;
  readOnly?: boolean;
  byDefault?: "currentUser";
  later?: boolean;
  account?: boolean;
};
type IsRequired<O extends Options> = O["required"] extends true ? true : false;

function field<T, O extends Options>(kind: FieldKind, schema: z.ZodType<T>, options: O): Field<T, IsRequired<O>> {
  return { unique: false, ...options, kind, schema, required: (options.required ?? false) as IsRequired<O> };
}

/** Text without the invisible characters that only ever come from accidents or attacks; line ends and tabs may stay. */
const plain = (max: number) =>
  z
    .string("Use text.")
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .refine((value) => !/(?![\t\n\r])\p{Cc}/u.test(value), "Remove the control characters.");

const filled = (max: number) => plain(max).refine((value) => value !== "", "This field is required.");

function between(schema: z.ZodNumber, options: Options, show: (value: number) => string = String): z.ZodType<number> {
  let result = schema;
  if (options.min !== undefined) result = result.gte(options.min, `Use ${show(options.min)} or more.`);
  if (options.max !== undefined) result = result.lte(options.max, `Use ${show(options.max)} or less.`);
  return result;
}

const number = () => z.number("Use a number.");
const whole = () => z.int("Use a whole number.");

export const text = <const O extends Options>(options: O) => field("text", filled(300), options);
export const longText = <const O extends Options>(options: O) => field("longText", filled(10_000), options);
export const integer = <const O extends Options>(options: O) => field("integer", between(whole(), options), options);
export const decimal = <const O extends Options>(options: O) => field("decimal", between(number(), options), options);
export const percent = <const O extends Options>(options: O) => field("percent", between(number(), options), options);
export const boolean = <const O extends Options>(options: O) =>
  field("boolean", z.boolean("Use true or false."), options);

/** Money in minor units (cents), so that sums are exact: 1250 is 12.50. */
export const money = <const O extends Options>(options: O) =>
  field(
    "money",
    between(z.int("Use a whole number of cents."), options, (cents) => (cents / 100).toFixed(2)),
    options,
  );

/** A day, `YYYY-MM-DD`, that exists in the calendar. */
export const date = <const O extends Options>(options: O) =>
  field("date", z.iso.date("Use a date such as 2026-03-31."), options);

/** An instant. Without an offset it is taken as UTC; it is kept and shown in UTC. */
export const dateTime = <const O extends Options>(options: O) => {
  const instant = z.iso.datetime({
    offset: true,
    local: true,
    error: "Use a date and time such as 2026-03-31T14:30:00Z.",
  });
  const toUtc = (value: string) => {
    const at = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
    // What is no date has been refused already; it only passes through here.
    return Number.isNaN(at.getTime()) ? value : at.toISOString();
  };
  return field("dateTime", instant.overwrite(toUtc), options);
};

export const time = <const O extends Options>(options: O) =>
  field(
    "time",
    z.string("Use a time such as 14:30.").regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Use a time such as 14:30."),
    options,
  );

export const email = <const O extends Options>(options: O) =>
  field(
    "email",
    z.email("Use an e-mail address such as ann@example.com.").max(254, "Use at most 254 characters."),
    options,
  );

export const phone = <const O extends Options>(options: O) =>
  field(
    "phone",
    z
      .string("Use text.")
      .trim()
      .regex(/^(?=(\D*\d){3})[+\d][\d ().\-/]{2,39}$/, "Use a phone number such as +44 20 7946 0000."),
    options,
  );

/** Only web addresses: a link that runs a script is not one. */
export const url = <const O extends Options>(options: O) =>
  field(
    "url",
    z
      .url({
        protocol: /^https?$/,
        hostname: z.regexes.domain,
        error: "Use a web address such as https://example.com.",
      })
      .max(2000),
    options,
  );

/** One of a fixed set of values. */
export const choice = <const O extends Options>(values: readonly string[], options: O) => ({
  ...field("choice", z.enum(values, `Use one of: ${values.join(", ")}.`), options),
  options: values,
});

/** The id of a record under `/api/<target>`. */
export const reference = <const O extends Options>(target: string, options: O) => ({
  ...field("reference", z.int("Use the id of a record.").positive("Use the id of a record."), options),
  target,
});

export type Fields = Record<string, Field>;

type ValueOf<F> = F extends Field<infer T, infer Required> ? (Required extends true ? T : T | null) : never;

/** A record as rules see it: every field, and `null` where an optional one is empty. */
export type RecordOf<F extends Fields> = { id: number } & { [K in keyof F]: ValueOf<F[K]> };
