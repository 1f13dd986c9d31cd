import play from "lucide-static/icons/play.svg?icon";
import { useList } from "../../lib/list.ts";
import { micros } from "../../lib/money.ts";
import { isMoving } from "../../lib/run-gate.ts";
import type { RunOfTenant } from "../../lib/shapes.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { ListTable } from "../../ui/ListView.tsx";
import { Progress } from "../../ui/Progress.tsx";
import { Empty } from "../../ui/States.tsx";
import type { Column } from "../../ui/Table.tsx";
import { Ago, Took } from "../../ui/Time.tsx";
import { TenantFilter } from "./TenantFilter.tsx";

const defaults = { page: 1, pageSize: 10, search: "", tenantId: "", status: "" };

const statuses = [
  { value: "", label: "Any status" },
  { value: "queued", label: "Queued" },
  { value: "launching", label: "Starting" },
  { value: "running", label: "Running" },
  { value: "paused", label: "Paused" },
  { value: "completed", label: "Completed" },
  { value: "failed", label: "Failed" },
  { value: "cancelled", label: "Cancelled" },
];

const columns: readonly Column<RunOfTenant>[] = [
  {
    title: "Run",
    main: true,
    cell: (run) => (
      <>
        <a class="row-name break" href={`/admin/runs/${run.id}`}>
          {run.project.name}, run {run.number}
        </a>
        {run.error && <span class="cell-sub break">{run.error.message}</span>}
      </>
    ),
  },
  { title: "Tenant", cell: ({ tenant }) => <a href={`/admin/tenants/${tenant.id}`}>{tenant.name}</a> },
  { title: "Status", cell: ({ status }) => <StatusBadge status={status} /> },
  {
    title: "Progress",
    cell: (run) => (
      <span class="cell-progress">
        <Progress
          value={run.progress}
          label={`Run ${run.number} of ${run.project.name}`}
          live={run.status === "running"}
        />
        <span class="number">{run.progress} %</span>
      </span>
    ),
  },
  {
    title: "Took",
    align: "end",
    cell: ({ startedAt, endedAt, status }) =>
      startedAt && (endedAt || status === "running") ? (
        <Took from={startedAt} to={endedAt} />
      ) : (
        <span class="soft">–</span>
      ),
  },
  { title: "Cost", align: "end", cell: ({ costMicros }) => micros(costMicros ?? 0) },
  { title: "Ordered", align: "end", cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

/** The runs of all tenants, newest first; those that move are followed. */
export function RunTable() {
  const list = useList("/api/admin/runs", defaults, (page) =>
    page.items.some(({ status }) => isMoving(status)) ? 3_000 : 15_000,
  );
  return (
    <ListTable
      list={list}
      what="runs"
      placeholder="Search by project"
      filters={
        <>
          <TenantFilter value={list.query.tenantId} onValue={(tenantId) => list.change({ tenantId })} />
          <SelectField
            label="Status"
            quietLabel
            value={list.query.status}
            onValue={(status) => list.change({ status })}
            choices={statuses}
          />
        </>
      }
      empty={
        <Empty icon={play} title="No run yet">
          Runs appear here as soon as a tenant presses RUN.
        </Empty>
      }
      columns={columns}
    />
  );
}
