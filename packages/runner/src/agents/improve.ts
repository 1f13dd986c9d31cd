import * as z from "zod";
import { Analysis, type Brief, type Requirement } from "../artefacts.ts";
import { type Asker, BudgetSpent, NoAnswer } from "../models/ask.ts";
import type { Composition, Engine } from "../pipeline/engine.ts";
import type { Standing } from "../pipeline/verdict.ts";
import { Verification } from "../pipeline/verification.ts";
import type { StepsReport, TaskReport } from "../platform/schema.ts";
import { reviewQuestion } from "./architect.ts";
import { buildUntilGreen, MetAlready, Unbuilt, writeTests } from "./build-slice.ts";
import { type Slice, sliceOf } from "./slice.ts";
import type { Workshop } from "./workshop.ts";

/** The best state that was verified so far, and how far the work on it has come. */
export const Improvement = z.object({
  analysis: Analysis,
  composition: z.object({
    files: z.array(z.tuple([z.string(), z.string()])),
    evidence: z.array(z.object({ requirementId: z.string(), tests: z.array(z.string()) })),
  }),
  verification: Verification,
  isReviewed: z.boolean(),
  /** Requirements that were worked on, whatever came of it. */
  tried: z.array(z.string()),
  /** Who wrote what was taken. */
  writers: z.array(z.string()),
  isOver: z.boolean(),
});
export type Improvement = z.infer<typeof Improvement>;

export type Bettering = {
  brief: Brief;
  engine: Engine;
  asker: Asker;
  /** What to work on: the gaps, or every requirement. */
  reach: "gaps" | "all";
  state: Improvement;
  openWorkshop: () => Promise<Workshop>;
  /** All checks of an application, in a sandbox of its own. */
  verify: (analysis: Analysis, composition: Composition) => Promise<Verification>;
  /** Keeps the state, so that what is done needs not be done again. */
  keep: (state: Improvement) => Promise<void>;
  /** Asked before each slice; throws when a person wants the run to stop. */
  mayGoOn: () => Promise<void>;
  isTimeUp: () => boolean;
  tell: (report: StepsReport) => void;
};

/** No run works on more requirements than that. */
const maxSlices = 12;

/**
 * Goes from what the blueprint has left, and was verified, to more: what the brief asks for and the rules passed over
 * is found, and each gap becomes a slice with tests of its own. Only a whole application that passes every check takes
 * the place of the one before, so the end is never worse than the beginning.
 */
