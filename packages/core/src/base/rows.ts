/** The one shape of a page of a list. */
export const page = <T>(items: T[], total: number, { page, pageSize }: { page: number; pageSize: number }) => ({
  items,
  total,
  page,
  pageSize,
  totalPages: Math.max(1, Math.ceil(total / pageSize)),
});

/** The row that a statement with `returning` must have given. @throws Error when it did not: a bug, not a refusal */
export function only<T>(rows: T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error("A statement returned no row.");
  return row;
}
