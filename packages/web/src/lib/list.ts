import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { address, type Item, type ListPath, type Page } from "./api.ts";
import { useAnswer } from "./resource.ts";
import { type UrlState, useUrlState } from "./url-state.ts";

const searchPauseMs = 180;

/**
 * One of the API's lists, with its whole question in the address.
 *
 * @param defaults every parameter the list knows, by the API's names; what equals its default is left out of the address
 */
export function useList<P extends ListPath, S extends UrlState & { page: number; pageSize: number; search: string }>(
  path: P,
  defaults: S,
  everyMs?: (page: Page<Item<P>>) => number | undefined,
) {
  const [query, change] = useUrlState(defaults);
  const [typed, setTyped] = useState(query.search);
  const pending = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const answer = useAnswer<Page<Item<P>>>(address(path, query), everyMs);

  // Going back changes the search under the field.
  useEffect(() => setTyped(query.search), [query.search]);
  useEffect(() => () => clearTimeout(pending.current), []);

  const search = (text: string) => {
    setTyped(text);
    clearTimeout(pending.current);
    pending.current = setTimeout(() => change({ search: text.trim() } as Partial<S>, "replace"), searchPauseMs);
  };
  const total = answer.data?.totalPages;
  // A page that no longer exists, after a deletion or by an old link, becomes the last one.
  useEffect(() => {
    if (total !== undefined && !answer.stale && query.page > Math.max(1, total))
      change({ page: Math.max(1, total) } as Partial<S>, "replace");
  }, [total, answer.stale, query.page, change]);

  const filtered = useMemo(
    () =>
      Object.entries(query).some(
        ([name, value]) => !["page", "pageSize", "sort"].includes(name) && value !== "" && value !== defaults[name],
      ),
    [query, defaults],
  );
  const clear = () => {
    clearTimeout(pending.current);
    setTyped("");
    change({ ...defaults, pageSize: query.pageSize } as Partial<S>);
  };
  return { ...answer, query, change, typed, search, clear, filtered };
}
