import { ceiling } from "../lib/scale.ts";
import { type Column, Table } from "./Table.tsx";

type Series = { name: string; values: readonly (number | null)[] };

const lookOf = (index: number) => `series-${index % 4}`;

/**
 * Figures over time as stacked bars or as lines, drawn without a library. Every column says its figures on hover, and all of
 * them are in the table below it, for those who read rather than look.
 */
export function Chart({
  title,
  kind,
  at,
  series,
  max,
}: {
  title: string;
  kind: "bars" | "lines";
  /** The days or months, oldest first. */
  at: readonly string[];
  series: readonly Series[];
  /** The top of the axis, where it is known; 100 for percent. */
  max?: number;
}) {
  const sums = at.map((_, column) => series.reduce((sum, { values }) => sum + (values[column] ?? 0), 0));
  const highest = kind === "bars" ? sums : series.flatMap(({ values }) => values.map((value) => value ?? 0));
  const top = max ?? ceiling(Math.max(0, ...highest));
  const wide = 100 / Math.max(1, at.length);
  const first = at[0] ?? "";
  const last = at.at(-1) ?? "";
  return (
    <figure class="chart">
      <figcaption class="chart-legend">
        {series.map(({ name }, index) => (
          <span key={name}>
            <svg width="18" height="10" aria-hidden="true">
              {kind === "bars" ? (
                <rect class={`chart-bar ${lookOf(index)}`} width="10" height="10" x="4" rx="2" />
              ) : (
                <line class={`chart-line ${lookOf(index)}`} x1="0" x2="18" y1="5" y2="5" />
              )}
            </svg>
            {name}
          </span>
        ))}
      </figcaption>
      <div class="chart-plot">
        <span class="chart-top number">{top.toLocaleString("en")}</span>
        <svg
          width="100%"
          height="100%"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}, ${first} to ${last}; the figures are in the table below.`}
        >
          {[0, 50, 100].map((y) => (
            <line key={y} class="grid" x1="0" x2="100" y1={y} y2={y} />
          ))}
          {kind === "bars"
            ? at.map((column, index) => (
                <Bar
                  key={column}
                  at={index}
                  wide={wide}
                  top={top}
                  parts={series.map(({ values }) => values[index] ?? 0)}
                />
              ))
            : series.map(({ name, values }, index) => (
                <polyline
                  key={name}
                  class={`chart-line ${lookOf(index)}`}
                  points={values
                    .map((value, column) =>
                      value === null ? "" : `${(column + 0.5) * wide},${100 - (100 * value) / top}`,
                    )
                    .join(" ")}
                />
              ))}
          {at.map((column, index) => (
            <rect key={column} class="chart-column" x={index * wide} width={wide} y="0" height="100">
              <title>
                {`${column}\n${series.map(({ name, values }) => `${name}: ${values[index]?.toLocaleString("en") ?? "–"}`).join("\n")}`}
              </title>
            </rect>
          ))}
        </svg>
      </div>
      <div class="chart-axis number">
        <span>{first}</span>
        <span>{last}</span>
      </div>
      <Figures title={title} at={at} series={series} />
    </figure>
  );
}

function Bar({ at, wide, top, parts }: { at: number; wide: number; top: number; parts: readonly number[] }) {
  let below = 0;
  return (
    <>
      {parts.map((part, index) => {
        const height = (100 * part) / top;
        below += height;
        return part === 0 ? null : (
          <rect
            key={index}
            class={`chart-bar ${lookOf(index)}`}
            x={(at + 0.15) * wide}
            width={wide * 0.7}
            y={100 - below}
            height={height}
          />
        );
      })}
    </>
  );
}

function Figures({ title, at, series }: { title: string; at: readonly string[]; series: readonly Series[] }) {
  type Row = { id: string; index: number };
  const columns: readonly Column<Row>[] = [
    { title: "When", main: true, cell: ({ id }) => <span class="number nowrap">{id}</span> },
    ...series.map(
      ({ name, values }): Column<Row> => ({
        title: name,
        align: "end",
        cell: ({ index }) => values[index]?.toLocaleString("en") ?? "–",
      }),
    ),
  ];
  return (
    <details class="disclosure">
      <summary>Figures</summary>
      <Table caption={title} rows={at.map((id, index) => ({ id, index })).reverse()} columns={columns} />
    </details>
  );
}
