import { page, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { find, toProject } from "./list.ts";
import { ListStatus } from "./project.schema.ts";
import { workOf } from "./work.ts";

/** Projects that have been run, with how far they are: what a row shows when it is opened, too. */
export const listStatus = verb({ as: ["tenant"], input: ListStatus }, (query, { tenantId }) =>
  Db.tx(async () => {
    const { rows, total } = await find({ ...query, archived: "false" }, { tenantId, ran: true });
    const items = rows.map((row) => ({ ...toProject(row), work: row.facts && workOf(row.facts) }));
    return page(items, total, query);
  }),
);
