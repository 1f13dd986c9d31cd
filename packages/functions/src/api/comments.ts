import { Comment } from "@q2o/core/comment";
import { CommentFeed, Comment as CommentShape } from "@q2o/core/comment/schema";
import { at } from "../edge/route.ts";

const member = at("tenant");
const client = at("client");

/** What a tenant's members say about a project to its client, and hear. */
export const comments = [
  member("get /api/tenant/projects/{id}/comments", {
    summary: "What was said about a project, oldest first",
    verb: Comment.list,
    reply: CommentFeed,
    refuses: ["missing"],
  }),
  member("post /api/tenant/projects/{id}/comments", {
    summary: "Say something to the project's client",
    verb: Comment.add,
    status: 201,
    reply: CommentShape,
    refuses: ["missing", "limited"],
  }),
];

/** What a client says about the project, and hears. */
export const clientComments = [
  client("get /api/public/projects/{id}/comments", {
    summary: "What was said about the project, oldest first",
    verb: Comment.listForClient,
    reply: CommentFeed,
    refuses: ["missing"],
  }),
  client("post /api/public/projects/{id}/comments", {
    summary: "Say something to who builds the project; they get a mail",
    verb: Comment.addAsClient,
    status: 201,
    reply: CommentShape,
    refuses: ["missing", "limited"],
  }),
];
