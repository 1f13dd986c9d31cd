import { expect, test } from "vitest";
import { drawGraph, layersOf } from "./task-graph.ts";

const task = (id: string, ...dependsOn: string[]) => ({ id, dependsOn });
const ids = (layers: { id: string }[][]) => layers.map((layer) => layer.map(({ id }) => id).join(" "));

test("a task stands below the lowest of those it waits for, beside those it can be worked on with", () => {
  const tasks = [task("plan"), task("code", "plan"), task("pages", "plan"), task("tests", "code", "plan")];
  expect(ids(layersOf(tasks))).toEqual(["plan", "code pages", "tests"]);
  expect(ids(layersOf([task("late", "early"), task("early")]))).toEqual(["early", "late"]);
  expect(layersOf([])).toEqual([]);
});

test("what is unknown or in a circle is drawn nevertheless", () => {
  expect(ids(layersOf([task("one", "gone")]))).toEqual(["one"]);
  expect(layersOf([task("one", "two"), task("two", "one")]).flat()).toHaveLength(2);
});

test("every box fits into the width, and no two cover each other", () => {
  const tasks = [task("plan"), ...Array.from({ length: 9 }, (_, index) => task(`t${index}`, "plan"))];
  for (const width of [240, 300, 512, 1_000]) {
    const { boxes, box, lines, height } = drawGraph(tasks, width);
    expect(boxes).toHaveLength(10);
    expect(lines).toHaveLength(9);
    for (const one of boxes) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.x + box.width).toBeLessThanOrEqual(width);
      expect(one.y + box.height).toBeLessThanOrEqual(height);
      for (const other of boxes)
        if (other !== one && other.y === one.y) expect(Math.abs(other.x - one.x)).toBeGreaterThan(box.width);
    }
  }
});
