import type { Task } from "../../lib/shapes.ts";
import { layersOf } from "../../lib/task-graph.ts";
import { statusLook } from "../../ui/Badge.tsx";
import { type Moment, Timeline } from "../../ui/Timeline.tsx";
import { TaskGraph } from "./TaskGraph.tsx";

/** The agents' work: as a graph for the eye, and as a list in the order of work with what each task waits for. */
export function RunTasks({ tasks }: { tasks: readonly Task[] }) {
  if (tasks.length === 0) return <p class="soft quiet-line">No agent has a task yet.</p>;
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  const isOver = new Set(tasks.filter(({ endedAt }) => endedAt !== null).map(({ id }) => id));
  const moments = layersOf(tasks)
    .flat()
    .map((task): Moment => {
      const [tone, icon, label] = statusLook(task.status);
      const isWaiting = task.status === "waiting";
      const named = task.dependsOn.filter((id) => titles.has(id) && !(isWaiting && isOver.has(id)));
      const others = named.map((id) => titles.get(id)).join(", ");
      return {
        id: task.id,
        tone,
        icon,
        title: (
          <>
            <span class="agent">{task.agent}</span> {task.title} <span class="soft small">{label}</span>
          </>
        ),
        text: (
          <>
            {task.summary}
            {others && <span class="task-after">{isWaiting ? `Waits for: ${others}` : `After: ${others}`}</span>}
          </>
        ),
      };
    });
  return (
    <div class="stack">
      <TaskGraph tasks={tasks} />
      <Timeline moments={moments} />
    </div>
  );
}
