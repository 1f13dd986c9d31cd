import { useUrlState } from "../../../lib/url-state.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { Alerts } from "./Alerts.tsx";
import { Blueprints } from "./Blueprints.tsx";
import { Calls } from "./Calls.tsx";
import { Configuration } from "./Configuration.tsx";
import { Effective } from "./Effective.tsx";
import { History } from "./History.tsx";
import { LlmOverview } from "./LlmOverview.tsx";
import { Providers } from "./Providers.tsx";

const tabs = [
  { id: "overview", label: "Overview", panel: () => <LlmOverview /> },
  { id: "configuration", label: "Configuration", panel: () => <Configuration /> },
  { id: "history", label: "Versions", panel: () => <History /> },
  { id: "effective", label: "What holds", panel: () => <Effective /> },
  { id: "providers", label: "Providers", panel: () => <Providers /> },
  { id: "calls", label: "Calls", panel: () => <Calls /> },
  { id: "alerts", label: "Alerts", panel: () => <Alerts /> },
  { id: "blueprints", label: "Blueprints", panel: () => <Blueprints /> },
];

/** How agents work: what they are told, who answers them, and what that costs. */
export function LlmPage() {
  const [{ tab }] = useUrlState({ tab: "overview" });
  return (
    <Tabs
      label="Agents"
      tabs={tabs}
      value={tab}
      onValue={(next) => {
        // The filters of one tab mean nothing in another.
        const query = next === "overview" ? "" : `?tab=${next}`;
        history.pushState(null, "", location.pathname + query);
        dispatchEvent(new PopStateEvent("popstate"));
      }}
    />
  );
}
