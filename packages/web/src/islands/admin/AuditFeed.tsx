import { useAction } from "../../lib/action.ts";
import { at, read } from "../../lib/api.ts";
import type { AuditEntry } from "../../lib/shapes.ts";
import { say, sayError } from "../../lib/toast.ts";
import { useUrlState } from "../../lib/url-state.ts";
import { Button } from "../../ui/Button.tsx";
import { CsvLink } from "../../ui/CsvLink.tsx";
import type { Column } from "../../ui/Table.tsx";
import { Audit, auditColumns, auditFilters } from "../Audit.tsx";
import { TenantFilter } from "./TenantFilter.tsx";

const defaults = { ...auditFilters, tenantId: "" };

const actors = [
  { value: "", label: "Anybody" },
  { value: "admin", label: "Admins" },
  { value: "tenant", label: "Members" },
  { value: "client", label: "Clients" },
  { value: "device", label: "Devices" },
  { value: "public", label: "Nobody known" },
  { value: "arriving", label: "Arriving admins" },
];

const types = [
  { value: "", label: "Anything" },
  { value: "admin", label: "Admins" },
  { value: "billing", label: "Billing" },
  { value: "code", label: "Codes" },
  { value: "comment", label: "Comments" },
  { value: "device", label: "Devices" },
  { value: "llm", label: "Agents' configuration" },
  { value: "member", label: "Members" },
  { value: "passkey", label: "Passkeys" },
  { value: "plan", label: "Plans" },
  { value: "project", label: "Projects" },
  { value: "run", label: "Runs" },
  { value: "session", label: "Sessions" },
  { value: "tenant", label: "Tenants" },
  { value: "webhook", label: "Webhooks" },
];

const columns: readonly Column<AuditEntry>[] = [
  {
    title: "What",
    main: true,
    cell: (entry) => (
      <>
        <span class="break">{entry.text}</span>
        <code class="cell-sub break">
          {entry.type}
          {entry.requestId && `, request ${entry.requestId}`}
        </code>
      </>
    ),
  },
  auditColumns.who,
  {
    title: "Tenant",
    cell: ({ tenant }) =>
      tenant ? (
        <a href={`/admin/tenants/${tenant.id}`}>{tenant.name ?? "deleted"}</a>
      ) : (
        <span class="soft">platform</span>
      ),
  },
  auditColumns.when,
];

/** What people did, newest first, in all tenants and to the platform. */
export function AuditFeed() {
  const [view, change] = useUrlState(defaults);
  const verify = useAction(async (tenantId: string) => {
    try {
      const verdict = await read("/api/admin/audit/verify", { tenantId });
      const whose = tenantId ? "The tenant's" : "The platform's";
      if (verdict.ok) say(`${whose} record is as it was written: ${verdict.entries.toLocaleString("en")} entries.`);
      else say(`${whose} record was changed at entry ${verdict.brokenAt}.`, "bad");
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  return (
    <Audit
      where={at("/api/admin/audit", { ...view, limit: 50 })}
      view={view}
      isFiltered={Object.values(view).some((value) => value !== "")}
      onChange={change}
      onClear={() => change(defaults)}
      actors={actors}
      types={types}
      columns={columns}
      filter={<TenantFilter value={view.tenantId} onValue={(tenantId) => change({ tenantId })} />}
      actions={
        <>
          <Button size="s" variant="quiet" busy={verify.busy} onClick={() => void verify.run(view.tenantId)}>
            Verify the record
          </Button>
          <CsvLink href={at("/api/admin/export", { kind: "audit", format: "csv", ...view })} what="the audit" />
        </>
      }
    />
  );
}
