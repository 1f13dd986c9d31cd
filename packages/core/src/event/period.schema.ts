import * as z from "zod";

const dayMs = 86_400_000;

/** A moment, or a whole day in UTC; what lies beyond any calendar of ours is a slip of the hand. */
const Moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], "A date such as 2026-01-31, or an instant.")
  .refine((typed) => typed >= "1970-01-02" && typed < "2200", "A date between 1970 and 2200.");

/** From this moment on, or from the beginning of this day. */
export const From = Moment.transform((typed) => new Date(typed));

/** Until just before this moment, or until the end of this day. */
export const To = Moment.transform((typed) => new Date(new Date(typed).getTime() + (typed.includes("T") ? 0 : dayMs)));
