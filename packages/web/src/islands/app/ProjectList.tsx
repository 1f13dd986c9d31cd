import folderPlus from "lucide-static/icons/folder-plus.svg?icon";
import plus from "lucide-static/icons/plus.svg?icon";
import { useList } from "../../lib/list.ts";
import type { Project } from "../../lib/shapes.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { ListView } from "../../ui/ListView.tsx";
import { Progress } from "../../ui/Progress.tsx";
import { Empty } from "../../ui/States.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { Ago } from "../../ui/Time.tsx";

const defaults = { page: 1, pageSize: 10, search: "", state: "", sort: "createdAt:desc" };

const states = [
  { value: "", label: "Any state" },
  { value: "pending", label: "Pending" },
  { value: "running", label: "Running" },
  { value: "paused", label: "Paused" },
  { value: "completed", label: "Completed" },
  { value: "failed", label: "Failed" },
];

const columns: readonly Column<Project>[] = [
  {
    title: "Project",
    sort: "name",
    main: true,
    cell: (project) => (
      <>
        <a href={`/app/projects/${project.id}`}>{project.name}</a>
        {project.clientName && <span class="cell-sub">{project.clientName}</span>}
      </>
    ),
  },
  { title: "State", cell: (project) => <StatusBadge status={project.state} /> },
  { title: "Verified", cell: (project) => <Verified project={project} /> },
  {
    title: "Code",
    cell: (project) =>
      project.activationCode ? <code>…{project.activationCode.last5}</code> : <span class="soft">none</span>,
  },
  { title: "Created", sort: "createdAt", align: "end", cell: (project) => <Ago at={project.createdAt} /> },
];

function Verified({ project }: { project: Project }) {
  const run = project.latestRun;
  if (!run) return <span class="soft">never run</span>;
  return (
    <span class="cell-progress">
      <Progress value={run.progress} label={`${project.name}, verified`} live={project.state === "running"} />
      <span class="number">{Math.round(run.progress)} %</span>
    </span>
  );
}

/** The tenant's projects. Search, state, page and sort live in the address, so back, reload and sharing keep them. */
export function ProjectList() {
  const list = useList<Project, typeof defaults>("/api/tenant/projects", defaults, (page) =>
    page.items.some((project) => project.state === "running") ? 5_000 : undefined,
  );
  return (
    <ListView
      list={list}
      what="projects"
      placeholder="Search by name or client"
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
          icon={folderPlus}
          title="No project yet"
          action={
            <ButtonLink href="/app/projects/new" variant="primary" icon={plus}>
              Describe your first project
            </ButtonLink>
          }
        >
          Write what the software must do. You get it back built, tested and packed, with the evidence for every
          requirement.
        </Empty>
      }
    >
      {(items, stale) => (
        <Table
          caption="Projects"
          columns={columns}
          rows={items}
          stale={stale}
          sort={list.query.sort}
          onSort={(sort) => list.change({ sort })}
        />
      )}
    </ListView>
  );
}
