import scroll from "lucide-static/icons/scroll-text.svg?icon";
import { useAction } from "../../lib/action.ts";
import { at, read } from "../../lib/api.ts";
import { useOlder } from "../../lib/older.ts";
import type { AuditEntry } from "../../lib/shapes.ts";
import { say, sayError } from "../../lib/toast.ts";
import { useUrlState } from "../../lib/url-state.ts";
import { Button } from "../../ui/Button.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Older } from "../../ui/Older.tsx";
import { Empty, Failed, NoMatch, RowsSkeleton } from "../../ui/States.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { Ago } from "../../ui/Time.tsx";
import { CsvLink } from "./CsvLink.tsx";
import { SettledField } from "./SettledField.tsx";
import { TenantFilter } from "./TenantFilter.tsx";

const defaults = { search: "", tenantId: "", actorType: "", type: "", from: "", to: "" };

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
  {
    title: "Who",
    cell: ({ actor }) => (
      <span class="break">
        {actor.email ?? actor.name ?? actor.type}
        {(actor.email ?? actor.name) && <span class="cell-sub">{actor.type}</span>}
      </span>
    ),
  },
  {
    title: "Tenant",
    cell: ({ tenant }) =>
      tenant ? (
        <a href={`/admin/tenants/${tenant.id}`}>{tenant.name ?? "deleted"}</a>
      ) : (
        <span class="soft">platform</span>
      ),
  },
  {
    title: "When",
    align: "end",
    cell: ({ at }) => (
      <span class="nowrap">
        <Ago at={at} />
      </span>
    ),
  },
];

/** What people did, newest first, in all tenants and to the platform. */
export function AuditFeed() {
  const [view, change] = useUrlState(defaults);
  const feed = useOlder(at("/api/admin/audit", { ...view, limit: 50 }));
  const isFiltered = Object.values(view).some((value) => value !== "");
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
    <>
      <search class="filters">
        <SettledField
          label="Search the audit"
          placeholder="Id of a project, person, code or request"
          value={view.search}
          onValue={(search) => change({ search }, "replace")}
        />
        <TenantFilter value={view.tenantId} onValue={(tenantId) => change({ tenantId })} />
        <SelectField
          label="Who"
          quietLabel
          value={view.actorType}
          onValue={(actorType) => change({ actorType })}
          choices={actors}
        />
        <SelectField label="What" quietLabel value={view.type} onValue={(type) => change({ type })} choices={types} />
        <TextField
          label="From"
          quietLabel
          type="date"
          title="From this day on"
          value={view.from}
          onValue={(from) => change({ from }, "replace")}
        />
        <TextField
          label="To"
          quietLabel
          type="date"
          title="To the end of this day"
          value={view.to}
          onValue={(to) => change({ to }, "replace")}
        />
        <div class="actions-row">
          <Button size="s" variant="quiet" busy={verify.busy} onClick={() => void verify.run(view.tenantId)}>
            Verify the record
          </Button>
          <CsvLink href={at("/api/admin/export", { kind: "audit", format: "csv", ...view })} what="the audit" />
        </div>
      </search>
      <div class="table-frame">
        {feed.error && (feed.stale || !feed.items) && (
          <Failed error={feed.error} what="The audit" onRetry={feed.refresh} />
        )}
        {!feed.error && !feed.items && <RowsSkeleton what="the audit" />}
        {feed.items?.length === 0 && !isFiltered && (
          <Empty icon={scroll} title="Nothing yet">
            Everything that people do is written here.
          </Empty>
        )}
        {feed.items?.length === 0 && isFiltered && <NoMatch what="entries" onClear={() => change(defaults)} />}
        {feed.items && feed.items.length > 0 && !(feed.error && feed.stale) && (
          <Table caption="Audit" columns={columns} rows={feed.items} stale={feed.stale} />
        )}
      </div>
      <Older older={feed.older} failure={feed.failure} />
    </>
  );
}
