import alert from "lucide-static/icons/triangle-alert.svg?icon";
import { standing, troubleOf } from "../../lib/standing.ts";
import { useStore } from "../../lib/store.ts";
import { Notice } from "../../ui/States.tsx";

/** Above every page of a workspace whose subscription keeps its work waiting, with the way to settle it. */
export function StandingBanner() {
  const subscription = useStore(standing);
  const trouble = troubleOf(subscription);
  return (
    <div class="standing" role="status">
      {trouble && (
        <Notice
          icon={alert}
          tone={trouble.tone}
          action={subscription?.status === "suspended" ? undefined : <a href="/app/billing">Open billing</a>}
        >
          {trouble.text}
        </Notice>
      )}
    </div>
  );
}
