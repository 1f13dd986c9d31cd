import { call } from "../../../lib/api.ts";
import { money } from "../../../lib/money.ts";
import type { BillingPlans } from "../../../lib/shapes.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { Refusal } from "../../../ui/States.tsx";
import { useLead } from "./lead.ts";

type Pack = BillingPlans["codePacks"][number];

/** Activation codes beyond the month's, by the pack. */
export function Packs({ packs, access, mayPay }: { packs: readonly Pack[]; access: string; mayPay: boolean }) {
  const buy = useLead((input: { quantity: Pack["quantity"] }, key) =>
    call("post /api/tenant/billing/purchase-codes", input, { idempotencyKey: key }),
  );
  const mayBuy = mayPay && (access === "full" || access === "trial");
  return (
    <Card title="More activation codes">
      <p class="small soft">
        {access === "full" || access === "trial"
          ? "On top of the month's codes. They come by mail when they are paid, and do not expire."
          : "Codes can be bought when the subscription is active."}
      </p>
      <ul class="pack-list">
        {packs.map(({ quantity, cents }) => (
          <li key={quantity}>
            <span>
              {quantity} {quantity === 1 ? "code" : "codes"}
            </span>
            <Button
              size="s"
              busy={buy.busy}
              blocked={!mayBuy}
              aria-label={`Buy ${quantity} ${quantity === 1 ? "code" : "codes"} for ${money(cents)}`}
              onClick={() => void buy.run({ quantity })}
            >
              {money(cents)}
            </Button>
          </li>
        ))}
      </ul>
      <Refusal error={buy.error} />
    </Card>
  );
}
