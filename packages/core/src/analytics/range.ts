import type * as z from "zod";
import type { AnalyticsQuery } from "./analytics.schema.ts";

type Query = Pick<z.output<typeof AnalyticsQuery>, "range" | "from" | "to">;
export type Period = { from: Date; to: Date };
/** `to` is the first moment that is not in it. `buckets` are all its days or months, in their order. */
export type Range = Period & { bucket: "day" | "month"; buckets: string[]; previous: Period };

const dayMs = 86_400_000;
const days = { "7d": 7, "30d": 30, "90d": 90 } as const;
/** More bars than this tell nobody anything. */
const mostDays = 92;

/** Which moments are asked for, and which ones before are compared with them: as long, and up to the same hour. */
export function rangeOf({ range, from, to }: Query, now: Date): Range {
  const soon = new Date(now.getTime() + 1);
  if (range === "custom") {
    const period = { from: new Date(from ?? now), to: new Date(Date.parse(to ?? "") + dayMs) };
    const length = period.to.getTime() - period.from.getTime();
    return withBuckets(period, { from: before(period.from, length), to: period.from });
  }
  if (range === "12m") {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11, 1));
    return withBuckets({ from: first, to: soon }, { from: aYearBefore(first), to: aYearBefore(soon) });
  }
  const length = days[range] * dayMs;
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const period = { from: new Date(today + dayMs - length), to: soon };
  return withBuckets(period, { from: before(period.from, length), to: before(period.to, length) });
}

const before = (moment: Date, ms: number) => new Date(moment.getTime() - ms);

/** The 29th of February has its 28th a year before. */
function aYearBefore(moment: Date): Date {
  const earlier = new Date(moment);
  earlier.setUTCFullYear(moment.getUTCFullYear() - 1);
  if (earlier.getUTCMonth() !== moment.getUTCMonth()) earlier.setUTCDate(0);
  return earlier;
}

/** @param period from the beginning of a day on */
function withBuckets(period: Period, previous: Period): Range {
  const bucket = period.to.getTime() - period.from.getTime() > mostDays * dayMs ? "month" : "day";
  const names = new Set<string>();
  for (let at = period.from.getTime(); at < period.to.getTime(); at += dayMs) names.add(nameOf(new Date(at), bucket));
  return { ...period, previous, bucket, buckets: [...names] };
}

/** 2026-01-31 or 2026-01, in UTC. */
const nameOf = (moment: Date, bucket: "day" | "month") => moment.toISOString().slice(0, bucket === "day" ? 10 : 7);
