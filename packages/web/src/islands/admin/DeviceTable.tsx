import monitor from "lucide-static/icons/monitor-smartphone.svg?icon";
import { useState } from "preact/hooks";
import { call } from "../../lib/api.ts";
import { useList } from "../../lib/list.ts";
import type { DeviceOfTenant } from "../../lib/shapes.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { ListTable } from "../../ui/ListView.tsx";
import { Empty } from "../../ui/States.tsx";
import type { Column } from "../../ui/Table.tsx";
import { Ago } from "../../ui/Time.tsx";
import { Removal } from "./Removal.tsx";
import { TenantFilter } from "./TenantFilter.tsx";

const defaults = { page: 1, pageSize: 10, search: "", tenantId: "", status: "", sort: "createdAt:desc" };

const statuses = [
  { value: "", label: "Any status" },
  { value: "active", label: "Active" },
  { value: "expired", label: "Expired" },
  { value: "revoked", label: "Revoked" },
];

const nameOf = (device: DeviceOfTenant) => device.label ?? `Device …${device.id.slice(-5)}`;

const columns: readonly Column<DeviceOfTenant>[] = [
  {
    title: "Device",
    sort: "label",
    main: true,
    cell: (device) => (
      <>
        <strong class="row-name break">{nameOf(device)}</strong>
        <span class="cell-sub">
          by code <code>…{device.code.last5}</code>
        </span>
      </>
    ),
  },
  { title: "Tenant", cell: ({ tenant }) => <a href={`/admin/tenants/${tenant.id}`}>{tenant.name}</a> },
  { title: "Status", cell: ({ status }) => <StatusBadge status={status} /> },
  { title: "Last seen", sort: "seenAt", align: "end", cell: ({ seenAt }) => <Ago at={seenAt} /> },
  { title: "Added", sort: "createdAt", align: "end", cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

/** The devices of all tenants. */
export function DeviceTable() {
  const list = useList("/api/admin/devices", defaults);
  const [chosen, setChosen] = useState<DeviceOfTenant | undefined>();
  const withActions: readonly Column<DeviceOfTenant>[] = [
    ...columns,
    {
      title: "Actions",
      actions: true,
      cell: (device) =>
        device.status === "revoked" ? null : (
          <Button size="s" variant="quiet" aria-label={`Revoke ${nameOf(device)}`} onClick={() => setChosen(device)}>
            Revoke
          </Button>
        ),
    },
  ];
  return (
    <>
      <ListTable
        list={list}
        what="devices"
        placeholder="Search by name or last five"
        filters={
          <>
            <TenantFilter value={list.query.tenantId} onValue={(tenantId) => list.change({ tenantId })} />
            <SelectField
              label="Status"
              quietLabel
              value={list.query.status}
              onValue={(status) => list.change({ status })}
              choices={statuses}
            />
          </>
        }
        empty={
          <Empty icon={monitor} title="No device yet">
            Machines that a client binds to an activation code appear here.
          </Empty>
        }
        columns={withActions}
      />
      <Removal
        deed={chosen && (() => call("delete /api/admin/devices/{id}", { id: chosen.id }))}
        title={`Revoke ${chosen ? nameOf(chosen) : ""}?`}
        action="Revoke device"
        said={`${chosen ? nameOf(chosen) : "The device"} is revoked.`}
        onClose={() => setChosen(undefined)}
        onDone={() => {
          setChosen(undefined);
          list.refresh();
        }}
      >
        <p>
          It is signed out at once and cannot come back by its token. {chosen?.tenant.name} can add it again with a code
          that has room for a device.
        </p>
      </Removal>
    </>
  );
}
