import * as z from "zod";
import { FeedQuery, feedOf, Instant, id, text } from "../base/base.schema.ts";

export const authorTypes = ["client", "tenant"] as const;

const Text = text(4_000).trim().min(1, "Write a few words.");

export const ListComments = FeedQuery.extend({ id: id("project") });
export const AddComment = z.object({ id: id("project"), text: Text });
/** A code has no name, so whoever comes with it may say theirs. */
export const AddCommentAsClient = AddComment.extend({ name: text(100).trim().optional() });

/** Plain text: whoever shows it escapes it. */
export const Comment = z.object({
  id: id("comment"),
  author: z.object({
    type: z.enum(authorTypes),
    name: z.string(),
    /** Whether it is who asks: the same member, or somebody with the same activation code. */
    isSelf: z.boolean(),
  }),
  text: z.string(),
  createdAt: Instant,
});
export type Comment = z.infer<typeof Comment>;
export const CommentFeed = feedOf(Comment);
