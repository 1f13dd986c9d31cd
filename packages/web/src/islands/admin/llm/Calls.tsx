import bot from "lucide-static/icons/bot.svg?icon";
import { at } from "../../../lib/api.ts";
import { micros } from "../../../lib/money.ts";
import { useOlder } from "../../../lib/older.ts";
import type { LlmCall } from "../../../lib/shapes.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { CsvLink } from "../../../ui/CsvLink.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { Older } from "../../../ui/Older.tsx";
import { Empty, Failed, NoMatch, RowsSkeleton } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import { Ago } from "../../../ui/Time.tsx";
import { TenantFilter } from "../TenantFilter.tsx";
import { agents } from "./words.ts";

const defaults = { tenantId: "", agent: "", provider: "", status: "", cache: "", runId: "", from: "", to: "" };

const columns: readonly Column<LlmCall>[] = [
  {
    title: "Call",
    main: true,
    cell: ({ agent, provider, model }) => (
      <>
        <span class="agent">{agent}</span>
        <span class="cell-sub break">
          {provider} {model}
        </span>
      </>
    ),
  },
  {
    title: "For",
    cell: ({ project, tenant }) => (
      <span class="break">
        {project.name}
        <span class="cell-sub">{tenant.name}</span>
      </span>
    ),
  },
  {
    title: "State",
    cell: ({ status, errorCode, cache }) => (
      <span>
        <StatusBadge status={status} />
        {errorCode && <code class="cell-sub break">{errorCode}</code>}
        {cache === "hit" && <span class="cell-sub">from the store</span>}
      </span>
    ),
  },
  { title: "Tokens", align: "end", cell: (call) => (call.inputTokens + call.outputTokens).toLocaleString("en") },
  { title: "Took", align: "end", cell: ({ latencyMs }) => `${latencyMs.toLocaleString("en")} ms` },
  {
    title: "Cost",
    align: "end",
    cell: ({ costMicros }) => (costMicros === null ? <span class="soft">unknown</span> : micros(costMicros)),
  },
  { title: "When", align: "end", cell: ({ at }) => <Ago at={at} /> },
];

const choices = (any: string, values: readonly string[]) => [
  { value: "", label: any },
  ...values.map((value) => ({ value, label: value })),
];

/** Every question to a model, newest first, with the sums over all that the filter lets through. */
export function Calls() {
  const [view, change] = useUrlState(defaults);
  const feed = useOlder(at("/api/llm/logs", view));
  const isFiltered = Object.values(view).some((value) => value !== "");
  const totals = feed.data?.totals;
  return (
    <div class="stack">
      <search class="filters level">
        <TenantFilter value={view.tenantId} onValue={(tenantId) => change({ tenantId })} />
        <SelectField
          label="Agent"
          quietLabel
          value={view.agent}
          onValue={(agent) => change({ agent })}
          choices={choices("Any agent", agents)}
        />
        <SelectField
          label="Provider"
          quietLabel
          value={view.provider}
          onValue={(provider) => change({ provider })}
          choices={choices("Any provider", ["blueprint", "openai", "anthropic", "google", "compatible"])}
        />
        <SelectField
          label="State"
          quietLabel
          value={view.status}
          onValue={(status) => change({ status })}
          choices={choices("Any state", ["succeeded", "failed", "refused"])}
        />
        <SelectField
          label="Store"
          quietLabel
          value={view.cache}
          onValue={(cache) => change({ cache })}
          choices={[
            { value: "", label: "Stored or not" },
            { value: "hit", label: "From the store" },
            { value: "miss", label: "Asked anew" },
            { value: "none", label: "Never stored" },
          ]}
        />
        <TextField
          label="From"
          quietLabel
          type="date"
          value={view.from}
          onValue={(from) => change({ from }, "replace")}
        />
        <TextField label="To" quietLabel type="date" value={view.to} onValue={(to) => change({ to }, "replace")} />
        <CsvLink href={at("/api/llm/logs/export", view)} what="the calls" />
      </search>
      {totals && totals.calls > 0 && (
        <p class="small" role="status">
          <strong>{totals.calls.toLocaleString("en")}</strong> calls, {totals.failed.toLocaleString("en")} failed,{" "}
          {(totals.inputTokens + totals.outputTokens).toLocaleString("en")} tokens, {micros(totals.costMicros)} spent,{" "}
          {micros(totals.savedMicros)} saved
          {totals.averageLatencyMs !== null && `, ${totals.averageLatencyMs.toLocaleString("en")} ms on average`}
          {totals.unpriced > 0 && `; the price of ${totals.unpriced.toLocaleString("en")} is not known`}.
        </p>
      )}
      <div class="table-frame">
        {feed.error && (feed.stale || !feed.items) && <Failed error={feed.error} what="Calls" onRetry={feed.refresh} />}
        {!feed.error && !feed.items && <RowsSkeleton what="calls" />}
        {feed.items?.length === 0 && !isFiltered && (
          <Empty icon={bot} title="No call yet">
            Blueprints ask nobody. Where a model is asked, it is written here with what it cost.
          </Empty>
        )}
        {feed.items?.length === 0 && isFiltered && <NoMatch what="calls" onClear={() => change(defaults)} />}
        {feed.items && feed.items.length > 0 && !(feed.error && feed.stale) && (
          <Table caption="Calls" columns={columns} rows={feed.items} stale={feed.stale} />
        )}
      </div>
      <Older older={feed.older} failure={feed.failure} />
    </div>
  );
}
