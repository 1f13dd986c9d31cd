import type { Role } from "../../../lib/shapes.ts";

export const roles: readonly { value: Role; label: string; may: string }[] = [
  { value: "owner", label: "Owner", may: "everything, also members, profile and plan" },
  { value: "builder", label: "Builder", may: "projects, runs, codes and devices" },
  { value: "billing", label: "Billing", may: "the plan and what is paid" },
  { value: "viewer", label: "Viewer", may: "look, and change nothing" },
];

export const roleName = (role: Role): string => roles.find(({ value }) => value === role)?.label ?? role;
