import type { ComponentChildren } from "preact";
import { address, at, call } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import type { LlmLevel, LlmOverride } from "../../../lib/shapes.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { Card } from "../../../ui/Card.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { Pager } from "../../../ui/Pager.tsx";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import { Ago } from "../../../ui/Time.tsx";
import { ProjectFilter } from "../ProjectFilter.tsx";
import { LevelForm } from "./LevelForm.tsx";
import { agents, nameOf } from "./words.ts";

/** What agents work by: the whole platform's level, a project's, or that of one agent in a project. */
export function Configuration() {
  const [view, change] = useUrlState({ projectId: "", agent: "", page: 1 });
  return (
    <div class="stack">
      <search class="filters level">
        <ProjectFilter
          none="The system"
          value={view.projectId}
          onValue={(projectId) => change({ projectId, agent: "" })}
        />
        {view.projectId !== "" && (
          <SelectField
            label="Agent"
            quietLabel
            value={view.agent}
            onValue={(agent) => change({ agent })}
            choices={[{ value: "", label: "All its agents" }, ...agents.map((value) => ({ value, label: value }))]}
          />
        )}
      </search>
      {view.projectId === "" ? (
        <>
          <SystemLevel />
          <Overrides page={view.page} onPage={(page) => change({ page })} />
        </>
      ) : view.agent === "" ? (
        <ProjectLevel key={view.projectId} id={view.projectId} />
      ) : (
        <AgentLevel key={view.projectId + view.agent} id={view.projectId} agent={view.agent as Agent} />
      )}
    </div>
  );
}

type Agent = NonNullable<LlmLevel["agent"]>;

function SystemLevel() {
  const level = useResource("/api/llm/system");
  if (!level.data) return <NotThere of={level} />;
  return (
    <LevelForm
      key={level.data.version}
      level={level.data}
      onReload={level.refresh}
      onSave={async (said) => {
        const next = await call("put /api/llm/system", said);
        level.put(next);
        return next;
      }}
    />
  );
}

function ProjectLevel({ id }: { id: string }) {
  const level = useResource(at("/api/llm/projects/{id}", { id }));
  if (!level.data) return <NotThere of={level} />;
  const { agents: own, version } = level.data;
  return (
    <>
      <LevelForm
        key={version}
        level={level.data}
        onReload={level.refresh}
        onSave={async (said) => {
          const next = await call("put /api/llm/projects/{id}", { id, ...said });
          level.put(next);
          return next;
        }}
        onClear={async () => level.put(await call("delete /api/llm/projects/{id}", { id, replaces: version }))}
      />
      {own.length > 0 && (
        <Card title="Agents that do otherwise here">
          <ul class="small">
            {own.map(({ agent, names }) => (
              <li key={agent}>
                <LevelLink projectId={id} agent={agent}>
                  {agent}
                </LevelLink>
                : {names.map(nameOf).join(", ")}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function AgentLevel({ id, agent }: { id: string; agent: Agent }) {
  const level = useResource(at("/api/llm/projects/{id}/agents/{agent}", { id, agent }));
  if (!level.data) return <NotThere of={level} />;
  const { version } = level.data;
  return (
    <LevelForm
      key={version}
      level={level.data}
      onReload={level.refresh}
      onSave={async (said) => {
        const next = await call("put /api/llm/projects/{id}/agents/{agent}", { id, agent, ...said });
        level.put(next);
        return next;
      }}
      onClear={async () =>
        level.put(await call("delete /api/llm/projects/{id}/agents/{agent}", { id, agent, replaces: version }))
      }
    />
  );
}

const NotThere = ({ of: { error, refresh } }: { of: { error: Error | undefined; refresh(): void } }) =>
  error ? (
    <Failed error={error} what="The configuration" onRetry={refresh} />
  ) : (
    <BlockSkeleton what="the configuration" lines={12} tall />
  );

type LevelLinkProps = { projectId: string; agent?: string | null; children: ComponentChildren };

const LevelLink = ({ projectId, agent, children }: LevelLinkProps) => (
  <a href={address("/admin/llm", { tab: "configuration", projectId, agent: agent ?? undefined })}>{children}</a>
);

const columns: readonly Column<LlmOverride & { id: string }>[] = [
  {
    title: "Project",
    main: true,
    cell: ({ project, tenant }) => (
      <span class="break">
        <LevelLink projectId={project.id}>{project.name}</LevelLink>
        <span class="cell-sub">{tenant.name}</span>
      </span>
    ),
  },
  {
    title: "Says otherwise",
    cell: ({ project, overrides }) => (
      <span class="break">
        {overrides.map(({ agent, names }) => (
          <span class="cell-sub" key={agent ?? ""}>
            <LevelLink projectId={project.id} agent={agent}>
              {agent ?? "all its agents"}
            </LevelLink>
            : {names.map(nameOf).join(", ")}
          </span>
        ))}
        {overrides.length === 0 && <span class="soft">nothing any more</span>}
      </span>
    ),
  },
  { title: "Changed", align: "end", cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
];

/** The projects that say something otherwise, lately changed first. */
function Overrides({ page, onPage }: { page: number; onPage(page: number): void }) {
  const list = useResource(at("/api/llm/projects", { page, pageSize: 10 }));
  if (!list.data || list.data.total === 0) return null;
  return (
    <Card title="Projects that say otherwise">
      <Table
        caption="Projects that say otherwise"
        columns={columns}
        rows={list.data.items.map((item) => ({ id: item.project.id, ...item }))}
        stale={list.stale}
      />
      <Pager {...list.data} onPage={onPage} />
    </Card>
  );
}
