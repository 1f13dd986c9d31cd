export * as Pipeline from "./index.ts";

import type { Analysis, Brief, Check } from "../artefacts.ts";
import { checkCleanRoom, type Proof } from "../checks/clean-room.ts";
import type { Packages } from "../checks/dependencies.ts";
import { Pack, type Packed, type Signature } from "../pack/index.ts";
import { crashpoint } from "../platform/crashpoint.ts";
import type { StepsReport } from "../platform/schema.ts";
import { Sandbox } from "../sandbox/index.ts";
import { PackagesUnreachable } from "../sandbox/packages.ts";
import { newBoard, partsOf, type TaskId } from "./agents.ts";
import { asItWas, type Best, bestOf, better, isBettered, type Models } from "./better.ts";
import type { State } from "./checkpoint.ts";
import type { Composition, Engine } from "./engine.ts";
import { etaOf, type Part, progressOf, type StepName } from "./progress.ts";
import { disabledOf, noticesOf, type Setup, switchedOff } from "./setup.ts";
import { refusalOf, type Standing, withoutUnrepeated } from "./verdict.ts";
import type { Verification } from "./verification.ts";
import { type Keep, verify } from "./verify.ts";

/** The only windows of a run to the outside. */
export type Watch = {
  /** Asked before each step: a person may want to pause. */
  before(step: StepName): Promise<"go" | "pause" | "cancel">;
  /**
   * After a step was accepted, with everything that a later attempt needs to go on from there. What was told of the step
   * must arrive first: no later attempt tells it again.
   */
  after(step: StepName, state: State): Promise<void>;
  tell(report: StepsReport): void;
  sign(sha256: string): Promise<Signature>;
  keepPicture: Keep;
  /** Until the run's time is over. */
  secondsLeft(): number;
  /** Ends the step that runs; the run then throws this signal's reason. */
  signal: AbortSignal;
};

export type Workplace = { work: string; packages: Packages };

export type Outcome =
  | { status: "completed"; packed: Packed }
  | { status: "failed"; code: string; message: string; retryable: boolean; packed?: Packed }
  | { status: "stopped"; reason: "pause" | "cancel" };

/**
 * A brief becomes proved software: analyse, compose, verify, pack, prove; with models, they better what is verified
 * before it is packed. Each step is a function of what the earlier ones left, and what is in `state` already is not
 * done again.
 *
 * @param models absent when nobody can be asked: then the blueprint does it all
 * @throws the reason of `watch.signal` when that is aborted, and whatever is a fault of ours
 */
export async function runPipeline(input: {
  brief: Brief;
  engine: Engine;
  models?: Models | undefined;
  setup: Setup;
  state: State;
  /** Whether the run has had an attempt before this one. */
  isResumed: boolean;
  place: Workplace;
  watch: Watch;
}): Promise<Outcome> {
  const run = newRun(input);
  try {
    return await steps(run);
  } catch (error) {
    input.watch.signal.throwIfAborted();
    run.catchUp();
    if (error instanceof Stopped) return { status: "stopped", reason: error.reason };
    if (error instanceof Refused)
      return { status: "failed", code: error.code, message: error.message, retryable: false };
    if (error instanceof PackagesUnreachable)
      return { status: "failed", code: "packages.unreachable", message: error.message, retryable: true };
    throw error;
  }
}

class Stopped extends Error {
  readonly reason: "pause" | "cancel";
  constructor(reason: "pause" | "cancel") {
    super(reason);
    this.reason = reason;
  }
}

class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Run = ReturnType<typeof newRun>;

