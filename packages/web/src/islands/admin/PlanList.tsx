import layers from "lucide-static/icons/layers.svg?icon";
import plus from "lucide-static/icons/plus.svg?icon";
import { useState } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { call } from "../../lib/api.ts";
import { money } from "../../lib/money.ts";
import { useResource } from "../../lib/resource.ts";
import type { ManagedPlan } from "../../lib/shapes.ts";
import { count } from "../../lib/size.ts";
import { say, sayError } from "../../lib/toast.ts";
import { useUrlState } from "../../lib/url-state.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Empty, Failed, NoMatch, RowsSkeleton } from "../../ui/States.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { PlanDialog } from "./PlanDialog.tsx";

const limit = (value: number | null) => (value === null ? "∞" : value.toLocaleString("en"));

const columns: readonly Column<ManagedPlan>[] = [
  {
    title: "Plan",
    main: true,
    cell: (plan) => (
      <>
        <strong class="row-name">{plan.name}</strong>
        <span class="cell-sub">
          {money(plan.monthlyCents)} a month, {money(plan.yearlyCents)} a year
        </span>
      </>
    ),
  },
  { title: "State", cell: ({ retiredAt }) => <StatusBadge status={retiredAt ? "retired" : "active"} /> },
  { title: "Runs", align: "end", cell: ({ runsPerMonth }) => limit(runsPerMonth) },
  { title: "Codes", align: "end", cell: ({ codesPerMonth }) => limit(codesPerMonth) },
  { title: "At a time", align: "end", cell: ({ concurrentRuns }) => limit(concurrentRuns) },
  { title: "Devices", align: "end", cell: ({ maxDevices }) => limit(maxDevices) },
  { title: "Tenants", align: "end", cell: ({ tenants }) => tenants.toLocaleString("en") },
];

/** What tenants can buy, with how many have it. A retired plan stays with whoever has it, and nobody else gets it. */
export function PlanList() {
  const plans = useResource("/api/admin/plans");
  const [view, change] = useUrlState({ state: "" });
  const [edited, setEdited] = useState<ManagedPlan | "new" | undefined>();
  const turn = useAction(async (input: { id: string; name: string; isBack: boolean }, key) => {
    try {
      await call(
        `post /api/admin/plans/{id}/${input.isBack ? "restore" : "retire"}`,
        { id: input.id },
        { idempotencyKey: key },
      );
      say(input.isBack ? `${input.name} is offered again.` : `${input.name} is offered to nobody new.`);
      plans.refresh();
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  const all = plans.data?.items ?? [];
  const shown = all.filter((plan) => view.state === "" || (view.state === "retired") === (plan.retiredAt !== null));
  const createButton = (
    <Button variant="primary" icon={plus} onClick={() => setEdited("new")}>
      New plan
    </Button>
  );
  const withActions: readonly Column<ManagedPlan>[] = [
    ...columns,
    {
      title: "Actions",
      actions: true,
      cell: (plan) => (
        <>
          <Button size="s" variant="quiet" aria-label={`Edit ${plan.name}`} onClick={() => setEdited(plan)}>
            Edit
          </Button>
          <Button
            size="s"
            variant="quiet"
            busy={turn.busy}
            aria-label={`${plan.retiredAt ? "Restore" : "Retire"} ${plan.name}`}
            onClick={() => void turn.run({ id: plan.id, name: plan.name, isBack: plan.retiredAt !== null })}
          >
            {plan.retiredAt ? "Restore" : "Retire"}
          </Button>
        </>
      ),
    },
  ];
  return (
    <>
      <search class="filters level">
        <SelectField
          label="State"
          quietLabel
          value={view.state}
          onValue={(state) => change({ state })}
          choices={[
            { value: "", label: "Any state" },
            { value: "active", label: "Active" },
            { value: "retired", label: "Retired" },
          ]}
        />
        {createButton}
      </search>
      <div class="table-frame">
        {plans.error && !plans.data && <Failed error={plans.error} what="Plans" onRetry={plans.refresh} />}
        {!plans.error && !plans.data && <RowsSkeleton what="plans" rows={4} />}
        {plans.data && all.length === 0 && (
          <Empty icon={layers} title="No plan yet" action={createButton}>
            Nobody can subscribe until there is one.
          </Empty>
        )}
        {all.length > 0 && shown.length === 0 && <NoMatch what="plans" onClear={() => change({ state: "" })} />}
        {shown.length > 0 && <Table caption={count(shown.length, "plan")} columns={withActions} rows={shown} />}
      </div>
      <PlanDialog
        plan={edited}
        onClose={() => setEdited(undefined)}
        onSaved={() => {
          setEdited(undefined);
          plans.refresh();
        }}
      />
    </>
  );
}
