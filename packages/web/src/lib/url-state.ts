import { useCallback, useEffect, useMemo, useState } from "preact/hooks";

/** What a list shows, all of it in the address: page, size, search, sort and any filter. Every value is text or a number. */
export type UrlState = Readonly<Record<string, string | number>>;

/** The address's query laid over the defaults; a number that is not a positive whole number falls back to its default. */
export function readState<S extends UrlState>(search: string, defaults: S): S {
  const params = new URLSearchParams(search);
  const state: Record<string, string | number> = { ...defaults };
  for (const [name, fallback] of Object.entries(defaults)) {
    const text = params.get(name);
    if (text === null) continue;
    if (typeof fallback === "string") state[name] = text;
    else if (/^[1-9]\d{0,6}$/.test(text)) state[name] = Number(text);
  }
  return state as S;
}

/** Only what differs from the defaults, so that a plain list has a plain address; other parameters stay. */
export function writeState<S extends UrlState>(search: string, state: S, defaults: S): string {
  const params = new URLSearchParams(search);
  for (const [name, fallback] of Object.entries(defaults)) {
    if (state[name] === fallback) params.delete(name);
    else params.set(name, String(state[name]));
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** A change of anything but the page starts again at page one. */
export const moved = <S extends UrlState>(state: S, change: Partial<S>): S =>
  ({ ...state, ...("page" in state && !("page" in change) ? { page: 1 } : {}), ...change }) as S;

/**
 * State that lives in the address: back, reload and sharing keep it. Typing replaces the entry, everything else adds one.
 */
export function useUrlState<S extends UrlState>(defaults: S) {
  const key = JSON.stringify(defaults);
  const initial = useMemo(() => JSON.parse(key) as S, [key]);
  const [state, setState] = useState(() => readState(location.search, initial));

  useEffect(() => {
    const onBack = () => setState(readState(location.search, initial));
    addEventListener("popstate", onBack);
    return () => removeEventListener("popstate", onBack);
  }, [initial]);

  const change = useCallback(
    (part: Partial<S>, how: "push" | "replace" = "push") => {
      const next = moved(readState(location.search, initial), part);
      const url = location.pathname + writeState(location.search, next, initial) + location.hash;
      if (url !== location.pathname + location.search + location.hash)
        history[how === "push" ? "pushState" : "replaceState"](null, "", url);
      setState(next);
    },
    [initial],
  );
  return [state, change] as const;
}
