export * as Tally from "./index.ts";

import { and, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { tallyTable as t } from "./tally.sql.ts";

type Wanted = { noun: "project" | "code" | "device"; tenantId: string | undefined; buckets?: readonly string[] };

/** How many there are, exactly and at any size. @param wanted of a tenant, or without one of all */
export async function totalOf({ noun, tenantId, buckets }: Wanted): Promise<number> {
  const whose = tenantId === undefined ? isNull(t.tenantId) : eq(t.tenantId, sql.placeholder("tenantId"));
  const which = buckets && sql`${t.bucket} = any(${sql.placeholder("buckets")})`;
  const name = `total of ${tenantId === undefined ? "all" : "tenant"}${buckets ? " in buckets" : ""}`;
  const [row] = await Db.prepared(
    name,
    (db) =>
      db
        .select({ total: sql<number>`coalesce(sum(${t.difference}), 0)::int` })
        .from(t)
        .where(and(whose, eq(t.noun, sql.placeholder("noun")), which)),
    { tenantId, noun, buckets },
  );
  return row?.total ?? 0;
}

/** Lines that are let be before they are added up. */
const loose = 16;

/** Adds up differences, so that reading a total stays short. One at a time: two would wait for each other's lines. */
export const fold = verb({ as: ["platform"], input: z.object({}) }, () =>
  Db.tx(async () => {
    await Db.use().execute(sql`select pg_advisory_xact_lock(hashtext('tally'))`);
    await Db.use().execute(sql`
      with many as (select tenant_id, noun, bucket from tally group by 1, 2, 3 having count(*) > ${loose}),
      gone as (delete from tally t using many m where t.tenant_id is not distinct from m.tenant_id
        and t.noun = m.noun and t.bucket = m.bucket returning t.*)
      insert into tally (tenant_id, noun, bucket, difference)
        select tenant_id, noun, bucket, sum(difference) from gone group by 1, 2, 3 having sum(difference) <> 0`);
  }),
);
