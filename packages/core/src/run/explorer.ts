import { type Accepted, before, faultOf, type Known, normal, open, ownEpoch } from "./explorer-rules.ts";
import type { Happening, move as Move } from "./moves.ts";

/** What may happen besides: a launcher's answer, by the code under which a state keeps it. */
const asked = { not: 0, started: 1, refused: 2, impossible: 3 } as const;

/**
 * One run in its whole world. Epochs and attempts are only ever compared, so `isNow` says of each whether it is the
 * run's own; that makes the states finite.
 */
type Launcher = { isNow: boolean; isUnfenced: boolean; answer: number } | undefined;
type Task = { isUnfenced: boolean; phase: "starting" | "up" | "stopped" } | undefined;
type World = {
  run: number;
  launchers: Launcher[];
  /** The task of the present attempt. */
  task: Task;
  /** Tasks of earlier attempts: one that starts, one at work, one whose end may still be told. */
  ghosts: { starting: boolean; up: boolean; ended: boolean };
  hasMessage: boolean;
};

export type Explored = { states: number; runs: number; edges: number; fault?: string };

/**
 * Walks breadth first through everything that can happen to one run: launchers that die anywhere, messages lost, late
 * and twice, deadlines and leases that pass at any moment, tasks that act though they lost the run, people, access and
 * the sweeper at any moment.
 *
 * @param launchers how many take messages at once
 * @returns how much there was to see, and the first rule that was broken
 */
export function explore(move: typeof Move, launchers: number): Explored {
  const runs = new Runs(move);
  const indexOf = new Map<number, number>();
  const worlds: World[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let edges = 0;
  const meet = (world: World): number => {
    const key = keyOf(world);
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, worlds.length);
    worlds.push(world);
    return worlds.length - 1;
  };
  const tell = (fault?: string): Explored => ({
    states: worlds.length,
    runs: runs.all.length,
    edges,
    ...(fault ? { fault } : {}),
  });
  try {
    meet({
      run: runs.first,
      launchers: Array<Launcher>(launchers).fill(undefined),
      task: undefined,
      ghosts: { starting: false, up: false, ended: false },
      hasMessage: true,
    });
    for (let at = 0; at < worlds.length; at++) {
      const world = worlds[at] as World;
      if (!open(runs.at(world.run))) {
        runs.leaveInPeace(world.run);
        continue;
      }
      for (const { next, isOwnWork } of successors(world, runs)) {
        edges++;
        const index = meet(next);
        if (isOwnWork) {
          from.push(at);
          to.push(index);
        }
      }
    }
  } catch (error) {
    return tell(error instanceof Error ? error.message : String(error));
  }
  const rests = worlds.map(({ run }) => !open(runs.at(run)) || runs.at(run).life.status === "paused");
  const stuck = unreached(rests, from, to);
  return stuck === undefined ? tell() : tell(`stuck for ever: ${JSON.stringify(describeWorld(worlds[stuck], runs))}`);
}

/** The first state from which none of the wanted ones can be reached, found backwards from these. */
function unreached(wanted: boolean[], from: number[], to: number[]): number | undefined {
  const starts = new Int32Array(wanted.length + 1);
  for (const each of to) starts[each + 1] = (starts[each + 1] ?? 0) + 1;
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const fill = starts.slice();
  const sources = new Int32Array(from.length);
  to.forEach((each, i) => {
    sources[fill[each] ?? 0] = from[i] ?? 0;
    fill[each] = (fill[each] ?? 0) + 1;
  });
  const isReached = [...wanted];
  const queue = isReached.flatMap((is, i) => (is ? [i] : []));
  for (let i = 0; i < queue.length; i++) {
    const at = queue[i] ?? 0;
    for (let j = starts[at] ?? 0; j < (starts[at + 1] ?? 0); j++) {
      const source = sources[j] ?? 0;
      if (isReached[source]) continue;
      isReached[source] = true;
      queue.push(source);
    }
  }
  const found = isReached.indexOf(false);
  return found < 0 ? undefined : found;
}

