import type * as z from "zod";
import type { Analytics } from "../analytics/analytics.schema.ts";
import type { Cell } from "../base/csv.ts";
import type { analyticsTables } from "./export.schema.ts";
import type { Sheet } from "./sheet.ts";

type Figures = z.infer<typeof Analytics>;
type Row = Record<string, Cell>;

/** Each table of an analysis, one row after the other, with the names that the API gives them. */
const tables: Record<(typeof analyticsTables)[number], (figures: Figures) => Row[]> = {
  totals: ({ totals, durations, mrrCents }) => [
    ...Object.entries({ ...totals, ...durations }).map(([figure, compared]) => ({ figure, ...compared })),
    { figure: "mrrCents", value: mrrCents, previous: null, change: null },
  ],
  activation: ({ activation }) => activation,
  runs: ({ runs }) => runs,
  tenants: ({ tenants }) =>
    tenants.items.map(({ tenant, ...usage }) => ({ tenantId: tenant.id, tenant: tenant.name, ...usage })),
  cost: ({ cost }) => [
    ...cost.byModel.map(({ provider, model, ...cost }) => ({ provider, model, agent: null, ...cost })),
    ...cost.byAgent.map(({ agent, ...cost }) => ({ provider: null, model: null, agent, ...cost })),
  ],
  subscriptions: ({ subscriptions }) =>
    subscriptions.map(({ plan, ...rest }) => ({ planId: plan.id, plan: plan.name, ...rest })),
};

export function figuresOf(table: (typeof analyticsTables)[number], figures: Figures): Sheet {
  const rows = tables[table](figures);
  const columns = Object.keys(rows[0] ?? {});
  return { columns, rows: rows.map((row) => columns.map((name) => row[name])), total: rows.length };
}
