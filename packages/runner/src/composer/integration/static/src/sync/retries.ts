import { Refused, Unauthorised, Unavailable } from "../client/errors.ts";
import type { Flow } from "../flow/flow.ts";
import { deliver } from "./deliver.ts";
import { dueAgain, type Kept, keepFailed } from "./records.ts";
import { sidesOf, type Work } from "./work.ts";

const mostAtOnce = 50;

/** Tries failed records again whose time has come, with what their source says of them now. */
export async function retryFailed(work: Work, flow: Flow): Promise<void> {
  for (const kept of dueAgain(work, flow, mostAtOnce)) {
    if (work.stopping.aborted) return;
    try {
      await deliver(work, flow, await currentOf(work, flow, kept));
    } catch (error) {
      if (!(error instanceof Unavailable || error instanceof Unauthorised)) throw error;
      if (error instanceof Unavailable)
        keepFailed(work, flow, kept.sourceId, JSON.parse(kept.item), error.message, error.notBefore);
      return;
    }
  }
}

/** The record as its source has it; as it was last read, where the source can't be asked for a single one. */
async function currentOf(work: Work, flow: Flow, { sourceId, item }: Kept): Promise<unknown> {
  const { source } = sidesOf(work, flow);
  const now = await source.api.read(source.resource, sourceId).catch((error: unknown) => {
    if (error instanceof Refused) return undefined;
    throw error;
  });
  return now ?? JSON.parse(item);
}