/** The runs that were met, each once, and what happens to them, worked out once. */
class Runs {
  readonly all: Known[] = [];
  readonly first: number;
  readonly #ids = new Map<string, number>();
  readonly #moved: Map<Happening, (Accepted & { to: number }) | undefined>[] = [];
  readonly #move: typeof Move;

  constructor(move: typeof Move) {
    this.#move = move;
    this.first = this.#idOf(before());
  }

  at(id: number): Known {
    return this.all[id] as Known;
  }

  /** @returns undefined when it was refused. @throws Error naming the rule that an accepted one breaks */
  happen(id: number, happening: Happening): (Accepted & { to: number }) | undefined {
    this.#moved[id] ??= new Map();
    const known = this.#moved[id];
    if (known.has(happening)) return known.get(happening);
    const accepted = normal(this.#move, this.at(id), happening);
    const fault = accepted && faultOf(this.at(id), happening, accepted);
    if (fault) throw new Error(`${fault}: ${JSON.stringify({ run: this.at(id), happening, after: accepted.after })}`);
    const result = accepted && { ...accepted, to: this.#idOf(accepted.after) };
    known.set(happening, result);
    return result;
  }

  /** Lets everything happen to a run that has ended. @throws Error when something comes of it */
  leaveInPeace(id: number): void {
    const { fenced, unfenced } = can.say;
    const said = [fenced, unfenced].flatMap(({ calls, ...rest }): Happening[] => [...calls, ...Object.values(rest)]);
    for (const happening of [...said, ...can.claims, ...can.sweeper, ...can.wishes, can.stopped, can.stoppedLongAgo])
      this.happen(id, happening);
  }

  /** Time passes for one of its instants. */
  pass(id: number, name: "leaseUntil" | "launchDeadline" | "notBefore" | "atWorkSince"): number | undefined {
    const { life, ...rest } = this.at(id);
    if (life[name] !== "ahead") return undefined;
    return this.#idOf({ ...rest, life: { ...life, [name]: "past" } });
  }

  #idOf(run: Known): number {
    const key = JSON.stringify(run);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.all.length);
    this.all.push(run);
    return this.all.length - 1;
  }
}

type Step = { next: World; isOwnWork: boolean };

