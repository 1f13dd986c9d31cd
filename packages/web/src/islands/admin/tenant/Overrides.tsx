import plus from "lucide-static/icons/plus.svg?icon";
import { useState } from "preact/hooks";
import { at, call } from "../../../lib/api.ts";
import { useForm } from "../../../lib/form.ts";
import { useResource } from "../../../lib/resource.ts";
import type { Rules } from "../../../lib/rules.ts";
import type { Override } from "../../../lib/shapes.ts";
import { day } from "../../../lib/time.ts";
import { say } from "../../../lib/toast.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SelectField, TextArea, TextField } from "../../../ui/Field.tsx";
import { BlockSkeleton, Failed, Refusal } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import { limitNames } from "../limits.ts";
import { Removal } from "../Removal.tsx";

const columns: readonly Column<Override>[] = [
  {
    title: "Limit",
    main: true,
    cell: (item) => (
      <>
        <strong class="row-name">{limitNames[item.limit]}</strong>
        <span class="cell-sub break">{item.reason}</span>
      </>
    ),
  },
  { title: "Is", align: "end", cell: ({ value }) => (value === null ? "no limit" : value.toLocaleString("en")) },
  {
    title: "Until",
    align: "end",
    cell: ({ expiresAt, endedAt, inForce }) =>
      endedAt ? (
        <span class="soft">ended {day(endedAt)}</span>
      ) : !inForce && expiresAt ? (
        <span class="soft">expired {day(expiresAt)}</span>
      ) : expiresAt ? (
        day(expiresAt)
      ) : (
        <span class="soft">ended by hand</span>
      ),
  },
];

/** The limits that are otherwise for this tenant than its plan says: those that hold, and those that did. */
export function Overrides({ tenantId, onChanged }: { tenantId: string; onChanged(): void }) {
  const all = useResource(at("/api/admin/tenants/{id}/overrides", { id: tenantId }));
  const [isSetting, setIsSetting] = useState(false);
  const [ending, setEnding] = useState<Override | undefined>();
  const withActions: readonly Column<Override>[] = [
    ...columns,
    {
      title: "Actions",
      actions: true,
      cell: (item) =>
        item.inForce ? (
          <Button
            size="s"
            variant="quiet"
            aria-label={`End the override of ${limitNames[item.limit].toLowerCase()}`}
            onClick={() => setEnding(item)}
          >
            End
          </Button>
        ) : null,
    },
  ];
  return (
    <Card
      title="Overrides"
      aside={
        <Button size="s" icon={plus} onClick={() => setIsSetting(true)}>
          Set a limit
        </Button>
      }
    >
      {all.error && !all.data && <Failed error={all.error} what="Overrides" onRetry={all.refresh} />}
      {!all.error && !all.data && <BlockSkeleton what="overrides" lines={2} />}
      {all.data?.items.length === 0 && <p class="soft small">The plan's limits apply as they are.</p>}
      {all.data && all.data.items.length > 0 && (
        <Table caption="Overrides" columns={withActions} rows={all.data.items} stale={all.stale} />
      )}
      <Dialog open={isSetting} title="Set a limit otherwise" onClose={() => setIsSetting(false)}>
        <OverrideForm
          tenantId={tenantId}
          onClose={() => setIsSetting(false)}
          onSet={() => {
            setIsSetting(false);
            all.refresh();
            onChanged();
          }}
        />
      </Dialog>
      <Removal
        deed={
          ending &&
          (() => call("delete /api/admin/tenants/{id}/overrides/{overrideId}", { id: tenantId, overrideId: ending.id }))
        }
        title="End this override?"
        action="End override"
        said="The override has ended."
        onClose={() => setEnding(undefined)}
        onDone={() => {
          setEnding(undefined);
          all.refresh();
          onChanged();
        }}
      >
        <p>
          {ending && limitNames[ending.limit]}{" "}
          {ending && "follow the plan again, or an older override that still holds."}
        </p>
      </Removal>
    </Card>
  );
}

type Name = "limit" | "value" | "expiresAt" | "reason";
type Values = Record<Name, string>;
const rules: Rules<Name> = {
  limit: { label: "Limit" },
  value: { label: "New limit", pattern: "^\\d{1,7}$", hint: "A whole number, or nothing for no limit." },
  expiresAt: { label: "Until the end of" },
  reason: { label: "Reason", required: "Say why, for whoever looks at it later.", max: 500 },
};

function OverrideForm({ tenantId, onClose, onSet }: { tenantId: string; onClose(): void; onSet(): void }) {
  const [values, setValues] = useState<Values>({ limit: "runsPerMonth", value: "", expiresAt: "", reason: "" });
  const type = (part: Partial<Values>) => setValues({ ...values, ...part });
  const { field, ...form } = useForm(rules, values, type, async (input, key) => {
    const body = {
      limit: input.limit as Override["limit"],
      value: input.value.trim() === "" ? null : Number(input.value),
      expiresAt: input.expiresAt === "" ? null : `${input.expiresAt}T23:59:59Z`,
      reason: input.reason.trim(),
    };
    await call("post /api/admin/tenants/{id}/overrides", { id: tenantId, ...body }, { idempotencyKey: key });
    say(
      `${limitNames[body.limit]}: ${body.value === null ? "no limit" : body.value.toLocaleString("en")} from now on.`,
    );
    onSet();
  });
  return (
    <form class="form" noValidate onSubmit={form.onSubmit}>
      <div class="form-row">
        <SelectField
          {...field("limit")}
          choices={Object.entries(limitNames).map(([value, label]) => ({ value, label }))}
        />
        <TextField {...field("value")} inputMode="numeric" placeholder="no limit" />
      </div>
      <TextField
        {...field("expiresAt")}
        optional
        type="date"
        hint="In UTC. Without a day it holds until somebody ends it."
      />
      <TextArea {...field("reason")} limit={500} maxLength={500} />
      <Refusal error={form.refusal} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Set limit
        </Button>
      </footer>
    </form>
  );
}
