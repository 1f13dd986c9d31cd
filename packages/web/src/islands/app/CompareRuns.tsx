import x from "lucide-static/icons/x.svg?icon";
import { at } from "../../lib/api.ts";
import { compareRuns, type Figure } from "../../lib/compare-runs.ts";
import { useResource } from "../../lib/resource.ts";
import type { Requirement, Run, RunBrief } from "../../lib/shapes.ts";
import { statusLook } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { BlockSkeleton, Failed } from "../../ui/States.tsx";
import { type Column, Table } from "../../ui/Table.tsx";

/** Two runs of a project side by side: what was gained and lost from the one to the other. Which two is in the address. */
export function CompareRuns({
  runs,
  from,
  to,
  onChange,
  onClose,
}: {
  runs: readonly RunBrief[];
  from: string;
  to: string;
  onChange(part: { compare?: string; run?: string }): void;
  onClose(): void;
}) {
  const former = useResource(at("/api/tenant/runs/{id}", { id: from }));
  const latter = useResource(at("/api/tenant/runs/{id}", { id: to }));
  const choices = runs.map(({ id, number, status }) => ({
    value: id,
    label: `Run ${number}, ${statusLook(status)[2].toLowerCase()}`,
  }));
  const isHere = former.data?.id === from && latter.data?.id === to;
  const failed = former.error ? former : latter.error ? latter : undefined;
  return (
    <Card
      title="Two runs compared"
      aside={<Button variant="quiet" size="s" icon={x} aria-label="Close the comparison" onClick={onClose} />}
    >
      <div class="stack">
        <div class="form-row">
          <SelectField label="From" value={from} onValue={(compare) => onChange({ compare })} choices={choices} />
          <SelectField label="To" value={to} onValue={(run) => onChange({ run })} choices={choices} />
        </div>
        {failed?.error && !isHere && <Failed error={failed.error} what="The comparison" onRetry={failed.refresh} />}
        {!failed && !isHere && <BlockSkeleton what="the comparison" lines={6} />}
        {isHere && former.data && latter.data && <Compared former={former.data} latter={latter.data} />}
      </div>
    </Card>
  );
}

function Compared({ former, latter }: { former: Run; latter: Run }) {
  const { figures, gained, lost, added, dropped, unchanged } = compareRuns(former, latter);
  const columns: readonly Column<Figure>[] = [
    { title: "Figure", main: true, cell: ({ id }) => id },
    { title: `Run ${former.number}`, align: "end", cell: (row) => <span class="number">{row.former}</span> },
    { title: `Run ${latter.number}`, align: "end", cell: (row) => <span class="number">{row.latter}</span> },
    {
      title: "Change",
      align: "end",
      cell: ({ change, tone }) => <span class={`number change ${tone ?? "soft"}`}>{change ?? "–"}</span>,
    },
  ];
  const moved = gained.length + lost.length + added.length + dropped.length;
  return (
    <>
      <div class="table-frame">
        <Table caption="Figures of both runs" columns={columns} rows={figures} />
      </div>
      <div class="compared">
        <Group title="Gained" tone="good" note="verified now, not before" items={gained} />
        <Group title="Lost" tone="bad" note="verified before, not now" items={lost} />
        <Group title="New" note={`only in run ${latter.number}`} items={added} />
        <Group title="Dropped" note={`only in run ${former.number}`} items={dropped} />
        <p class="small soft">
          {moved === 0 && "No requirement changed. "}
          {unchanged === 1 ? "1 requirement stands as before." : `${unchanged} requirements stand as before.`}
        </p>
      </div>
    </>
  );
}

type GroupProps = { title: string; note: string; tone?: "good" | "bad"; items: readonly Requirement[] };

function Group({ title, note, tone, items }: GroupProps) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3>
        <span class={`change ${tone ?? ""}`}>
          {title} ({items.length})
        </span>{" "}
        <span class="small soft">{note}</span>
      </h3>
      <ul>
        {items.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