/** `isOwnWork`: what launchers, sweeper, engine and time do by themselves, when every task stays silent. */
function successors(world: World, runs: Runs): Step[] {
  const steps: Step[] = [];
  const go = (changes: Partial<World>, isOwnWork = false) => steps.push({ next: { ...world, ...changes }, isOwnWork });
  const happen = (happening: Happening, changes: Partial<World> = {}, isOwnWork = false) => {
    const moved = runs.happen(world.run, happening);
    if (moved) steps.push({ next: moveOn(world, moved, changes), isOwnWork });
    return moved;
  };
  const { life } = runs.at(world.run);

  for (const name of ["leaseUntil", "launchDeadline", "notBefore", "atWorkSince"] as const) {
    const run = runs.pass(world.run, name);
    if (run !== undefined) go({ run }, true);
  }
  // The sweeper acts on what it read a while ago.
  for (const each of can.sweeper) happen(each, {}, true);
  for (const each of can.wishes) happen(each);
  const isForgotten = life.status === "queued" || (life.status === "launching" && life.taskArn === "none");
  if (world.hasMessage) go({ hasMessage: false });
  else if (isForgotten) go({ hasMessage: true }, true);

  world.launchers.forEach((launcher, place) => {
    const become = (next: Launcher) => ({ launchers: world.launchers.map((each, i) => (i === place ? next : each)) });
    if (launcher) go(become(undefined));
    if (!launcher) {
      if (world.hasMessage) receive(place, become);
    } else if (launcher.answer === asked.not) runTask(launcher, become);
    else record(launcher, become);
  });

  function receive(place: number, become: (next: Launcher) => Partial<World>) {
    const mine: Launcher = { isNow: true, isUnfenced: true, answer: asked.not };
    for (const hasMessage of [true, false])
      for (const claimed of can.claims) {
        const moved = runs.happen(world.run, claimed);
        if (moved) {
          const next = moveOn(world, moved, { hasMessage });
          next.launchers[place] = mine;
          steps.push({ next, isOwnWork: true });
        } else if (life.status === "launching" && life.taskArn === "none") go({ ...become(mine), hasMessage }, true);
        else go({ hasMessage }, true);
      }
  }

  function runTask(launcher: NonNullable<Launcher>, become: (next: Launcher) => Partial<World>) {
    const started = launcher.isNow
      ? { task: world.task ?? ({ isUnfenced: launcher.isUnfenced, phase: "starting" } as const) }
      : { ghosts: { ...world.ghosts, starting: true } };
    go({ ...become({ ...launcher, answer: asked.started }), ...started }, true);
    // Its answer is lost, with the launcher.
    go({ ...become(undefined), ...started });
    if (launcher.isNow && world.task) return;
    go(become({ ...launcher, answer: asked.refused }));
    go(become({ ...launcher, answer: asked.impossible }));
  }

  function record(launcher: NonNullable<Launcher>, become: (next: Launcher) => Partial<World>) {
    const says = launcher.isUnfenced ? can.say.unfenced : can.say.fenced;
    const start = launcher.isNow ? says.started : says.startedLongAgo;
    const answers: Record<number, Happening> = {
      [asked.started]: start,
      [asked.refused]: says.refused,
      [asked.impossible]: says.impossible,
    };
    if (happen(answers[launcher.answer] ?? start, become(undefined), true)) return;
    const isUnwanted = launcher.answer === asked.started && life.taskArn !== start.taskArn;
    const stopped =
      isUnwanted && launcher.isNow && world.task ? { task: { ...world.task, phase: "stopped" as const } } : {};
    go({ ...become(undefined), ...stopped }, true);
  }

  const { task, ghosts } = world;
  if (task) {
    const says = task.isUnfenced ? can.say.unfenced : can.say.fenced;
    if (task.phase === "stopped") happen(can.stopped);
    else go({ task: { ...task, phase: "stopped" } });
    if (task.phase === "starting") {
      const booted = runs.happen(world.run, says.booted);
      const isAtWork = booted?.after.life.status === "running";
      // Its answer is lost, or it is heard.
      for (const phase of isAtWork ? (["starting", "up"] as const) : (["stopped"] as const))
        if (booted) steps.push({ next: withPhase(moveOn(world, booted), phase), isOwnWork: false });
        else go({ task: { ...task, phase } });
    }
    if (task.phase !== "stopped")
      for (const happening of says.calls) {
        const moved = runs.happen(world.run, happening);
        // It stays, because its answer was lost, or it is over.
        if (moved)
          for (const phase of [task.phase, "stopped"] as const)
            steps.push({ next: withPhase(moveOn(world, moved), phase), isOwnWork: false });
      }
  }
  if (ghosts.starting || ghosts.up) {
    happen(can.say.fenced.booted);
    for (const happening of can.say.fenced.calls) happen(happening);
    go({ ghosts: { starting: false, up: ghosts.up || ghosts.starting, ended: ghosts.ended } });
    go({ ghosts: { starting: false, up: false, ended: true } });
  }
  if (ghosts.ended) happen(can.stoppedLongAgo);
  return steps;
}

const withPhase = (world: World, phase: "starting" | "up" | "stopped"): World =>
  world.task ? { ...world, task: { ...world.task, phase } } : world;

