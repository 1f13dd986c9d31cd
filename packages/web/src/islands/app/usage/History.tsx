import { micros } from "../../../lib/money.ts";
import type { UsageMonth } from "../../../lib/shapes.ts";
import { Card } from "../../../ui/Card.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import { Bars } from "./Bars.tsx";

type Figure = "runs" | "codes" | "completed" | "failed" | "costMicros";

const figures: readonly { value: Figure; label: string }[] = [
  { value: "runs", label: "Runs" },
  { value: "completed", label: "Completed" },
  { value: "failed", label: "Failed" },
  { value: "codes", label: "Codes" },
  { value: "costMicros", label: "Cost of models" },
];

const long = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });
const startOf = (month: string) => Date.parse(`${month}-01T00:00:00Z`);

const written = (figure: Figure, value: number) =>
  figure === "costMicros" ? micros(value) : value.toLocaleString("en");

const columns: readonly Column<UsageMonth & { id: string }>[] = [
  { title: "Month", main: true, cell: ({ month }) => long.format(startOf(month)) },
  ...figures.map(({ value, label }) => ({
    title: label,
    align: "end" as const,
    cell: (row: UsageMonth) => (row[value] === 0 ? <span class="soft">0</span> : written(value, row[value])),
  })),
];

/** Twelve months: one figure of each as a bar, and all figures of those in which something happened as a table. */
export function History({
  months,
  show,
  onShow,
}: {
  /** Newest first. */
  months: readonly UsageMonth[];
  show: string;
  onShow(figure: string): void;
}) {
  const figure = figures.find(({ value }) => value === show)?.value ?? "runs";
  const busy = months.filter((row, index) => index === 0 || figures.some(({ value }) => row[value] > 0));
  return (
    <>
      <Card
        title="Twelve months"
        aside={<SelectField label="Shown in the chart" quietLabel value={figure} onValue={onShow} choices={figures} />}
      >
        <Bars
          bars={[...months].reverse().map((row) => ({
            id: row.month,
            label: short.format(startOf(row.month)),
            value: row[figure],
            written: written(figure, row[figure]),
          }))}
        />
      </Card>
      <div class="table-frame">
        <Table
          caption="Use by month, without months in which there was none"
          columns={columns}
          rows={busy.map((row) => ({ ...row, id: row.month }))}
        />
      </div>
    </>
  );
}