export async function improve(work: Bettering): Promise<Improvement> {
  const { state, tell } = work;
  if (state.isOver) return state;
  const workshop = lazily(work.openWorkshop);
  try {
    await review(work);
    const slices = slicesOf(work);
    for (const requirement of slices) {
      await work.mayGoOn();
      if (work.isTimeUp()) {
        land(work, "There is no time for more slices.");
        break;
      }
      await buildOne(work, workshop, requirement);
      state.tried.push(requirement.id);
      await work.keep(state);
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    land(work, error.message);
  } finally {
    await workshop.close();
  }
  state.isOver = true;
  tell({ log: [{ level: "info", text: summaryOf(state) }] });
  return state;
}

/** A workshop that is opened at its first trial: answers that are no use cost no install. */
function lazily(open: () => Promise<Workshop>): Workshop {
  let opened: Promise<Workshop> | undefined;
  return {
    trial: async (files) => {
      opened ??= open();
      return (await opened).trial(files);
    },
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

const summaryOf = ({ tried, writers, analysis }: Improvement) => {
  const isBuilt = ({ targets }: Requirement) => targets.some((target) => target.startsWith("file:"));
  const met = analysis.requirements.filter(isBuilt).map(({ id }) => id);
  return met.length === 0
    ? `Models were asked for ${tried.length} requirements, and nothing came of it; the blueprint's work stands as it was verified.`
    : `Models have met ${met.join(", ")} (${writers.join(", ")}).`;
};

/** No new slices from here; what is verified is packed and proved as it stands. */
function land({ state, tell }: Bettering, why: string) {
  const left = openOf(state, "gaps").map(({ id }) => id);
  const rest = left.length > 0 ? ` ${left.join(", ")} ${left.length === 1 ? "stays a gap" : "stay gaps"}.` : "";
  tell({ log: [{ level: "warn", text: `${why}${rest}` }] });
}

const openOf = ({ analysis, tried }: Improvement, reach: Bettering["reach"]): Requirement[] =>
  analysis.requirements.filter(({ id, gap }) => (reach === "all" || gap !== undefined) && !tried.includes(id));

const ranks = { must: 0, should: 1, could: 2 } as const;

/** Gaps before what is met, and of both what must be before what may be. */
function slicesOf({ asker, reach, state, tell }: Bettering): Requirement[] {
  const rank = ({ gap, priority }: Requirement) => (gap === undefined ? 3 : 0) + ranks[priority];
  const open = openOf(state, reach).sort((a, b) => rank(a) - rank(b));
  const lacking = ["testing", "coder"].filter((agent) => asker.chainOf(agent).length === 0);
  if (lacking.length > 0 && open.length > 0) {
    const text = `No model is set up for ${lacking.join(" and ")}, so the gaps stay as the blueprint leaves them.`;
    tell({ log: [{ level: "warn", text }] });
    return [];
  }
  return open.slice(0, Math.max(0, maxSlices - state.tried.length));
}

/** Lets the architect look for what the rules passed over. Each find is a gap of its own from then on. */
async function review({ brief, engine, asker, state, keep, tell }: Bettering) {
  if (state.isReviewed || asker.chainOf("architect").length === 0) return;
  const task = { id: "review", agent: "architect", title: "Look for what the plan left out", dependsOn: ["contract"] };
  tell({ tasks: [{ ...task, status: "running" }] });
  const end = (status: TaskReport["status"], summary: string) => tell({ tasks: [{ ...task, status, summary }] });
  try {
    const { value: found } = await asker.ask(reviewQuestion(brief, state.analysis));
    state.analysis.requirements.push(...found);
    state.verification.standings.push(
      ...found.map(({ id, gap = "" }): Standing => ({ id, status: "gap", reason: gap, tests: [] })),
    );
    if (found.length > 0) {
      const composition = { files: new Map(state.composition.files), evidence: state.composition.evidence };
      const { files } = engine.describe(brief, state.analysis, composition);
      state.composition.files = [...files];
    }
    end("done", found.length === 0 ? "Nothing is left out." : `Left out: ${found.map(({ text }) => text).join(" ")}`);
    tell({ requirements: found.map(reportOf) });
  } catch (error) {
    if (!(error instanceof NoAnswer)) {
      if (error instanceof BudgetSpent) end("skipped", error.message);
      throw error;
    }
    end("failed", error.message);
  }
  state.isReviewed = true;
  await keep(state);
}

const reportOf = ({ id, text, kind, priority, gap }: Requirement) => ({
  id,
  text,
  kind,
  priority,
  status: gap === undefined ? ("open" as const) : ("gap" as const),
  ...(gap === undefined ? {} : { reason: gap }),
});

/** One slice: tests that fail, then changes until nothing does. Whatever goes wrong, the state is as it was. */
async function buildOne(work: Bettering, workshop: Workshop, requirement: Requirement) {
  const { asker, state, tell } = work;
  const files = new Map(state.composition.files);
  const slice = sliceOf(requirement, state.analysis.contract, files);
  const { contract } = state.analysis;
  const { id } = requirement;
  const tasks = tasksOf(slice);
  const move = (task: keyof typeof tasks, status: TaskReport["status"], summary?: string) =>
    tell({ tasks: [{ ...tasks[task], status, ...(summary ? { summary } : {}) }] });
  let at: keyof typeof tasks = "test";
  try {
    move("test", "running");
    const tests = await writeTests({ slice, contract, files, asker, workshop });
    move("test", "done", `${tests.titles.length} tests that fail as long as it is not built.`);
    at = "build";
    move("build", "running");
    let next: { analysis: Analysis; composition: Composition; verification: Verification } | undefined;
    let repairs = 0;
    const judge = async (tree: ReadonlyMap<string, string>) => {
      const made = madeOf(work, slice, tree, tests.titles);
      const verification = await work.verify(made.analysis, made.composition);
      const problems = worseThan(state.verification, verification, id);
      if (problems.length === 0) next = { ...made, verification };
      return problems;
    };
    const onRepair = () => {
      repairs += 1;
      move("repair", "running", `${repairs}. repair.`);
    };
    const { choice } = await buildUntilGreen({
      slice,
      contract,
      files,
      tests,
      asker,
      workshop,
      judge,
      onRepair,
    });
    if (!next) throw new Error("A tree that was taken was not judged.");
    const { analysis, composition, verification } = next;
    Object.assign(state, {
      analysis,
      composition: { files: [...composition.files], evidence: composition.evidence },
      verification,
      writers: [...new Set([...state.writers, choice.provider])],
    } satisfies Partial<Improvement>);
    if (repairs > 0) move("repair", "done", `${repairs} repairs.`);
    move("build", "done", `Built by ${choice.provider}/${choice.model}, and every check passes.`.slice(0, 2_000));
    const written = [...composition.files].filter(([path, text]) => files.get(path) !== text);
    tell({ files: written.map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) })) });
  } catch (error) {
    if (error instanceof MetAlready) {
      move("test", "nothing_to_do", error.message);
      move("build", "nothing_to_do", error.message);
      return;
    }
    const isExpected = error instanceof Unbuilt || error instanceof NoAnswer || error instanceof BudgetSpent;
    const reason = isExpected ? error.message : "It was interrupted.";
    move(at, "failed", reason.slice(0, 2_000));
    if (at === "test") move("build", "skipped", `Waits for “${tasks.test.title}”, which failed.`);
    if (!isExpected || error instanceof BudgetSpent) throw error;
  }
}

