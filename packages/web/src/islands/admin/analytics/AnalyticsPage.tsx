import { at } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { Failed } from "../../../ui/States.tsx";
import { ProjectFilter } from "../ProjectFilter.tsx";
import { TenantFilter } from "../TenantFilter.tsx";
import { AnalyticsSkeleton } from "./AnalyticsSkeleton.tsx";
import { Charts } from "./Charts.tsx";
import { Figures } from "./Figures.tsx";
import { Tables } from "./Tables.tsx";

const ranges = [
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
  { value: "90d", label: "Last 90 days" },
  { value: "12m", label: "Last 12 months" },
  { value: "custom", label: "Own range" },
];

const dayMs = 86_400_000;
const dayAgo = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);

/** Figures over time against the time before, for the platform, a tenant or a project. */
export function AnalyticsPage() {
  const [view, change] = useUrlState({ range: "30d", from: "", to: "", tenant: "", project: "" });
  const isAskable = view.range !== "custom" || (view.from !== "" && view.to !== "");
  const answer = useResource(isAskable ? at("/api/admin/analytics", view) : undefined, () => 60_000);
  const { tenant, ...rest } = view;
  const csv = (table: string) =>
    at("/api/admin/export", { kind: "analytics", format: "csv", table, ...rest, tenantId: tenant });
  return (
    <div class="stack">
      <search class="filters level">
        <SelectField
          label="Range"
          quietLabel
          value={view.range}
          onValue={(range) =>
            change(range === "custom" ? { range, from: dayAgo(29), to: dayAgo(0) } : { range, from: "", to: "" })
          }
          choices={ranges}
        />
        {view.range === "custom" && (
          <>
            <TextField
              label="First day"
              quietLabel
              type="date"
              value={view.from}
              max={view.to}
              onValue={(from) => change({ from }, "replace")}
            />
            <TextField
              label="Last day"
              quietLabel
              type="date"
              value={view.to}
              min={view.from}
              onValue={(to) => change({ to }, "replace")}
            />
          </>
        )}
        <TenantFilter value={view.tenant} onValue={(tenant) => change({ tenant, project: "" })} />
        <ProjectFilter
          none="Any project"
          tenantId={view.tenant}
          value={view.project}
          onValue={(project) => change({ project })}
        />
      </search>
      {answer.error && !answer.stale && <Failed error={answer.error} what="Analytics" onRetry={answer.refresh} />}
      {answer.error && answer.stale && <Failed error={answer.error} what="This range" onRetry={answer.refresh} />}
      {!answer.error && !answer.data && <AnalyticsSkeleton />}
      {!answer.error && answer.data && (
        <div class={`stack${answer.stale ? " stale" : ""}`} aria-busy={answer.stale ? "true" : undefined}>
          <Figures of={answer.data} />
          <Charts of={answer.data} csv={csv} />
          <Tables of={answer.data} csv={csv} />
        </div>
      )}
    </div>
  );
}
