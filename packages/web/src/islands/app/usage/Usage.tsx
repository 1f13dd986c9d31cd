import { micros } from "../../../lib/money.ts";
import { useResource } from "../../../lib/resource.ts";
import { day } from "../../../lib/time.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { Card } from "../../../ui/Card.tsx";
import { Meter } from "../../../ui/Progress.tsx";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";
import { History } from "./History.tsx";

/** What the tenant may take this month, what it has taken, and the eleven months before. */
export function Usage() {
  const usage = useResource("/api/tenant/usage", () => 30_000);
  const [view, change] = useUrlState({ show: "runs" });
  if (usage.error && !usage.data) return <Failed error={usage.error} what="Usage" onRetry={usage.refresh} />;
  if (!usage.data) return <BlockSkeleton what="usage" lines={8} tall />;
  const { quotas, costMicros, history, plan, resetsAt } = usage.data;
  const month = history[0];
  return (
    <div class="stack">
      <Card
        title="This month"
        aside={
          <span class="small soft">
            {plan.name}, starts anew on {day(resetsAt)}
          </span>
        }
      >
        <div class="usage-now">
          <Meter label="Runs this month" {...quotas.runs} />
          <Meter label="Codes this month" {...quotas.codes} />
          <Meter label="Runs at a time" {...quotas.concurrentRuns} />
          <Meter label="Devices" {...quotas.devices} />
        </div>
        <dl class="facts usage-facts">
          <div>
            <dt>Completed</dt>
            <dd class="number">{(month?.completed ?? 0).toLocaleString("en")}</dd>
          </div>
          <div>
            <dt>Failed</dt>
            <dd class="number">{(month?.failed ?? 0).toLocaleString("en")}</dd>
          </div>
          <div>
            <dt>Cost of models</dt>
            <dd class="number">{micros(costMicros)}</dd>
          </div>
        </dl>
      </Card>
      <History months={history} show={view.show} onShow={(show) => change({ show })} />
    </div>
  );
}
