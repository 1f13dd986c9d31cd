import check from "lucide-static/icons/circle-check.svg?icon";
import clock from "lucide-static/icons/clock.svg?icon";
import info from "lucide-static/icons/info.svg?icon";
import x from "lucide-static/icons/x.svg?icon";
import type { BillingState } from "../../../lib/shapes.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/States.tsx";

const changes: Readonly<Record<string, string>> = {
  now: "It holds at once.",
  later: "It begins with the next period; until then all stays as it is.",
  kept: "Your plan goes on as it is.",
};

/** What came of the visit to Stripe that somebody returns from. */
export function Returned({
  view,
  state,
  onClose,
}: {
  view: { paid: string; changed: string; portal: string };
  state: BillingState;
  onClose(): void;
}) {
  const close = <Button variant="quiet" size="s" icon={x} aria-label="Dismiss" onClick={onClose} />;
  if (view.paid === "no")
    return (
      <Notice icon={info} title="Nothing was paid" action={close}>
        Your plan is as it was.
      </Notice>
    );
  if (view.paid !== "")
    return state.access === "full" ? (
      <Notice icon={check} tone="good" title="Thank you, the payment arrived" action={close}>
        What you bought is yours now. Codes you bought come by mail.
      </Notice>
    ) : (
      <Notice icon={clock} tone="live" title="Waiting for the payment to be confirmed" action={close}>
        This takes seconds, or some days for ways of paying that take their time. You can leave this page.
      </Notice>
    );
  if (view.changed !== "")
    return (
      <Notice icon={check} tone="good" title="Your change was taken" action={close}>
        {changes[view.changed] ?? changes.later}
      </Notice>
    );
  return null;
}
