import { useEffect, useState } from "preact/hooks";
import { type Address, type FeedPath, type Item, isFinal, read } from "./api.ts";
import { pollDelayMs, wait } from "./retry.ts";

const keepAtMost = 2_000;

/**
 * An append-only log, read from its beginning and then, while it is live, followed.
 *
 * @param everyMs how soon to ask again while it is live
 * @returns the newest 2,000 entries, oldest first, and the failure since the last answer; it goes on where the API may yet answer
 */
export function useFeed<P extends FeedPath>(where: Address<P>, live: boolean, everyMs = 1_000) {
  type T = Item<P>;
  const [items, setItems] = useState<readonly T[] | undefined>();
  const [error, setError] = useState<Error | undefined>();

  useEffect(() => {
    const abort = new AbortController();
    let after: string | undefined;
    const take = async () => {
      for (;;) {
        const answer = await read(where, { after, limit: 200 }, { signal: abort.signal });
        after = answer.next ?? after;
        setItems((former = []) => merge(former, answer.items as readonly T[]));
        if (answer.items.length < 200) return;
      }
    };
    const follow = async () => {
      const state = { failures: 0, hiddenPolls: 0 };
      for (;;) {
        try {
          await take();
          state.failures = 0;
          setError(undefined);
          if (!live) return;
        } catch (cause) {
          abort.signal.throwIfAborted();
          setError(cause instanceof Error ? cause : new Error(String(cause)));
          if (isFinal(cause)) return;
          state.failures++;
        }
        state.hiddenPolls = document.hidden ? state.hiddenPolls + 1 : 0;
        await wait(pollDelayMs(everyMs, state), abort.signal);
      }
    };
    // Only its own end ends it: what fails is said, and asked again.
    follow().catch(() => undefined);
    return () => abort.abort();
  }, [where, live, everyMs]);

  return { items, error };
}

/** A cursor may be asked twice, so what is already there is not added again. */
export function merge<T extends { id: string }>(former: readonly T[], more: readonly T[]): readonly T[] {
  if (more.length === 0) return former;
  const known = new Set(former.slice(-400).map((item) => item.id));
  const fresh = more.filter((item) => !known.has(item.id));
  return fresh.length === 0 ? former : [...former, ...fresh].slice(-keepAtMost);
}
