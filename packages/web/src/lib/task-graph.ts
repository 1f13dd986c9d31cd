type Node = { id: string; dependsOn: readonly string[] };

/**
 * Tasks in layers: each stands one below the lowest of those it waits for, so what stands side by side can be worked on at
 * once. What waits for something that is not among them, or in a circle, waits for nothing that we know.
 */
export function layersOf<T extends Node>(tasks: readonly T[]): T[][] {
  const known = new Map(tasks.map((task) => [task.id, task]));
  const depths = new Map<string, number>();
  const depthOf = (task: T): number => {
    const found = depths.get(task.id);
    if (found !== undefined) return found;
    // Held while its own way is walked, so that a circle ends.
    depths.set(task.id, 0);
    const above = task.dependsOn.flatMap((id) => {
      const other = known.get(id);
      return other ? [depthOf(other) + 1] : [];
    });
    const depth = Math.max(0, ...above);
    depths.set(task.id, depth);
    return depth;
  };
  const layers: T[][] = [];
  for (const task of tasks) {
    const depth = depthOf(task);
    layers[depth] = [...(layers[depth] ?? []), task];
  }
  return layers.filter((layer) => layer !== undefined);
}

export type Box<T> = { task: T; x: number; y: number };
type Drawing<T> = {
  width: number;
  height: number;
  box: { width: number; height: number };
  boxes: readonly Box<T>[];
  lines: readonly { from: Box<T>; to: Box<T> }[];
};

const [boxHeight, besideGap, lineGap, layerGap] = [34, 8, 8, 26];
const boxWidths = { least: 132, most: 152 };

/** Where each task and each line between two is drawn, in pixels, so that all of it fits into the width. */
export function drawGraph<T extends Node>(tasks: readonly T[], width: number): Drawing<T> {
  const perLine = Math.max(1, Math.floor((width + besideGap) / (boxWidths.least + besideGap)));
  const layers = layersOf(tasks);
  const widest = Math.min(perLine, Math.max(1, ...layers.map(({ length }) => length)));
  const boxWidth = Math.min(boxWidths.most, Math.floor((width - besideGap * (widest - 1)) / widest));
  const boxes: Box<T>[] = [];
  let y = 0;
  for (const layer of layers) {
    for (let first = 0; first < layer.length; first += perLine) {
      const line = layer.slice(first, first + perLine);
      const taken = line.length * (boxWidth + besideGap) - besideGap;
      boxes.push(...line.map((task, index) => ({ task, x: (width - taken) / 2 + index * (boxWidth + besideGap), y })));
      y += boxHeight + lineGap;
    }
    y += layerGap - lineGap;
  }
  const at = new Map(boxes.map((box) => [box.task.id, box]));
  const lines = boxes.flatMap((to) =>
    to.task.dependsOn.flatMap((id) => {
      const from = at.get(id);
      return from ? [{ from, to }] : [];
    }),
  );
  return {
    width,
    height: Math.max(0, y - layerGap),
    box: { width: boxWidth, height: boxHeight },
    boxes,
    lines,
  };
}
