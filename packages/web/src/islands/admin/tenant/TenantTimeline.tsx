import activity from "lucide-static/icons/activity.svg?icon";
import { address, at } from "../../../lib/api.ts";
import { useOlder } from "../../../lib/older.ts";
import { Card } from "../../../ui/Card.tsx";
import { Older } from "../../../ui/Older.tsx";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";
import { Timeline } from "../../../ui/Timeline.tsx";

/** What people did to this tenant and in it, newest first. */
export function TenantTimeline({ tenantId }: { tenantId: string }) {
  const feed = useOlder(at("/api/admin/audit", { tenantId, limit: 15 }));
  return (
    <Card
      title="Audit"
      aside={
        <a class="small" href={address("/admin/audit", { tenantId })}>
          Filter and export
        </a>
      }
    >
      {feed.error && !feed.items && <Failed error={feed.error} what="The audit" onRetry={feed.refresh} />}
      {!feed.error && !feed.items && <BlockSkeleton what="the audit" lines={8} />}
      {feed.items?.length === 0 && <p class="soft">Nobody has done anything here yet.</p>}
      {feed.items && feed.items.length > 0 && (
        <Timeline
          moments={feed.items.map((entry) => ({
            id: entry.id,
            at: entry.at,
            icon: activity,
            title: entry.text,
            text: entry.actor.email ?? entry.actor.name ?? entry.actor.type,
          }))}
        />
      )}
      <Older older={feed.older} failure={feed.failure} />
    </Card>
  );
}
