import { Malformed, Refused, Unauthorised, Unavailable } from "../client/errors.ts";
import type { Flow, Values } from "../flow/flow.ts";
import { fromSystem, toSystem, valueAt } from "../flow/mapping.ts";
import { endThere } from "./ends.ts";
import { findKept, fingerprintOf, type Kept, keep, keepDead, keepEcho, keepFailed } from "./records.ts";
import { flowNamed, type Side, sidesOf, type Work } from "./work.ts";

export type Delivery = "created" | "updated" | "unchanged" | "skipped" | "failed";

/** `isOutage`: it wasn't this record that failed but the system it goes to. */
export type Delivered = { delivery: Delivery; isOutage?: boolean };

/**
 * Takes one record of the source to the target, and writes down what became of it. Doing it again does nothing again:
 * what was sent is known by its fingerprint, and what may have been sent before a crash is looked for at the target.
 *
 * @throws Unauthorised when the target doesn't know us, since no other record would fare better
 */
export async function deliver(work: Work, flow: Flow, item: unknown): Promise<Delivered> {
  const { source, target } = sidesOf(work, flow);
  const sourceId = textAt(item, source.resource.id);
  if (sourceId === undefined) {
    const missing = `unnamed-${fingerprintOf(item).slice(0, 16)}`;
    keepDead(work, flow, missing, item, `It has no ${source.resource.id}, so it can't be told from others`);
    return { delivery: "failed" };
  }
  const known = findKept(work, flow, sourceId);
  const isDelivered = known?.status === "delivered";
  if (isDelivered && flow.mode === "once" && !flow.ends) return { delivery: "unchanged" };
  const sourceUpdatedAt = source.resource.updatedAt ? textAt(item, source.resource.updatedAt) : undefined;
  if (isStale(known, sourceUpdatedAt)) return { delivery: "unchanged" };

  const read = flow.record.safeParse(fromSystem(source.resource, flow, item));
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    keepDead(work, flow, sourceId, item, faults.join("; "));
    return { delivery: "failed" };
  }
  const over = flow.ends?.find(({ when }) => when?.(read.data));
  if (over)
    return attempt(work, flow, sourceId, item, async () => {
      const there = known?.targetId ?? (flow.matchBy ? await search(flow, target, sourceId, flow.map(read.data)) : null);
      return endThere(work, flow, over, { sourceId, item, there: there ?? undefined });
    });
  if (isDelivered && flow.mode === "once") return { delivery: "unchanged" };
  const skipped = flow.skip.find(({ when }) => when(read.data));
  if (skipped) {
    keep(work, flow, sourceId, item, { status: "skipped", reason: skipped.reason, ...at(sourceUpdatedAt) });
    return { delivery: "skipped" };
  }

  const values = flow.map(read.data);
  const fingerprint = fingerprintOf(values);
  if (isDelivered && known.fingerprint === fingerprint) return { delivery: "unchanged" };
  return attempt(work, flow, sourceId, item, async () => {
    const there = known?.targetId ?? (await search(flow, target, sourceId, values));
    if (there !== undefined && (await isLost(work, flow, there, target, sourceUpdatedAt))) return "unchanged";
    // From here on the target may have it, whatever happens to this process.
    keep(work, flow, sourceId, item, { status: "sending", tries: known?.tries ?? 0 });
    const { delivery, targetId } = await write(flow, target, sourceId, values, there);
    keep(work, flow, sourceId, item, { status: "delivered", targetId, fingerprint, ...at(sourceUpdatedAt) });
    echo(work, flow, targetId, sourceId, values, target);
    return delivery;
  });
}

/** What became of a record; why not, when it failed. */
async function attempt(
  work: Work,
  flow: Flow,
  sourceId: string,
  item: unknown,
  task: () => Promise<Delivery>,
): Promise<Delivered> {
  try {
    return { delivery: await task() };
  } catch (error) {
    return { delivery: "failed", isOutage: giveReason(work, flow, sourceId, item, error) };
  }
}

const at = (sourceUpdatedAt: string | undefined) => (sourceUpdatedAt === undefined ? {} : { sourceUpdatedAt });

export function textAt(document: unknown, place: string): string | undefined {
  const value = valueAt(document, place);
  return typeof value === "string" || typeof value === "number" ? String(value) || undefined : undefined;
}

