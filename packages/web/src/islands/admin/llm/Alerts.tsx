import bell from "lucide-static/icons/circle-check.svg?icon";
import { useAction } from "../../../lib/action.ts";
import { at, call } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import type { LlmAlert } from "../../../lib/shapes.ts";
import { say, sayError } from "../../../lib/toast.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { Button } from "../../../ui/Button.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { Pager } from "../../../ui/Pager.tsx";
import { Empty, Failed, NoMatch, RowsSkeleton } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import { Ago } from "../../../ui/Time.tsx";

const defaults = { status: "", kind: "", page: 1, pageSize: 10 };

const kinds = [
  { value: "", label: "Any kind" },
  { value: "budget_80", label: "80 % of a budget" },
  { value: "budget_95", label: "95 % of a budget" },
  { value: "budget_100", label: "A budget is used up" },
  { value: "error_rate", label: "Many errors" },
  { value: "provider_down", label: "A provider is down" },
];

/** What an admin should look at; open until somebody says it is dealt with. */
export function Alerts() {
  const [view, change] = useUrlState(defaults);
  const alerts = useResource(at("/api/llm/alerts", view), () => 30_000);
  const resolve = useAction(async (id: string, key) => {
    try {
      await call("post /api/llm/alerts/{id}/resolve", { id }, { idempotencyKey: key });
      say("The alert is resolved.");
      alerts.refresh();
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  const columns: readonly Column<LlmAlert>[] = [
    {
      title: "Alert",
      main: true,
      cell: (alert) => (
        <>
          <strong class="row-name break">{alert.message}</strong>
          <span class="cell-sub break">
            {kinds.find(({ value }) => value === alert.kind)?.label ?? alert.kind}, {alert.subjectName ?? alert.subject}
          </span>
        </>
      ),
    },
    { title: "State", cell: ({ status }) => <StatusBadge status={status === "open" ? "alert" : "resolved"} /> },
    { title: "Raised", align: "end", cell: ({ createdAt }) => <Ago at={createdAt} /> },
    {
      title: "Resolved",
      align: "end",
      cell: ({ resolvedAt, resolvedBy }) =>
        resolvedAt ? (
          <span>
            <Ago at={resolvedAt} />
            {resolvedBy && <span class="cell-sub break">{resolvedBy.email}</span>}
          </span>
        ) : (
          <span class="soft">not yet</span>
        ),
    },
    {
      title: "Actions",
      actions: true,
      cell: (alert) =>
        alert.status === "open" ? (
          <Button
            size="s"
            variant="quiet"
            busy={resolve.busy}
            aria-label={`Resolve: ${alert.message}`}
            onClick={() => void resolve.run(alert.id)}
          >
            Resolve
          </Button>
        ) : null,
    },
  ];
  const isFiltered = view.status !== "" || view.kind !== "";
  const data = alerts.data;
  return (
    <>
      <search class="filters level">
        <SelectField
          label="State"
          quietLabel
          value={view.status}
          onValue={(status) => change({ status })}
          choices={[
            { value: "", label: "Any state" },
            { value: "open", label: "Open" },
            { value: "resolved", label: "Resolved" },
          ]}
        />
        <SelectField label="Kind" quietLabel value={view.kind} onValue={(kind) => change({ kind })} choices={kinds} />
      </search>
      <div class="table-frame">
        {alerts.error && !data && <Failed error={alerts.error} what="Alerts" onRetry={alerts.refresh} />}
        {!alerts.error && !data && <RowsSkeleton what="alerts" rows={5} />}
        {data?.total === 0 && !isFiltered && (
          <Empty icon={bell} title="Nothing to look at">
            Budgets that run out, many errors, and providers that do not answer are said here.
          </Empty>
        )}
        {data?.total === 0 && isFiltered && <NoMatch what="alerts" onClear={() => change(defaults)} />}
        {data && data.total > 0 && (
          <>
            <Table caption="Alerts" columns={columns} rows={data.items} stale={alerts.stale} />
            <Pager
              page={data.page}
              pageSize={data.pageSize}
              total={data.total}
              totalPages={data.totalPages}
              onPage={(page) => change({ page })}
              onPageSize={(pageSize) => change({ pageSize })}
            />
          </>
        )}
      </div>
    </>
  );
}
