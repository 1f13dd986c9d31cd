import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Task } from "../../lib/shapes.ts";
import { type Box, drawGraph, layersOf } from "../../lib/task-graph.ts";
import { statusLook } from "../../ui/Badge.tsx";
import { Icon } from "../../ui/Icon.tsx";

/** Who waits for whom, drawn from above to below; what stands side by side is worked on at once. The list below it says the same. */
export function TaskGraph({ tasks }: { tasks: readonly Task[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  const layers = layersOf(tasks);
  const { boxes, box, lines, height } = drawGraph(tasks, Math.max(240, width));
  const most = Math.max(...layers.map(({ length }) => length));
  const path = ({ from, to }: { from: Box<Task>; to: Box<Task> }) => {
    const [x1, y1] = [from.x + box.width / 2, from.y + box.height];
    const [x2, y2] = [to.x + box.width / 2, to.y];
    const bend = Math.max(10, (y2 - y1) / 2);
    return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
  };
  return (
    <div ref={frame} class="graph-frame">
      <svg
        class="task-graph"
        width={Math.max(240, width)}
        height={height}
        role="img"
        aria-label={`Task graph: ${tasks.length} tasks in ${layers.length} steps, at most ${most} at once. The list below says what each waits for.`}
      >
        {lines.map((line) => (
          <path key={`${line.from.task.id} ${line.to.task.id}`} class={line.from.task.status} d={path(line)} />
        ))}
        {boxes.map((each) => (
          <TaskBox key={each.task.id} at={each} {...box} />
        ))}
      </svg>
    </div>
  );
}

function TaskBox({ at, width, height }: { at: Box<Task>; width: number; height: number }) {
  const [tone, icon, label] = statusLook(at.task.status);
  return (
    <g class={`task-box ${tone} ${at.task.status}`} transform={`translate(${at.x} ${at.y})`}>
      <title>{`${at.task.title} (${label.toLowerCase()})`}</title>
      <rect width={width} height={height} rx="8" />
      <g transform={`translate(8 ${height / 2 - 6.5})`}>
        <Icon of={icon} size={13} />
      </g>
      <text x="26" y={height / 2 + 4}>
        {at.task.agent}
      </text>
    </g>
  );
}
