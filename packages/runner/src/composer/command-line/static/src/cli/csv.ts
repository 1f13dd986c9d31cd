import { Problem } from "./problem.ts";

/** What a spreadsheet would run as a formula if it stood first in a cell. */
const formula = /^[=+\-@\t\r]/;

/** Rows as a spreadsheet opens them: RFC 4180. Text that would run as a formula gets an apostrophe before it. */
export const writeCsv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = formula.test(value) && !/^[+-]?\d+(?:\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Reads what a spreadsheet or a bank saved: commas, semicolons or tabs, quoted or not, with or without a byte order mark.
 *
 * @throws Problem `invalid` when a quote is never closed
 */
export function readCsv(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, "");
  const delimiter = delimiterOf(source);
  const rows: string[][] = [[]];
  let value = "";
  let isQuoted = false;
  const end = () => {
    rows.at(-1)?.push(unescaped(value));
    value = "";
  };
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at] ?? "";
    if (isQuoted) {
      if (sign !== '"') value += sign;
      else if (source[at + 1] === '"') {
        value += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && value === "") isQuoted = true;
    else if (sign === delimiter) end();
    else if (sign === "\n") {
      end();
      rows.push([]);
    } else if (sign !== "\r" || source[at + 1] !== "\n") value += sign;
  }
  if (isQuoted) throw new Problem("invalid", "This is not a CSV file: a quoted value is never closed.");
  end();
  return rows.filter((row) => row.some((each) => each !== ""));
}

/** The sign that stands most often in the first line. */
function delimiterOf(source: string): string {
  const first = source.split(/\r?\n/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.sign ?? ",";
}

/** The apostrophe that an export put before what looked like a formula is taken off again. */
const unescaped = (value: string): string => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value).trim();
