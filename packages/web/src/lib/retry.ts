/** How long to wait before asking again. Pure, so that a table can test it. */

/** 400 ms, 0.8 s, 1.6 s … at most 30 s; `random` in [0, 1) spreads a crowd that lost the same server by up to a quarter. */
export const retryDelayMs = (failures: number, random: number = Math.random()): number =>
  Math.round(Math.min(30_000, 400 * 2 ** Math.max(0, failures - 1)) * (1 + random / 4));

/**
 * When a live view asks again: its own pace while it is looked at, slower and slower while hidden, retry pace after failures.
 *
 * @param hiddenPolls how many times it has asked since it was hidden; 0 while visible
 */
export function pollDelayMs(
  everyMs: number,
  state: { failures: number; hiddenPolls: number },
  random: number = Math.random(),
): number {
  if (state.failures > 0) return Math.max(everyMs, retryDelayMs(state.failures, random));
  if (state.hiddenPolls > 0) return Math.min(60_000, everyMs * 2 ** (state.hiddenPolls + 2));
  return everyMs;
}

/** @throws DOMException `AbortError` when the signal fires first */
export const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException("Aborted", "AbortError"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
