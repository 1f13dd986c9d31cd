import { useState } from "preact/hooks";
import { useAction } from "./action.ts";
import { type Address, type Answer, type FeedPath, type Item, read } from "./api.ts";
import { useAnswer } from "./resource.ts";

/**
 * A feed that begins with the newest and goes back as far as one asks.
 *
 * @param where with its filters; another address begins anew
 */
export function useOlder<P extends FeedPath>(where: Address<P>) {
  type Part = { items: Item<P>[]; next: string | null };
  const first = useAnswer<Answer<Address<P>> & Part>(where);
  const [more, setMore] = useState<(Part & { under: Part }) | undefined>();
  const own = more && more.under === first.data ? more : undefined;
  const next = (own ?? first.data)?.next ?? null;
  const older = useAction(async () => {
    if (!first.data || next === null) return;
    const answer: Part = await read(where, { after: next });
    setMore({ under: first.data, items: [...(own?.items ?? []), ...answer.items], next: answer.next });
  });
  const items: Item<P>[] | undefined = first.data && [...first.data.items, ...(own?.items ?? [])];
  return { ...first, items, older: next === null ? undefined : older, failure: older.error };
}
