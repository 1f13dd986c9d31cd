/** An export to keep as a file. */
export const toDocument = (body: { tenant: { slug: string }; exportedAt: string }) => ({
  body,
  headers: {
    "content-disposition": `attachment; filename="${body.tenant.slug}-${body.exportedAt.slice(0, 10)}.json"`,
  },
});
