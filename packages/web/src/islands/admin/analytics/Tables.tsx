import { micros, money } from "../../../lib/money.ts";
import type { Analytics } from "../../../lib/shapes.ts";
import { count } from "../../../lib/size.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { Card } from "../../../ui/Card.tsx";
import { CsvLink } from "../../../ui/CsvLink.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";

type Row<T> = T & { id: string };
type Tenant = Row<Analytics["tenants"]["items"][number]>;
type Model = Row<Analytics["cost"]["byModel"][number]>;
type Agent = Row<Analytics["cost"]["byAgent"][number]>;
type Subscription = Row<Analytics["subscriptions"][number]>;

const number = (value: number) => value.toLocaleString("en");

const tenantColumns: readonly Column<Tenant>[] = [
  { title: "Tenant", main: true, cell: ({ tenant }) => <a href={`/admin/tenants/${tenant.id}`}>{tenant.name}</a> },
  { title: "Runs", align: "end", cell: ({ runs }) => number(runs) },
  { title: "Completed", align: "end", cell: ({ completed }) => number(completed) },
  { title: "Failed", align: "end", cell: ({ failed }) => number(failed) },
  { title: "Codes", align: "end", cell: ({ codes }) => number(codes) },
  { title: "Devices", align: "end", cell: ({ devices }) => number(devices) },
  { title: "Cost", align: "end", cell: ({ costMicros }) => micros(costMicros) },
];

const spent = [
  { title: "Calls", align: "end", cell: ({ calls }: { calls: number }) => number(calls) },
  {
    title: "Tokens",
    align: "end",
    cell: (row: { inputTokens: number; outputTokens: number }) => number(row.inputTokens + row.outputTokens),
  },
  { title: "Cost", align: "end", cell: ({ costMicros }: { costMicros: number }) => micros(costMicros) },
] as const;

const modelColumns: readonly Column<Model>[] = [
  {
    title: "Model",
    main: true,
    cell: ({ provider, model }) => (
      <>
        <strong class="row-name break">{model}</strong>
        <span class="cell-sub">{provider}</span>
      </>
    ),
  },
  ...spent,
];
const agentColumns: readonly Column<Agent>[] = [
  { title: "Agent", main: true, cell: ({ agent }) => <span class="agent">{agent}</span> },
  ...spent,
];

const subscriptionColumns: readonly Column<Subscription>[] = [
  { title: "Plan", main: true, cell: ({ plan }) => <strong class="row-name">{plan.name}</strong> },
  { title: "State", cell: ({ status }) => <StatusBadge status={status} /> },
  { title: "Paid", cell: ({ interval }) => `by the ${interval}` },
  { title: "Tenants", align: "end", cell: ({ tenants }) => number(tenants) },
  { title: "Revenue a month", align: "end", cell: ({ mrrCents }) => money(mrrCents) },
];

const none = <p class="soft small">None in this range.</p>;

/** Who used how much, what models cost, and what is paid. */
export function Tables({ of: data, csv }: { of: Analytics; csv(table: string): string }) {
  const { items, rest } = data.tenants;
  const costCsv = <CsvLink href={csv("cost")} what="cost" />;
  return (
    <>
      <Card title="Tenants with the most runs" aside={<CsvLink href={csv("tenants")} what="tenants" />}>
        {items.length === 0 ? (
          none
        ) : (
          <Table caption="Tenants" columns={tenantColumns} rows={items.map((row) => ({ ...row, id: row.tenant.id }))} />
        )}
        {rest.tenants > 0 && (
          <p class="soft small">
            {count(rest.tenants, "other tenant")}: {count(rest.runs, "run")}, {micros(rest.costMicros)}.
          </p>
        )}
      </Card>
      <div class="pair">
        <Card title="Cost by model" aside={costCsv}>
          {data.cost.byModel.length === 0 ? (
            none
          ) : (
            <Table
              caption="Cost by model"
              columns={modelColumns}
              rows={data.cost.byModel.map((row) => ({ ...row, id: `${row.provider} ${row.model}` }))}
            />
          )}
        </Card>
        <Card title="Cost by agent">
          {data.cost.byAgent.length === 0 ? (
            none
          ) : (
            <Table
              caption="Cost by agent"
              columns={agentColumns}
              rows={data.cost.byAgent.map((row) => ({ ...row, id: row.agent }))}
            />
          )}
        </Card>
      </div>
      <Card title="Subscriptions now" aside={<CsvLink href={csv("subscriptions")} what="subscriptions" />}>
        {data.subscriptions.length === 0 ? (
          <p class="soft small">None.</p>
        ) : (
          <Table
            caption="Subscriptions"
            columns={subscriptionColumns}
            rows={data.subscriptions.map((row) => ({ ...row, id: `${row.plan.id} ${row.status} ${row.interval}` }))}
          />
        )}
      </Card>
    </>
  );
}
