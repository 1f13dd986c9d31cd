import { useEffect, useRef } from "preact/hooks";
import { at } from "../../lib/api.ts";
import { useFeed } from "../../lib/feed.ts";
import { clockTime, instant } from "../../lib/time.ts";
import { Failed } from "../../ui/States.tsx";

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

/** The run's own words, newest at the bottom; it follows along unless one has scrolled up to read. */
export function RunLog({ runId, live }: { runId: string; live: boolean }) {
  const { items, error } = useFeed(at("/api/tenant/runs/{id}/events", { id: runId }), live);
  const box = useRef<HTMLDivElement>(null);
  const follow = useRef(true);
  useEffect(() => {
    if (follow.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [items]);

  if (error && !items) return <Failed error={error} what="The log" />;
  return (
    <div
      ref={box}
      class="log"
      role="log"
      aria-label="Run log"
      {...scrollable}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        follow.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {items === undefined && <p class="soft">Reading the log…</p>}
      {items?.length === 0 && <p class="soft">Nothing logged yet.</p>}
      {items?.map((line) => (
        <p key={line.id} class={line.level ?? "info"}>
          <time dateTime={line.at} title={instant(line.at)}>
            {clockTime(line.at)}
          </time>
          {line.level === "warn" && <b>warning </b>}
          {line.level === "error" && <b>error </b>}
          {line.text}
        </p>
      ))}
    </div>
  );
}
