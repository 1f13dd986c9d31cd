import scroll from "lucide-static/icons/scroll-text.svg?icon";
import type { ComponentChildren } from "preact";
import { type Address, Refused } from "../lib/api.ts";
import { useOlder } from "../lib/older.ts";
import type { AuditEntry } from "../lib/shapes.ts";
import { type Choice, SelectField, TextField } from "../ui/Field.tsx";
import { Older } from "../ui/Older.tsx";
import { SettledField } from "../ui/SettledField.tsx";
import { Empty, Failed, NoMatch, RowsSkeleton } from "../ui/States.tsx";
import { type Column, Table } from "../ui/Table.tsx";
import { Ago } from "../ui/Time.tsx";

/** What every audit can be narrowed by; all of it is in the address. */
export const auditFilters = { search: "", actorType: "", type: "", from: "", to: "" };
type Filters = typeof auditFilters;

const actorWords: Readonly<Record<string, string>> = { tenant: "member", public: "nobody known" };

/** Who did it and when, which every audit says alike. */
export const auditColumns = {
  who: {
    title: "Who",
    cell: ({ actor }) => {
      const kind = actorWords[actor.type] ?? actor.type;
      const name = actor.email ?? actor.name;
      return (
        <span class="break">
          {name ?? kind}
          {name && <span class="cell-sub">{kind}</span>}
        </span>
      );
    },
  },
  when: {
    title: "When",
    align: "end",
    cell: ({ at }) => (
      <span class="nowrap">
        <Ago at={at} />
      </span>
    ),
  },
} as const satisfies Record<string, Column<AuditEntry>>;

/** What people did, newest first: filters above, entries below, and the way back to what is older. */
export function Audit({
  where,
  view,
  isFiltered,
  onChange,
  onClear,
  actors,
  types,
  columns,
  filter,
  actions,
}: {
  where: Address<"/api/admin/audit" | "/api/tenant/audit">;
  view: Filters;
  isFiltered: boolean;
  onChange(part: Partial<Filters>, how?: "push" | "replace"): void;
  onClear(): void;
  actors: readonly Choice[];
  types: readonly Choice[];
  columns: readonly Column<AuditEntry>[];
  /** One more filter, where there is more to choose from. */
  filter?: ComponentChildren;
  actions: ComponentChildren;
}) {
  const feed = useOlder(where);
  if (feed.error instanceof Refused && feed.error.code === "role.not_allowed")
    return (
      <div class="table-frame">
        <Empty icon={scroll} title="The audit is not for everybody">
          {feed.error.message}
        </Empty>
      </div>
    );
  return (
    <>
      <search class="filters">
        <SettledField
          label="Search the audit"
          placeholder="Id of a project, person, code or request"
          value={view.search}
          onValue={(search) => onChange({ search }, "replace")}
        />
        {filter}
        <SelectField
          label="Who"
          quietLabel
          value={view.actorType}
          onValue={(actorType) => onChange({ actorType })}
          choices={actors}
        />
        <SelectField label="What" quietLabel value={view.type} onValue={(type) => onChange({ type })} choices={types} />
        <TextField
          label="From"
          quietLabel
          type="date"
          title="From this day on"
          value={view.from}
          onValue={(from) => onChange({ from }, "replace")}
        />
        <TextField
          label="To"
          quietLabel
          type="date"
          title="To the end of this day"
          value={view.to}
          onValue={(to) => onChange({ to }, "replace")}
        />
        <div class="actions-row">{actions}</div>
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
        {feed.items?.length === 0 && isFiltered && <NoMatch what="entries" onClear={onClear} />}
        {feed.items && feed.items.length > 0 && !(feed.error && feed.stale) && (
          <Table caption="Audit" columns={columns} rows={feed.items} stale={feed.stale} />
        )}
      </div>
      <Older older={feed.older} failure={feed.failure} />
    </>
  );
}
