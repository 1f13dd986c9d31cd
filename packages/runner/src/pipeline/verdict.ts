import * as z from "zod";
import type { Analysis, Check, Requirement } from "../artefacts.ts";

/** One finished test of the project's own suite. */
export type TestResult = {
  name: string;
  requirementIds: string[];
  status: "passed" | "failed" | "skipped";
  reason?: string;
};

/** Where a requirement stands: what shows it, or why it is a gap. */
export type Standing = {
  id: string;
  status: "verified" | "gap";
  reason?: string;
  tests: { check: "V3"; name: string; status: "passed" | "failed" | "skipped" }[];
};

export const StandingShape: z.ZodType<Standing> = z.object({
  id: z.string(),
  status: z.enum(["verified", "gap"]),
  reason: z.string().optional(),
  tests: z.array(
    z.object({ check: z.literal("V3"), name: z.string(), status: z.enum(["passed", "failed", "skipped"]) }),
  ),
});

/**
 * Whether each requirement is met, from evidence alone.
 *
 * Verified: nothing about the whole project failed, at least one test is named for it, all of those ran and passed,
 * and every test that the composer promised for it is among them. Anything else is a gap with its reason.
 *
 * @param promised titles of tests by requirement, as the composer says it wrote them
 */
export function standingsOf(input: {
  analysis: Analysis;
  promised: readonly { requirementId: string; tests: readonly string[] }[];
  tests: readonly TestResult[];
  checks: readonly Check[];
}): Standing[] {
  const broken = input.checks.find(({ check, status }) => check !== "V3" && check !== "V6" && status === "failed");
  const promised = new Map(input.promised.map(({ requirementId, tests }) => [requirementId, tests]));
  return input.analysis.requirements.map((requirement) => {
    const own = input.tests.filter(({ requirementIds }) => requirementIds.includes(requirement.id));
    const tests = own
      .map(({ name, status }) => ({ check: "V3" as const, name, status }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const reason = gapOf(requirement, own, promised.get(requirement.id) ?? [], broken);
    return reason === undefined
      ? { id: requirement.id, status: "verified", tests }
      : { id: requirement.id, status: "gap", reason, tests };
  });
}

function gapOf(
  requirement: Requirement,
  own: readonly TestResult[],
  promised: readonly string[],
  broken: Check | undefined,
): string | undefined {
  if (requirement.gap !== undefined) return requirement.gap;
  if (broken) return `${broken.check} ${broken.name}: ${broken.summary}`;
  if (own.length === 0) return "No test shows it.";
  const bad = own.find(({ status }) => status !== "passed");
  if (bad) return `The test “${bad.name}” ${bad.status === "skipped" ? "was skipped" : "failed"}.`;
  const ran = new Set(own.map(({ name }) => name));
  const absent = promised.find((name) => !ran.has(name));
  return absent === undefined ? undefined : `The test “${absent}” did not run.`;
}

/** The same standings, less what the clean room did not see again. */
export const withoutUnrepeated = (
  standings: readonly Standing[],
  repeated: readonly string[],
  reason: string,
): Standing[] =>
  standings.map((standing) =>
    standing.status === "gap" || repeated.includes(standing.id) ? standing : { ...standing, status: "gap", reason },
  );

/**
 * The last word on a run: completed only when every must is verified and no check failed.
 *
 * @returns undefined when completed, else the sentence shown to people
 */
export function refusalOf(
  requirements: readonly Requirement[],
  standings: readonly Standing[],
  checks: readonly Check[],
): string | undefined {
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  const gaps = requirements.filter(({ id, priority }) => priority === "must" && byId.get(id)?.status !== "verified");
  if (gaps.length > 0) {
    const named = gaps.slice(0, 5).map(({ id, text }) => `${id} “${text}” (${byId.get(id)?.reason ?? "not shown"})`);
    const more = gaps.length > 5 ? `; and ${gaps.length - 5} more` : "";
    return `${gaps.length} of ${requirements.length} requirements could not be met: ${named.join("; ")}${more}.`.slice(
      0,
      2_000,
    );
  }
  const broken = checks.find(({ status }) => status === "failed");
  return broken && `${broken.name} did not pass: ${broken.summary}`.slice(0, 2_000);
}