/** What those say who believe in an epoch. */
const saidIn = (epoch: number) =>
  ({
    started: { type: "task_started", epoch, taskArn: "now" },
    startedLongAgo: { type: "task_started", epoch, taskArn: "old" },
    refused: { type: "task_refused", epoch },
    impossible: { type: "task_impossible", epoch },
    booted: { type: "booted", epoch },
    calls: [
      { type: "heartbeat", epoch },
      { type: "reported", epoch },
      { type: "completed", epoch },
      { type: "failed", epoch, isRetryable: true, code: "engine.crashed", message: "m" },
      { type: "failed", epoch, isRetryable: false, code: "engine.broken", message: "m" },
      { type: "failed", epoch, isRetryable: false, code: "brief.unclear", message: "m" },
      { type: "released", epoch, reason: "pause" },
      { type: "released", epoch, reason: "cancel" },
      { type: "released", epoch, reason: "sigterm" },
    ],
  }) as const satisfies Record<string, Happening | readonly Happening[]>;

/** Everything that can happen, each once: what comes of it is remembered by the thing itself. */
const can = {
  say: { unfenced: saidIn(ownEpoch), fenced: saidIn(ownEpoch - 1) },
  claims: [true, false].flatMap((isEntitled) =>
    [true, false].map((isTurn): Happening => ({ type: "claimed", isEntitled, isTurn })),
  ),
  sweeper: [{ type: "launch_overdue" }, { type: "lease_expired" }],
  wishes: [
    ...[
      { type: "overlong" },
      { type: "access_ended" },
      { type: "access_restored" },
      { type: "pause" },
      { type: "cancel" },
    ],
    ...[true, false].map((isEntitled) => ({ type: "resume", isEntitled })),
  ] as Happening[],
  stopped: { type: "task_stopped", taskArn: "now" },
  stoppedLongAgo: { type: "task_stopped", taskArn: "old" },
} as const;

/** The world after a move: what was of the run's epoch or attempt may be so no more. @throws Error for two unfenced tasks */
function moveOn(world: World, moved: Accepted & { to: number }, changes: Partial<World> = {}): World {
  const { launchers, task, ghosts, hasMessage, ...rest } = { ...world, ...changes };
  const isFenced = moved.hasNewEpoch;
  const next: World = {
    ...rest,
    run: moved.to,
    hasMessage: hasMessage || moved.effects.includes("wake"),
    ghosts,
    task: task && { ...task, isUnfenced: task.isUnfenced && !isFenced },
    launchers: launchers.map((each) => each && { ...each, isUnfenced: each.isUnfenced && !isFenced }),
  };
  if (!moved.hasNewAttempt) return next;
  if (next.task?.isUnfenced || next.launchers.some((each) => each?.isUnfenced))
    throw new Error("two attempts could write at once");
  return {
    ...next,
    task: undefined,
    ghosts: {
      starting: ghosts.starting || task?.phase === "starting",
      up: ghosts.up || task?.phase === "up",
      ended: ghosts.ended || task?.phase === "stopped",
    },
    launchers: next.launchers.map((each) => each && { ...each, isNow: false }),
  };
}

const phases = ["starting", "up", "stopped"] as const;
const bit = (is: boolean) => (is ? 1 : 0);
const codeOfLauncher = (each: Launcher) =>
  each ? 1 + each.answer * 4 + bit(each.isNow) * 2 + bit(each.isUnfenced) : 0;
const codeOfTask = (task: Task) => (task ? 1 + phases.indexOf(task.phase) * 2 + bit(task.isUnfenced) : 0);

/** One number for a state. Which launcher is which does not matter. */
function keyOf({ run, launchers, task, ghosts, hasMessage }: World): number {
  let key = run;
  for (const code of launchers.map(codeOfLauncher).sort((a, b) => a - b)) key = key * 17 + code;
  key = key * 7 + codeOfTask(task);
  key = key * 8 + bit(ghosts.starting) * 4 + bit(ghosts.up) * 2 + bit(ghosts.ended);
  return key * 2 + bit(hasMessage);
}

const describeWorld = (world: World | undefined, runs: Runs) => world && { ...world, run: runs.at(world.run) };
