import ban from "lucide-static/icons/ban.svg?icon";
import circle from "lucide-static/icons/circle.svg?icon";
import circleAlert from "lucide-static/icons/circle-alert.svg?icon";
import circleCheck from "lucide-static/icons/circle-check.svg?icon";
import circleDashed from "lucide-static/icons/circle-dashed.svg?icon";
import circlePause from "lucide-static/icons/circle-pause.svg?icon";
import circleX from "lucide-static/icons/circle-x.svg?icon";
import clock from "lucide-static/icons/clock.svg?icon";
import loader from "lucide-static/icons/loader-circle.svg?icon";
import type { ComponentChildren } from "preact";
import { Icon, type Shapes } from "./Icon.tsx";

export type Tone = "neutral" | "good" | "live" | "warn" | "bad";

/** A status: always an icon and a word, never colour alone. */
function Badge({ tone = "neutral", icon, children }: { tone?: Tone; icon: Shapes; children: ComponentChildren }) {
  return (
    <span class={`badge ${tone}`}>
      <Icon of={icon} size={13} class={icon === loader ? "turning" : ""} />
      {children}
    </span>
  );
}

type Look = readonly [tone: Tone, icon: Shapes, label: string];

const looks: Readonly<Record<string, Look>> = {
  // projects and runs
  pending: ["neutral", circleDashed, "Pending"],
  queued: ["neutral", clock, "Queued"],
  launching: ["live", loader, "Starting"],
  running: ["live", loader, "Running"],
  paused: ["warn", circlePause, "Paused"],
  completed: ["good", circleCheck, "Completed"],
  failed: ["bad", circleX, "Failed"],
  cancelled: ["neutral", ban, "Cancelled"],
  // requirements and checks
  open: ["neutral", circle, "Open"],
  verified: ["good", circleCheck, "Verified"],
  gap: ["warn", circleAlert, "Gap"],
  passed: ["good", circleCheck, "Passed"],
  skipped: ["neutral", ban, "Skipped"],
  // tasks
  waiting: ["neutral", clock, "Waiting"],
  done: ["good", circleCheck, "Done"],
  nothing_to_do: ["neutral", circle, "Nothing to do"],
  // providers' events
  received: ["neutral", clock, "Waiting"],
  handled: ["good", circleCheck, "Handled"],
  // models
  succeeded: ["good", circleCheck, "Succeeded"],
  refused: ["warn", ban, "Refused"],
  configured: ["good", circleCheck, "Has a key"],
  not_configured: ["neutral", circle, "No key"],
  alert: ["warn", circleAlert, "Open"],
  resolved: ["good", circleCheck, "Resolved"],
  off: ["neutral", ban, "Off"],
  // codes, tenants and subscriptions
  active: ["good", circleCheck, "Active"],
  used: ["neutral", circle, "Used"],
  expired: ["warn", clock, "Expired"],
  revoked: ["bad", ban, "Revoked"],
  trialing: ["live", clock, "Trial"],
  past_due: ["warn", circleAlert, "Past due"],
  unpaid: ["bad", circleAlert, "Unpaid"],
  canceled: ["neutral", ban, "Cancelled"],
  incomplete: ["warn", circleAlert, "Incomplete"],
  incomplete_expired: ["neutral", ban, "Expired"],
  inactive: ["neutral", ban, "Inactive"],
  retired: ["neutral", ban, "Retired"],
  invited: ["live", clock, "Invited"],
  suspended: ["bad", ban, "Suspended"],
  // invoices
  paid: ["good", circleCheck, "Paid"],
  draft: ["neutral", circleDashed, "Draft"],
  void: ["neutral", ban, "Void"],
  uncollectible: ["bad", circleX, "Uncollectible"],
};

/** A status word of the API, as people read it. An unknown one is shown as it is. */
export const statusLook = (status: string): Look => looks[status] ?? ["neutral", circle, status.replace(/_/g, " ")];

export function StatusBadge({ status }: { status: string }) {
  const [tone, icon, label] = statusLook(status);
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
