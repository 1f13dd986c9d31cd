export type Cell = string | number | boolean | Date | readonly string[] | null | undefined;

/**
 * A table as a file for spreadsheets: RFC 4180, UTF-8 with a byte order mark.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe before it; every text is in quotes, whatever sign
 * the reader's spreadsheet splits at. https://owasp.org/www-community/attacks/CSV_Injection
 */
export const toCsv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `\ufeff${[columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "string" ? value : value.join(" ");
  return `"${(/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
