import { createHash } from "node:crypto";
import type { Analysis, Check, Manifest } from "../artefacts.ts";
import type { Standing } from "../pipeline/verdict.ts";

const generator = { name: "q2o", version: "0.1.0" } as const;

export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/**
 * `q2o.json`: what was asked, what is met, and what shows it. No instant, no duration, no path of ours, so that the
 * same brief gives the same bytes.
 */
export function manifestOf(input: {
  analysis: Analysis;
  provider: string;
  standings: readonly Standing[];
  checks: readonly Check[];
  files: ReadonlyMap<string, Uint8Array>;
}): Manifest {
  const { contract, requirements } = input.analysis;
  const standings = new Map(input.standings.map((standing) => [standing.id, standing]));
  const tests = [...input.files]
    .filter(([path]) => path.startsWith("test/"))
    .map(([path, body]): [string, string] => [path, Buffer.from(body).toString()]);
  return {
    generator: { ...generator, provider: input.provider },
    project: { name: contract.title, slug: contract.slug, kind: contract.kind },
    requirements: requirements.map(({ id, text, kind, priority }) => {
      const standing = standings.get(id);
      return {
        id,
        text,
        kind,
        priority,
        status: standing?.status ?? "gap",
        ...(standing?.reason ? { reason: standing.reason } : {}),
        checks: [
          ...(standing?.tests ?? []).map((test) => ({ ...test, logRef: fileOf(tests, test.name) })),
          ...wholeProject(input.checks, id),
        ],
      };
    }),
    commands: { install: "npm ci", test: "npm test", start: "npm start" },
    files: [...input.files]
      .map(([path, body]) => ({ path, sha256: sha256(body), bytes: body.byteLength }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

const wholeProject = (checks: readonly Check[], id: string) =>
  checks
    .filter(({ check, requirementIds }) => check !== "V3" && requirementIds.includes(id))
    .map(({ check, name, status }) => ({ check, name, status, logRef: `verify.sh#${check === "V7" ? "probes" : id}` }));

/** The file that holds a test of this title; as a title may be written in more than one way, all tests at worst. */
const fileOf = (tests: readonly [path: string, body: string][], title: string): string =>
  tests.find(([, body]) => body.includes(JSON.stringify(title)) || body.includes(title))?.[0] ?? "test";

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, undefined, 2)}\n`;
