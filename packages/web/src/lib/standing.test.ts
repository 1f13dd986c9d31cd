import { describe, expect, it } from "vitest";
import { troubleOf } from "./standing.ts";

describe("what a workspace is told of its subscription", () => {
  it("is nothing while all is well, or not yet known", () => {
    expect(troubleOf(undefined)).toBeUndefined();
    expect(troubleOf({ status: "active", access: "full" })).toBeUndefined();
    expect(troubleOf({ status: "trialing", access: "trial" })).toBeUndefined();
  });

  it("says why runs wait, also for a reason that nobody here has heard of", () => {
    expect(troubleOf({ status: "past_due", access: "none" })).toMatchObject({
      tone: "bad",
      text: expect.stringMatching(/payment failed/),
    });
    expect(troubleOf({ status: "trialing", access: "none" })).toMatchObject({
      text: expect.stringMatching(/trial has ended/),
    });
    expect(troubleOf({ status: "brand_new", access: "none" })).toMatchObject({
      tone: "bad",
      text: expect.stringMatching(/not active/),
    });
  });

  it("warns while an overdue payment is still waited for", () => {
    expect(troubleOf({ status: "past_due", access: "grace" })).toMatchObject({
      tone: "warn",
      text: expect.stringMatching(/goes on for now/),
    });
  });
});
