import { and, desc, eq, isNull } from "drizzle-orm";
import { Failure } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { type Limit, Throttle } from "../throttle/index.ts";
import type { CodeScope } from "./code.schema.ts";
import { codeTable as t } from "./code.sql.ts";
import { sealTyped } from "./seal.ts";
import { isAlive } from "./status.ts";

const tenMinutes = 600;
/** How many wrong codes a network may show in ten minutes, usually and while somebody guesses from many networks. */
const times = { usually: 30, underAttack: 3 };
const overall: Limit = { what: "code.wrong.all", who: "", times: 3_000, perSeconds: tenMinutes };

type Redeemed = { tenantId: string; codeId: string; scopes: CodeScope[] };

/**
 * Who shows a code that opens something.
 *
 * Every code that is shown takes a try of its network, and a right one gives it back, so that any number shown at once
 * get no more tries than those shown one by one. Unknown, revoked, expired, without `watch` and not given to a project
 * are one refusal after the same statements.
 *
 * @param network where it was typed
 * @param opens `device` does without a project
 * @returns the code, with the newest project that it was given to
 * @throws Failure `code.refused`
 * @throws Failure `rate.limited` after too many wrong ones
 */
export async function redeem(
  typed: string,
  network: string,
  opens: "project",
): Promise<Redeemed & { projectId: string }>;
export async function redeem(
  typed: string,
  network: string,
  opens: "device",
): Promise<Redeemed & { projectId: string | null }>;
export async function redeem(typed: string, network: string, opens: "project" | "device") {
  const isUnderAttack = (await Throttle.waitsFor(overall)) > 0;
  const ofNetwork: Limit = {
    what: "code.wrong",
    who: network,
    times: isUnderAttack ? times.underAttack : times.usually,
    perSeconds: tenMinutes,
  };
  await Throttle.take(ofNetwork);
  const [row] = await Db.use()
    .select({ tenantId: t.tenantId, codeId: t.id, projectId: projectTable.id, scopes: t.scopes })
    .from(t)
    .leftJoin(
      projectTable,
      and(eq(projectTable.tenantId, t.tenantId), eq(projectTable.codeId, t.id), isNull(projectTable.archivedAt)),
    )
    .where(and(eq(t.sealed, sealTyped(typed)), isAlive))
    .orderBy(desc(projectTable.createdAt))
    .limit(1);
  if (row?.scopes.includes("watch") && (opens === "device" || row.projectId !== null)) {
    await Throttle.giveBack(ofNetwork);
    return row;
  }
  await Throttle.note(overall);
  throw refused();
}

export const refused = () =>
  new Failure("unauthenticated", "code.refused", "This activation code cannot be used.", { keepsChanges: true });
