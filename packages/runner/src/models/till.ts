import type { Granted } from "./ledger.ts";
import type { Choice } from "./port.ts";

/** One question as the platform keeps it. Names and counts, never what was asked or answered. */
export type CallReport = {
  id: string;
  agent: string;
  taskId: string;
  provider: string;
  model: string;
  promptVersions: { system?: number | undefined; project?: number | undefined; agent?: number | undefined };
  priceVersion: string;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  /** Null when the price is not known. */
  costMicros: number | null;
  savedMicros: number;
  latencyMs: number;
  cache: "none" | "miss" | "hit";
  status: "succeeded" | "failed" | "refused";
  errorCode?: string;
};

/** Who holds the budgets: asked before a question, told after it. */
export type Till = {
  reserve(wish: { id: string; agent: string; choice: Choice; mostMicros: number }): Promise<Granted>;
  /** Settles the reservation of the same id. */
  tell(call: CallReport): Promise<void>;
};
