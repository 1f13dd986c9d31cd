import { useEffect, useState } from "preact/hooks";
import { isOpen } from "../../lib/run-gate.ts";
import type { Run, Task } from "../../lib/shapes.ts";
import { clockTime, duration, instant } from "../../lib/time.ts";
import { statusLook } from "../../ui/Badge.tsx";

type Span = Task & { startedAt: string };

const took = (ms: number) => (ms < 1_000 ? "under 1 s" : duration(ms));

/** When each agent worked, and how long, on the run's own time from its first minute to its last. */
export function RunTimeline({ run }: { run: Run }) {
  const [now, setNow] = useState(() => Date.now());
  const live = isOpen(run.status) && run.status !== "paused";
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [live]);
  const spans = run.tasks
    .filter((task): task is Span => task.startedAt !== null)
    .sort((one, other) => one.startedAt.localeCompare(other.startedAt));
  if (!run.startedAt || spans.length === 0) return <p class="soft quiet-line">No agent has begun yet.</p>;
  const from = Date.parse(run.startedAt);
  const lastEnd = Math.max(...spans.map((task) => (task.endedAt ? Date.parse(task.endedAt) : from)));
  const to = Math.max(from + 1_000, run.endedAt ? Date.parse(run.endedAt) : live ? now : lastEnd);
  const share = (ms: number) => Math.min(100, Math.max(0, (100 * (ms - from)) / (to - from)));
  return (
    <>
      <p class="small soft spans-head">
        <time dateTime={run.startedAt} title={instant(run.startedAt)}>
          {clockTime(run.startedAt)}
        </time>
        <span>
          {Date.parse(run.startedAt) - Date.parse(run.createdAt) >= 1_000 &&
            `It waited ${duration(Date.parse(run.startedAt) - Date.parse(run.createdAt))} for its place. `}
          {run.attempt > 1 && `It was taken up ${run.attempt} times.`}
        </span>
        <time dateTime={new Date(to).toISOString()} title={instant(new Date(to).toISOString())}>
          {live ? "now" : clockTime(new Date(to).toISOString())}
        </time>
      </p>
      <ol class="spans">
        {spans.map((task) => {
          const begun = Date.parse(task.startedAt);
          const ended = task.endedAt ? Date.parse(task.endedAt) : to;
          const [tone, , label] = statusLook(task.status);
          const begins = share(begun);
          return (
            <li key={task.id}>
              <span class="spans-name">
                <span class="agent">{task.agent}</span>
                <span>{task.title}</span>
              </span>
              <svg class={`spans-bar ${tone}`} width="100%" height="14" aria-hidden="true">
                <title>{`${clockTime(task.startedAt)}, ${label.toLowerCase()}`}</title>
                <line x1="0" x2="100%" y1="7" y2="7" />
                <rect
                  x={`${Math.min(99, begins)}%`}
                  width={`${Math.max(1, share(ended) - begins)}%`}
                  y="1"
                  height="12"
                  rx="3"
                />
              </svg>
              <span class="number small spans-took">
                <span class="visually-hidden">{`began ${clockTime(task.startedAt)}, ${label.toLowerCase()}, took `}</span>
                {took(ended - begun)}
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