function newRun(input: Parameters<typeof runPipeline>[0]) {
  const board = newBoard(switchedOff(input.setup));
  const verified = new Set<Part>();
  const { watch } = input;
  let step: StepName | undefined;
  let stepAt = performance.now();
  // Of finished steps nothing is told again: where things stand is told in one piece, before the first new step.
  let passed: StepsReport[] | undefined = [];
  const tell = (report: StepsReport) => {
    const whole = {
      progress: progressOf(verified),
      etaSeconds: etaOf(step, (performance.now() - stepAt) / 1_000),
      ...report,
    };
    if (passed) passed.push(whole);
    else watch.tell(whole);
  };
  const catchUp = () => {
    const told = passed;
    passed = undefined;
    if (!told) return;
    watch.tell({
      ...told.at(-1),
      tasks: board.all(),
      requirements: told.flatMap(({ requirements = [] }) => requirements),
      checks: told.flatMap(({ checks = [] }) => checks),
      log: told.flatMap(({ log = [] }) => log),
      ...picturesOf(told),
    });
  };
  const move = (id: TaskId, status: Parameters<typeof board.move>[1], summary?: string) =>
    tell({ tasks: board.move(id, status, summary) });
  /** @throws Stopped when a person wants the run to pause or to end */
  const mayGoOn = async (name: StepName) => {
    const word = await watch.before(name);
    if (word !== "go") throw new Stopped(word);
  };
  return {
    ...input,
    board,
    verified,
    tell,
    move,
    /** Tells where things stand, if that is not told yet. */
    catchUp,
    mayGoOn,
    /** Does a step unless its result is there; then saves the result. */
    async step<T>(
      name: StepName,
      known: T | undefined,
      work: () => Promise<T>,
      keep: (made: T) => Partial<State>,
    ): Promise<T> {
      if (known !== undefined) return known;
      await mayGoOn(name);
      step = name;
      stepAt = performance.now();
      catchUp();
      tell({ phase: name });
      const made = await work();
      watch.signal.throwIfAborted();
      crashpoint("CP-task-in-step");
      Object.assign(input.state, keep(made));
      await watch.after(name, input.state);
      return made;
    },
  };
}

const picturesOf = (told: readonly StepsReport[]): Pick<StepsReport, "pictures"> => {
  const pictures = told.findLast((one) => one.pictures)?.pictures;
  return pictures ? { pictures } : {};
};

async function steps(run: Run): Promise<Outcome> {
  const isTold = run.isResumed && run.state.analysis !== undefined;
  const notices = isTold ? [] : noticesOf(run.setup, run.engine.provider, run.models?.ports);
  run.tell({ tasks: run.board.all(), log: notices });
  const analysis = await run.step(
    "analyse",
    run.state.analysis,
    () => analyse(run),
    (analysis) => ({ analysis }),
  );
  showAnalysis(run, analysis);
  mustBeAllowed(run, analysis);

  const saved = run.state.composition;
  const composition = await run.step(
    "compose",
    saved && { files: new Map(saved.files), evidence: saved.evidence },
    async () => compose(run, analysis),
    ({ files, evidence }) => ({ composition: { files: [...files], evidence } }),
  );
  showComposition(run, analysis, composition);

  const verification = await run.step(
    "verify",
    run.state.verification,
    () => verifyInSandbox(run, analysis, composition),
    (verification) => ({ verification }),
  );
  showChecks(run, verification.checks);
  showPictures(run, verification);

  const first: Best = { analysis, composition, verification, provider: run.engine.provider };
  const best = await betterIfAsked(run, first);
  const proved = await packAndProve(run, best);
  if (proved.proof.check.status !== "failed" || best === first) return conclude(run, proved);
  // What models have added did not stand in the clean room, so what the blueprint has made goes there.
  const text = `What models have added was not repeated (${proved.proof.check.summary}); the blueprint's work is delivered.`;
  run.tell({ log: [{ level: "warn", text: text.slice(0, 2_000) }] });
  showPictures(run, first.verification);
  Object.assign(run.state, { improvement: asItWas(first), signature: undefined, proof: undefined });
  return conclude(run, await packAndProve(run, first));
}

