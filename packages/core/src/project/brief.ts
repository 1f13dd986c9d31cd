import type { Fault } from "../base/failure.ts";

/** What is missing before anybody can build from it. */
export const faultsOf = (project: { name: string; description: string; objectives: string }): Fault[] =>
  (["name", "description", "objectives"] as const)
    .filter((field) => project[field].trim() === "")
    .map((path) => ({ path, message: "This is needed before a run." }));
