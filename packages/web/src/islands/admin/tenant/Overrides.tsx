import plus from "lucide-static/icons/plus.svg?icon";
import { useState } from "preact/hooks";
import { useAction } from "../../../lib/action.ts";
import { at, call, Refused } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import { type Errors, fromApi } from "../../../lib/rules.ts";
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
const labels = {
  limit: { label: "Limit" },
  value: { label: "New limit" },
  expiresAt: { label: "Until" },
  reason: { label: "Reason" },
};

function OverrideForm({ tenantId, onClose, onSet }: { tenantId: string; onClose(): void; onSet(): void }) {
  const [values, setValues] = useState<Values>({ limit: "runsPerMonth", value: "", expiresAt: "", reason: "" });
  const [wrong, setWrong] = useState<Errors<Name>>({});
  const save = useAction(async (input: Values, key) => {
    const body = {
      limit: input.limit as Override["limit"],
      value: input.value.trim() === "" ? null : Number(input.value),
      expiresAt: input.expiresAt === "" ? null : `${input.expiresAt}T23:59:59Z`,
      reason: input.reason.trim(),
    };
    try {
      await call("post /api/admin/tenants/{id}/overrides", { id: tenantId, ...body }, { idempotencyKey: key });
    } catch (error) {
      if (error instanceof Refused) setWrong(fromApi(error.errors, labels).fields);
      throw error;
    }
    say(
      `${limitNames[body.limit]}: ${body.value === null ? "no limit" : body.value.toLocaleString("en")} from now on.`,
    );
    onSet();
  });
  const set = (part: Partial<Values>) => {
    setValues({ ...values, ...part });
    setWrong({});
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found: Errors<Name> = {};
        if (!/^\d{0,7}$/.test(values.value.trim())) found.value = "A whole number, or nothing for no limit.";
        if (values.reason.trim() === "") found.reason = "Say why, for whoever looks at it later.";
        setWrong(found);
        if (Object.keys(found).length === 0) void save.run(values);
      }}
    >
      <div class="form-row">
        <SelectField
          label="Limit"
          value={values.limit}
          onValue={(limit) => set({ limit })}
          choices={Object.entries(limitNames).map(([value, label]) => ({ value, label }))}
        />
        <TextField
          label="New limit"
          inputMode="numeric"
          value={values.value}
          onValue={(value) => set({ value })}
          placeholder="no limit"
          error={wrong.value}
        />
      </div>
      <TextField
        label="Until the end of"
        optional
        type="date"
        value={values.expiresAt}
        onValue={(expiresAt) => set({ expiresAt })}
        hint="In UTC. Without a day it holds until somebody ends it."
        error={wrong.expiresAt}
      />
      <TextArea
        label="Reason"
        value={values.reason}
        onValue={(reason) => set({ reason })}
        limit={500}
        maxLength={500}
        error={wrong.reason}
      />
      <Refusal error={Object.values(wrong).some(Boolean) ? undefined : save.error} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={save.busy}>
          Set limit
        </Button>
      </footer>
    </form>
  );
}