/** Between verifying and packing, when this run may ask models. @returns `first` itself when nothing came of it */
async function betterIfAsked(run: Run, first: Best): Promise<Best> {
  const { models, state, setup } = run;
  if (!models || !isBettered(models, setup)) return first;
  if (first.analysis.contract.kind !== "web-app") {
    const text = "Models better web applications only, so the blueprint's work is delivered as it is.";
    run.tell({ log: [{ level: "info", text }] });
    return first;
  }
  const isChanged = (best: Best) => best.provider !== first.provider;
  if (!state.improvement?.isOver)
    await run.step(
      "improve",
      undefined,
      async () => {
        const keep = () => run.watch.after("improve", state);
        const watch = { ...run.watch, tell: run.tell };
        const isStop = (error: unknown) => error instanceof Stopped;
        await better({ ...run, models, first, watch, keep, isStop, mayGoOn: () => run.mayGoOn("improve") });
      },
      () => ({}),
    );
  const best = state.improvement ? bestOf(state.improvement, first) : first;
  if (isChanged(best)) run.tell({ checks: best.verification.checks, pictures: best.verification.pictures });
  return isChanged(best) || best.analysis.requirements.length > first.analysis.requirements.length ? best : first;
}

/** The archive of what was verified, and what the clean room says of it. */
async function packAndProve(run: Run, { analysis, composition, verification, provider }: Best): Promise<Proved> {
  const packing = { analysis, provider, files: composition.files };
  const packed = await packOnce(run, { ...packing, ...verification });
  const proof = await run.step(
    "prove",
    run.state.proof,
    () => prove(run, packed),
    (proof) => ({ proof }),
  );
  const reason = `${proof.check.check} ${proof.check.name}: ${proof.check.summary}`;
  const standings = withoutUnrepeated(verification.standings, proof.repeated, reason);
  const isRepeated = standings.every(({ status }, i) => status === verification.standings[i]?.status);
  // What the clean room did not see again is not claimed: the archive that leaves says so itself.
  const honest = isRepeated
    ? packed
    : await Pack.pack({ ...packing, standings, checks: verification.checks }, run.watch.sign);
  return { analysis, standings, checks: [...verification.checks, proof.check], packed: honest, proof };
}

async function analyse(run: Run): Promise<Analysis> {
  run.move("research", "nothing_to_do", "Offline: the blueprint asks nobody and leaves no question open.");
  run.move("contract", "running");
  const result = run.engine.analyse(run.brief, run.setup);
  if ("requirements" in result) return result;
  run.move("contract", "failed", result.message);
  throw new Refused(result.code, result.message);
}

function showAnalysis(run: Run, { contract, requirements }: Analysis) {
  run.verified.add("analyse");
  const musts = requirements.filter(({ priority }) => priority === "must").length;
  run.move(
    "contract",
    "done",
    `${requirements.length} requirements (${musts} must), ${contract.kind === "static-site" ? `${contract.site.pages.length} pages` : `${contract.entities.length} kinds of record`}.`,
  );
  run.move("plan", "done", `Blueprint ${contract.kind}: compose, verify, pack, prove.`);
  run.tell({
    requirements: requirements.map(({ id, text, kind, priority, gap }) => ({
      id,
      text,
      kind,
      priority,
      status: gap === undefined ? "open" : "gap",
      ...(gap === undefined ? {} : { reason: gap }),
    })),
  });
}

async function compose(run: Run, analysis: Analysis): Promise<Composition> {
  const composition = await run.engine.compose(run.brief, analysis, run.setup);
  run.tell({ files: [...composition.files].map(([path, body]) => ({ path, bytes: Buffer.byteLength(body) })) });
  return composition;
}

/** Also of an analysis that an earlier attempt left. */
function mustBeAllowed(run: Run, analysis: Analysis) {
  const disabled = disabledOf(run.setup, analysis);
  if (disabled === undefined) return;
  run.move("plan", "failed", disabled);
  throw new Refused("blueprint.disabled", disabled);
}

function showComposition(run: Run, analysis: Analysis, { files }: Composition) {
  run.verified.add("compose");
  run.tell({ tasks: partsOf(analysis, files).flatMap(([id, status, summary]) => run.board.move(id, status, summary)) });
}

