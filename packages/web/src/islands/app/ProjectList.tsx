import archive from "lucide-static/icons/archive.svg?icon";
import folderPlus from "lucide-static/icons/folder-plus.svg?icon";
import plus from "lucide-static/icons/plus.svg?icon";
import { useEffect } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { call } from "../../lib/api.ts";
import { gapsIn } from "../../lib/delivered.ts";
import { takeIntent } from "../../lib/intent.ts";
import { useList } from "../../lib/list.ts";
import { useSelf } from "../../lib/member.ts";
import type { Project } from "../../lib/shapes.ts";
import { say, sayError } from "../../lib/toast.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { ListView } from "../../ui/ListView.tsx";
import { Progress } from "../../ui/Progress.tsx";
import { Empty } from "../../ui/States.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { Ago } from "../../ui/Time.tsx";

const defaults = { page: 1, pageSize: 10, search: "", state: "", archived: "false", sort: "createdAt:desc" };

const states = [
  { value: "", label: "Any state" },
  { value: "pending", label: "Pending" },
  { value: "running", label: "Running" },
  { value: "paused", label: "Paused" },
  { value: "completed", label: "Completed" },
  { value: "failed", label: "Failed" },
];

const places = [
  { value: "false", label: "In work" },
  { value: "true", label: "Archived" },
];

const shared: readonly Column<Project>[] = [
  { title: "State", cell: (project) => <StatusBadge status={project.state} /> },
  { title: "Verified", cell: (project) => <Verified project={project} /> },
  {
    title: "Code",
    cell: (project) =>
      project.activationCode ? <code>…{project.activationCode.last5}</code> : <span class="soft">none</span>,
  },
  { title: "Created", sort: "createdAt", align: "end", cell: (project) => <Ago at={project.createdAt} /> },
];

const nameColumn = (isArchived: boolean): Column<Project> => ({
  title: "Project",
  sort: "name",
  main: true,
  cell: ({ id, name, clientName }) => (
    <>
      {isArchived ? <span class="row-name">{name}</span> : <a href={`/app/projects/${id}`}>{name}</a>}
      {clientName && <span class="cell-sub">{clientName}</span>}
    </>
  ),
});

const restore = (id: string, key?: string) =>
  call("post /api/tenant/projects/{id}/restore", { id }, key ? { idempotencyKey: key } : {});

function Verified({ project }: { project: Project }) {
  const run = project.latestRun;
  if (!run) return <span class="soft">never run</span>;
  const gaps = gapsIn(run.delivered);
  if (gaps) return <span class="small">{gaps}</span>;
  return (
    <span class="cell-progress">
      <Progress value={run.progress} label={`${project.name}, verified`} live={project.state === "running"} />
      <span class="number">{Math.round(run.progress)} %</span>
    </span>
  );
}

/** The tenant's projects, or those that were archived. `?undo=prj_…` offers to take back what was just archived. */
export function ProjectList() {
  const list = useList("/api/tenant/projects", defaults, (page) =>
    page.items.some((project) => project.state === "running") ? 5_000 : undefined,
  );
  const { mayBuild } = useSelf();
  const { query, change, refresh } = list;
  const isArchived = query.archived === "true";
  const isWholeArchive = isArchived && query.search === "" && query.state === "";

  useEffect(() => {
    const archived = takeIntent("undo");
    if (archived)
      say("The project is archived.", "good", {
        undo: async () => {
          await restore(archived);
          refresh();
        },
      });
  }, [refresh]);
  const bringBack = useAction(async (project: Project, key) => {
    try {
      await restore(project.id, key);
      say(`${project.name} is in work again.`);
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    } finally {
      refresh();
    }
  });
  const restoring: Column<Project> = {
    title: "Actions",
    actions: true,
    cell: (project) => (
      <Button
        size="s"
        busy={bringBack.busy}
        aria-label={`Restore ${project.name}`}
        onClick={() => void bringBack.run(project)}
      >
        Restore
      </Button>
    ),
  };

  return (
    <ListView
      list={{ ...list, filtered: list.filtered && !isWholeArchive }}
      what="projects"
      placeholder="Search by name or client"
      filters={
        <>
          <SelectField
            label="State"
            quietLabel
            value={query.state}
            onValue={(state) => change({ state })}
            choices={states}
          />
          <SelectField
            label="Place"
            quietLabel
            value={isArchived ? "true" : "false"}
            onValue={(archived) => change({ archived })}
            choices={places}
          />
        </>
      }
      empty={isArchived ? <NothingArchived onBack={() => change({ archived: "false" })} /> : <NoProject />}
    >
      {(items, stale) => (
        <Table
          caption={isArchived ? "Archived projects" : "Projects"}
          columns={[nameColumn(isArchived), ...shared, ...(isArchived && mayBuild ? [restoring] : [])]}
          rows={items}
          stale={stale}
          sort={query.sort}
          onSort={(sort) => change({ sort })}
        />
      )}
    </ListView>
  );
}

const NothingArchived = ({ onBack }: { onBack(): void }) => (
  <Empty icon={archive} title="Nothing is archived" action={<Button onClick={onBack}>Show projects in work</Button>}>
    Projects you archive are kept here and can be restored.
  </Empty>
);

const NoProject = () => (
  <Empty
    icon={folderPlus}
    title="No project yet"
    action={
      <>
        <ButtonLink href="/app/projects/new" variant="primary" icon={plus}>
          Describe your first project
        </ButtonLink>
        <a class="small" href="/app/projects?archived=true">
          Archived projects
        </a>
      </>
    }
  >
    Write what the software must do. You get it back built, tested and packed, with the evidence for every requirement.
  </Empty>
);
