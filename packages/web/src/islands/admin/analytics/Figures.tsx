import trendingDown from "lucide-static/icons/trending-down.svg?icon";
import trendingUp from "lucide-static/icons/trending-up.svg?icon";
import { micros, money } from "../../../lib/money.ts";
import type { Analytics, Change } from "../../../lib/shapes.ts";
import { duration } from "../../../lib/time.ts";
import { Icon } from "../../../ui/Icon.tsx";

type Words = (value: number) => string;
const plain: Words = (value) => value.toLocaleString("en");
const percent: Words = (value) => `${value.toLocaleString("en")} %`;
const seconds: Words = (value) => duration(value * 1_000);

/** What came of the range, each against the time before it. */
export function Figures({ of: { totals, durations, mrrCents } }: { of: Analytics }) {
  return (
    <div class="stats wide">
      <Figure label="Runs" of={totals.runs} />
      <Figure label="Runs that delivered" of={totals.successRate} words={percent} />
      <Figure label="Half took at most" of={durations.p50Seconds} words={seconds} />
      <Figure label="Spent on models" of={totals.costMicros} words={micros} />
      <Figure label="Codes generated" of={totals.codesGenerated} />
      <Figure label="Codes assigned" of={totals.codesAssigned} />
      <Figure label="Devices activated" of={totals.devicesActivated} />
      <div class="card stat">
        <span class="stat-label">Revenue a month</span>
        <span class="stat-value">{money(mrrCents)}</span>
        <span class="stat-change">As it is now</span>
      </div>
    </div>
  );
}

function Figure({ label, of: { value, change }, words = plain }: { label: string; of: Change; words?: Words }) {
  const moved = change !== null && change !== 0;
  return (
    <div class="card stat">
      <span class="stat-label">{label}</span>
      <span class="stat-value">{value === null ? "–" : words(value)}</span>
      <span class="stat-change">
        {moved && <Icon of={change > 0 ? trendingUp : trendingDown} size={14} />}
        {moved
          ? `${change > 0 ? "+" : "−"}${words(Math.abs(change))} on the time before`
          : change === 0
            ? "As in the time before"
            : "Nothing to compare"}
      </span>
    </div>
  );
}
