import { Failure } from "../base/failure.ts";
import type { MemberRole } from "./member.schema.ts";

const builders: readonly MemberRole[] = ["owner", "builder"];

/** Only who builds changes projects, codes and runs; the others look. @throws Failure `role.not_allowed` */
export function mustBuild({ role }: { role: MemberRole }): void {
  if (!builders.includes(role))
    throw new Failure(
      "forbidden",
      "role.not_allowed",
      `Your role (${role}) may look but not change this. Ask an owner.`,
    );
}

/** @throws Failure `role.not_allowed` */
export function mustOwn({ role }: { role: MemberRole }): void {
  if (role !== "owner") throw new Failure("forbidden", "role.not_allowed", "Only an owner may change this.");
}
