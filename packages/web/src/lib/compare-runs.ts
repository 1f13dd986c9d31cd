import { micros } from "./money.ts";
import type { Requirement, Run } from "./shapes.ts";
import { size } from "./size.ts";
import { duration } from "./time.ts";

export type Figure = {
  id: string;
  former: string;
  latter: string;
  /** How far the later one is from the earlier, with its sign; absent where one of them has no figure. */
  change?: string;
  tone?: "good" | "bad";
};
type Comparison = {
  figures: Figure[];
  /** Verified now and not before. */
  gained: Requirement[];
  /** Verified before and not any more. */
  lost: Requirement[];
  /** In one of the briefs only. */
  added: Requirement[];
  dropped: Requirement[];
  unchanged: number;
};

/** The requirement of the same words; ids are given anew in each run. */
const keyOf = ({ text }: Requirement) => text.trim().toLowerCase().replace(/\s+/g, " ");
const isVerified = ({ status }: Requirement) => status === "verified";

/** What became of a project from one run to another. */
export function compareRuns(former: Run, latter: Run): Comparison {
  const before = new Map(former.requirements.map((item) => [keyOf(item), item]));
  const after = new Set(latter.requirements.map(keyOf));
  const both = latter.requirements.flatMap((now) => {
    const then = before.get(keyOf(now));
    return then ? [{ now, then }] : [];
  });
  const gained = both.filter(({ now, then }) => isVerified(now) && !isVerified(then)).map(({ now }) => now);
  const lost = both.filter(({ now, then }) => !isVerified(now) && isVerified(then)).map(({ now }) => now);
  return {
    figures: [
      figure("Requirements verified", [former, latter], verifiedOf, plain, "more"),
      figure("Checks passed", [former, latter], passedOf, plain, "more"),
      figure("Time", [former, latter], timeOf, duration, "less"),
      figure("Models", [former, latter], ({ costMicros }) => costMicros, micros, "less"),
      figure("Archive", [former, latter], ({ artifact }) => artifact?.bytes, size),
    ],
    gained,
    lost,
    added: latter.requirements.filter((item) => !before.has(keyOf(item))),
    dropped: former.requirements.filter((item) => !after.has(keyOf(item))),
    unchanged: both.length - gained.length - lost.length,
  };
}

const plain = (value: number) => value.toLocaleString("en");
const verifiedOf = ({ requirements }: Run) => requirements.filter(isVerified).length;
const passedOf = ({ checks }: Run) => checks.filter(({ status }) => status === "passed").length;
const timeOf = ({ startedAt, endedAt }: Run) =>
  startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : undefined;

function figure(
  id: string,
  [former, latter]: readonly [Run, Run],
  amountOf: (run: Run) => number | undefined,
  inWords: (value: number) => string,
  better?: "more" | "less",
): Figure {
  const [then, now] = [amountOf(former), amountOf(latter)];
  const words = (value: number | undefined) => (value === undefined ? "–" : inWords(value));
  const shown = { id, former: words(then), latter: words(now) };
  if (then === undefined || now === undefined) return shown;
  // What looks the same is the same: a second's thousandths are no news.
  if (words(then) === words(now)) return { ...shown, change: "the same" };
  const change = `${now > then ? "+" : "−"}${inWords(Math.abs(now - then))}`;
  if (!better) return { ...shown, change };
  return { ...shown, change, tone: now > then === (better === "more") ? "good" : "bad" };
}
