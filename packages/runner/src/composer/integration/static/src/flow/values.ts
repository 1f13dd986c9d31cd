import * as z from "zod";

/**
 * What values of other systems may look like. They are read leniently where nothing can be misunderstood (a number
 * that names something is text) and refused with a reason everywhere else.
 */
export const Text = z
  .union([z.string(), z.number().transform(String)], "should be text")
  .pipe(z.string().trim().min(1, "is empty"));

export const Email = z.string("should be an e-mail address").trim().pipe(z.email("is not an e-mail address"));

/** An amount or a measure; text is taken when it is nothing but a number. */
export const Amount = z.union(
  [
    z.number(),
    z
      .string()
      .trim()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ],
  "should be a number",
);

export const Whole = Amount.pipe(z.number().int("should be a whole number"));

export const Flag = z.union(
  [
    z.boolean(),
    z.enum(["true", "yes", "1"]).transform(() => true),
    z.enum(["false", "no", "0"]).transform(() => false),
    z.literal(1).transform(() => true),
    z.literal(0).transform(() => false),
  ],
  "should be yes or no",
);

/** `YYYY-MM-DD`, also out of an instant. */
export const Day = z
  .string("should be a date")
  .trim()
  .refine((text) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)), "is not a date")
  .transform((text) => text.slice(0, 10));

/** ISO 8601, in UTC once it is read. */
export const Instant = z
  .string("should be a date and time")
  .trim()
  .refine((text) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)), "is not a date and time")
  .transform((text) => new Date(text).toISOString());

/** Several words: a list of them, or a text with commas between. */
export const Words = z.union(
  [z.array(z.string()), z.string().transform((text) => text.split(",").map((word) => word.trim()))],
  "should be a list of words",
);

/** Missing, null and empty are all "not there". */
export const maybe = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === null || value === "" ? undefined : value), schema.optional());
