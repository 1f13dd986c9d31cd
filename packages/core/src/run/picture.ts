import { eq } from "drizzle-orm";
import { missing, verb } from "../base/index.ts";
import { mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { newestCompleted } from "./newest.ts";
import { type Picture, PictureOfProject, PictureOfRun } from "./run.schema.ts";
import { runTable as t } from "./run.sql.ts";

type Row = Pick<typeof t.$inferSelect, "pictures">;

const nameOf = ({ page, screen }: Pick<Picture, "page" | "screen">) => `${page}-${screen}` as const;

/** What was seen, without where it is stored. */
export const picturesOf = ({ pictures }: Row): Picture[] =>
  pictures.map(({ key: _, ...picture }) => ({ name: nameOf(picture), ...picture }));

/** A client is shown what somebody sees who opens the software. */
export const picturesForClient = (row: Row): Picture[] => picturesOf(row).filter(({ page }) => page === "start");

/** A picture's bytes. @throws Failure `run.missing`, `picture.missing` */
export const picture = verb({ as: ["tenant"], input: PictureOfRun }, async ({ id, name }, { tenantId }) => {
  const [run] = await Db.tx(() =>
    Db.use()
      .select()
      .from(t)
      .where(mine(t, { tenantId }, id)),
  );
  if (!run) throw missing("run");
  return read(run, name);
});

/** As `picture`, of any tenant. @throws Failure `run.missing`, `picture.missing` */
export const pictureForAdmin = verb({ as: ["admin"], input: PictureOfRun }, async ({ id, name }) => {
  const [run] = await Db.tx(() => Db.use().select().from(t).where(eq(t.id, id)));
  if (!run) throw missing("run");
  return read(run, name);
});

/** Of what a client may download, or will. @throws Failure `project.missing`, `picture.missing` */
export const pictureForClient = verb(
  { as: ["client"], scope: "watch", input: PictureOfProject },
  async ({ id, name }, { tenantId, projectId }) => {
    if (id !== projectId) throw missing("project");
    const run = await Db.tx(() => newestCompleted(tenantId, projectId));
    const isShown = run && picturesForClient(run).some((each) => each.name === name);
    if (!isShown) throw missing("picture");
    return read(run, name);
  },
);

async function read({ pictures }: Row, name: string): Promise<Uint8Array> {
  const found = pictures.find((each) => nameOf(each) === name);
  if (!found) throw missing("picture");
  return Ports.use().files.bytes(found.key);
}
