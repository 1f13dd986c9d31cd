import { call } from "../../../lib/api.ts";
import { money } from "../../../lib/money.ts";
import type { BillingPlans, BillingState, OfferedPlan } from "../../../lib/shapes.ts";
import { day } from "../../../lib/time.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { BlockSkeleton, Refusal } from "../../../ui/States.tsx";
import { useLead } from "./lead.ts";

type Interval = "month" | "year";

const limit = (value: number | null, noun: string) =>
  `${value === null ? "Any number of" : value.toLocaleString("en")} ${noun}`;

/** What can be had, for how much, and the way to it. */
export function Plans({
  state,
  plans,
  interval,
  onInterval,
  mayPay,
}: {
  state: BillingState;
  plans: BillingPlans | undefined;
  interval: Interval;
  onInterval(interval: Interval): void;
  mayPay: boolean;
}) {
  const choose = useLead((input: { planId: string; interval: Interval }, key) =>
    call("post /api/tenant/billing/upgrade", input, { idempotencyKey: key }),
  );
  return (
    <Card
      title="Plans"
      aside={
        <SelectField
          label="Paid"
          quietLabel
          value={interval}
          onValue={(value) => onInterval(value === "year" ? "year" : "month")}
          choices={[
            { value: "month", label: "Paid monthly" },
            { value: "year", label: "Paid yearly, 17 % less" },
          ]}
        />
      }
    >
      {!plans && <BlockSkeleton what="plans" lines={3} />}
      <ul class="plan-list">
        {plans?.items.map((plan) => (
          <PlanRow
            key={plan.id}
            plan={plan}
            state={state}
            interval={interval}
            mayPay={mayPay}
            busy={choose.busy}
            onChoose={() => void choose.run({ planId: plan.id, interval })}
          />
        ))}
      </ul>
      {!mayPay && <p class="small soft">Only owners and billing members may change the plan.</p>}
      <Refusal error={choose.error} />
    </Card>
  );
}

function PlanRow({
  plan,
  state,
  interval,
  mayPay,
  busy,
  onChoose,
}: {
  plan: OfferedPlan;
  state: BillingState;
  interval: Interval;
  mayPay: boolean;
  busy: boolean;
  onChoose(): void;
}) {
  const cents = interval === "year" ? plan.yearlyCents : plan.monthlyCents;
  const isOwn = plan.isCurrent && state.interval === interval && state.status === "active";
  const now = state.interval === "year" ? state.plan.yearlyCents / 12 : state.plan.monthlyCents;
  const isCheaper = state.status === "active" && (interval === "year" ? cents / 12 : cents) < now;
  const next = state.pendingPlan;
  const isNext = next !== null && next.plan.id === plan.id && next.interval === interval;
  const label = isOwn
    ? "Your plan"
    : isNext
      ? `Begins on ${day(next.startsAt)}`
      : isCheaper
        ? "Change at the period's end"
        : `Choose ${plan.name}`;
  return (
    <li class={`plan-row${isOwn ? " own" : ""}`}>
      <div>
        <h3>{plan.name}</h3>
        <p class="small soft">
          {limit(plan.runsPerMonth, "runs")} and {limit(plan.codesPerMonth, "codes")} a month,{" "}
          {limit(plan.concurrentRuns, plan.concurrentRuns === 1 ? "run at a time" : "runs at a time")},{" "}
          {limit(plan.maxDevices, "devices").toLowerCase()}
        </p>
      </div>
      <p class="plan-price">
        <strong class="number">{money(cents)}</strong> <span class="small soft">per {interval}</span>
      </p>
      <Button
        variant={isOwn || isCheaper ? "secondary" : "primary"}
        busy={busy}
        blocked={isOwn || isNext || !mayPay}
        aria-label={
          isOwn
            ? `${plan.name} is your plan`
            : isNext
              ? `${plan.name}: ${label.toLowerCase()}`
              : `${label} for ${money(cents)} per ${interval}`
        }
        onClick={onChoose}
      >
        {label}
      </Button>
    </li>
  );
}
