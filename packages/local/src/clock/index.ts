export * as Clock from "./index.ts";

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as z from "zod";

/** Ten years: beyond, dates stop meaning anything to a product of this kind. */
const maxOffsetSeconds = 10 * 366 * 24 * 3_600;

const Saved = z.object({ offsetSeconds: z.int().min(0).max(maxOffsetSeconds) });

/** The product's clock: this machine's, so many seconds ahead. It never goes back, like any clock one may trust. */
export function openClock(file: string) {
  let { offsetSeconds } = existsSync(file) ? Saved.parse(JSON.parse(readFileSync(file, "utf8"))) : { offsetSeconds: 0 };
  return {
    offsetSeconds: () => offsetSeconds,
    now: () => new Date(Date.now() + offsetSeconds * 1_000),
    /** @throws RangeError when it would go back, or further ahead than ten years in all */
    advance: (bySeconds: unknown): void => {
      const by = z.int().min(0).safeParse(bySeconds);
      const next = offsetSeconds + (by.data ?? Number.NaN);
      if (!by.success || next > maxOffsetSeconds)
        throw new RangeError(`advanceSeconds must be a whole number from 0 to ${maxOffsetSeconds - offsetSeconds}.`);
      writeFileSync(`${file}.new`, JSON.stringify({ offsetSeconds: next }));
      renameSync(`${file}.new`, file);
      offsetSeconds = next;
    },
  };
}

export type Clock = ReturnType<typeof openClock>;

/** Redefines the database's clock; migrations define it as `now()`. */
export const clockFunction = (offsetSeconds: number): string =>
  `CREATE OR REPLACE FUNCTION app.clock() RETURNS timestamptz LANGUAGE sql STABLE
   AS $$ SELECT now() + interval '${offsetSeconds} seconds' $$`;
