import { notifications, setNotifications } from "@q2o/core/member/notifications";
import { Member, MemberPage, Notifications } from "@q2o/core/member/schema";
import {
  invite,
  inviteAgain,
  listMemberSessions,
  listMembers,
  removeMember,
  updateMember,
} from "@q2o/core/member/team";
import { SessionList } from "@q2o/core/session/schema";
import { at } from "../edge/route.ts";

const on = at("tenant");

/** Who works for a tenant, and which mails they want. */
export const members = [
  on("get /api/tenant/members", { summary: "List members", verb: listMembers, reply: MemberPage }),
  on("post /api/tenant/members", {
    summary: "Invite somebody by mail",
    verb: invite,
    status: 201,
    reply: Member,
    refuses: ["conflict", "limited"],
  }),
  on("post /api/tenant/members/{id}/invite-again", {
    summary: "Write once more to somebody who has not joined",
    verb: inviteAgain,
    reply: Member,
    refuses: ["missing", "conflict", "limited"],
  }),
  on("put /api/tenant/members/{id}", {
    summary: "Change a member's role or name",
    verb: updateMember,
    reply: Member,
    refuses: ["missing", "conflict"],
  }),
  on("delete /api/tenant/members/{id}", {
    summary: "Remove a member, who is signed out at once",
    verb: removeMember,
    refuses: ["missing", "conflict"],
  }),
  on("get /api/tenant/members/{id}/sessions", {
    summary: "Where a member is signed in",
    verb: listMemberSessions,
    reply: SessionList,
    refuses: ["missing"],
  }),
  on("get /api/tenant/notifications", {
    summary: "Which mails you want",
    verb: notifications,
    reply: Notifications,
  }),
  on("put /api/tenant/notifications", {
    summary: "Choose which mails you want",
    verb: setNotifications,
    reply: Notifications,
  }),
];