/** Webhooks and pages overtake each other: what is older than what was delivered is not taken for new. */
function isStale(known: Kept | undefined, updatedAt: string | undefined): boolean {
  if (known?.status !== "delivered" || !known.sourceUpdatedAt || !updatedAt) return false;
  return Date.parse(updatedAt) < Date.parse(known.sourceUpdatedAt);
}

/** Where the target has the record already, as far as it can be asked. */
async function search(
  flow: Flow,
  { api, system, resource, label }: Side,
  sourceId: string,
  values: Values,
): Promise<string | undefined> {
  if (system.write.style !== "search") return undefined;
  const field = flow.matchBy ? (resource.fields[flow.matchBy] ?? flow.matchBy) : system.write.externalId;
  const wanted = flow.matchBy ? textAt(values, flow.matchBy) : sourceId;
  if (wanted === undefined) throw new Missing(`It has no ${flow.matchBy}, by which ${label} would find it`);
  const match = await api.find(resource, field, wanted);
  return match && textAt(match, resource.id);
}

/** The record at the target: made, changed, or, where that is the rule, left as it is. */
async function write(
  flow: Flow,
  { api, system, resource, label }: Side,
  sourceId: string,
  values: Values,
  there: string | undefined,
): Promise<{ delivery: Delivery; targetId: string }> {
  const { style, externalId } = system.write;
  const document = { ...toSystem(resource, values), ...(flow.matchBy ? {} : { [externalId]: sourceId }) };
  if (style === "put") {
    await api.put(resource, sourceId, document);
    return { delivery: there ? "updated" : "created", targetId: sourceId };
  }
  if (there !== undefined) {
    if (flow.mode === "once") return { delivery: "unchanged", targetId: there };
    await api.change(resource, there, document);
    return { delivery: "updated", targetId: there };
  }
  if (flow.mode === "update") throw new Missing(`${label} has no record for it, and this flow makes none`);
  const made = await api.create(resource, document, `${flow.name}:${sourceId}`);
  const targetId = textAt(made, resource.id);
  if (targetId === undefined) throw new Malformed(`${label} answered a new record without ${resource.id}`);
  return { delivery: "created", targetId };
}

/** What keeps a record from being written that no repetition would change. */
class Missing extends Error {}

/**
 * Writes down why a record wasn't delivered.
 *
 * @returns whether the target is out of order as a whole
 */
function giveReason(work: Work, flow: Flow, sourceId: string, item: unknown, error: unknown): boolean {
  if (error instanceof Refused || error instanceof Missing) {
    keepDead(work, flow, sourceId, item, error.message);
    return false;
  }
  if (error instanceof Unavailable || error instanceof Malformed || error instanceof Unauthorised)
    keepFailed(work, flow, sourceId, item, error.message, error instanceof Unavailable ? error.notBefore : undefined);
  if (error instanceof Unavailable || error instanceof Malformed) return true;
  throw error;
}

/** In a flow with a way back: whether the target was changed meanwhile and is the one that is right. */
async function isLost(
  work: Work,
  flow: Flow,
  targetId: string,
  target: Side,
  updatedAt: string | undefined,
): Promise<boolean> {
  const back = flow.back && flowNamed(work, flow.back.flow);
  if (!flow.back || !back) return false;
  const document = await target.api.read(target.resource, targetId);
  const read = document && back.record.safeParse(fromSystem(target.resource, back, document));
  if (!document || !read?.success) return false;
  if (fingerprintOf(back.map(read.data)) === findKept(work, back, targetId)?.fingerprint) return false;
  if (flow.back.conflict !== "newest") return flow.back.conflict === "target";
  const theirs = target.resource.updatedAt ? textAt(document, target.resource.updatedAt) : undefined;
  return theirs !== undefined && updatedAt !== undefined && Date.parse(theirs) > Date.parse(updatedAt);
}

/** Writes down what the way back would make of what was just written, so that it isn't sent back. */
function echo(work: Work, flow: Flow, targetId: string, sourceId: string, values: Values, target: Side): void {
  const back = flow.back && flowNamed(work, flow.back.flow);
  const read = back?.record.safeParse(values);
  if (back && read?.success)
    keepEcho(work, flow, targetId, sourceId, toSystem(target.resource, values), fingerprintOf(back.map(read.data)));
}
