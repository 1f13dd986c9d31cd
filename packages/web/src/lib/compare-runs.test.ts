import { expect, test } from "vitest";
import { compareRuns } from "./compare-runs.ts";
import type { Run } from "./shapes.ts";

const requirement = (text: string, status: string, id = "R1") => ({ id, text, status }) as Run["requirements"][number];
const run = (part: object): Run =>
  ({ requirements: [], checks: [], costMicros: 0, artifact: null, startedAt: null, endedAt: null, ...part }) as never;

test("requirements are told by their words, whatever number they have in each run", () => {
  const former = run({
    requirements: [
      requirement("Hire bikes", "verified", "R1"),
      requirement("Warn when due", "gap", "R2"),
      requirement("Send a mail", "verified", "R3"),
      requirement("Print a label", "verified", "R4"),
    ],
  });
  const latter = run({
    requirements: [
      requirement("Warn  when due", "verified", "R1"),
      requirement("hire bikes", "verified", "R2"),
      requirement("Send a mail", "gap", "R3"),
      requirement("Show a map", "open", "R4"),
    ],
  });
  const { gained, lost, added, dropped, unchanged } = compareRuns(former, latter);
  const texts = (items: { text: string }[]) => items.map(({ text }) => text);
  expect(texts(gained)).toEqual(["Warn  when due"]);
  expect(texts(lost)).toEqual(["Send a mail"]);
  expect(texts(added)).toEqual(["Show a map"]);
  expect(texts(dropped)).toEqual(["Print a label"]);
  expect(unchanged).toBe(1);
});

test("figures say how far they moved and whether that is good", () => {
  const at = (seconds: number) => new Date(seconds * 1_000).toISOString();
  const former = run({
    requirements: [requirement("Hire bikes", "verified")],
    checks: [{ status: "passed" }, { status: "failed" }],
    costMicros: 20_000,
    artifact: { bytes: 230_000 },
    startedAt: at(0),
    endedAt: at(90),
  });
  const latter = run({
    requirements: [requirement("Hire bikes", "gap")],
    checks: [{ status: "passed" }, { status: "passed" }],
    costMicros: 20_000,
    artifact: { bytes: 250_000 },
    startedAt: at(100),
    endedAt: at(150),
  });
  expect(compareRuns(former, latter).figures).toEqual([
    { id: "Requirements verified", former: "1", latter: "0", change: "−1", tone: "bad" },
    { id: "Checks passed", former: "1", latter: "2", change: "+1", tone: "good" },
    { id: "Time", former: "1 min 30 s", latter: "50 s", change: "−40 s", tone: "good" },
    { id: "Models", former: "$0.02", latter: "$0.02", change: "the same" },
    { id: "Archive", former: "230 kB", latter: "250 kB", change: "+20 kB" },
  ]);
  expect(compareRuns(run({}), latter).figures[2]).toEqual({ id: "Time", former: "–", latter: "50 s" });
});
