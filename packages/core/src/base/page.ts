/** The one shape of a page of a list. */
export const page = <T>(items: T[], total: number, { page, pageSize }: { page: number; pageSize: number }) => ({
  items,
  total,
  page,
  pageSize,
  totalPages: Math.max(1, Math.ceil(total / pageSize)),
});