function tasksOf({ requirement: { id, text }, agent }: Slice) {
  const title = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return {
    test: { id: `test-${id}`, agent: "testing", title: `Write tests for ${id}: ${title}`, dependsOn: ["quality"] },
    build: { id: `build-${id}`, agent, title: `Build ${id}: ${title}`, dependsOn: [`test-${id}`] },
    repair: { id: `repair-${id}`, agent: "qa", title: `Repair ${id}: ${title}`, dependsOn: [`build-${id}`] },
  } satisfies Record<string, Omit<TaskReport, "status">>;
}

/** The application as it would be with a tree: the requirement met, its tests promised, the documents true again. */
function madeOf(
  { brief, engine, state }: Bettering,
  slice: Slice,
  tree: ReadonlyMap<string, string>,
  titles: string[],
) {
  const { id } = slice.requirement;
  const before = new Map(state.composition.files);
  const targets = [...tree]
    .filter(([path, text]) => path.startsWith("src/") && before.get(path) !== text)
    .map(([path]) => `file:${path}`);
  const requirements = state.analysis.requirements.map((one) => {
    if (one.id !== id) return one;
    const { gap: _, ...met } = one;
    return { ...met, targets: [...one.targets, ...targets] };
  });
  const analysis: Analysis = { ...state.analysis, requirements };
  const known = state.composition.evidence.find(({ requirementId }) => requirementId === id)?.tests ?? [];
  const others = state.composition.evidence.filter(({ requirementId }) => requirementId !== id);
  const evidence = [...others, { requirementId: id, tests: [...known, ...titles] }];
  return { analysis, composition: engine.describe(brief, analysis, { files: tree, evidence }) };
}

/** What speaks against taking the new state: anything that was verified or passed before and is not now. */
function worseThan(before: Verification, now: Verification, id: string): string[] {
  const standing = new Map(now.standings.map((each) => [each.id, each]));
  const lost = before.standings.filter((each) => each.status === "verified" || each.id === id);
  return [
    ...now.checks
      .filter(
        ({ check, status }) =>
          status === "failed" && before.checks.some((x) => x.check === check && x.status === "passed"),
      )
      .map(({ check, name, summary }) => `${check} ${name}: ${summary}`),
    ...lost.flatMap((each) => {
      const found = standing.get(each.id);
      return found?.status === "verified" ? [] : [`${each.id} is not verified: ${found?.reason ?? "nothing shows it"}`];
    }),
  ];
}
