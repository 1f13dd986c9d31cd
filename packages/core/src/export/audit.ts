import type * as z from "zod";
import { verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import type { AllAuditQuery } from "../event/audit.schema.ts";
import { countAudit, readAudit } from "../event/audit.ts";
import { OwnAuditExport, rowsPerFile } from "./export.schema.ts";
import { type Sheet, toFile } from "./sheet.ts";

/** What people did in this tenant, as a file. @throws Failure `role.not_allowed` */
export const exportOwnAudit = verb({ as: ["tenant"], may: "account", input: OwnAuditExport }, (query, actor) =>
  Db.tx(async () => toFile("audit", await auditSheet({ ...query, tenantId: actor.tenantId }))),
);

type Filter = Omit<z.output<typeof AllAuditQuery>, "after" | "limit"> & { page: number };

export async function auditSheet({ page, ...filter }: Filter): Promise<Sheet> {
  const offset = (page - 1) * rowsPerFile;
  const entries = await readAudit(filter, { after: "", limit: rowsPerFile, offset });
  const columns = ["at", "type", "text", "actorType", "actorId", "actorName", "actorEmail", "tenantId", "tenant"];
  const ids = ["projectId", "runId", "codeId", "subjectId", "requestId"] as const;
  const rows = entries.map(({ at, type, text, actor, tenant, ...entry }) => [
    ...[at, type, text, actor.type, actor.id, actor.name, actor.email, tenant?.id, tenant?.name],
    ...ids.map((name) => entry[name]),
  ]);
  return { columns: [...columns, ...ids], rows, total: await countAudit(filter) };
}
