import receipt from "lucide-static/icons/receipt.svg?icon";
import { money } from "../../../lib/money.ts";
import { useResource } from "../../../lib/resource.ts";
import type { Invoice } from "../../../lib/shapes.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { Card } from "../../../ui/Card.tsx";
import { BlockSkeleton, Empty, Failed } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import { Ago } from "../../../ui/Time.tsx";

const columns: readonly Column<Invoice>[] = [
  {
    title: "Invoice",
    main: true,
    cell: ({ id, number, url }) => (url ? <a href={url}>{number ?? id}</a> : (number ?? id)),
  },
  { title: "State", cell: ({ status }) => <StatusBadge status={status} /> },
  {
    title: "Amount",
    align: "end",
    cell: ({ dueCents, currency }) => <span class="number">{money(dueCents, currency)}</span>,
  },
  { title: "Date", align: "end", cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

/** What was billed, newest first. */
export function Invoices() {
  const invoices = useResource("/api/tenant/billing/invoices", () => 15_000);
  return (
    <Card title="Invoices">
      {invoices.error && !invoices.data && <Failed error={invoices.error} what="Invoices" onRetry={invoices.refresh} />}
      {!invoices.error && !invoices.data && <BlockSkeleton what="invoices" lines={3} />}
      {invoices.data?.items.length === 0 && (
        <Empty icon={receipt} title="No invoice yet">
          They appear here with the first payment.
        </Empty>
      )}
      {invoices.data && invoices.data.items.length > 0 && (
        <Table caption="Invoices" columns={columns} rows={invoices.data.items} />
      )}
    </Card>
  );
}
