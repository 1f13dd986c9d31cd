import { useCallback, useRef, useState } from "preact/hooks";
import { newKey, Refused } from "./api.ts";

export type Action<Input> = {
  /** Does nothing while one is under way, so a double click is one. */
  run(input: Input): Promise<boolean>;
  busy: boolean;
  error: Error | undefined;
  clear(): void;
};

/**
 * Something a person sets off. Its idempotency key stays the same until the API has answered, so pressing again after a lost
 * answer repeats the same deed instead of doing a second one.
 */
export function useAction<Input = void>(work: (input: Input, key: string) => Promise<void>): Action<Input> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | undefined>();
  const held = useRef<{ key: string; busy: boolean; input: string }>({ key: newKey(), busy: false, input: "" });
  const latest = useRef(work);
  latest.current = work;

  const run = useCallback(async (input: Input) => {
    const state = held.current;
    if (state.busy) return false;
    const said = JSON.stringify(input) ?? "";
    if (said !== state.input) Object.assign(state, { key: newKey(), input: said });
    state.busy = true;
    setBusy(true);
    setError(undefined);
    try {
      await latest.current(input, state.key);
      state.key = newKey();
      return true;
    } catch (cause) {
      if (cause instanceof Refused) state.key = newKey();
      setError(cause instanceof Error ? cause : new Error(String(cause)));
      return false;
    } finally {
      state.busy = false;
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { run, busy, error, clear };
}
