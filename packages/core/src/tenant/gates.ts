import { accessOf, graceEndsAt, mayBegin, type Standing } from "../subscription/access.ts";

type Meter = { used: number; limit: number | null };
type Name = "suspension" | "subscription" | "trial" | "grace" | "runs" | "concurrency" | "codes" | "devices";
export type Gate = { gate: Name; ok: boolean; blocksRun: boolean; reason: string; remedy: string | null };

export type Facts = {
  standing: Standing & { suspendedReason: string | null };
  meters: { runs: Meter; codes: Meter; concurrentRuns: Meter; devices: Meter };
};

const remedies: Record<string, string> = {
  past_due: "The tenant must pay the open invoice or change its payment method.",
  unpaid: "The tenant must pay its open invoices.",
  canceled: "The tenant must choose a plan again.",
  incomplete: "The tenant must finish its first payment.",
  incomplete_expired: "The tenant must choose a plan again: its first payment was never finished.",
  paused: "Resume the subscription at Stripe.",
};

const day = (instant: Date) => instant.toISOString().slice(0, 10);
const isFull = ({ used, limit }: Meter) => limit !== null && used >= limit;
const said = ({ used, limit }: Meter) => `${used} of ${limit ?? "unlimited"}`;

/** Every rule that RUN, new codes and new devices stand on, each with what it says of this tenant now. Pure. */
export function gatesOf({ standing, meters }: Facts, now: Date): Gate[] {
  const isTrial = accessOf(standing, now) === "trial";
  const concurrent = isTrial ? { ...meters.concurrentRuns, limit: 1 } : meters.concurrentRuns;
  return [
    suspension(standing),
    subscription(standing),
    trial(standing, now),
    grace(standing, now),
    gate("runs", !isFull(meters.runs), {
      reason: `${said(meters.runs)} of this month's runs are taken.`,
      remedy: "Set an override of runsPerMonth, choose a larger plan, or wait for the next month.",
    }),
    gate("concurrency", !isFull(concurrent), {
      reason: `${said(concurrent)} runs at a time are open${isTrial ? "; a trial has one" : ""}.`,
      remedy: isTrial
        ? "Wait for the open run to end or cancel it; a plan allows more."
        : "More wait in line. To let more run at once, set an override of concurrentRuns, or choose a larger plan.",
      blocksRun: isTrial,
    }),
    gate("codes", !isFull(meters.codes), {
      reason: `${said(meters.codes)} of this month's activation codes are taken.`,
      remedy: "Set an override of codesPerMonth, choose a larger plan, or wait for the next month.",
      blocksRun: false,
    }),
    gate("devices", !isFull(meters.devices), {
      reason: `${said(meters.devices)} devices are bound.`,
      remedy: "Revoke a device, set an override of maxDevices, or choose a larger plan.",
      blocksRun: false,
    }),
  ];
}

/** Whether the gates let a complete project with a code run. */
export const canRun = (facts: Facts, now: Date): boolean =>
  mayBegin(accessOf(facts.standing, now)) && gatesOf(facts, now).every(({ ok, blocksRun }) => ok || !blocksRun);

function gate(
  name: Name,
  ok: boolean,
  { reason, remedy, blocksRun = true }: { reason: string; remedy: string; blocksRun?: boolean },
): Gate {
  return { gate: name, ok, blocksRun, reason, remedy: ok ? null : remedy };
}

const suspension = ({ suspendedAt, suspendedReason }: Facts["standing"]) =>
  gate("suspension", suspendedAt === null, {
    reason: suspendedAt
      ? `Suspended by an admin since ${day(suspendedAt)}${suspendedReason ? `: ${suspendedReason}` : ""}.`
      : "Not suspended.",
    remedy: "Reinstate the tenant.",
  });

const subscription = ({ status }: Standing) =>
  gate("subscription", status === "active" || status === "trialing", {
    reason: `The subscription is ${status}.`,
    remedy: remedies[status] ?? "Stripe gives the subscription a status we do not know; look at it there.",
  });

function trial({ status, trialEndsAt }: Standing, now: Date): Gate {
  const hasEnded = status === "trialing" && trialEndsAt !== null && trialEndsAt <= now;
  const reason =
    status !== "trialing"
      ? "Not on trial."
      : trialEndsAt === null
        ? "On a trial without an end."
        : `The trial ${hasEnded ? "ended" : "ends"} on ${day(trialEndsAt)}.`;
  return gate("trial", !hasEnded, { reason, remedy: "The tenant must choose a plan." });
}

/** Grace lets nothing begin; it only keeps what runs going. */
function grace(standing: Standing, now: Date): Gate {
  const { pastDueSince, pastDueGraceDays } = standing;
  const endsAt = graceEndsAt(standing);
  if (!endsAt || !pastDueSince)
    return gate("grace", true, { reason: "No payment is overdue.", remedy: "", blocksRun: false });
  return gate("grace", now < endsAt, {
    reason: `Overdue since ${day(pastDueSince)}; the plan's ${pastDueGraceDays} days of grace ${now < endsAt ? "end" : "ended"} on ${day(endsAt)}. In grace runs go on, and none begins.`,
    remedy: "Runs in flight pause until the invoice is paid. Allow more days of grace in the plan to keep them going.",
    blocksRun: false,
  });
}
