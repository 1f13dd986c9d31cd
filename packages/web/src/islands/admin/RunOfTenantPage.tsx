import { useState } from "preact/hooks";
import { address, at } from "../../lib/api.ts";
import { micros } from "../../lib/money.ts";
import { idFromPath } from "../../lib/path-id.ts";
import { useResource } from "../../lib/resource.ts";
import { isMoving } from "../../lib/run-gate.ts";
import type { RunDetailOfTenant } from "../../lib/shapes.ts";
import { size } from "../../lib/size.ts";
import { useTitle } from "../../lib/title.ts";
import { useUrlState } from "../../lib/url-state.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Breadcrumb } from "../../ui/Breadcrumb.tsx";
import { Card } from "../../ui/Card.tsx";
import { BlockSkeleton, Failed } from "../../ui/States.tsx";
import { Ago, Took } from "../../ui/Time.tsx";
import { RunDetail } from "../app/RunDetail.tsx";
import { RunProgress } from "../app/RunProgress.tsx";

/** One run of any tenant, followed while it moves. An admin looks; what is done with it, its tenant does. */
export function RunOfTenantPage() {
  const [id] = useState(() => idFromPath(location.pathname));
  const [view, change] = useUrlState({ tab: "requirements" });
  const run = useResource(at("/api/admin/runs/{id}", { id }), ({ status }) => (isMoving(status) ? 2_000 : undefined));
  useTitle(run.data && `${run.data.project.name}, run ${run.data.number}`, run.data);
  if (!run.data)
    return run.error ? (
      <Failed error={run.error} what="The run" onRetry={run.refresh} />
    ) : (
      <BlockSkeleton what="the run" lines={10} tall />
    );
  const it = run.data;
  return (
    <>
      <div class="page-head">
        <div>
          <Breadcrumb trail={[["Runs", "/admin/runs"]]} />
          <div class="title-row">
            <h1>
              {it.project.name}, run {it.number}
            </h1>
            <StatusBadge status={it.status} />
          </div>
        </div>
      </div>
      <div class="columns">
        <Card title="Progress">
          <div class="stack">
            <RunProgress run={it} name={it.project.name} />
            <RunDetail run={it} door="admin" tab={view.tab} onTab={(tab) => change({ tab }, "replace")} />
          </div>
        </Card>
        <aside class="stack">
          <RunFacts run={it} />
        </aside>
      </div>
    </>
  );
}

function RunFacts({ run }: { run: RunDetailOfTenant }) {
  return (
    <Card title="Facts">
      <dl class="facts small">
        <div>
          <dt>Tenant</dt>
          <dd>
            <a href={`/admin/tenants/${run.tenant.id}`}>{run.tenant.name}</a>
          </dd>
        </div>
        <div>
          <dt>Ordered</dt>
          <dd>
            <Ago at={run.createdAt} />
          </dd>
        </div>
        {run.startedAt && (
          <div>
            <dt>{run.endedAt ? "Took" : "Works since"}</dt>
            <dd>
              <Took from={run.startedAt} to={run.endedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>Attempts</dt>
          <dd class="number">{run.attempt}</dd>
        </div>
        <div>
          <dt>Spent on models</dt>
          <dd class="number">
            <a href={address("/admin/llm", { tab: "calls", runId: run.id })}>{micros(run.costMicros)}</a>
          </dd>
        </div>
        {run.artifact && (
          <div>
            <dt>Archive</dt>
            <dd class="number">{size(run.artifact.bytes)}</dd>
          </div>
        )}
        <div>
          <dt>Audit</dt>
          <dd>
            <a href={address("/admin/audit", { search: run.id })}>What people did with it</a>
          </dd>
        </div>
      </dl>
    </Card>
  );
}
