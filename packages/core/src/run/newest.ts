import { and, desc, eq } from "drizzle-orm";
import { Failure, missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { mustExist } from "../project/exists.ts";
import { slugOf } from "../tenant/slug.ts";
import { RunOfProject } from "./run.schema.ts";
import { runTable as t } from "./run.sql.ts";

/** Where to fetch the newest delivered archive. @throws Failure `project.missing`, `artifact.missing` */
export const download = verb({ as: ["tenant"], input: RunOfProject }, async ({ id }, actor) =>
  presign(await Db.tx(() => resultOf(actor.tenantId, id))),
);

/** As `download`, for a code that allows it. @throws Failure `project.missing`, `artifact.missing`, `scope.not_allowed` */
export const downloadForClient = verb(
  { as: ["client"], scope: "download", input: RunOfProject },
  async ({ id }, actor) => {
    if (id !== actor.projectId) throw missing("project");
    return presign(await Db.tx(() => resultOf(actor.tenantId, id)), secondsForClient);
  },
);

/** Long enough to follow a redirect, and short because nothing else ends an address when the code is revoked. */
const secondsForClient = 10;

type Result = Pick<typeof t.$inferSelect, "pictures"> & {
  key: string;
  bytes: number;
  sha256: string;
  fileName: string;
};

async function resultOf(tenantId: string, projectId: string): Promise<Result> {
  await mustExist(tenantId, projectId);
  const result = await newestResultOf(tenantId, projectId);
  if (!result)
    throw new Failure(
      "conflict",
      "artifact.missing",
      "There is nothing to download yet: no run of this project has completed.",
    );
  return result;
}

/** The archive of the newest completed run, if there is one. */
export async function newestResultOf(tenantId: string, projectId: string): Promise<Result | undefined> {
  const run = await newestCompleted(tenantId, projectId);
  if (!run?.resultKey || run.resultBytes === null || run.resultSha256 === null) return undefined;
  return {
    key: run.resultKey,
    bytes: run.resultBytes,
    sha256: run.resultSha256,
    pictures: run.pictures,
    fileName: `${slugOf(run.brief.name)}.zip`,
  };
}

export async function newestCompleted(tenantId: string, projectId: string) {
  const [run] = await Db.use()
    .select()
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.projectId, projectId), eq(t.status, "completed")))
    .orderBy(desc(t.number))
    .limit(1);
  return run;
}

async function presign({ key, fileName, bytes, sha256 }: Result, seconds?: number) {
  return { ...(await Ports.use().files.presignGet(key, fileName, seconds)), bytes, sha256 };
}

/** The newest run of a project, if it ever ran. */
export async function newestOf(tenantId: string, projectId: string) {
  const [run] = await Db.use()
    .select()
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.projectId, projectId)))
    .orderBy(desc(t.number))
    .limit(1);
  return run;
}
