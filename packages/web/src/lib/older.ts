import { useState } from "preact/hooks";
import { useAction } from "./action.ts";
import { get } from "./api.ts";
import { useResource } from "./resource.ts";
import type { Feed } from "./shapes.ts";

/**
 * A feed that begins with the newest and goes back as far as one asks.
 *
 * @param path with its filters; another path begins anew
 */
export function useOlder<T, F extends Feed<T> = Feed<T>>(path: string) {
  const first = useResource<F>(path);
  const [more, setMore] = useState<{ under: F; items: T[]; next: string | null } | undefined>();
  const own = more && more.under === first.data ? more : undefined;
  const next = (own ?? first.data)?.next ?? null;
  const older = useAction(async () => {
    if (!first.data || next === null) return;
    const answer = await get<Feed<T>>(`${path}${path.includes("?") ? "&" : "?"}after=${encodeURIComponent(next)}`);
    setMore({ under: first.data, items: [...(own?.items ?? []), ...answer.items], next: answer.next });
  });
  const items = first.data && [...first.data.items, ...(own?.items ?? [])];
  return { ...first, items, older: next === null ? undefined : older, failure: older.error };
}
