import { Failure } from "../base/failure.ts";
import type { MemberRole } from "./member.schema.ts";

/** What a member may do besides looking. Who builds changes projects, codes and runs; who bills changes the plan; viewers see the work, and not who did what. */
const rolesWith = {
  build: ["owner", "builder"],
  bill: ["owner", "billing"],
  own: ["owner"],
  account: ["owner", "builder", "billing"],
} as const satisfies Record<string, readonly MemberRole[]>;

export type Right = keyof typeof rolesWith;

const words: Record<Right, string> = {
  build: "Your role (ROLE) may look but not change this. Ask an owner.",
  bill: "Your role (ROLE) may not change the billing. Ask an owner.",
  own: "Only an owner may change this.",
  account: "Your role (ROLE) may not see who did what. Ask an owner.",
};

export const hasRight = (right: Right, role: MemberRole): boolean =>
  (rolesWith[right] as readonly MemberRole[]).includes(role);

/** @throws Failure `role.not_allowed` */
export function mustHave(right: Right, role: MemberRole): void {
  if (!hasRight(right, role)) throw new Failure("forbidden", "role.not_allowed", words[right].replace("ROLE", role));
}
