/** Bodies of new records as the file a spreadsheet would save; money is in whole units there. */
export function csvOf(records: readonly Record<string, unknown>[], money: readonly string[]): string {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const cell = (name: string, value: unknown) => {
    if (value === null || value === undefined) return "";
    const text = money.includes(name) && typeof value === "number" ? (value / 100).toFixed(2) : String(value);
    return `"${text.replaceAll('"', '""')}"`;
  };
  const rows = records.map((record) => names.map((name) => cell(name, record[name])).join(","));
  return [names.join(","), ...rows].join("\r\n");
}

/** The ids of an exported file, in its order. */
export const idsIn = (csv: string): number[] =>
  csv
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => Number(line.split(",")[0]));
