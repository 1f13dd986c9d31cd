/** What makes a run, and how much of it each part is. They add up to 100. */
const weights = {
  analyse: 5,
  compose: 15,
  V0: 5,
  V1: 10,
  V2: 10,
  V3: 20,
  V4: 5,
  V5: 5,
  V6: 5,
  V7: 5,
  pack: 5,
  V8: 10,
} as const;

export type Part = keyof typeof weights;

/** What each step takes on two shared cores for a small brief, in seconds. Only runs with a model have `improve`. */
const usualSeconds = { analyse: 0.5, compose: 0.5, verify: 9, improve: 120, pack: 0.5, prove: 9 } as const;

export type StepName = keyof typeof usualSeconds;
const stepNames = Object.keys(usualSeconds) as StepName[];

/** The share of the work that is verified, 0–100: a part that ran and failed adds nothing. */
export const progressOf = (verified: ReadonlySet<Part>): number =>
  [...verified].reduce((sum, part) => sum + weights[part], 0);

/** How long the rest usually takes, in whole seconds, at least one until nothing is left. */
export function etaOf(step: StepName | undefined, secondsInStep: number): number {
  if (step === undefined) return 0;
  const coming = stepNames.slice(stepNames.indexOf(step)).filter((name) => name === step || name !== "improve");
  const rest = coming.reduce((sum, name) => sum + usualSeconds[name], 0);
  return Math.max(1, Math.ceil(rest - Math.min(secondsInStep, usualSeconds[step])));
}
