import { at } from "../../lib/api.ts";
import type { AuditEntry } from "../../lib/shapes.ts";
import { useUrlState } from "../../lib/url-state.ts";
import { CsvLink } from "../../ui/CsvLink.tsx";
import type { Column } from "../../ui/Table.tsx";
import { Audit, auditColumns, auditFilters } from "../Audit.tsx";

const actors = [
  { value: "", label: "Anybody" },
  { value: "tenant", label: "Members" },
  { value: "client", label: "Clients" },
  { value: "device", label: "Devices" },
  { value: "admin", label: "The platform" },
];

const types = [
  { value: "", label: "Anything" },
  { value: "billing", label: "Billing" },
  { value: "client", label: "Clients' visits" },
  { value: "code", label: "Codes" },
  { value: "comment", label: "Comments" },
  { value: "device", label: "Devices" },
  { value: "member", label: "Members" },
  { value: "project", label: "Projects" },
  { value: "run", label: "Runs" },
  { value: "session", label: "Sessions" },
  { value: "tenant", label: "Workspace" },
];

const columns: readonly Column<AuditEntry>[] = [
  {
    title: "What",
    main: true,
    cell: ({ text, type, projectId, runId }) => (
      <>
        <span class="break">{text}</span>
        <span class="cell-sub">
          <code>{type}</code>
          {projectId && (
            <>
              {" · "}
              <a href={`/app/projects/${projectId}${runId ? `?run=${runId}` : ""}`}>
                {runId ? "Show the run" : "Show the project"}
              </a>
            </>
          )}
        </span>
      </>
    ),
  },
  auditColumns.who,
  auditColumns.when,
];

/** Who did what in this workspace, newest first. */
export function OwnAudit() {
  const [view, change] = useUrlState(auditFilters);
  return (
    <Audit
      where={at("/api/tenant/audit", { ...view, limit: 50 })}
      view={view}
      isFiltered={Object.values(view).some((value) => value !== "")}
      onChange={change}
      onClear={() => change(auditFilters)}
      actors={actors}
      types={types}
      columns={columns}
      actions={<CsvLink href={at("/api/tenant/audit/export", { ...view })} what="the audit" />}
    />
  );
}
