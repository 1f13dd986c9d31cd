import type { End, Flow, Values } from "../flow/flow.ts";
import { fromSystem, toSystem, valueAt } from "../flow/mapping.ts";
import { log } from "../log.ts";
import { deliveredOf, findKept, fingerprintOf, type Kept, keep, keepEcho } from "./records.ts";
import { flowNamed, sidesOf, type Work } from "./work.ts";

/** What is to be over: a record as it was last read, and where the target has it. */
type Over = { sourceId: string; item: unknown; there: string | undefined };

/** Ends a record at the target: it is removed there, or told that it is over. One that never arrived stays away. */
export async function endThere(
  work: Work,
  flow: Flow,
  { label, effect }: End<Values>,
  { sourceId, item, there }: Over,
): Promise<"updated" | "unchanged" | "skipped"> {
  const { source, target } = sidesOf(work, flow);
  const known = findKept(work, flow, sourceId);
  const fingerprint = fingerprintOf(effect);
  if (known?.status === "ended" && known.fingerprint === fingerprint) return "unchanged";
  if (there === undefined) {
    keep(work, flow, sourceId, item, { status: "skipped", reason: label });
    return "skipped";
  }
  if (effect === "remove") await target.api.remove(target.resource, there);
  else {
    const read = flow.record.safeParse(fromSystem(source.resource, flow, item));
    // A system whose changes replace the whole record gets the whole record.
    const isWhole = target.system.write.style === "put" || target.system.write.method === "PUT";
    const values = isWhole && read.success ? { ...flow.map(read.data), ...effect } : effect;
    await target.api.change(target.resource, there, toSystem(target.resource, values));
    await echo(work, flow, sourceId, there);
  }
  const targetId = effect === "remove" ? null : there;
  keep(work, flow, sourceId, item, { status: "ended", reason: label, targetId, fingerprint });
  log.info("record.ended", { flow: flow.name, sourceId });
  return "updated";
}

/** Writes down what the way back would make of the change, so that nothing is sent to where the record is over. */
async function echo(work: Work, flow: Flow, sourceId: string, there: string): Promise<void> {
  const { target } = sidesOf(work, flow);
  const back = flow.back && flowNamed(work, flow.back.flow);
  const document = back && (await target.api.read(target.resource, there));
  const read = document && back.record.safeParse(fromSystem(target.resource, back, document));
  if (back && document && read?.success)
    keepEcho(work, flow, there, sourceId, document, fingerprintOf(back.map(read.data)));
}

/** What a flow does with a record that its source no longer has; undefined when it leaves it alone. */
export const endOfGone = (flow: Flow): End<Values> | undefined => flow.ends?.find(({ when }) => when === undefined);

/** Ends a record that its source no longer has. @returns false when nobody asked for that, or it never arrived */
export async function endGone(work: Work, flow: Flow, known: Kept | undefined): Promise<boolean> {
  const end = endOfGone(flow);
  if (!end || !known) return false;
  const over = { sourceId: known.sourceId, item: JSON.parse(known.item), there: known.targetId ?? undefined };
  return (await endThere(work, flow, end, over)) === "updated";
}

/**
 * Looks for what its source no longer has: everything delivered that the whole list lacks, and that can't be read by its
 * id either. A source that lacks more than a share of it at once is taken for one that is out of order.
 *
 * @returns how many were ended
 */
export async function endMissing(work: Work, flow: Flow): Promise<number> {
  const { source } = sidesOf(work, flow);
  const there = new Set<string>();
  for (let next: string | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
    const page = await source.api.page(source.resource, undefined, next);
    for (const item of page.items) there.add(String(valueAt(item, source.resource.id)));
    if (page.next === next) break;
    next = page.next;
  }
  const delivered = deliveredOf(work, flow);
  const missing = delivered.filter(({ sourceId }) => !there.has(sourceId));
  if (missing.length > fewest && missing.length > (delivered.length * work.config.COMPARE_MOST_PERCENT) / 100) {
    log.warn("sync.too_many_missing", { flow: flow.name, missing: missing.length, delivered: delivered.length });
    return 0;
  }
  let ended = 0;
  for (const known of missing) {
    if (work.stopping.aborted) break;
    const isGone = (await source.api.read(source.resource, known.sourceId)) === undefined;
    if (isGone && (await endGone(work, flow, known))) ended += 1;
  }
  return ended;
}

/** So few may go at once, whatever share they are. */
const fewest = 5;
