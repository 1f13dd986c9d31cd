import circleAlert from "lucide-static/icons/circle-alert.svg?icon";
import { at } from "../../lib/api.ts";
import { isMoving } from "../../lib/run-gate.ts";
import type { Check, Requirement, Run } from "../../lib/shapes.ts";
import { count } from "../../lib/size.ts";
import { duration } from "../../lib/time.ts";
import { StatusBadge, statusLook } from "../../ui/Badge.tsx";
import { Notice } from "../../ui/States.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { RunFacts } from "./RunFacts.tsx";
import { RunLog } from "./RunLog.tsx";
import { RunPictures } from "./RunPictures.tsx";
import { RunTasks } from "./RunTasks.tsx";
import { RunTimeline } from "./RunTimeline.tsx";

/** Everything there is to see of one run, view by view; an admin reads no tenant's log. */
export function RunDetail({
  run,
  tab,
  onTab,
  door = "tenant",
}: {
  run: Run;
  tab: string;
  onTab(tab: string): void;
  door?: "tenant" | "admin";
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
      <RunFacts run={run} />
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
            panel: () => <RunTasks tasks={tasks} />,
          },
          { id: "timeline", label: "Timeline", panel: () => <RunTimeline run={run} /> },
          ...(run.pictures.length > 0
            ? [
                {
                  id: "pictures",
                  label: "Pictures",
                  badge: String(run.pictures.length),
                  panel: () => (
                    <RunPictures
                      pictures={run.pictures}
                      srcOf={(name) => at(`/api/${door}/runs/{id}/pictures/{name}`, { id: run.id, name })}
                    />
                  ),
                },
              ]
            : []),
          ...(door === "tenant"
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
        const by = checks
          .filter((check) => check.requirementIds.includes(item.id))
          .sort((one, other) => one.check.localeCompare(other.check));
        return (
          <li key={item.id}>
            <code class="soft">{item.id}</code>
            <span class="proof-text">
              {item.text}
              {item.reason && <span class="cell-sub">{item.reason}</span>}
              {by.length > 0 && <Evidence checks={by} />}
            </span>
            <span class="proof-verdict">
              <StatusBadge status={item.status} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** What a verdict rests on. */
function Evidence({ checks }: { checks: readonly Check[] }) {
  const passed = checks.filter(({ status }) => status === "passed").length;
  return (
    <details class="evidence">
      <summary>
        {passed} of {count(checks.length, "check")} passed
      </summary>
      <ul>
        {checks.map((check) => (
          <li key={`${check.check}-${check.name}`}>
            <code class="soft">{check.check}</code> {check.name}: {check.summary}{" "}
            <span class="soft">({statusLook(check.status)[2].toLowerCase()})</span>
          </li>
        ))}
      </ul>
    </details>
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
