import { invalid } from "../http/problem.ts";

/** What a spreadsheet would run as a formula if it stood first in a cell. */
const formula = /^[=+\-@\t\r]/;

/**
 * Rows as a spreadsheet opens them: RFC 4180, and a mark so that accents survive. Text that would run as a formula gets
 * an apostrophe before it; numbers are numbers and stay.
 */
export function writeCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Reads what a spreadsheet saved: commas, semicolons or tabs, quoted or not, with or without the mark.
 *
 * @throws Problem `input.invalid` when a quote is never closed
 */
export function readCsv(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, "");
  const first = source.split(/\r?\n/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: first.split(sign).length }));
  const delimiter = counts.sort((a, b) => b.count - a.count)[0]?.sign ?? ",";
  const rows: string[][] = [[]];
  let value = "";
  let isQuoted = false;
  const end = () => {
    rows.at(-1)?.push(plain(value));
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
  if (isQuoted) throw invalid([{ path: "", message: "A quoted value is never closed." }], "This is not a CSV file.");
  end();
  return rows.filter((row) => row.some((each) => each !== ""));
}

/** The apostrophe that an export put before what looked like a formula is taken off again. */
const plain = (value: string): string => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value).trim();
