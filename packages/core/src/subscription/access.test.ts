import { describe, expect, it } from "vitest";
import { accessOf, graceEndsAt, knownStatuses, type Standing } from "./access.ts";

const now = new Date("2026-03-10T12:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
const standing = (status: string, other: Partial<Standing> = {}): Standing => ({
  status,
  suspendedAt: null,
  trialEndsAt: null,
  pastDueSince: null,
  pastDueGraceDays: 0,
  ...other,
});

describe("access", () => {
  it.each([
    ["active", {}, "full"],
    ["trialing", {}, "trial"],
    ["trialing", { trialEndsAt: days(1) }, "trial"],
    ["trialing", { trialEndsAt: now }, "none"],
    ["past_due", {}, "none"],
    ["past_due", { pastDueSince: days(-3), pastDueGraceDays: 7 }, "grace"],
    ["past_due", { pastDueSince: days(-7), pastDueGraceDays: 7 }, "none"],
    ["past_due", { pastDueSince: null, pastDueGraceDays: 7 }, "none"],
    ["unpaid", {}, "none"],
    ["canceled", {}, "none"],
    ["incomplete", {}, "none"],
    ["incomplete_expired", {}, "none"],
    ["paused", {}, "none"],
    ["a word of tomorrow", {}, "none"],
    ["constructor", {}, "none"],
  ] as const)("with %s %j is %s", (status, other, given) => {
    expect(accessOf(standing(status, other), now)).toBe(given);
  });

  it("is closed for whoever is suspended, whatever Stripe says", () => {
    for (const status of knownStatuses)
      expect(accessOf(standing(status, { suspendedAt: days(-1) }), now), status).toBe("none");
  });

  it("is decided for each status above", () => {
    expect(knownStatuses).toHaveLength(8);
  });

  it("has a grace only while a payment is overdue", () => {
    const overdue = { pastDueSince: days(-1), pastDueGraceDays: 3 };
    expect(graceEndsAt({ status: "past_due", ...overdue })).toEqual(days(2));
    expect(graceEndsAt({ status: "active", ...overdue })).toBeUndefined();
  });
});
