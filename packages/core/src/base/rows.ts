type Total = number | { total: number; isTotalCapped: boolean };

/** The one shape of a page of a list. A capped total says that there are at least so many. */
export function page<T>(items: T[], counted: Total, { page, pageSize }: { page: number; pageSize: number }) {
  const { total, isTotalCapped } = typeof counted === "number" ? { total: counted, isTotalCapped: false } : counted;
  return { items, total, isTotalCapped, page, pageSize, totalPages: Math.max(1, Math.ceil(total / pageSize)) };
}

/** The row that a statement with `returning` must have given. @throws Error when it did not: a bug, not a refusal */
export function only<T>(rows: T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error("A statement returned no row.");
  return row;
}
