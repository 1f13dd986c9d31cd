import ban from "lucide-static/icons/ban.svg?icon";
import { useState } from "preact/hooks";
import { at } from "../../../lib/api.ts";
import { idFromPath } from "../../../lib/path-id.ts";
import { useResource } from "../../../lib/resource.ts";
import type { TenantDetail } from "../../../lib/shapes.ts";
import { day } from "../../../lib/time.ts";
import { useTitle } from "../../../lib/title.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { Breadcrumb } from "../../../ui/Breadcrumb.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { Meter } from "../../../ui/Progress.tsx";
import { Failed, Notice } from "../../../ui/States.tsx";
import { DeleteTenant } from "./DeleteTenant.tsx";
import { EditTenant } from "./EditTenant.tsx";
import { Explain } from "./Explain.tsx";
import { Overrides } from "./Overrides.tsx";
import { Suspension } from "./Suspension.tsx";
import { TenantFacts } from "./TenantFacts.tsx";
import { TenantSkeleton } from "./TenantSkeleton.tsx";
import { TenantTimeline } from "./TenantTimeline.tsx";

type Open = "edit" | "suspension" | "delete" | undefined;

/** One tenant, and all that an admin does for it. */
export function TenantPage() {
  const [id] = useState(() => idFromPath(location.pathname));
  const tenant = useResource(at("/api/admin/tenants/{id}", { id }), () => 30_000);
  const [open, setOpen] = useState<Open>();
  // What depends on the tenant and is asked apart is asked again after each change.
  const [turn, setTurn] = useState(0);
  useTitle(tenant.data?.name);

  if (!tenant.data)
    return tenant.error ? (
      <Failed error={tenant.error} what="The tenant" onRetry={tenant.refresh} />
    ) : (
      <TenantSkeleton />
    );
  const it = tenant.data;
  const changed = (next?: TenantDetail) => {
    setOpen(undefined);
    setTurn(turn + 1);
    if (next) tenant.put(next);
    else tenant.refresh();
  };
  return (
    <>
      <div class="page-head">
        <div>
          <Breadcrumb trail={[["Tenants", "/admin/tenants"]]} />
          <div class="title-row">
            <h1>{it.name}</h1>
            <StatusBadge status={it.status} />
          </div>
        </div>
        <div class="actions-row">
          <Button onClick={() => setOpen("edit")}>Edit</Button>
          <Button onClick={() => setOpen("suspension")}>{it.suspendedAt ? "Reinstate" : "Suspend"}</Button>
          <Button variant="quiet" onClick={() => setOpen("delete")}>
            Delete
          </Button>
        </div>
      </div>
      <div class="columns">
        <div class="stack">
          {it.suspendedAt && (
            <Notice icon={ban} tone="bad" title={`Suspended on ${day(it.suspendedAt)}`}>
              {it.suspendedReason ?? "No reason was given."}
            </Notice>
          )}
          <Explain tenantId={id} key={`explain-${turn}`} />
          <Overrides tenantId={id} onChanged={() => changed()} />
          <TenantTimeline tenantId={it.id} key={`timeline-${turn}`} />
        </div>
        <aside class="stack">
          <Card title="Usage">
            <div class="stack close">
              <Meter label="Runs this month" {...it.usage.runs} />
              <Meter label="Codes this month" {...it.usage.codes} />
              <Meter label="Runs at a time" {...it.usage.concurrentRuns} />
              <Meter label="Devices" {...it.usage.devices} />
            </div>
          </Card>
          <TenantFacts tenant={it} />
        </aside>
      </div>
      <EditTenant tenant={it} open={open === "edit"} onClose={() => setOpen(undefined)} onSaved={changed} />
      <Suspension tenant={it} open={open === "suspension"} onClose={() => setOpen(undefined)} onDone={changed} />
      <DeleteTenant tenant={it} open={open === "delete"} onClose={() => setOpen(undefined)} />
    </>
  );
}