async function verifyInSandbox(run: Run, analysis: Analysis, composition: Composition) {
  run.move("security", "running");
  const box = await Sandbox.open(run.place.work, 0);
  try {
    const bench = { files: composition.files, box, signal: run.watch.signal };
    const input = { analysis, composition, packages: run.place.packages, keep: run.watch.keepPicture };
    const seen: Check[] = [];
    return await verify(input, bench, (check) => {
      seen.push(check);
      showCheck(run, check);
      if (check.check !== "V1") return;
      concludePart(run, "security", seen);
      if (check.status === "passed") run.move("quality", "running");
    });
  } finally {
    await box.destroy();
  }
}

function showCheck(run: Run, check: Check) {
  if (check.status === "passed") run.verified.add(check.check as Part);
  run.tell({ checks: [check] });
}

function showChecks(run: Run, checks: readonly Check[]) {
  for (const { check, status } of checks) if (status === "passed") run.verified.add(check as Part);
  const isEarly = ({ check }: Check) => check === "V0" || check === "V1";
  concludePart(run, "security", checks.filter(isEarly));
  concludePart(
    run,
    "quality",
    checks.filter((check) => !isEarly(check)),
  );
}

/** Also when there are none: what was seen of another state is not of this one. */
const showPictures = (run: Run, { pictures }: Verification) => run.tell({ pictures });

/** A failed check does not stop the run: the archive is still packed, with its gaps named. */
function concludePart(run: Run, id: TaskId, checks: readonly Check[]) {
  if (checks.every(({ status }) => status === "skipped")) return;
  const bad = checks.find(({ status }) => status === "failed");
  run.move(id, bad ? "failed" : "done", (bad ? [bad] : checks).map(({ summary }) => `${summary}.`).join(" "));
}

async function packOnce(run: Run, packing: Pack.Packing): Promise<Packed> {
  const saved = run.state.signature;
  let signature: Signature | undefined = saved;
  const sign = async (sha256: string) => {
    signature ??= await run.watch.sign(sha256);
    return signature;
  };
  // Packing is cheap and always gives the same bytes, so only the signature is kept.
  const again = saved && (await Pack.pack(packing, sign));
  run.move("package", "running");
  const packed = await run.step(
    "pack",
    again,
    () => Pack.pack(packing, sign),
    () => ({ signature }),
  );
  run.verified.add("pack");
  run.move("package", "done", `${packed.manifest.files.length} files, ${packed.zip.length} bytes.`);
  return packed;
}

function prove(run: Run, packed: Packed): Promise<Proof> {
  run.move("proof", "running");
  const { work, packages } = run.place;
  const { slug } = packed.manifest.project;
  return checkCleanRoom({ zip: packed.zip, slug, work, cache: packages.cache, signal: run.watch.signal });
}

type Proved = {
  analysis: Analysis;
  standings: readonly Standing[];
  checks: readonly Check[];
  packed: Packed;
  proof: Proof;
};

function conclude(run: Run, { analysis, standings, checks, packed, proof: { check: proof } }: Proved): Outcome {
  showCheck(run, proof);
  run.catchUp();
  const refusal = refusalOf(analysis.requirements, standings, checks);
  run.move("proof", proof.status === "passed" ? "done" : "failed", proof.summary);
  const reasons = new Map(standings.map((standing) => [standing.id, standing]));
  run.tell({
    progress: refusal === undefined ? 100 : progressOf(run.verified),
    etaSeconds: 0,
    requirements: analysis.requirements.map(({ id, text, kind, priority }) => {
      const standing = reasons.get(id);
      return {
        id,
        text,
        kind,
        priority,
        status: standing?.status ?? "gap",
        ...(standing?.reason ? { reason: standing.reason } : {}),
      };
    }),
  });
  return refusal === undefined
    ? { status: "completed", packed }
    : { status: "failed", code: "requirements.unmet", message: refusal, retryable: false, packed };
}
