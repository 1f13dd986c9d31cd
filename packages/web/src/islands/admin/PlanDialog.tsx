import { useState } from "preact/hooks";
import { call } from "../../lib/api.ts";
import { useForm } from "../../lib/form.ts";
import type { Rules } from "../../lib/rules.ts";
import type { ManagedPlan } from "../../lib/shapes.ts";
import { count } from "../../lib/size.ts";
import { say } from "../../lib/toast.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Refusal } from "../../ui/States.tsx";
import { limitNames } from "./limits.ts";

const numbers = ["runsPerMonth", "codesPerMonth", "concurrentRuns", "maxDevices"] as const;
type Name = "name" | "monthlyCents" | "yearlyCents" | "pastDueGraceDays" | (typeof numbers)[number];
type Values = Record<Name, string>;

const dollars = { pattern: "^\\d{1,6}([.]\\d{1,2})?$", hint: "A sum in dollars such as 49 or 49.50." };
const whole = { pattern: "^\\d{1,7}$", hint: "A whole number, or nothing for no limit." };
const rules: Rules<Name> = {
  name: { label: "Name", required: true, max: 60 },
  monthlyCents: { label: "A month, in dollars", required: "Say what it costs.", ...dollars },
  yearlyCents: { label: "A year, in dollars", ...dollars },
  runsPerMonth: { label: limitNames.runsPerMonth, ...whole },
  codesPerMonth: { label: limitNames.codesPerMonth, ...whole },
  concurrentRuns: { label: limitNames.concurrentRuns, ...whole },
  maxDevices: { label: limitNames.maxDevices, ...whole },
  pastDueGraceDays: { label: "Days of grace", pattern: "^\\d{1,2}$", hint: "A number of days, 0 to 90." },
};

const inDollars = (cents: number) => (cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2));

const asTyped = (plan: ManagedPlan | undefined): Values => {
  const limit = (value: number | null | undefined) => (value == null ? "" : String(value));
  return {
    name: plan?.name ?? "",
    monthlyCents: plan ? inDollars(plan.monthlyCents) : "",
    yearlyCents: plan ? inDollars(plan.yearlyCents) : "",
    runsPerMonth: limit(plan?.runsPerMonth),
    codesPerMonth: limit(plan?.codesPerMonth),
    concurrentRuns: limit(plan?.concurrentRuns),
    maxDevices: limit(plan?.maxDevices),
    pastDueGraceDays: String(plan?.pastDueGraceDays ?? 0),
  };
};

/** Makes a plan, or changes one for all who have it. */
export function PlanDialog({
  plan,
  onClose,
  onSaved,
}: {
  plan: ManagedPlan | "new" | undefined;
  onClose(): void;
  onSaved(): void;
}) {
  const own = plan === "new" ? undefined : plan;
  return (
    <Dialog open={plan !== undefined} title={own ? `Edit ${own.name}` : "New plan"} onClose={onClose} wide>
      <PlanForm plan={own} onClose={onClose} onSaved={onSaved} />
    </Dialog>
  );
}

function PlanForm({ plan, onClose, onSaved }: { plan: ManagedPlan | undefined; onClose(): void; onSaved(): void }) {
  const [values, setValues] = useState(() => asTyped(plan));
  const type = (part: Partial<Values>) => setValues({ ...values, ...part });
  const form = useForm(rules, values, type, async (input, key) => {
    const cents = (typed: string) => Math.round(Number(typed) * 100);
    const yearly = input.yearlyCents.trim();
    const body = {
      name: input.name.trim(),
      monthlyCents: cents(input.monthlyCents),
      ...(yearly === "" ? {} : { yearlyCents: cents(yearly) }),
      ...(Object.fromEntries(
        numbers.map((name) => [name, input[name].trim() === "" ? null : Number(input[name])]),
      ) as Record<(typeof numbers)[number], number | null>),
      pastDueGraceDays: Number(input.pastDueGraceDays),
    };
    if (plan) await call("put /api/admin/plans/{id}", { id: plan.id, ...body });
    else await call("post /api/admin/plans", body, { idempotencyKey: key });
    say(`${body.name} is saved.`);
    onSaved();
  });
  const field = (name: Name) => ({ ...form.field(name), autoComplete: "off" });
  return (
    <form class="form" noValidate onSubmit={form.onSubmit}>
      {plan && plan.tenants > 0 && (
        <p class="small soft">New limits hold at once for {count(plan.tenants, "tenant")} with this plan.</p>
      )}
      <TextField {...field("name")} placeholder="Studio" />
      <div class="form-row">
        <TextField {...field("monthlyCents")} inputMode="decimal" placeholder="49" />
        <TextField {...field("yearlyCents")} inputMode="decimal" placeholder={plan ? "" : "17 % less than by month"} />
      </div>
      <div class="form-row">
        {numbers.map((name) => (
          <TextField key={name} {...field(name)} inputMode="numeric" placeholder="no limit" />
        ))}
      </div>
      <TextField
        {...field("pastDueGraceDays")}
        inputMode="numeric"
        hint="How long a tenant can go on after a payment failed."
      />
      <Refusal error={form.refusal} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          {plan ? "Save" : "Create plan"}
        </Button>
      </footer>
    </form>
  );
}
