/** Where a task may die, by the names of the run's protocol. */
export type CrashPoint =
  | "CP-task-before-boot"
  | "CP-task-boot-answered"
  | "CP-task-between-heartbeats"
  | "CP-task-in-step"
  | "CP-task-checkpoint-uploaded"
  | "CP-task-zip-uploaded"
  | "CP-task-manifest-uploaded"
  | "CP-task-completed"
  | "CP-task-in-pause"
  | "CP-task-in-sigterm";

/** Dies here without a word, as a lost machine would, when `CRASH_AT` names this point; else does nothing. */
export function crashpoint(name: CrashPoint): void {
  if (process.env.CRASH_AT === name) process.kill(process.pid, "SIGKILL");
}
