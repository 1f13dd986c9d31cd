import archive from "lucide-static/icons/archive.svg?icon";
import pencil from "lucide-static/icons/pencil.svg?icon";
import { useEffect, useRef, useState } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { at, call, Refused } from "../../lib/api.ts";
import { gapsIn } from "../../lib/delivered.ts";
import { useSelf } from "../../lib/member.ts";
import { idFromPath } from "../../lib/path-id.ts";
import { useResource } from "../../lib/resource.ts";
import { isMoving } from "../../lib/run-gate.ts";
import type { Project, Run } from "../../lib/shapes.ts";
import { useDraft } from "../../lib/stored.ts";
import { useTitle } from "../../lib/title.ts";
import { sayError } from "../../lib/toast.ts";
import { useUrlState } from "../../lib/url-state.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Breadcrumb } from "../../ui/Breadcrumb.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { BlockSkeleton, Failed } from "../../ui/States.tsx";
import { Ago } from "../../ui/Time.tsx";
import { Comments } from "../Comments.tsx";
import { DownloadCard } from "../Download.tsx";
import { DraftNotice } from "../DraftNotice.tsx";
import { CodeCard } from "./CodeCard.tsx";
import { CompareRuns } from "./CompareRuns.tsx";
import { ProjectForm } from "./ProjectForm.tsx";
import { ProjectSkeleton, trail } from "./ProjectSkeleton.tsx";
import { RunCard } from "./RunCard.tsx";
import { RunControls } from "./RunControls.tsx";
import { RunDetail } from "./RunDetail.tsx";
import { RunHistory } from "./RunHistory.tsx";
import { RunProgress } from "./RunProgress.tsx";

const defaults = { tab: "requirements", run: "", compare: "", edit: "" };

export function ProjectPage() {
  const [id] = useState(() => idFromPath(location.pathname));
  const project = useResource(at("/api/tenant/projects/{id}", { id }), (now) =>
    now.latestRun && isMoving(now.latestRun.status) ? 2_000 : undefined,
  );
  const profile = useResource("/api/tenant/profile");
  const { mayBuild, isKnown } = useSelf();
  const runs = useResource(at("/api/tenant/projects/{id}/runs", { id }));
  const [view, change] = useUrlState(defaults);
  const shownRunId = view.run || project.data?.latestRun?.id;
  const run = useResource(shownRunId ? at("/api/tenant/runs/{id}", { id: shownRunId }) : undefined, (now) =>
    isMoving(now.status) ? 1_000 : undefined,
  );
  useTitle(project.data?.name, run.data);
  const latest = project.data?.latestRun;
  // The history is told of by the project, which is asked anyway; what it says first is what the history was asked with.
  const told = project.data && `${latest?.id} ${latest?.status}`;
  const known = useRef(told);
  useEffect(() => {
    if (known.current !== undefined && known.current !== told) runs.refresh();
    known.current = told;
  }, [told]);

  const value = project.data;
  if (!value)
    return project.error ? (
      <>
        <Breadcrumb trail={trail} />
        {project.error instanceof Refused && project.error.status === 404 ? (
          <NoSuchProject />
        ) : (
          <Failed error={project.error} what="The project" onRetry={project.refresh} />
        )}
      </>
    ) : (
      <ProjectSkeleton />
    );
  const refresh = () => {
    project.refresh();
    runs.refresh();
    run.refresh();
  };
  const started = (next: Run) => {
    run.put(next);
    run.refresh();
    project.refresh();
    runs.refresh();
  };

  return (
    <>
      <ProjectHead project={value} fixed={view.edit !== "" || !mayBuild} onEdit={() => change({ edit: "1" })} />
      <div class={`columns${shownRunId ? "" : " aside-first"}`}>
        <div class="stack">
          {view.edit !== "" && mayBuild ? (
            <EditBrief
              project={value}
              onDone={(next) => {
                if (next) project.put(next);
                change({ edit: "" });
              }}
            />
          ) : (
            <>
              {shownRunId && view.compare !== "" && runs.data && (
                <CompareRuns
                  runs={runs.data.items}
                  from={view.compare}
                  to={shownRunId}
                  onChange={change}
                  onClose={() => change({ compare: "" })}
                />
              )}
              {run.data && view.compare === "" && (
                <Card
                  title={`Run ${run.data.number}`}
                  aside={mayBuild && <RunControls run={run.data} onChange={started} />}
                >
                  <div class="stack">
                    <RunProgress run={run.data} name={value.name} />
                    <RunDetail run={run.data} tab={view.tab} onTab={(tab) => change({ tab }, "replace")} />
                  </div>
                </Card>
              )}
              {shownRunId && !run.data && !run.error && <BlockSkeleton what="the run" lines={6} tall />}
              {run.error && !run.data && <Failed error={run.error} what="The run" onRetry={run.refresh} />}
              {(!shownRunId || run.data || run.error) && (
                <>
                  <Brief project={value} />
                  <Comments door="app" projectId={id} maySay={mayBuild} />
                </>
              )}
            </>
          )}
        </div>
        <aside class="stack" aria-label="Run, code and history">
          <RunCard project={value} profile={profile.data} mayBuild={mayBuild || !isKnown} />
          {value.state === "completed" && (
            <DownloadCard where={at("/api/tenant/projects/{id}/download", { id })} run={run.data} />
          )}
          <CodeCard project={value} mayBuild={mayBuild} onAttached={refresh} />
          <RunHistory
            runs={runs.data?.items}
            shown={shownRunId}
            onShow={(next) => change({ run: next, compare: "" })}
            onCompare={(compare) => change({ compare })}
          />
        </aside>
      </div>
    </>
  );
}

