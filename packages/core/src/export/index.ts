export * as Export from "./index.ts";

import type * as z from "zod";
import { AnalyticsQuery } from "../analytics/analytics.schema.ts";
import { Analytics } from "../analytics/index.ts";
import { parse, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { auditSheet } from "./audit.ts";
import { ExportQuery, rowsPerFile } from "./export.schema.ts";
import { figuresOf } from "./figures.ts";
import { sheetOf } from "./rows.ts";
import { type Sheet, toFile } from "./sheet.ts";

/** A table of the platform as a file. @throws Failure `input.invalid` also for a range that is none */
export const table = verb({ as: ["admin"], input: ExportQuery }, (query) =>
  Db.tx(async () => toFile(query.kind, await read(query))),
);

async function read(query: z.output<typeof ExportQuery>): Promise<Sheet> {
  if (query.kind === "audit") return auditSheet(query);
  if (query.kind !== "analytics") return sheetOf(query.kind, query);
  const { range, project, tenantId: tenant, from, to, table } = query;
  const day = (moment: Date | undefined) => moment?.toISOString().slice(0, 10);
  // The end of a day is the first moment after it.
  const last = to && new Date(to.getTime() - 1);
  const asked = parse(AnalyticsQuery, { range, project, tenant, from: day(from), to: day(last) });
  return figuresOf(table, await Analytics.compute(asked, rowsPerFile));
}
