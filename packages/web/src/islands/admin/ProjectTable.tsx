import folder from "lucide-static/icons/folder-kanban.svg?icon";
import { useState } from "preact/hooks";
import { address, call } from "../../lib/api.ts";
import { useList } from "../../lib/list.ts";
import type { ProjectOfTenant } from "../../lib/shapes.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { ListTable } from "../../ui/ListView.tsx";
import { Empty } from "../../ui/States.tsx";
import type { Column } from "../../ui/Table.tsx";
import { Ago } from "../../ui/Time.tsx";
import { Removal } from "./Removal.tsx";
import { TenantFilter } from "./TenantFilter.tsx";

const defaults = {
  page: 1,
  pageSize: 10,
  search: "",
  tenantId: "",
  state: "",
  archived: "false",
  sort: "createdAt:desc",
};

const states = [
  { value: "", label: "Any state" },
  { value: "pending", label: "Pending" },
  { value: "running", label: "Running" },
  { value: "paused", label: "Paused" },
  { value: "completed", label: "Completed" },
  { value: "failed", label: "Failed" },
];

const columns: readonly Column<ProjectOfTenant>[] = [
  {
    title: "Project",
    sort: "name",
    main: true,
    cell: (project) => (
      <>
        <strong class="row-name break">{project.name}</strong>
        {project.clientName && <span class="cell-sub">for {project.clientName}</span>}
      </>
    ),
  },
  { title: "Tenant", cell: ({ tenant }) => <a href={`/admin/tenants/${tenant.id}`}>{tenant.name}</a> },
  { title: "State", cell: ({ state }) => <StatusBadge status={state} /> },
  {
    title: "Runs",
    align: "end",
    cell: ({ name, tenant, latestRun }) =>
      latestRun ? (
        <a href={address("/admin/runs", { search: name, tenantId: tenant.id })}>{latestRun.number}</a>
      ) : (
        <span class="soft">0</span>
      ),
  },
  { title: "Created", sort: "createdAt", align: "end", cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

/** The projects of all tenants. */
export function ProjectTable() {
  const list = useList("/api/admin/projects", defaults);
  const [chosen, setChosen] = useState<ProjectOfTenant | undefined>();
  const withActions: readonly Column<ProjectOfTenant>[] = [
    ...columns,
    {
      title: "Actions",
      actions: true,
      cell: (project) => (
        <Button size="s" variant="quiet" aria-label={`Delete ${project.name}`} onClick={() => setChosen(project)}>
          Delete
        </Button>
      ),
    },
  ];
  return (
    <>
      <ListTable
        list={list}
        what="projects"
        placeholder="Search by name or client"
        filters={
          <>
            <TenantFilter value={list.query.tenantId} onValue={(tenantId) => list.change({ tenantId })} />
            <SelectField
              label="State"
              quietLabel
              value={list.query.state}
              onValue={(state) => list.change({ state })}
              choices={states}
            />
            <SelectField
              label="Archive"
              quietLabel
              value={list.query.archived}
              onValue={(archived) => list.change({ archived })}
              choices={[
                { value: "false", label: "Not archived" },
                { value: "true", label: "Archived" },
              ]}
            />
          </>
        }
        empty={
          <Empty icon={folder} title="No project yet">
            Projects appear here as soon as a tenant describes one.
          </Empty>
        }
        columns={withActions}
      />
      <Removal
        deed={chosen && (() => call("delete /api/admin/projects/{id}", { id: chosen.id }))}
        title={`Delete ${chosen?.name ?? ""}?`}
        action="Delete project"
        said={`${chosen?.name ?? "The project"} is deleted.`}
        onClose={() => setChosen(undefined)}
        onDone={() => {
          setChosen(undefined);
          list.refresh();
        }}
      >
        <p>
          It goes with {chosen?.latestRun ? `its ${chosen.latestRun.number} ` : "all "}
          {chosen?.latestRun?.number === 1 ? "run" : "runs"}, its comments and everything that was delivered.{" "}
          {chosen?.tenant.name} loses it for good: nothing of it can be brought back.
        </p>
      </Removal>
    </>
  );
}
