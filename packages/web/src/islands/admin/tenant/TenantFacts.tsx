import { address } from "../../../lib/api.ts";
import type { TenantDetail } from "../../../lib/shapes.ts";
import { day } from "../../../lib/time.ts";
import { Card } from "../../../ui/Card.tsx";
import { Ago } from "../../../ui/Time.tsx";
import { Swatch } from "./Swatch.tsx";

const none = <span class="soft">none</span>;

/** Who they are, what they pay, how they look, and how much there is of them. */
export function TenantFacts({ tenant }: { tenant: TenantDetail }) {
  const { subscription, counts, owner } = tenant;
  const listOf = (page: string) => address(`/admin/${page}`, { tenantId: tenant.id });
  return (
    <>
      <Card title="Contact and plan">
        <dl class="facts small">
          <Fact name="Slug">
            <code>{tenant.slug}</code>
          </Fact>
          <Fact name="Plan">{tenant.plan.name}</Fact>
          <Fact name="Subscription">{subscription.status.replace(/_/g, " ")}</Fact>
          {subscription.trialEndsAt && subscription.status === "trialing" && (
            <Fact name="Trial ends">{day(subscription.trialEndsAt)}</Fact>
          )}
          {subscription.currentPeriodEndsAt && (
            <Fact name={subscription.cancelsAtPeriodEnd ? "Ends" : "Renews"}>
              {day(subscription.currentPeriodEndsAt)}
            </Fact>
          )}
          <Fact name="Owner">{owner ? (owner.name ?? owner.email) : none}</Fact>
          <Fact name="E-mail">
            <a href={`mailto:${tenant.email}`}>{tenant.email}</a>
          </Fact>
          <Fact name="Phone">{tenant.phone ?? none}</Fact>
          <Fact name="Created">
            <Ago at={tenant.createdAt} />
          </Fact>
        </dl>
      </Card>
      <Card title="Branding">
        <dl class="facts small">
          <Fact name="Colour">{tenant.primaryColor ? <Swatch colour={tenant.primaryColor} /> : none}</Fact>
          <Fact name="Logo">{tenant.logoUrl ? <a href={tenant.logoUrl}>Open the picture</a> : none}</Fact>
          <Fact name="Domain">{tenant.domain ?? none}</Fact>
          <Fact name="Clients read our name">{tenant.namesPlatform ? "yes" : "no"}</Fact>
        </dl>
      </Card>
      <Card title="What there is">
        <dl class="facts small">
          <Fact name="Members">{counts.members.toLocaleString("en")}</Fact>
          <Fact name="Projects">
            <a href={listOf("projects")}>{counts.projects.toLocaleString("en")}</a>
          </Fact>
          <Fact name="Archived projects">{counts.archivedProjects.toLocaleString("en")}</Fact>
          <Fact name="Runs">
            <a href={listOf("runs")}>{counts.runs.toLocaleString("en")}</a>
          </Fact>
          <Fact name="Activation codes">
            <a href={listOf("codes")}>{counts.codes.toLocaleString("en")}</a>
          </Fact>
          <Fact name="Devices">
            <a href={listOf("devices")}>{counts.devices.toLocaleString("en")}</a>
          </Fact>
        </dl>
      </Card>
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: preact.ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
