import { verb } from "@q2o/core/base";
import { Db } from "@q2o/core/db";
import { sql } from "drizzle-orm";
import * as z from "zod";
import { at } from "../edge/route.ts";

const look = verb({ as: ["public"], input: z.object({}) }, () =>
  Db.tx(async () => {
    await Db.use().execute(sql`select 1`);
    return { status: "ok" };
  }),
);

export const health = at("public")("get /api/health", {
  summary: "Whether it works",
  verb: look,
  reply: z.object({ status: z.literal("ok") }),
});
