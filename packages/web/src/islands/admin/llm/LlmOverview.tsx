import triangleAlert from "lucide-static/icons/triangle-alert.svg?icon";
import { at } from "../../../lib/api.ts";
import { micros } from "../../../lib/money.ts";
import { useResource } from "../../../lib/resource.ts";
import type { LlmStats } from "../../../lib/shapes.ts";
import { count } from "../../../lib/size.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { Card, Figure } from "../../../ui/Card.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { Meter } from "../../../ui/Progress.tsx";
import { BlockSkeleton, Failed, Notice } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";

const ranges = [
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
  { value: "90d", label: "Last 90 days" },
];

const ms = (value: number | null) => (value === null ? "–" : `${value.toLocaleString("en")} ms`);

/** What models cost and how they did, how near the budgets are, and what was saved by asking nobody. */
export function LlmOverview() {
  const [view, change] = useUrlState({ range: "30d" });
  const stats = useResource(at("/api/llm/stats", { range: view.range as LlmStats["range"] }), () => 30_000);
  return (
    <div class="stack">
      <search class="filters level">
        <SelectField
          label="Range"
          quietLabel
          value={view.range}
          onValue={(range) => change({ range })}
          choices={ranges}
        />
      </search>
      {stats.error && (stats.stale || !stats.data) && (
        <Failed error={stats.error} what="The overview" onRetry={stats.refresh} />
      )}
      {!stats.error && !stats.data && <BlockSkeleton what="the overview" lines={10} tall />}
      {stats.data && !(stats.error && stats.stale) && (
        <div class={`stack${stats.stale ? " stale" : ""}`} aria-busy={stats.stale ? "true" : undefined}>
          <Shown of={stats.data} />
        </div>
      )}
    </div>
  );
}

function Shown({ of: { budgets, totals, errorRate, latencyMs, savings, openAlerts, ...by } }: { of: LlmStats }) {
  return (
    <>
      {openAlerts > 0 && (
        <Notice
          tone="warn"
          icon={triangleAlert}
          title={`${count(openAlerts, "alert")} to look at`}
          action={
            <a class="small" href="/admin/llm?tab=alerts&status=open">
              See them
            </a>
          }
        />
      )}
      <Card title="Budgets of the platform">
        <div class="stack close">
          <Meter label="This month" used={budgets.month.usedMicros} limit={budgets.month.limitMicros} words={micros} />
          <Meter label="Today" used={budgets.day.usedMicros} limit={budgets.day.limitMicros} words={micros} />
        </div>
      </Card>
      <div class="stats wide">
        <Figure
          label="Calls"
          value={totals.calls.toLocaleString("en")}
          note={errorRate === null ? "None reached a provider" : `${errorRate.toLocaleString("en")} % failed`}
        />
        <Figure
          label="Spent"
          value={micros(totals.costMicros)}
          note={
            totals.unpriced > 0 ? `${count(totals.unpriced, "call")} without a known price` : "Every price is known"
          }
        />
        <Figure label="Half answered within" value={ms(latencyMs.p50)} note={`95 % within ${ms(latencyMs.p95)}`} />
        <Figure
          label="Tokens"
          value={(totals.inputTokens + totals.outputTokens).toLocaleString("en", { notation: "compact" })}
          note={`${totals.cachedTokens.toLocaleString("en", { notation: "compact" })} from providers' caches`}
        />
        <Figure
          label="Saved by stored answers"
          value={micros(savings.cacheMicros)}
          note={count(savings.cacheHits, "stored answer")}
        />
        <Figure
          label="Saved by blueprints"
          value={savings.blueprintMicros === null ? "–" : micros(savings.blueprintMicros)}
          note={`${count(savings.blueprintRuns, "run")} asked no model`}
        />
      </div>
      <div class="pair">
        <Shares title="By provider" first="Provider" rows={by.byProvider} />
        <Shares title="By model" first="Model" rows={by.byModel} />
      </div>
      <Shares title="By agent" first="Agent" rows={by.byAgent} />
    </>
  );
}

type Share = LlmStats["byModel"][number];

function Shares({ title, first, rows }: { title: string; first: string; rows: readonly Share[] }) {
  const columns: readonly Column<Share & { id: string }>[] = [
    { title: first, main: true, cell: ({ name }) => <strong class="row-name break">{name}</strong> },
    { title: "Calls", align: "end", cell: ({ calls }) => calls.toLocaleString("en") },
    { title: "Failed", align: "end", cell: ({ failed }) => failed.toLocaleString("en") },
    { title: "On average", align: "end", cell: ({ averageLatencyMs }) => ms(averageLatencyMs) },
    { title: "Cost", align: "end", cell: ({ costMicros }) => micros(costMicros) },
  ];
  return (
    <Card title={title}>
      {rows.length === 0 ? (
        <p class="soft small">No model was asked in this range.</p>
      ) : (
        <Table caption={title} columns={columns} rows={rows.map((row) => ({ id: row.name, ...row }))} />
      )}
    </Card>
  );
}
