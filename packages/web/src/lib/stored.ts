import { useCallback, useState } from "preact/hooks";

/** The browser's storage, which may be full or forbidden: then nothing is remembered and nothing breaks. */
export const stored = {
  read<T>(key: string): T | undefined {
    try {
      const text = localStorage.getItem(key);
      return text === null ? undefined : (JSON.parse(text) as T);
    } catch {
      return undefined;
    }
  },
  write(key: string, value: unknown): void {
    try {
      if (value === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Remembering is a courtesy.
    }
  },
};

/** Forgets all that is kept under names that begin so, as for whoever comes to this browser next. */
export function forget(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // What cannot be read was never written.
  }
}

/** What a person is writing, so that a reload or a closed tab loses nothing. */
export function useDraft<T extends object>(key: string, empty: T) {
  const [restored, setRestored] = useState(() => stored.read<Partial<T>>(key) !== undefined);
  const [value, setValue] = useState<T>(() => ({ ...empty, ...stored.read<Partial<T>>(key) }));
  const change = useCallback(
    (part: Partial<T>) =>
      setValue((former) => {
        const next = { ...former, ...part };
        stored.write(key, next);
        return next;
      }),
    [key],
  );
  const discard = useCallback(() => {
    stored.write(key, undefined);
    setRestored(false);
    setValue(empty);
  }, [key, empty]);
  return { value, change, discard, restored };
}
