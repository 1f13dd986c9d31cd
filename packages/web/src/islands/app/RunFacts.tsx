import { micros } from "../../lib/money.ts";
import type { Run } from "../../lib/shapes.ts";
import { size } from "../../lib/size.ts";
import { Ago, Took } from "../../ui/Time.tsx";

/** What a run took and gave, in a line. */
export function RunFacts({ run }: { run: Run }) {
  const passed = run.checks.filter(({ status }) => status === "passed").length;
  return (
    <dl class="run-facts small">
      <div>
        <dt>{run.endedAt ? "Ended" : "Begun"}</dt>
        <dd>
          <Ago at={run.endedAt ?? run.startedAt ?? run.createdAt} />
        </dd>
      </div>
      {run.startedAt && (
        <div>
          <dt>Took</dt>
          <dd>
            <Took from={run.startedAt} to={run.endedAt} />
          </dd>
        </div>
      )}
      {run.checks.length > 0 && (
        <div>
          <dt>Checks passed</dt>
          <dd class="number">
            {passed} of {run.checks.length}
          </dd>
        </div>
      )}
      <div>
        <dt>Models</dt>
        <dd class="number">{micros(run.costMicros)}</dd>
      </div>
      {run.artifact && (
        <div>
          <dt>Archive</dt>
          <dd class="number">{size(run.artifact.bytes)}</dd>
        </div>
      )}
    </dl>
  );
}
