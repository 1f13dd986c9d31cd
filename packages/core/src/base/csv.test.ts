import { describe, expect, it } from "vitest";
import { toCsv } from "./csv.ts";

describe("a table as a file", () => {
  const line = (...cells: Parameters<typeof toCsv>[1][number]) => toCsv([], [cells]).split("\r\n")[1];

  it("begins with a byte order mark, has the names first and ends every line as RFC 4180 asks", () => {
    expect(toCsv(["a", "b"], [[1, "x"]])).toBe('\ufeff"a","b"\r\n1,"x"\r\n');
    expect(toCsv(["a"], [])).toBe('\ufeff"a"\r\n');
  });

  it("keeps quotes, commas and lines inside a cell", () => {
    expect(toCsv([], [['He said "1, 2"\r\nand left; =1']])).toBe('\ufeff\r\n"He said ""1, 2""\r\nand left; =1"\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"])("runs %j nowhere", (text) => {
    expect(toCsv([], [[text]])).toBe(`\ufeff\r\n"'${text}"\r\n`);
  });

  it("leaves numbers, yes and no, instants and what is not there as they are", () => {
    const at = new Date(Date.UTC(2026, 0, 2));
    expect(line(-5, 0.5, true, null, undefined, at, ["a", "b"])).toBe('-5,0.5,true,,,2026-01-02T00:00:00.000Z,"a b"');
  });
});
