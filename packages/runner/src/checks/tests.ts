import * as z from "zod";
import type { Check } from "../artefacts.ts";
import type { TestResult } from "../pipeline/verdict.ts";
import { type Bench, finding, inWorkshop, observe, short } from "./check.ts";

/** One line a test, on a file of its own, so that what a test prints cannot be taken for a result. */
const reporter = `export default async function* (events) {
  for await (const { type, data } of events)
    if ((type === "test:pass" || type === "test:fail") && data.details?.type !== "suite")
      yield JSON.stringify({
        name: data.name, parent: data.classname, passed: type === "test:pass",
        skipped: data.skip !== undefined || data.todo !== undefined, reason: data.details?.error?.cause?.message ?? data.details?.error?.message,
      }) + "\\n";
}
`;

const Line = z.object({
  name: z.string(),
  parent: z.string().optional(),
  passed: z.boolean(),
  skipped: z.boolean(),
  reason: z.string().optional(),
});

/** Beside the project, not in it. */
const reporterFile = "evidence/reporter.mjs";
const resultsFile = "evidence/tests.jsonl";

export type Tested = { check: Check; asItRuns: Check; tests: TestResult[] };

/**
 * V3: the project's own tests, by its own `npm test`, each told apart. A test belongs to the requirements that its
 * title, or the title of the group around it, starts with: `R3: …` or `R3, R4: …`.
 */
export async function checkTests(bench: Bench, byItsTests = "Requirements by HTTP"): Promise<Tested> {
  const { box } = bench;
  let tests: TestResult[] = [];
  const check = await observe("V3", "Tests", async () => {
    await box.put(new Map([[reporterFile, reporter]]));
    const report = `--test-reporter="${box.folder}/${reporterFile}" --test-reporter-destination="${box.folder}/${resultsFile}"`;
    const result = await inWorkshop(bench, "npm", ["test"], {
      env: { NODE_OPTIONS: `--test-reporter=spec --test-reporter-destination=stdout ${report}` },
      maxMs: 180_000,
    });
    tests = readResults((await box.get([resultsFile])).get(resultsFile)?.toString() ?? "");
    const bad = tests.filter(({ status }) => status !== "passed");
    const problems = bad.map(
      ({ name, status, reason }) => `“${short(name, 120)}” ${status}${reason ? `: ${short(reason, 120)}` : ""}`,
    );
    if (tests.length === 0) problems.push(`npm test ran no test: ${short(result.stdout + result.stderr, 300)}`);
    else if (result.code !== 0 && problems.length === 0)
      problems.push(`npm test ${result.ending} with code ${result.code}: ${short(result.stdout.slice(-600), 300)}`);
    return finding(problems, `${tests.length} tests pass, none is skipped`);
  });
  check.requirementIds = [...new Set(tests.flatMap(({ requirementIds }) => requirementIds))].sort(byNumber);
  return { check, asItRuns: asItRunsOf(bench, check, tests, byItsTests), tests };
}

/**
 * V6: each requirement as the software's users meet it (an application by HTTP), which is the same run of its tests seen
 * from the requirements. The clean room has them again, against the software in a process of its own (`TEST_BOOTED`): what
 * cannot do that is not said to be met here.
 */
function asItRunsOf({ files }: Bench, { durationMs }: Check, tests: readonly TestResult[], name: string): Check {
  const named = { check: "V6", name, durationMs } as const;
  const isRun = [...files].some(([path, text]) => path.startsWith("test/support/") && /TEST_BOOTED/.test(text));
  if (!isRun)
    return {
      ...named,
      requirementIds: [],
      status: "skipped",
      summary: "Its tests do not run it as a process of its own",
    };
  const all = [...new Set(tests.flatMap(({ requirementIds }) => requirementIds))].sort(byNumber);
  const bad = new Set(
    tests.filter(({ status }) => status !== "passed").flatMap(({ requirementIds }) => requirementIds),
  );
  const met = all.filter((id) => !bad.has(id));
  const found =
    all.length === 0
      ? finding(["no requirement was asked for"], "")
      : finding(
          [...bad].map((id) => `${id} is not met`),
          `${met.length} requirements hold against the running software`,
        );
  return { ...named, requirementIds: met, ...found };
}

/** Reads the reporter's file; a line that is none (a test was killed while it was written) is left out. */
export function readResults(text: string): TestResult[] {
  const results: TestResult[] = [];
  for (const line of text.split("\n").filter(Boolean)) {
    let parsed: z.infer<typeof Line>;
    try {
      parsed = Line.parse(JSON.parse(line));
    } catch {
      continue;
    }
    const { name, parent, passed, skipped, reason } = parsed;
    const requirementIds = requirementsIn(name).length > 0 ? requirementsIn(name) : requirementsIn(parent ?? "");
    const status = skipped ? "skipped" : passed ? "passed" : "failed";
    results.push({
      name,
      requirementIds,
      status,
      ...(reason && status === "failed" ? { reason: short(reason, 300) } : {}),
    });
  }
  return results;
}

const requirementsIn = (title: string): string[] => title.match(/^(R\d+(?:, R\d+)*): /)?.[1]?.split(", ") ?? [];

const byNumber = (a: string, b: string) => Number(a.slice(1)) - Number(b.slice(1));
