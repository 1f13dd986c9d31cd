import building from "lucide-static/icons/building-2.svg?icon";
import plus from "lucide-static/icons/plus.svg?icon";
import { useEffect, useState } from "preact/hooks";
import { takeIntent } from "../../lib/intent.ts";
import { useList } from "../../lib/list.ts";
import type { Tenant } from "../../lib/shapes.ts";
import { say } from "../../lib/toast.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { ListTable } from "../../ui/ListView.tsx";
import { Empty } from "../../ui/States.tsx";
import type { Column } from "../../ui/Table.tsx";
import { Ago } from "../../ui/Time.tsx";
import { CreateTenant } from "./CreateTenant.tsx";

const defaults = { page: 1, pageSize: 10, search: "", status: "", sort: "createdAt:desc" };

const statuses = [
  { value: "", label: "Any status" },
  { value: "active", label: "Active" },
  { value: "trialing", label: "Trial" },
  { value: "past_due", label: "Past due" },
  { value: "suspended", label: "Suspended" },
  { value: "inactive", label: "Inactive" },
];

const columns: readonly Column<Tenant>[] = [
  {
    title: "Tenant",
    sort: "name",
    main: true,
    cell: (tenant) => (
      <>
        <a href={`/admin/tenants/${tenant.id}`}>{tenant.name}</a>
        <span class="cell-sub">{tenant.slug}</span>
      </>
    ),
  },
  { title: "Status", cell: (tenant) => <StatusBadge status={tenant.status} /> },
  { title: "Plan", cell: (tenant) => tenant.plan?.name ?? <span class="soft">none</span> },
  { title: "Owner", cell: (tenant) => <span class="break">{tenant.ownerEmail ?? ""}</span> },
  {
    title: "Runs this month",
    sort: "usage",
    align: "end",
    cell: (tenant) =>
      tenant.usage?.runs ? (
        `${tenant.usage.runs.used} of ${tenant.usage.runs.limit ?? "∞"}`
      ) : (
        <span class="soft">0</span>
      ),
  },
  { title: "Created", sort: "createdAt", align: "end", cell: (tenant) => <Ago at={tenant.createdAt} /> },
];

/** Every tenant. `?create=1` opens the form, so that links can. */
export function TenantList() {
  const list = useList("/api/admin/tenants", defaults);
  const [creating, setCreating] = useState(false);
  useEffect(() => {
    if (takeIntent("create")) setCreating(true);
  }, []);
  const createButton = (
    <Button variant="primary" icon={plus} onClick={() => setCreating(true)}>
      New tenant
    </Button>
  );
  return (
    <>
      <ListTable
        list={list}
        what="tenants"
        placeholder="Search by name, slug or e-mail"
        filters={
          <>
            <SelectField
              label="Status"
              quietLabel
              value={list.query.status}
              onValue={(status) => list.change({ status })}
              choices={statuses}
            />
            {createButton}
          </>
        }
        empty={
          <Empty icon={building} title="No tenant yet" action={createButton}>
            A tenant is a studio or team that turns its clients' objectives into software here.
          </Empty>
        }
        columns={columns}
      />
      <CreateTenant
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(tenant) => {
          setCreating(false);
          say(`${tenant.name} is created. Its owner can sign in now.`);
          list.refresh();
        }}
      />
    </>
  );
}
