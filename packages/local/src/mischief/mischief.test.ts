import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openQueues } from "../sqs/index.ts";
import { Mischief } from "./index.ts";

describe("mischief", () => {
  const never = { lost: 0, twice: 0, late: 0 };

  it("has the same dice for the same seed", () => {
    const throws = (seed: number) => Array.from({ length: 50 }, Mischief.diceOf(seed));
    expect(throws(7)).toEqual(throws(7));
    expect(throws(7)).not.toEqual(throws(8));
    expect(throws(7).every((each) => each >= 0 && each < 1)).toBe(true);
  });

  it("loses messages and gives them twice, as often as it is told to", () => {
    const folder = mkdtempSync(join(tmpdir(), "q2o-mischief-"));
    const queues = openQueues(folder, [{ name: "work", visibilitySeconds: 30 }]);
    try {
      const sendWith = (odds: Mischief.Odds) => {
        queues.purge("work");
        const unreliable = Mischief.unreliableQueues(queues, Mischief.diceOf(1), odds);
        for (let i = 0; i < 10; i++) unreliable.send("work", "x");
        const { ready, delayed } = queues.count("work");
        return ready + delayed;
      };
      expect(sendWith(never)).toBe(10);
      expect(sendWith({ ...never, lost: 1 })).toBe(0);
      expect(sendWith({ ...never, twice: 1 })).toBe(20);
      expect(queues.count("work").delayed).toBe(10);
    } finally {
      queues.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("loses events and gives them twice", async () => {
    const heard: number[] = [];
    const deliver = (event: number) => void heard.push(event);
    Mischief.unreliableEvents(deliver, Mischief.diceOf(1), never)(1);
    Mischief.unreliableEvents(deliver, Mischief.diceOf(1), { ...never, lost: 1 })(2);
    expect(heard).toEqual([1]);
    Mischief.unreliableEvents(deliver, () => 0.001, { ...never, twice: 1 })(3);
    await expect.poll(() => heard).toEqual([1, 3, 3]);
  });
});
