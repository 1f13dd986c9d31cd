import activity from "lucide-static/icons/activity.svg?icon";
import { at } from "../../lib/api.ts";
import { useResource } from "../../lib/resource.ts";
import type { Dashboard } from "../../lib/shapes.ts";
import { useUrlState } from "../../lib/url-state.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { Card, StatCard } from "../../ui/Card.tsx";
import { Chart } from "../../ui/Chart.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Progress } from "../../ui/Progress.tsx";
import { BlockSkeleton, Bone, Failed } from "../../ui/States.tsx";
import { Timeline } from "../../ui/Timeline.tsx";

const figures = [
  ["tenants", "Tenants", "/admin/tenants"],
  ["projects", "Projects", "/admin/projects"],
  ["codes", "Activation codes", "/admin/codes"],
  ["devices", "Devices", "/admin/devices"],
] as const;

const ranges = [
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
  { value: "90", label: "Last 90 days" },
];

/** "run.completed" → "Run completed", for events without a sentence of their own. */
const eventWords = (type: string): string => {
  const words = type.replace(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The platform at a glance, and what happened lately. */
export function Overview() {
  const dashboard = useResource("/api/admin/dashboard", () => 30_000);
  const [view, change] = useUrlState({ days: "7" });
  const activities = useResource(at("/api/admin/activities", { days: view.days }), () => 30_000);
  return (
    <div class="stack">
      {dashboard.error && !dashboard.data ? (
        <Failed error={dashboard.error} what="The figures" onRetry={dashboard.refresh} />
      ) : (
        <div class="stats">
          {figures.map(([name, label, href]) =>
            dashboard.data ? (
              <StatCard
                key={name}
                label={label}
                value={(dashboard.data[name]?.total ?? 0).toLocaleString("en")}
                change={dashboard.data[name]?.change}
                href={href}
              />
            ) : (
              <StatSkeleton key={name} label={label} />
            ),
          )}
          {dashboard.data ? (
            <StatCard
              label="Runs that delivered"
              value={
                dashboard.data.successRate?.total == null ? "–" : `${Math.round(dashboard.data.successRate.total)} %`
              }
              change={dashboard.data.successRate?.change}
            />
          ) : (
            <StatSkeleton label="Runs that delivered" />
          )}
        </div>
      )}
      {dashboard.data ? <Trends of={dashboard.data} /> : !dashboard.error && <TrendsSkeleton />}
      <div class="columns">
        <Card
          title="Activity"
          aside={
            <SelectField
              label="Range"
              quietLabel
              value={view.days}
              onValue={(days) => change({ days })}
              choices={ranges}
            />
          }
        >
          {activities.error && !activities.data && (
            <Failed error={activities.error} what="Activity" onRetry={activities.refresh} />
          )}
          {!activities.error && !activities.data && <BlockSkeleton what="activity" lines={6} />}
          {activities.data?.items.length === 0 && <p class="soft">Nothing happened in these days.</p>}
          {activities.data && activities.data.items.length > 0 && (
            <Timeline
              moments={activities.data.items.slice(0, 20).map((item) => ({
                id: item.id,
                at: item.at,
                icon: activity,
                title: item.text ?? eventWords(item.type),
                text: item.tenant?.name,
              }))}
            />
          )}
        </Card>
        <Card title="Quick actions">
          <div class="stack close">
            <ButtonLink href="/admin/tenants?create=1">New tenant</ButtonLink>
            <ButtonLink href="/admin/codes?generate=1">Generate codes</ButtonLink>
          </div>
        </Card>
      </div>
    </div>
  );
}

/** The last fortnight, and what there is now. */
function Trends({ of: { activation, share } }: { of: Dashboard }) {
  const days = activation.map(({ day }) => day);
  return (
    <div class="columns trends">
      <Card title="Activation, last 14 days">
        <Chart
          title="Activation"
          kind="lines"
          at={days}
          series={[
            { name: "Codes assigned", values: activation.map(({ codesAssigned }) => codesAssigned) },
            { name: "Devices activated", values: activation.map(({ devicesActivated }) => devicesActivated) },
            { name: "Client sign-ins", values: activation.map(({ clientSignIns }) => clientSignIns) },
          ]}
        />
      </Card>
      <div class="stack">
        <Share title="Projects by state" href="/admin/projects?state=" of={share.projects} />
        <Share title="Devices by state" href="/admin/devices?status=" of={share.devices} />
      </div>
    </div>
  );
}

const TrendsSkeleton = () => (
  <div class="columns trends">
    <BlockSkeleton what="the trend" lines={9} />
    <div class="stack">
      <BlockSkeleton what="projects by state" lines={2} />
      <BlockSkeleton what="devices by state" lines={2} />
    </div>
  </div>
);

function Share({ title, href, of }: { title: string; href: string; of: Readonly<Record<string, number>> }) {
  const total = Object.values(of).reduce((sum, number) => sum + number, 0);
  return (
    <Card title={title}>
      {total === 0 ? (
        <p class="soft small">None yet.</p>
      ) : (
        <dl class="share">
          {Object.entries(of)
            .filter(([, number]) => number > 0)
            .map(([state, number]) => (
              <div key={state}>
                <dt>
                  <a href={href + state}>
                    <StatusBadge status={state} />
                  </a>
                </dt>
                <dd>
                  <Progress value={(100 * number) / total} label={`${title}, ${state}`} />
                  <span class="number">{number.toLocaleString("en")}</span>
                </dd>
              </div>
            ))}
        </dl>
      )}
    </Card>
  );
}

const StatSkeleton = ({ label }: { label: string }) => (
  <div class="card stat">
    <span class="stat-label">{label}</span>
    <span class="stat-value">
      <Bone width="s" />
    </span>
    <span class="stat-change">
      <Bone width="m" />
    </span>
  </div>
);