function ProjectHead({ project, fixed, onEdit }: { project: Project; fixed: boolean; onEdit(): void }) {
  const archiving = useAction(async () => {
    try {
      await call("delete /api/tenant/projects/{id}", { id: project.id });
      // The list says it, and offers to take it back.
      location.assign(`/app/projects?undo=${encodeURIComponent(project.id)}`);
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  return (
    <div class="page-head">
      <div>
        <Breadcrumb trail={trail} />
        <div class="title-row">
          <h1>{project.name}</h1>
          <StatusBadge status={project.state} />
          {project.state === "completed" && <span class="small soft">{gapsIn(project.latestRun?.delivered)}</span>}
        </div>
        <p class="lede">
          {project.clientName ? `For ${project.clientName}. ` : ""}Created <Ago at={project.createdAt} />.
        </p>
      </div>
      {!fixed && (
        <div class="actions-row">
          <Button icon={pencil} onClick={onEdit}>
            Edit brief
          </Button>
          <Button variant="quiet" icon={archive} busy={archiving.busy} onClick={() => void archiving.run()}>
            Archive
          </Button>
        </div>
      )}
    </div>
  );
}

function EditBrief({ project, onDone }: { project: Project; onDone(next?: Project): void }) {
  const { value, change, discard, restored } = useDraft(`q2o.app.brief.${project.id}`, {
    name: project.name,
    clientName: project.clientName ?? "",
    description: project.description,
    objectives: project.objectives,
  });
  return (
    <Card title="Edit brief">
      <div class="stack">
        {restored && <DraftNotice onDiscard={discard}>What you wrote was not saved yet.</DraftNotice>}
        <ProjectForm
          value={value}
          onChange={change}
          action="Save brief"
          secondary={{ label: "Cancel", onClick: () => onDone() }}
          submit={async ({ clientName, ...brief }) => {
            const saved = await call("put /api/tenant/projects/{id}", {
              id: project.id,
              ...brief,
              clientName: clientName || null,
            });
            discard();
            onDone(saved);
          }}
        />
      </div>
    </Card>
  );
}

function Brief({ project }: { project: Project }) {
  return (
    <Card title="Brief">
      <div class="brief" id="brief">
        <h3>Description</h3>
        <p class="written">{project.description}</p>
        <h3>Objectives</h3>
        <p class="written">{project.objectives}</p>
      </div>
    </Card>
  );
}

const NoSuchProject = () => (
  <div class="state">
    <h1>No such project</h1>
    <p>It may have been archived, or the address is not quite right.</p>
    <ButtonLink href="/app/projects">Back to projects</ButtonLink>
  </div>
);
