import { useSelf } from "../../../lib/member.ts";
import { useResource } from "../../../lib/resource.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";
import { CurrentPlan } from "./CurrentPlan.tsx";
import { Invoices } from "./Invoices.tsx";
import { Packs } from "./Packs.tsx";
import { Plans } from "./Plans.tsx";
import { Returned } from "./Returned.tsx";

const defaults = { paid: "", changed: "", portal: "", interval: "" };
/** While somebody who has just paid waits for the platform to hear of it. */
const waitingMs = 1_500;

/** What a tenant pays for. Changes lead to Stripe's pages and back here, where the new state shows by itself. */
export function Billing() {
  const [view, change] = useUrlState(defaults);
  const isBack = view.paid !== "" || view.changed !== "" || view.portal !== "";
  const state = useResource("/api/tenant/billing", () => (isBack ? waitingMs : 30_000));
  const plans = useResource("/api/tenant/billing/plans", () => (isBack ? waitingMs : undefined));
  const { mayPay } = useSelf();
  if (state.error && !state.data) return <Failed error={state.error} what="Billing" onRetry={state.refresh} />;
  if (!state.data) return <BlockSkeleton what="billing" lines={8} tall />;
  return (
    <div class="stack">
      <Returned
        view={view}
        state={state.data}
        onClose={() => change({ paid: "", changed: "", portal: "" }, "replace")}
      />
      <div class="columns">
        <div class="stack">
          <Plans
            state={state.data}
            plans={plans.data}
            interval={view.interval === "year" || view.interval === "month" ? view.interval : state.data.interval}
            onInterval={(interval) => change({ interval }, "replace")}
            mayPay={mayPay}
          />
          {plans.error && !plans.data && <Failed error={plans.error} what="The plans" onRetry={plans.refresh} />}
          <Invoices />
        </div>
        <aside class="stack" aria-label="Your plan">
          <CurrentPlan state={state.data} mayPay={mayPay} />
          {plans.data && <Packs packs={plans.data.codePacks} access={state.data.access} mayPay={mayPay} />}
        </aside>
      </div>
    </div>
  );
}
