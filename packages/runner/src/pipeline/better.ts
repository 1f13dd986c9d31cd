import { type Improvement, improve } from "../agents/improve.ts";
import { openWorkshop } from "../agents/workshop.ts";
import type { Analysis, Brief } from "../artefacts.ts";
import type { Packages } from "../checks/dependencies.ts";
import { newAsker } from "../models/ask.ts";
import type { Port } from "../models/port.ts";
import type { Till } from "../models/till.ts";
import { PlatformRefused, Superseded } from "../platform/call.ts";
import { log } from "../platform/log.ts";
import type { StepsReport } from "../platform/schema.ts";
import { Sandbox } from "../sandbox/index.ts";
import { PackagesUnreachable } from "../sandbox/packages.ts";
import type { State } from "./checkpoint.ts";
import type { Composition, Engine } from "./engine.ts";
import type { Setup } from "./setup.ts";
import type { Verification } from "./verification.ts";
import { type Keep, verify } from "./verify.ts";

/** Who can be asked, and who holds the money. */
export type Models = { ports: ReadonlyMap<string, Port>; till: Till };

/** An application as it was verified, and who made it. */
export type Best = { analysis: Analysis; composition: Composition; verification: Verification; provider: string };

/** What packing and proving may need after the models are done, in seconds, and what models may take at most. */
const landingSeconds = 240;
const mostSeconds = 1_500;

/** Whether the configuration of the run gives any agent a model that can be asked. */
export const isBettered = ({ ports }: Models, { agents }: Setup): boolean =>
  [...agents.values()].some(
    ({ enabled, provider, fallback }) =>
      enabled &&
      [provider, ...fallback.map((each) => each.provider)].some((one) => one !== "blueprint" && ports.has(one)),
  );

/**
 * Lets models better what the blueprint has left, as the run's configuration says. Whatever happens to them, the best
 * verified state comes back; only a person's wish, a lost run and packages that can't be had end the run here.
 */
export async function better(given: {
  brief: Brief;
  engine: Engine;
  setup: Setup;
  models: Models;
  state: State;
  first: Best;
  place: { work: string; packages: Packages };
  watch: { signal: AbortSignal; tell(report: StepsReport): void; secondsLeft(): number; keepPicture: Keep };
  mayGoOn: () => Promise<void>;
  keep: () => Promise<void>;
  /** What a person's wish to stop looks like: it is passed on. */
  isStop: (error: unknown) => boolean;
}): Promise<Best> {
  const { brief, engine, setup, models, state, first, place, watch } = given;
  const answers = new Map(state.answers ?? []);
  const improvement = state.improvement ?? begin(first);
  state.improvement = improvement;
  const startedAt = performance.now();
  const { signal } = watch;
  const keep = async () => {
    state.answers = [...answers];
    await given.keep();
  };
  try {
    await improve({
      brief,
      engine,
      asker: newAsker({ ...models, setup, answers, onPaid: keep, signal }),
      reach: setup.agents.get("coder")?.reach ?? "gaps",
      state: improvement,
      openWorkshop: () => openWorkshop({ files: new Map(improvement.composition.files), ...place, signal }),
      verify: (analysis, composition) =>
        verifyAlone({ analysis, composition, keep: watch.keepPicture, ...place, signal }),
      keep,
      mayGoOn: given.mayGoOn,
      isTimeUp: () => watch.secondsLeft() < landingSeconds || (performance.now() - startedAt) / 1_000 > mostSeconds,
      tell: watch.tell,
    });
  } catch (error) {
    signal.throwIfAborted();
    const isOurs = error instanceof Superseded || error instanceof PackagesUnreachable || given.isStop(error);
    if (isOurs) throw error;
    log.error("models.interrupted", error instanceof PlatformRefused ? error.message : error);
    const text = "The models' work was interrupted; what was verified before stands.";
    watch.tell({ log: [{ level: "error", text }] });
    improvement.isOver = true;
  }
  return bestOf(improvement, first);
}

const begin = ({ analysis, composition, verification }: Best): Improvement => ({
  ...structuredClone({ analysis, verification }),
  composition: { files: [...composition.files], evidence: composition.evidence },
  isReviewed: false,
  tried: [],
  writers: [],
  isOver: false,
});

/** What to keep instead when the clean room did not repeat the models' work. */
export const asItWas = (first: Best): Improvement => ({ ...begin(first), isReviewed: true, isOver: true });

export const bestOf = ({ analysis, composition, verification, writers }: Improvement, first: Best): Best => ({
  analysis,
  composition: { files: new Map(composition.files), evidence: composition.evidence },
  verification,
  provider: writers.length > 0 ? writers.join("+") : first.provider,
});

/** All checks in a sandbox of their own, told to nobody: only what is taken in the end is shown. */
async function verifyAlone(given: {
  analysis: Analysis;
  composition: Composition;
  work: string;
  packages: Packages;
  keep: Keep;
  signal: AbortSignal;
}): Promise<Verification> {
  const { analysis, composition, packages, keep, signal } = given;
  const box = await Sandbox.open(given.work, 0);
  try {
    return await verify(
      { analysis, composition, packages, keep },
      { files: composition.files, box, signal },
      () => undefined,
    );
  } finally {
    await box.destroy();
  }
}
