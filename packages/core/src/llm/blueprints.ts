import { eq } from "drizzle-orm";
import { adminTable } from "../admin/admin.sql.ts";
import { missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Ports } from "../ports/index.ts";
import { BlueprintId, blueprints as catalogue, ListBlueprints } from "./blueprints.schema.ts";
import { disabledBlueprintTable as t } from "./llm.sql.ts";

/** What software is made from without a model, and whether new runs may use it. */
export const listBlueprints = verb({ as: ["admin"], input: ListBlueprints }, ({ search, kind, enabled }) =>
  Db.tx(async () => {
    const words = search.toLowerCase();
    const items = (await all()).filter(
      (one) =>
        (kind === undefined || one.kind === kind) &&
        (enabled === undefined || String(one.enabled) === enabled) &&
        [one.id, one.name, one.description, ...one.delivers].some((text) => text.toLowerCase().includes(words)),
    );
    return { items };
  }),
);

/** @throws Failure `blueprint.missing` */
export const getBlueprint = verb({ as: ["admin"], input: BlueprintId }, ({ id }) => Db.tx(() => read(id)));

/** No run that starts from now on may use it. Twice is as once. @throws Failure `blueprint.missing` */
export const disableBlueprint = verb({ as: ["admin"], input: BlueprintId }, ({ id }, actor) =>
  Db.tx(async () => {
    const { name } = await read(id);
    const rows = await Db.use()
      .insert(t)
      .values({ id, adminId: actor.adminId })
      .onConflictDoNothing()
      .returning({ id: t.id });
    if (rows.length > 0) await Event.record("llm.blueprint_disabled", { subjectId: id }, { name });
    return read(id);
  }),
);

/** Twice is as once. @throws Failure `blueprint.missing` */
export const enableBlueprint = verb({ as: ["admin"], input: BlueprintId }, ({ id }) =>
  Db.tx(async () => {
    const { name } = await read(id);
    const rows = await Db.use().delete(t).where(eq(t.id, id)).returning({ id: t.id });
    if (rows.length > 0) await Event.record("llm.blueprint_enabled", { subjectId: id }, { name });
    return read(id);
  }),
);

/** What it is, to keep elsewhere. @throws Failure `blueprint.missing` */
export const exportBlueprint = verb({ as: ["admin"], input: BlueprintId }, ({ id }) =>
  Db.tx(async () => {
    const { enabled: _, disabledAt: __, disabledBy: ___, ...facts } = await read(id);
    return { format: "q2o.blueprint/1" as const, exportedAt: Ports.use().now().toISOString(), ...facts };
  }),
);

async function all() {
  const rows = await Db.use()
    .select({ id: t.id, disabledAt: t.disabledAt, adminId: t.adminId, email: adminTable.email })
    .from(t)
    .leftJoin(adminTable, eq(adminTable.id, t.adminId));
  return catalogue.map((blueprint) => {
    const disabled = rows.find(({ id }) => id === blueprint.id);
    return {
      ...blueprint,
      delivers: [...blueprint.delivers],
      enabled: disabled === undefined,
      disabledAt: disabled?.disabledAt.toISOString() ?? null,
      disabledBy: disabled ? { id: disabled.adminId, email: disabled.email } : null,
    };
  });
}

async function read(id: string) {
  const found = (await all()).find((one) => one.id === id);
  if (!found) throw missing("blueprint");
  return found;
}
