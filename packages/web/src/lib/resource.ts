import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Answer, getIfChanged, isFinal, type Where } from "./api.ts";
import { connection } from "./connection.ts";
import { pollDelayMs } from "./retry.ts";

export type Resource<T> = {
  data: T | undefined;
  error: Error | undefined;
  /** The address changed and the shown data is still the former one's. */
  stale: boolean;
  /** Asks again now. */
  refresh(): void;
  /** Shows an answer we already have, from a POST that returned the new state. */
  put(value: T): void;
};

/**
 * What an address answers, kept fresh.
 *
 * @param where undefined while there is nothing to ask
 * @param everyMs how soon to ask again after this answer; undefined stops. Slower while hidden, at retry pace after failures
 */
export const useResource: <W extends Where>(
  where: W | undefined,
  everyMs?: (data: Answer<W>) => number | undefined,
) => Resource<Answer<W>> = useAnswer;

/** The same for who knows better than the address what it answers. */
export function useAnswer<T>(path: string | undefined, everyMs?: (data: T) => number | undefined): Resource<T> {
  const [shown, setShown] = useState<{ path: string; data: T } | undefined>();
  const [error, setError] = useState<Error | undefined>();
  const [turn, setTurn] = useState(0);
  const pace = useRef(everyMs);
  pace.current = everyMs;

  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    const state = { failures: 0, hiddenPolls: 0 };
    let etag: string | undefined;
    let last: T | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const again = () => {
      const every = last === undefined ? 1_000 : pace.current?.(last);
      if (every !== undefined && !abort.signal.aborted) timer = setTimeout(ask, pollDelayMs(every, state));
    };
    const ask = async () => {
      timer = undefined;
      state.hiddenPolls = document.hidden ? state.hiddenPolls + 1 : 0;
      try {
        const answer = await getIfChanged<T>(path, etag, abort.signal);
        if (abort.signal.aborted) return;
        state.failures = 0;
        if (answer) {
          etag = answer.etag;
          last = answer.value;
          setShown({ path, data: answer.value });
        }
        setError(undefined);
        again();
      } catch (cause) {
        if (abort.signal.aborted) return;
        state.failures++;
        setError(cause instanceof Error ? cause : new Error(String(cause)));
        if (!isFinal(cause)) again();
      }
    };
    const askNow = () => {
      clearTimeout(timer);
      void ask();
    };
    const onVisible = () => {
      if (!document.hidden && state.hiddenPolls > 0) askNow();
    };
    // Who waits for the next try need not, when another question was answered.
    const forget = connection.watch((now) => {
      if (now === "ok" && state.failures > 0 && timer !== undefined) askNow();
    });
    document.addEventListener("visibilitychange", onVisible);
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
      forget();
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [path, turn]);

  const refresh = useCallback(() => {
    setError(undefined);
    setTurn((n) => n + 1);
  }, []);
  const put = useCallback(
    (data: T) => {
      if (path !== undefined) setShown({ path, data });
    },
    [path],
  );
  return { data: shown?.data, error, stale: shown !== undefined && shown.path !== path, refresh, put };
}
