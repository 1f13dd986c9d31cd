import { type Answer, type Item, ok, run, tool } from "./run.ts";

export { type Answer, folder, type Item, ok, refused, run, tool } from "./run.ts";

/** Adds a record with these values. */
export const add = (noun: string, values: unknown): Promise<Answer> =>
  run([noun, "add", "--input", "-", "--json"], JSON.stringify(values));

/** Changes these values of a record. */
export const change = (noun: string, id: number, values: unknown): Promise<Answer> =>
  run([noun, "change", id, "--input", "-", "--json"], JSON.stringify(values));

/** The numbers of the records that a list shows. */
export async function idsOf(noun: string, ...words: (string | number)[]): Promise<number[]> {
  return (ok(await tool(noun, "list", ...words)) as unknown as Item[]).map(({ id }) => id);
}

/** The rows of a report. */
export const report = async (name: string): Promise<Record<string, unknown>[]> =>
  ok(await tool("report", name)) as unknown as Record<string, unknown>[];

/** The date some days from today, as the tool (in UTC) sees it. */
export const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The middle of the day some days from today. */
export const noon = (days: number): string => `${day(days)}T12:00:00.000Z`;

/** A birthday so many whole years ago. */
export function yearsAgo(years: number): string {
  const today = day(0);
  const date = `${Number(today.slice(0, 4)) - years}${today.slice(4)}`;
  return date.endsWith("02-29") ? `${date.slice(0, 8)}28` : date;
}

let count = 0;

/** A number no other record of this test file has. */
export const next = (): number => {
  count += 1;
  return count;
};
