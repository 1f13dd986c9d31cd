import { useEffect, useState } from "preact/hooks";
import { ago, duration, instant } from "../lib/time.ts";

/** How long ago, kept current; the whole instant on hover and for machines. */
export function Ago({ at }: { at: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={instant(at)}>
      {ago(at)}
    </time>
  );
}

/** How long it took, or has been taking. */
export function Took({ from, to }: { from: string; to?: string | null | undefined }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (to) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [to]);
  return <span class="number">{duration((to ? Date.parse(to) : now) - Date.parse(from))}</span>;
}
