import { eq, sql } from "drizzle-orm";
import { missing, verb } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { ExportOf, ExportOwn, type ExportSection, exportSections } from "./export.schema.ts";
import { sections } from "./sections.ts";
import { tenantTable as t } from "./tenant.sql.ts";

/** What one answer holds; a function may answer six megabytes at most. */
const maxBytes = 3_000_000;

/** Everything the tenant owns, in as many parts as it takes. @throws Failure `role.not_allowed` */
export const exportOwn = verb({ as: ["tenant"], may: "own", input: ExportOwn }, ({ after }, actor) =>
  Db.tx(async () => {
    if (after === "") await Event.record("tenant.exported");
    return gather(actor.tenantId, after);
  }),
);

/** As `exportOwn`, by an admin. @throws Failure `tenant.missing`, `step_up.required` */
export const exportTenant = verb({ as: ["admin"], isFresh: true, input: ExportOf }, ({ id, after }, admin) =>
  Db.tx(() =>
    // With the tenant's rights, so that nobody else's row can be among it.
    Db.as({ type: "system", tenantId: id }, async () => {
      const part = await gather(id, after);
      if (after === "") await Event.record("tenant.exported", {}, {}, admin);
      return part;
    }),
  ),
);

async function gather(tenantId: string, after: string) {
  const part = Object.fromEntries(exportSections.map((name) => [name, []])) as unknown as Record<
    ExportSection,
    object[]
  >;
  const head = await headOf(tenantId);
  const [begun = exportSections[0], ...rest] = after.split(".");
  const from = Math.max(0, exportSections.indexOf(begun as ExportSection));
  let key = rest.join(".");
  let bytes = 0;
  for (const section of exportSections.slice(from)) {
    for (;;) {
      const pieces = await sections[section](tenantId, key);
      if (pieces.length === 0) break;
      for (const piece of pieces) {
        bytes += Buffer.byteLength(JSON.stringify(piece.row));
        // One always fits: the largest row is far smaller than an answer.
        if (bytes > maxBytes) return { ...head, ...part, next: `${section}.${key}` };
        part[section].push(piece.row);
        key = piece.key;
      }
    }
    key = "";
  }
  return { ...head, ...part, next: null };
}

async function headOf(tenantId: string) {
  const [row] = await Db.use()
    .select({
      tenant: t,
      subscription: {
        planId: subscriptionTable.planId,
        status: subscriptionTable.status,
        trialEndsAt: subscriptionTable.trialEndsAt,
        currentPeriodEndsAt: subscriptionTable.currentPeriodEndsAt,
        cancelsAtPeriodEnd: subscriptionTable.cancelsAtPeriodEnd,
      },
      now: sql<Date>`${clock}`.mapWith(t.createdAt),
    })
    .from(t)
    .innerJoin(subscriptionTable, eq(subscriptionTable.tenantId, t.id))
    .where(eq(t.id, tenantId));
  if (!row) throw missing("tenant");
  return { exportedAt: row.now.toISOString(), tenant: { ...row.tenant, subscription: row.subscription } };
}
