import arrowRight from "lucide-static/icons/arrow-right.svg?icon";
import type { Profile } from "../../../lib/shapes.ts";
import { day } from "../../../lib/time.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { ButtonLink } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { Meter } from "../../../ui/Progress.tsx";

/** The plan to look at; it is changed on the billing page. */
export function PlanCard({ profile: { plan, subscription, quotas } }: { profile: Profile }) {
  return (
    <Card title={`Plan: ${plan.name}`} aside={<StatusBadge status={subscription.status} />}>
      <div class="stack close">
        {subscription.status === "trialing" && subscription.trialEndsAt && (
          <p class="small soft">The trial ends on {day(subscription.trialEndsAt)}.</p>
        )}
        <Meter label="Runs this month" {...quotas.runs} />
        <Meter label="Codes this month" {...quotas.codes} />
        <Meter label="Runs at a time" {...quotas.concurrentRuns} />
        <Meter label="Devices" {...quotas.devices} />
        <div>
          <ButtonLink href="/app/billing" iconEnd={arrowRight}>
            Open billing
          </ButtonLink>
        </div>
      </div>
    </Card>
  );
}
