import scale from "lucide-static/icons/scale.svg?icon";
import { gapsIn } from "../../lib/delivered.ts";
import type { RunBrief } from "../../lib/shapes.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Bone } from "../../ui/States.tsx";
import { Ago, Took } from "../../ui/Time.tsx";

/** The run before the one that is shown; of the first, the one after it. */
function against(runs: readonly RunBrief[], shown: string | undefined): RunBrief | undefined {
  const at = runs.findIndex(({ id }) => id === shown);
  return runs[at + 1] ?? runs[at - 1];
}

/** A project's runs, newest first; choosing one shows it on this page. */
export function RunHistory({
  runs,
  shown,
  onShow,
  onCompare,
}: {
  runs: readonly RunBrief[] | undefined;
  shown: string | undefined;
  onShow(id: string): void;
  /** With the run to set against the one that is shown. */
  onCompare(id: string): void;
}) {
  const other = runs && against(runs, shown);
  return (
    <Card
      title="Run history"
      aside={
        other && (
          <Button size="s" variant="quiet" icon={scale} onClick={() => onCompare(other.id)}>
            Compare
          </Button>
        )
      }
    >
      {!runs && <Bone width="full" />}
      {runs?.length === 0 && <p class="soft small">No run yet.</p>}
      {runs && runs.length > 0 && (
        <ul class="history">
          {runs.map((run) => (
            <li key={run.id}>
              <button type="button" aria-current={run.id === shown ? "true" : undefined} onClick={() => onShow(run.id)}>
                <span class="history-name">Run {run.number}</span>
                <StatusBadge status={run.status} />
                <span class="small soft history-when">
                  <Ago at={run.createdAt} />
                  {gapsIn(run.delivered) && ` · ${gapsIn(run.delivered)}`}
                  {run.startedAt && (
                    <>
                      {" · "}
                      <Took
                        from={run.startedAt}
                        to={run.endedAt ?? (run.status === "running" ? null : run.startedAt)}
                      />
                    </>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
