/** Where a command writes: results to `out`, everything about them to `err`, so that results can be piped. */
export type Output = { out(text: string): void; err(text: string): void };

export type Column = { title: string; isNumber?: boolean };

/** Most characters of one cell in a table; the whole value is in `show`, JSON and CSV. */
const widest = 40;

/** Rows under their titles, numbers to the right, as wide as they need to be. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(inCell));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? "").length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) =>
        columns[index]?.isNumber ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const [head = [], ...body] = cells;
  return `${[line(head), widths.map((width) => "-".repeat(width)).join("  "), ...body.map(line)].join("\n")}\n`;
}

/** A value on one line that can't move the cursor or colour the terminal, whatever somebody typed into it. */
export const plain = (value: string): string => value.replace(/[\s\p{Cc}]+/gu, " ").trim();

function inCell(value: string): string {
  const text = plain(value);
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}

export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
