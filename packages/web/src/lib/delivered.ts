import type { RunBrief } from "./shapes.ts";
import { count } from "./size.ts";

/** What a completed run left out, in words: "5 of 10 built, 5 named gaps". Undefined when it left out nothing. */
export function gapsIn(delivered: RunBrief["delivered"] | undefined): string | undefined {
  if (!delivered || delivered.gaps === 0) return undefined;
  const { verified, gaps } = delivered;
  return `${verified} of ${verified + gaps} built, ${count(gaps, "named gap")}`;
}
