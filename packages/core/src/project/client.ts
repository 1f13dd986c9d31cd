import { and, eq, isNull } from "drizzle-orm";
import { missing, verb } from "../base/index.ts";
import type { CodeScope } from "../code/code.schema.ts";
import { mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { newestOf, newestResultOf } from "../run/newest.ts";
import { picturesForClient } from "../run/picture.ts";
import { plainChecks } from "../run/plain.ts";
import type { Run as RunInfo } from "../run/run.schema.ts";
import { toRun } from "../run/shape.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import type { ClientProject } from "./client.schema.ts";
import { ProjectId } from "./project.schema.ts";
import { projectTable as t } from "./project.sql.ts";
import { sentenceOf, stageOf } from "./story.ts";

/** The one project that a client came for. @throws Failure `project.missing` */
export const getForClient = verb({ as: ["client"], scope: "watch", input: ProjectId }, ({ id }, actor) =>
  Db.tx(() => {
    if (id !== actor.projectId) throw missing("project");
    return readForClient(actor);
  }),
);

type Who = { tenantId: string; projectId: string; scopes: readonly CodeScope[] };

export async function readForClient({ tenantId, projectId, scopes }: Who): Promise<ClientProject> {
  const [found] = await Db.use()
    .select({
      project: {
        id: t.id,
        name: t.name,
        clientName: t.clientName,
        description: t.description,
        state: t.state,
      },
      tenant: {
        name: tenantTable.name,
        logoUrl: tenantTable.logoUrl,
        primaryColor: tenantTable.primaryColor,
        namesPlatform: tenantTable.namesPlatform,
      },
    })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .where(and(mine(t, { tenantId }, projectId), isNull(t.archivedAt)));
  if (!found) throw missing("project");
  const newest = await newestOf(tenantId, projectId);
  const run = newest && (await toRun(newest));
  const result = await newestResultOf(tenantId, projectId);
  return {
    ...found.project,
    stage: stageOf(run),
    sentence: sentenceOf(run),
    tenant: found.tenant,
    scopes: [...scopes],
    run: run ? toPlain(run) : null,
    artifact: result ? { bytes: result.bytes, sha256: result.sha256 } : null,
    pictures: result ? picturesForClient(result) : [],
  };
}

const toPlain = ({ progress, etaSeconds, startedAt, endedAt, requirements, checks }: RunInfo) => ({
  ...{ progress, etaSeconds, startedAt, endedAt },
  requirements: requirements.map(({ id, text, status }) => ({ id, text, status })),
  checks: plainChecks(checks),
});
