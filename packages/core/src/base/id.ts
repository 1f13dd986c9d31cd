import { monotonicFactory } from "ulid";

const prefixes = {
  tenant: "ten",
  member: "mem",
  plan: "pln",
  subscription: "sub",
  code: "cod",
  device: "dev",
  project: "prj",
  run: "run",
  artifact: "art",
  event: "evt",
  session: "ses",
  otp: "otp",
  admin: "adm",
  outbox: "out",
  override: "ovr",
  comment: "cmt",
  challenge: "chl",
  llmConfig: "llc",
  llmCall: "llq",
  alert: "alr",
  erasure: "era",
  checkout: "chk",
} as const;

export type Noun = keyof typeof prefixes;

const next = monotonicFactory();

/** `run_01J…`: says what it is, and sorts by the time it was made. */
export const newId = (noun: Noun): string => `${prefixes[noun]}_${next()}`;
