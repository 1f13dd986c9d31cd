import { and, eq, isNull } from "drizzle-orm";
import { commentTable } from "../comment/comment.sql.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { addressees } from "./addressees.ts";
import type { Of, Written } from "./index.ts";
import { commentAdded } from "./letters.ts";

/** Of a client's comment, to who builds. Not about a project that was archived meanwhile. */
export async function writeComment({ tenantId, commentId }: Of<"comment_added">): Promise<Written | undefined> {
  const [row] = await Db.use()
    .select({ comment: commentTable, project: { id: projectTable.id, name: projectTable.name } })
    .from(commentTable)
    .innerJoin(
      projectTable,
      and(eq(projectTable.tenantId, commentTable.tenantId), eq(projectTable.id, commentTable.projectId)),
    )
    .where(
      and(
        eq(commentTable.tenantId, tenantId),
        eq(commentTable.id, commentId),
        eq(commentTable.authorType, "client"),
        isNull(projectTable.archivedAt),
      ),
    );
  if (!row) return undefined;
  const { comment, project } = row;
  const url = `${Ports.use().siteUrl}/app/projects/${project.id}`;
  const letter = commentAdded({ author: comment.authorName, project: project.name, text: comment.text, url });
  return { to: await addressees(tenantId, "comment_added"), letter };
}
