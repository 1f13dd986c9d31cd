import circleAlert from "lucide-static/icons/circle-alert.svg?icon";
import { isMoving } from "../../lib/run-gate.ts";
import type { Check, Requirement, Run, Task } from "../../lib/shapes.ts";
import { duration } from "../../lib/time.ts";
import { StatusBadge, statusLook } from "../../ui/Badge.tsx";
import { Notice } from "../../ui/States.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { type Moment, Timeline } from "../../ui/Timeline.tsx";
import { RunLog } from "./RunLog.tsx";

/** Everything there is to see of one run, in four views; an admin reads no tenant's log. */
export function RunDetail({
  run,
  tab,
  onTab,
  hasLog = true,
}: {
  run: Run;
  tab: string;
  onTab(tab: string): void;
  hasLog?: boolean;
}) {
  const requirements = run.requirements ?? [];
  const checks = run.checks ?? [];
  const tasks = run.tasks ?? [];
  const verified = requirements.filter((item) => item.status === "verified").length;
  return (
    <div class="stack close">
      {run.error && (
        <Notice tone="bad" icon={circleAlert} title={`Run ${run.number} failed`}>
          {run.error.message}
        </Notice>
      )}
      <Tabs
        label={`Run ${run.number}`}
        value={tab}
        onValue={onTab}
        tabs={[
          {
            id: "requirements",
            label: "Requirements",
            badge: requirements.length ? `${verified}/${requirements.length}` : undefined,
            panel: () => <Requirements items={requirements} checks={checks} moving={isMoving(run.status)} />,
          },
          {
            id: "checks",
            label: "Checks",
            badge: checks.length ? String(checks.length) : undefined,
            panel: () => <Checks items={checks} moving={isMoving(run.status)} />,
          },
          {
            id: "agents",
            label: "Agents",
            badge: tasks.length ? String(tasks.length) : undefined,
            panel: () => <Tasks items={tasks} />,
          },
          ...(hasLog
            ? [{ id: "log", label: "Log", panel: () => <RunLog runId={run.id} live={isMoving(run.status)} /> }]
            : []),
        ]}
      />
    </div>
  );
}

function Requirements({
  items,
  checks,
  moving,
}: {
  items: readonly Requirement[];
  checks: readonly Check[];
  moving: boolean;
}) {
  if (items.length === 0)
    return (
      <p class="soft quiet-line">
        {moving ? "The brief is being read. Requirements appear here first." : "No requirement was found."}
      </p>
    );
  return (
    <ol class="proof-list">
      {items.map((item) => {
        const by = [
          ...new Set(
            checks
              .filter((check) => check.requirementIds.includes(item.id) && check.status === "passed")
              .map((check) => check.check),
          ),
        ];
        return (
          <li key={item.id}>
            <code class="soft">{item.id}</code>
            <span class="proof-text">
              {item.text}
              {item.reason && <span class="cell-sub">{item.reason}</span>}
            </span>
            <span class="proof-verdict">
              {by.length > 0 && (
                <code class="soft" title="Checks that passed for it">
                  {by.join(" ")}
                </code>
              )}
              <StatusBadge status={item.status} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Checks({ items, moving }: { items: readonly Check[]; moving: boolean }) {
  if (items.length === 0)
    return <p class="soft quiet-line">{moving ? "Checks run once there is something to check." : "No check ran."}</p>;
  return (
    <ol class="proof-list">
      {items.map((item) => (
        <li key={`${item.check}-${item.name}`}>
          <code class="soft">{item.check}</code>
          <span class="proof-text">
            {item.name}
            <span class="cell-sub">{item.summary}</span>
          </span>
          <span class="proof-verdict">
            {item.durationMs !== undefined && <span class="number soft small">{duration(item.durationMs)}</span>}
            <StatusBadge status={item.status} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Each task under the agent who has it, in the order of work. */
function Tasks({ items }: { items: readonly Task[] }) {
  if (items.length === 0) return <p class="soft quiet-line">No agent has a task yet.</p>;
  const moments: Moment[] = items.map((task) => {
    const [tone, icon, label] = statusLook(task.status);
    return {
      id: task.id,
      tone,
      icon,
      title: (
        <>
          <span class="agent">{task.agent}</span> {task.title} <span class="soft small">{label}</span>
        </>
      ),
      text: task.summary ?? undefined,
    };
  });
  return <Timeline moments={moments} />;
}
