import arrowDown from "lucide-static/icons/arrow-down.svg?icon";
import arrowUp from "lucide-static/icons/arrow-up.svg?icon";
import arrowUpDown from "lucide-static/icons/arrow-up-down.svg?icon";
import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

export type Column<T> = {
  title: string;
  cell(row: T): ComponentChildren;
  /** The API's sort field; absent when one cannot sort by it. */
  sort?: string;
  align?: "end";
  /** The column that names the row: its header, and the card's title on a phone. */
  main?: boolean;
  /** Buttons; no title to see. */
  actions?: boolean;
};

/** A table that becomes a list of cards on a phone. `sort` is the API's `field:asc|desc`. */
export function Table<T extends { id: string }>({
  caption,
  columns,
  rows,
  sort,
  onSort,
  stale,
}: {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  sort?: string;
  onSort?: (sort: string) => void;
  stale?: boolean;
}) {
  const [field, direction] = (sort ?? "").split(":");
  return (
    <table class={`table${stale ? " stale" : ""}`} aria-busy={stale ? "true" : undefined}>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => {
            const own = column.sort !== undefined && column.sort === field;
            return (
              <th
                key={column.title}
                scope="col"
                class={column.align}
                aria-sort={own ? (direction === "asc" ? "ascending" : "descending") : undefined}
              >
                {column.sort && onSort ? (
                  <button
                    type="button"
                    class={`sort${own ? " own" : ""}`}
                    onClick={() =>
                      onSort(
                        `${column.sort}:${own && direction === "asc" ? "desc" : own ? "asc" : column.align || column.sort?.endsWith("At") ? "desc" : "asc"}`,
                      )
                    }
                  >
                    {column.title}
                    <Icon of={own ? (direction === "asc" ? arrowUp : arrowDown) : arrowUpDown} size={13} />
                  </button>
                ) : (
                  <span class={column.actions ? "visually-hidden" : undefined}>{column.title}</span>
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            {columns.map((column) =>
              column.main ? (
                <th key={column.title} scope="row" class="main">
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.title}
                  class={column.actions ? "actions" : column.align}
                  data-title={column.actions ? undefined : column.title}
                >
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
