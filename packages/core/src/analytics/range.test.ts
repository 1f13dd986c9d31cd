import { describe, expect, it } from "vitest";
import { rangeOf } from "./range.ts";

const at = (text: string) => new Date(text);
const shown = ({ from, to, previous, bucket, buckets }: ReturnType<typeof rangeOf>) => ({
  from: from.toISOString(),
  to: to.toISOString(),
  previous: [previous.from.toISOString(), previous.to.toISOString()],
  bucket,
  first: buckets[0],
  last: buckets.at(-1),
  many: buckets.length,
});

describe("the range of an analysis", () => {
  it("is whole days of UTC up to now, against as many before up to the same hour", () => {
    expect(shown(rangeOf({ range: "7d" }, at("2026-03-01T15:30:00Z")))).toEqual({
      from: "2026-02-23T00:00:00.000Z",
      to: "2026-03-01T15:30:00.001Z",
      previous: ["2026-02-16T00:00:00.000Z", "2026-02-22T15:30:00.001Z"],
      bucket: "day",
      first: "2026-02-23",
      last: "2026-03-01",
      many: 7,
    });
  });

  it.each([
    ["30d", 30],
    ["90d", 90],
  ] as const)("has %s as so many days, at any minute of the day", (range, many) => {
    for (const now of ["2026-01-01T00:00:00Z", "2026-01-01T23:59:59.999Z", "2028-02-29T12:00:00Z"])
      expect(rangeOf({ range }, at(now)).buckets).toHaveLength(many);
  });

  it("is twelve whole months up to now, also over a leap day", () => {
    expect(shown(rangeOf({ range: "12m" }, at("2028-02-29T10:00:00Z")))).toEqual({
      from: "2027-03-01T00:00:00.000Z",
      to: "2028-02-29T10:00:00.001Z",
      previous: ["2026-03-01T00:00:00.000Z", "2027-02-28T10:00:00.001Z"],
      bucket: "month",
      first: "2027-03",
      last: "2028-02",
      many: 12,
    });
  });

  it("has both days of one's own whole, and months when there would be too many days", () => {
    const now = at("2026-06-01T00:00:00Z");
    expect(shown(rangeOf({ range: "custom", from: "2026-01-31", to: "2026-01-31" }, now))).toEqual({
      from: "2026-01-31T00:00:00.000Z",
      to: "2026-02-01T00:00:00.000Z",
      previous: ["2026-01-30T00:00:00.000Z", "2026-01-31T00:00:00.000Z"],
      bucket: "day",
      first: "2026-01-31",
      last: "2026-01-31",
      many: 1,
    });
    expect(rangeOf({ range: "custom", from: "2026-01-01", to: "2026-04-02" }, now).buckets).toHaveLength(92);
    expect(rangeOf({ range: "custom", from: "2026-01-01", to: "2026-04-03" }, now).buckets).toEqual([
      "2026-01",
      "2026-02",
      "2026-03",
      "2026-04",
    ]);
  });
});
