import { appendFileSync, readFileSync, statSync } from "node:fs";

/** Where a task may die, by the names of the run's protocol. */
export const crashPoints = [
  "CP-task-before-boot",
  "CP-task-boot-answered",
  "CP-task-between-heartbeats",
  "CP-task-in-step",
  "CP-task-checkpoint-uploaded",
  "CP-task-checkpoint-recorded",
  "CP-task-zip-uploaded",
  "CP-task-manifest-uploaded",
  "CP-task-completed",
  "CP-task-in-pause",
  "CP-task-in-sigterm",
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/**
 * Dies here without a word, as a lost machine would, when `CRASH_AT` names this point, or a file with lines of a name
 * and which time it is met, over all processes; else does nothing.
 */
export function crashpoint(name: CrashPoint): void {
  const at = process.env.CRASH_AT;
  if (at === name || (at?.startsWith("/") && isMetAgain(at, name))) process.kill(process.pid, "SIGKILL");
}

function isMetAgain(orders: string, name: string): boolean {
  const wanted = readFileSync(orders, "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .find(([each]) => each === name);
  if (!wanted) return false;
  const met = `${orders}.${name}`;
  appendFileSync(met, ".");
  if (statSync(met).size !== Number(wanted[1])) return false;
  appendFileSync(`${met}.deaths`, ".");
  return true;
}
