import alert from "lucide-static/icons/circle-alert.svg?icon";
import check from "lucide-static/icons/circle-check.svg?icon";
import ban from "lucide-static/icons/circle-x.svg?icon";
import { at } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import { Card } from "../../../ui/Card.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";

const names: Readonly<Record<string, string>> = {
  suspension: "Suspension",
  subscription: "Subscription",
  trial: "Trial",
  grace: "Grace",
  runs: "Runs this month",
  concurrency: "Runs at a time",
  codes: "Codes this month",
  devices: "Devices",
};

/** Why a tenant can or cannot run: every gate with its reason and what to do about it. */
export function Explain({ tenantId }: { tenantId: string }) {
  const answer = useResource(at("/api/admin/tenants/{id}/explain", { id: tenantId }), () => 30_000);
  if (!answer.data)
    return answer.error ? (
      <Card title="Can it run?">
        <Failed error={answer.error} what="The reasons" onRetry={answer.refresh} />
      </Card>
    ) : (
      <BlockSkeleton what="the reasons" lines={9} />
    );
  const { canRun, goesOn, gates } = answer.data;
  return (
    <Card title={canRun ? "It can run" : "Why it can't run"}>
      <p class="small soft">
        {canRun ? "Every gate that could refuse RUN is open." : "RUN is refused by what is marked below."}{" "}
        {goesOn ? "What runs goes on." : "What runs is paused."}
      </p>
      <ul class="gates">
        {gates.map((gate) => (
          <li key={gate.gate} class={gate.ok ? "ok" : gate.blocksRun ? "blocks" : "warns"}>
            <Icon
              of={gate.ok ? check : gate.blocksRun ? ban : alert}
              size={17}
              label={gate.ok ? "Open" : gate.blocksRun ? "Refuses RUN" : "Closed, and RUN goes"}
            />
            <strong>{names[gate.gate] ?? gate.gate}</strong>
            <span>
              {gate.reason}
              {gate.remedy && <span class="cell-sub">{gate.remedy}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
