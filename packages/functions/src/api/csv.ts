import type { File } from "@q2o/core/export/sheet";

/** A table to save; how many rows there are in all its pages is in a header. */
export const asFile = ({ name, text, total }: File) => ({
  body: text,
  headers: {
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": `attachment; filename="${name}"`,
    "x-total-count": String(total),
  },
});
