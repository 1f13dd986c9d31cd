import activity from "lucide-static/icons/activity.svg?icon";
import chevronRight from "lucide-static/icons/chevron-right.svg?icon";
import { useId } from "preact/hooks";
import { at } from "../../lib/api.ts";
import { useList } from "../../lib/list.ts";
import { useSelf } from "../../lib/member.ts";
import { useResource } from "../../lib/resource.ts";
import { isMoving } from "../../lib/run-gate.ts";
import type { Project, Run, RunBrief } from "../../lib/shapes.ts";
import { eta } from "../../lib/time.ts";
import { useMovingTitle } from "../../lib/title.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ListView } from "../../ui/ListView.tsx";
import { Progress, ProofStrip } from "../../ui/Progress.tsx";
import { BlockSkeleton, Empty, Failed } from "../../ui/States.tsx";
import { Ago } from "../../ui/Time.tsx";
import { DownloadCard } from "../Download.tsx";
import { RunControls } from "./RunControls.tsx";
import { RunDetail } from "./RunDetail.tsx";
import { phaseOf } from "./RunProgress.tsx";

const defaults = { page: 1, pageSize: 10, search: "", state: "", open: "", tab: "requirements" };

const states = [
  { value: "", label: "Any state" },
  { value: "pending", label: "Pending" },
  { value: "running", label: "Running" },
  { value: "paused", label: "Paused" },
  { value: "completed", label: "Completed" },
  { value: "failed", label: "Failed" },
];

/** Every active project with its latest run, live. One row is open at a time, and which one is in the address. */
export function StatusPage() {
  const list = useList("/api/tenant/projects/status", defaults, (page) =>
    page.items.some((project) => project.latestRun && isMoving(project.latestRun.status)) ? 1_000 : 5_000,
  );
  const moving = (list.data?.items ?? []).filter(({ latestRun }) => latestRun && isMoving(latestRun.status));
  useMovingTitle(moving.length);
  return (
    <ListView
      list={list}
      what="projects"
      placeholder="Search by name or client"
      fixedSize
      filters={
        <SelectField
          label="State"
          quietLabel
          value={list.query.state}
          onValue={(state) => list.change({ state })}
          choices={states}
        />
      }
      empty={
        <Empty
          icon={activity}
          title="Nothing has run yet"
          action={
            <ButtonLink href="/app/projects" variant="primary">
              Go to projects
            </ButtonLink>
          }
        >
          Press RUN on a project and follow it here: progress, agents, checks and the log.
        </Empty>
      }
    >
      {(items) => (
        <ul class="status-list">
          {items.map((project) => (
            <StatusRow
              key={project.id}
              project={project}
              open={list.query.open === project.id}
              tab={list.query.tab}
              onTab={(tab) => list.change({ tab, page: list.query.page })}
              onToggle={(open) => list.change({ open: open ? project.id : "", page: list.query.page })}
              onMoved={list.refresh}
            />
          ))}
        </ul>
      )}
    </ListView>
  );
}

function StatusRow({
  project,
  open,
  tab,
  onTab,
  onToggle,
  onMoved,
}: {
  project: Project;
  open: boolean;
  tab: string;
  onTab(tab: string): void;
  onToggle(open: boolean): void;
  onMoved(): void;
}) {
  const id = useId();
  const run = project.latestRun;
  return (
    <li class={open ? "open" : undefined}>
      <button
        type="button"
        class="status-row"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => onToggle(!open)}
      >
        <Icon of={chevronRight} class="status-chevron" />
        <span class="status-name">
          <strong>{project.name}</strong>
          <span class="small soft">
            {project.clientName ? `${project.clientName} · ` : ""}
            {run ? phaseOf(run) : "Never run"}
          </span>
        </span>
        <StatusBadge
          status={run && run.status !== "completed" && project.state === "running" ? run.status : project.state}
        />
        <span class="status-progress">
          <Progress
            value={run?.progress ?? 0}
            label={`${project.name}, share verified`}
            live={run !== undefined && run !== null && isMoving(run.status)}
          />
          <span class="number">{Math.round(run?.progress ?? 0)} %</span>
        </span>
        <span class="small soft number status-eta">
          {run && isMoving(run.status) && run.etaSeconds != null ? (
            eta(run.etaSeconds)
          ) : run ? (
            <Ago at={run.endedAt ?? run.createdAt} />
          ) : (
            ""
          )}
        </span>
      </button>
      {open && (
        <div class="status-detail" id={id}>
          {run ? (
            <OpenRun project={project} run={run} tab={tab} onTab={onTab} onMoved={onMoved} />
          ) : (
            <NeverRun project={project} />
          )}
        </div>
      )}
    </li>
  );
}

const NeverRun = ({ project }: { project: Project }) => (
  <p class="soft">
    This project has not run yet. <a href={`/app/projects/${project.id}`}>Open it to press RUN.</a>
  </p>
);

function OpenRun({
  project,
  run,
  tab,
  onTab,
  onMoved,
}: {
  project: Project;
  run: RunBrief;
  tab: string;
  onTab(tab: string): void;
  onMoved(): void;
}) {
  const { mayBuild } = useSelf();
  const live = useResource(at("/api/tenant/runs/{id}", { id: run.id }), (now) =>
    isMoving(now.status) ? 1_000 : undefined,
  );
  if (!live.data)
    return live.error ? (
      <Failed error={live.error} what="The run" onRetry={live.refresh} />
    ) : (
      <BlockSkeleton what="the run" lines={5} />
    );
  const moved = (next: Run) => {
    live.put(next);
    live.refresh();
    onMoved();
  };
  return (
    <div class="stack">
      <div class="status-actions">
        {mayBuild && <RunControls run={live.data} onChange={moved} />}
        <ButtonLink size="s" variant="quiet" href={`/app/projects/${project.id}`}>
          Open project
        </ButtonLink>
      </div>
      {(live.data.requirements?.length ?? 0) > 0 && (
        <ProofStrip
          requirements={live.data.requirements ?? []}
          label={`${project.name}, requirements`}
          live={isMoving(live.data.status)}
        />
      )}
      {live.data.status === "completed" && (
        <DownloadCard where={at("/api/tenant/projects/{id}/download", { id: project.id })} run={live.data} />
      )}
      <RunDetail run={live.data} tab={tab} onTab={onTab} />
    </div>
  );
}
