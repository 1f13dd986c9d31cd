/** Where a function may die, by the names of the run's protocol. A task has its own. */
export const crashPoints = [
  "CP-api-before-commit",
  "CP-api-committed",
  "CP-api-published",
  "CP-relay-claimed",
  "CP-relay-published",
  "CP-relay-mid-batch",
  "CP-launcher-received",
  "CP-launcher-claimed",
  "CP-launcher-sent",
  "CP-launcher-answered",
  "CP-launcher-recorded",
  "CP-launcher-mid-batch",
  "CP-boot-committed",
  "CP-checkpoint-committed",
  "CP-complete-committed",
  "CP-wish-before-commit",
  "CP-wish-committed",
  "CP-sweeper-between",
  "CP-event-before",
  "CP-event-after",
] as const;
export type CrashPoint = (typeof crashPoints)[number];
