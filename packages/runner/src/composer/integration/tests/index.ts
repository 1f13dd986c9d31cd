import type { Requirement } from "../../../artefacts.ts";
import type { Evidence } from "../../kind.ts";
import type { Plan } from "../plan.ts";
import { endDrafts } from "./ends.ts";
import { arrivalDrafts, backDrafts, mappingDrafts, matchDrafts, scheduleDrafts, skipDrafts } from "./flow.ts";
import { reliabilityDrafts } from "./reliability.ts";
import { rateDrafts, serviceDrafts } from "./service.ts";
import { type Draft, share, testFile, titled } from "./suite.ts";
import { webhookDrafts } from "./webhooks.ts";

/**
 * The delivered tests, from the requirements: every test belongs to the requirement that speaks of what it shows, and
 * each requirement that is no gap has at least one.
 */
export function tests(plan: Plan): { files: [path: string, content: string][]; evidence: Evidence[] } {
  const met = plan.requirements.filter((requirement) => requirement.gap === undefined);
  const taken = new Set<string>();
  const drafts = draftsOf(plan);
  const written = drafts.flatMap((draft) => {
    const owner = ownerOf(met, draft);
    return owner ? [titled(owner, draft, taken)] : [];
  });
  // A requirement that others have taken all tests from shares the first of them: run twice they would meet themselves.
  for (const requirement of met) {
    if (written.some(({ requirements }) => requirements.includes(requirement.id))) continue;
    const own = written.filter(({ draft }) => requirement.targets.some((target) => isWithin(draft.about, target)));
    for (const each of own.slice(0, 3)) share(each, requirement, taken);
  }
  const evidence = met.map(({ id }) => ({
    requirementId: id,
    tests: written.filter(({ requirements }) => requirements.includes(id)).map(({ title }) => title),
  }));
  const files = [...new Set(written.map(({ draft }) => draft.file))].sort().map((file): [string, string] => [
    file,
    testFile(
      plan,
      file,
      written.filter(({ draft }) => draft.file === file),
      titleOf(plan, file),
    ),
  ]);
  return { files, evidence };
}

function draftsOf(plan: Plan): Draft[] {
  const [first] = plan.flows;
  if (!first) return [];
  const own = plan.flows.flatMap((flow) => [
    ...arrivalDrafts(flow),
    ...flow.mapping.flatMap(({ to }) => mappingDrafts(flow, to)),
    ...flow.skip.flatMap((_, index) => skipDrafts(flow, index)),
    ...(flow.ends ?? []).flatMap((_, index) => endDrafts(flow, index)),
    ...matchDrafts(flow),
    ...webhookDrafts(flow),
    ...scheduleDrafts(flow),
    // A pair is looked at from its first side.
    ...(plan.flows.findIndex(({ name }) => name === flow.back?.flow) > plan.flows.indexOf(flow)
      ? backDrafts(
          flow,
          plan.flows.find(({ name }) => name === flow.back?.flow),
        )
      : []),
  ]);
  return [...own, ...reliabilityDrafts(plan, first), ...serviceDrafts(plan, first), ...rateDrafts(plan, first)];
}

/** The requirement that speaks of just this; else of the flow it is part of. */
function ownerOf(requirements: readonly Requirement[], { about }: Draft): Requirement | undefined {
  const exact = requirements.find(({ targets }) => targets.includes(about));
  if (exact) return exact;
  // The way back was asked for where the way there was.
  const flow = about.match(/^flow:[a-z0-9-]+/)?.[0]?.replace(/-back$/, "");
  const wider = flow && requirements.find(({ targets }) => targets.some((target) => target.startsWith(flow)));
  return wider || requirements.find(({ targets }) => targets.some((target) => target.startsWith("service:")));
}

const isWithin = (about: string, target: string): boolean =>
  about === target ||
  about.startsWith(`${target}.`) ||
  about.startsWith(`${target}@`) ||
  about.startsWith(`${target}~`) ||
  about.startsWith(`${target}!`);

function titleOf(plan: Plan, file: string): string {
  const name = file.slice("test/".length).replace(".test.ts", "");
  return plan.flows.find((flow) => flow.name === name)?.label ?? name.replaceAll("-", " ");
}
