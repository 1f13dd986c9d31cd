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
        checks: [...(standing?.tests ?? []), ...wholeProject(input.checks, id)],
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
    .map(({ check, name, status }) => ({ check, name, status }));

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, undefined, 2)}\n`;
