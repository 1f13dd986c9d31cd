import * as z from "zod";

export const memberRoles = ["owner", "builder", "billing", "viewer"] as const;
export const MemberRole = z.enum(memberRoles);
export type MemberRole = z.infer<typeof MemberRole>;
