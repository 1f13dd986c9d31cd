import type { Requirement } from "../../../artefacts.ts";
import { type App, type AppEntity, isComputed, partOf } from "../../app.ts";
import type { Evidence } from "../../kind.ts";
import { computedDrafts, listDrafts, moveDrafts } from "./behaviour.ts";
import { exportDrafts, importDrafts } from "./csv.ts";
import { messagesDrafts, notificationDrafts } from "./messages.ts";
import { orderDrafts } from "./order.ts";
import { fieldDrafts, recordDrafts, searchDrafts } from "./records.ts";
import { reportDrafts } from "./reports.ts";
import { rightsDrafts } from "./rights.ts";
import { ruleDrafts } from "./rules.ts";
import { type Draft, type Test, testFile, titled } from "./suite.ts";
import { accessDrafts, applicationDrafts, draftsByWords } from "./whole.ts";

/**
 * The delivered tests, from the requirements: each requirement that is not a gap has at least one, and whatever the
 * application always owes (records, restart, refusals) is tested under the requirement it belongs to.
 */
export function tests(app: App): { files: [path: string, content: string][]; evidence: Evidence[] } {
  const taken = new Set<string>();
  const all: Test[] = [];
  const written = new Set<string>();
  const met = app.requirements.filter((requirement) => !requirement.gap);
  const add = (requirement: Requirement, drafts: readonly Draft[]) => {
    for (const draft of drafts) written.add(`${draft.file} ${draft.words}`);
    const made = titled(requirement, drafts.map(own(requirement)), taken);
    all.push(...made);
    return made.map((test) => test.title);
  };
  const evidence = met.map((requirement): Evidence => {
    const drafts = requirement.targets.flatMap((target) => draftsOf(app, requirement, target));
    const chosen = drafts.length > 0 ? drafts : draftsByWords(app, requirement);
    return { requirementId: requirement.id, tests: add(requirement, unlike(chosen)) };
  });

  // What no requirement asked for by name is still owed.
  const [fallback] = met;
  if (fallback) {
    const owed = [
      ...app.entities.flatMap((entity) =>
        recordDrafts(app, entity).map((draft) => ({ draft, owner: ownerOf(met, entity) ?? fallback })),
      ),
      ...app.entities.flatMap((entity) =>
        entity.search.length > 0
          ? searchDrafts(app, entity).map((draft) => ({ draft, owner: ownerOf(met, entity) ?? fallback }))
          : [],
      ),
      ...[...applicationDrafts(app), ...accessDrafts(app)].map((draft) => ({ draft, owner: fallback })),
      ...messagesDrafts(app).map((draft) => ({ draft, owner: met.find(isNotification) ?? fallback })),
    ];
    for (const { draft, owner } of owed) {
      if (written.has(`${draft.file} ${draft.words}`)) continue;
      evidence.find((each) => each.requirementId === owner.id)?.tests.push(...add(owner, [draft]));
    }
  }

  const files = [...new Set(all.map((test) => test.file))].sort().map((file): [string, string] => {
    const entity = app.entities.find((each) => file === `test/${each.folder}.test.ts`);
    const own = all.filter((test) => test.file === file);
    return [
      file,
      testFile(app, own, entity ? entity.plural.toLowerCase() : (file.split("/")[1]?.replace(".test.ts", "") ?? "")),
    ];
  });
  return { files, evidence };
}

/** Accounts that a test opens have the requirement in their address: another one may ask for the same test. */
const own =
  ({ id }: Requirement) =>
  (draft: Draft): Draft =>
    draft.file === "test/access.test.ts"
      ? {
          ...draft,
          body: draft.body.map((line) =>
            line.replace(/"([a-z]+)@example\.com"/g, `"$1.${id.toLowerCase()}@example.com"`),
          ),
        }
      : draft;

const isNotification = ({ targets }: Requirement): boolean => targets.some((target) => target.includes("#notify-"));

const ownerOf = (requirements: readonly Requirement[], entity: AppEntity) =>
  requirements.find((each) => each.targets.includes(entity.name)) ??
  requirements.find((each) => each.targets.some((target) => target.startsWith(entity.name)));

const unlike = (drafts: readonly Draft[]): Draft[] => [
  ...new Map(drafts.map((draft) => [`${draft.file} ${draft.words}`, draft])).values(),
];

/** The tests of one target: an entity, a field or computed value, a list, a move, a rule, a report, access. */
function draftsOf(app: App, requirement: Requirement, target: string): Draft[] {
  if (target === "access") return accessDrafts(app);
  if (target.startsWith("report:"))
    return app.reports
      .filter((report) => `report:${report.name}` === target)
      .flatMap((report) => reportDrafts(app, report));
  const match = target.match(/^([A-Z][A-Za-z0-9]*)(?:([.?!~#@])(.+))?$/);
  const entity = app.entities.find((each) => each.name === match?.[1]);
  if (!entity) return [];
  const [, , sign, name = ""] = match ?? [];
  switch (sign) {
    case ".": {
      const part = partOf(entity, name);
      if (requirement.kind === "search") return searchDrafts(app, entity);
      if (!part) return [];
      return isComputed(part) ? computedDrafts(app, entity, part) : fieldDrafts(app, entity, part);
    }
    case "?":
      return entity.lists.filter((list) => list.name === name).flatMap((list) => listDrafts(app, entity, list));
    case "!":
      return (entity.state?.moves ?? [])
        .filter((move) => move.action === name)
        .flatMap((move) => moveDrafts(app, entity, move));
    case "~": {
      const rule = entity.told[Number(name)];
      return rule ? ruleDrafts(app, entity, rule) : [];
    }
    case "@":
      return rightsDrafts(app, entity, name);
    case "#":
      if (name === "order") return orderDrafts(app, entity);
      if (name.startsWith("notify-"))
        return entity.notifications
          .filter(({ source }) => `notify-${source}` === name)
          .flatMap((each) => notificationDrafts(app, entity, each));
      return name === "import" ? importDrafts(app, entity) : exportDrafts(app, entity);
    default:
      return requirement.kind === "search" ? searchDrafts(app, entity) : recordDrafts(app, entity);
  }
}
