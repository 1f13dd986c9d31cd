import { describe, expect, it } from "vitest";
import { pollDelayMs, retryDelayMs, wait } from "./retry.ts";

describe("asking again", () => {
  it.each([
    [1, 400],
    [2, 800],
    [3, 1_600],
    [20, 30_000],
  ])("after %i failures waits %i ms", (failures, ms) => expect(retryDelayMs(failures, 0)).toBe(ms));

  it("spreads a crowd by at most a quarter", () => expect(retryDelayMs(1, 0.999)).toBeLessThanOrEqual(500));

  it.each([
    ["at its own pace while looked at", 1_000, { failures: 0, hiddenPolls: 0 }, 1_000],
    ["slower at once when hidden", 1_000, { failures: 0, hiddenPolls: 1 }, 8_000],
    ["once a minute when hidden for long", 1_000, { failures: 0, hiddenPolls: 9 }, 60_000],
    ["never faster after a failure", 5_000, { failures: 1, hiddenPolls: 0 }, 5_000],
    ["slower and slower while failing", 1_000, { failures: 5, hiddenPolls: 0 }, 6_400],
  ])("polls %s", (_, every, state, ms) => expect(pollDelayMs(every, state, 0)).toBe(ms));

  it("can be called off", async () => {
    const abort = new AbortController();
    const waiting = wait(60_000, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    await expect(wait(0, abort.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});
