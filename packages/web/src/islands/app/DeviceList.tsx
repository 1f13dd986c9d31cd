import device from "lucide-static/icons/monitor-smartphone.svg?icon";
import { useState } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { call } from "../../lib/api.ts";
import { useList } from "../../lib/list.ts";
import { useSelf } from "../../lib/member.ts";
import type { Device } from "../../lib/shapes.ts";
import { say, sayError } from "../../lib/toast.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Dialog.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { ListTable } from "../../ui/ListView.tsx";
import { Empty } from "../../ui/States.tsx";
import type { Column } from "../../ui/Table.tsx";
import { Ago } from "../../ui/Time.tsx";

const defaults = { page: 1, pageSize: 10, search: "", status: "", sort: "createdAt:desc" };

const statuses = [
  { value: "", label: "Any status" },
  { value: "active", label: "Active" },
  { value: "expired", label: "Expired" },
  { value: "revoked", label: "Revoked" },
];

const reasons: Readonly<Record<string, string>> = {
  member: "by a member",
  admin: "by the platform",
  reuse: "a used token came back",
  code: "its code ended",
};

const nameOf = ({ label, id }: { label: string | null; id: string }) => label ?? `Device …${id.slice(-5)}`;

const columns: readonly Column<Device>[] = [
  {
    title: "Device",
    sort: "label",
    main: true,
    cell: (row) => <span class={row.label ? "row-name break" : "row-name soft"}>{nameOf(row)}</span>,
  },
  {
    title: "Status",
    cell: ({ status, revokedReason }) => (
      <span>
        <StatusBadge status={status} />
        {revokedReason && <span class="cell-sub">{reasons[revokedReason] ?? revokedReason}</span>}
      </span>
    ),
  },
  {
    title: "Code",
    cell: ({ code }) => (
      <span>
        <a href={`/app/codes?search=${encodeURIComponent(code.last5)}`} aria-label={`Code ending in ${code.last5}`}>
          <code>…{code.last5}</code>
        </a>
        {code.label && <span class="cell-sub break">{code.label}</span>}
      </span>
    ),
  },
  { title: "Last heard of", sort: "seenAt", align: "end", cell: ({ seenAt }) => <Ago at={seenAt} /> },
  { title: "Added", sort: "createdAt", align: "end", cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

/** Where the tenant's codes were activated. */
export function DeviceList() {
  const list = useList("/api/tenant/devices", defaults);
  const { mayBuild } = useSelf();
  const [revoking, setRevoking] = useState<Device | undefined>();
  const revoke = useAction(async (which: Device) => {
    try {
      await call("delete /api/tenant/devices/{id}", { id: which.id });
      say(`${nameOf(which)} is revoked.`);
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    } finally {
      setRevoking(undefined);
      list.refresh();
    }
  });
  const actions: Column<Device> = {
    title: "Actions",
    actions: true,
    cell: (row) =>
      row.status === "revoked" ? null : (
        <Button size="s" variant="quiet" aria-label={`Revoke ${nameOf(row)}`} onClick={() => setRevoking(row)}>
          Revoke
        </Button>
      ),
  };
  return (
    <>
      <ListTable
        list={list}
        what="devices"
        placeholder="Search by name or code"
        filters={
          <SelectField
            label="Status"
            quietLabel
            value={list.query.status}
            onValue={(status) => list.change({ status })}
            choices={statuses}
          />
        }
        empty={
          <Empty icon={device} title="No device yet">
            A device appears here when an activation code is entered on it.
          </Empty>
        }
        columns={mayBuild ? [...columns, actions] : columns}
      />
      <Confirm
        open={revoking !== undefined}
        title={`Revoke ${revoking ? nameOf(revoking) : ""}?`}
        action="Revoke device"
        busy={revoke.busy}
        onClose={() => setRevoking(undefined)}
        onConfirm={() => revoking && void revoke.run(revoking)}
      >
        <p>
          It is signed out within 15 minutes and cannot be brought back. Its code …{revoking?.code.last5} stays valid on
          its other devices.
        </p>
      </Confirm>
    </>
  );
}
