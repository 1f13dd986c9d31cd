import calendarClock from "lucide-static/icons/calendar-clock.svg?icon";
import external from "lucide-static/icons/external-link.svg?icon";
import alert from "lucide-static/icons/triangle-alert.svg?icon";
import { call } from "../../../lib/api.ts";
import { money } from "../../../lib/money.ts";
import type { BillingState } from "../../../lib/shapes.ts";
import { day } from "../../../lib/time.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { Meter } from "../../../ui/Progress.tsx";
import { Notice, Refusal } from "../../../ui/States.tsx";
import { useLead } from "./lead.ts";

const troubles: Readonly<Record<string, string>> = {
  past_due: "The last payment failed. It is tried again; update the card so that work goes on.",
  unpaid: "Invoices are unpaid. Pay them so that work goes on.",
  canceled: "The subscription has ended. Choose a plan to go on; your projects and results are kept.",
  incomplete: "The first payment is not complete.",
  incomplete_expired: "The first payment was never completed. Choose a plan.",
  paused: "The subscription is paused. Resume it so that work goes on.",
  suspended: "The workspace is suspended. Write to us.",
};

const onlyPayers = "Owners and billing members may do this.";

const priceOf = ({ plan, interval }: Pick<BillingState, "plan" | "interval">) =>
  `${money(interval === "year" ? plan.yearlyCents : plan.monthlyCents)} per ${interval}`;

/** The plan as it stands, what is used of it, and the way to cards and invoices. */
export function CurrentPlan({ state, mayPay }: { state: BillingState; mayPay: boolean }) {
  const portal = useLead((_: object, key) => call("post /api/tenant/billing/portal", {}, { idempotencyKey: key }));
  const keep = useLead((_: object, key) => call("post /api/tenant/billing/keep-plan", {}, { idempotencyKey: key }));
  const { plan, status, usage, pendingPlan } = state;
  const trouble = state.access === "none" || state.access === "grace" ? troubles[status] : undefined;
  return (
    <Card title={plan.name} aside={<StatusBadge status={status} />}>
      <div class="stack close">
        {trouble && (
          <Notice icon={alert} tone={state.access === "grace" ? "warn" : "bad"}>
            {trouble}
          </Notice>
        )}
        {status === "trialing" ? (
          <p class="small soft">
            {state.trialEndsAt ? `The trial ends on ${day(state.trialEndsAt)}.` : "A trial."} No card is asked for.
          </p>
        ) : (
          <p class="small soft">
            {priceOf(state)}
            {state.cancelsAt
              ? `, ends on ${day(state.cancelsAt)}`
              : pendingPlan
                ? `, until ${day(pendingPlan.startsAt)}`
                : state.currentPeriodEndsAt
                  ? `, renews on ${day(state.currentPeriodEndsAt)}`
                  : ""}
            .
          </p>
        )}
        {pendingPlan && (
          <Notice icon={calendarClock} title={`${pendingPlan.plan.name} begins on ${day(pendingPlan.startsAt)}`}>
            {priceOf(pendingPlan)} from then on. Until then nothing changes.
          </Notice>
        )}
        {pendingPlan && (
          <Button
            busy={keep.busy}
            blocked={!mayPay}
            title={mayPay ? undefined : onlyPayers}
            onClick={() => void keep.run({})}
          >
            {`Keep ${plan.id === pendingPlan.plan.id ? `${plan.name} as it is` : plan.name}`}
          </Button>
        )}
        <Refusal error={keep.error} />
        <Meter label="Runs this month" {...usage.runs} />
        <Meter label="Codes this month" {...usage.codes} />
        <Meter label="Runs at a time" {...usage.concurrentRuns} />
        <Meter label="Devices" {...usage.devices} />
        <Button
          icon={external}
          busy={portal.busy}
          blocked={!mayPay}
          title={mayPay ? undefined : onlyPayers}
          onClick={() => void portal.run({})}
        >
          Cards, invoices, cancelling
        </Button>
        <Refusal error={portal.error} />
      </div>
    </Card>
  );
}
