import trendingDown from "lucide-static/icons/trending-down.svg?icon";
import trendingUp from "lucide-static/icons/trending-up.svg?icon";
import { micros, money } from "../../../lib/money.ts";
import type { Analytics, Change } from "../../../lib/shapes.ts";
import { duration } from "../../../lib/time.ts";
import { Figure } from "../../../ui/Card.tsx";
import { Icon } from "../../../ui/Icon.tsx";

type Words = (value: number) => string;
const plain: Words = (value) => value.toLocaleString("en");
const percent: Words = (value) => `${value.toLocaleString("en")} %`;
const seconds: Words = (value) => duration(value * 1_000);

/** What came of the range, each against the time before it. */
export function Figures({ of: { totals, durations, mrrCents } }: { of: Analytics }) {
  return (
    <div class="stats wide">
      <Moved label="Runs" of={totals.runs} />
      <Moved label="Runs that delivered" of={totals.successRate} words={percent} />
      <Moved label="Half took at most" of={durations.p50Seconds} words={seconds} />
      <Moved label="Spent on models" of={totals.costMicros} words={micros} />
      <Moved label="Codes generated" of={totals.codesGenerated} />
      <Moved label="Codes assigned" of={totals.codesAssigned} />
      <Moved label="Devices activated" of={totals.devicesActivated} />
      <Figure label="Revenue a month" value={money(mrrCents)} note="As it is now" />
    </div>
  );
}

function Moved({ label, of: { value, change }, words = plain }: { label: string; of: Change; words?: Words }) {
  const moved = change !== null && change !== 0;
  return (
    <Figure
      label={label}
      value={value === null ? "–" : words(value)}
      note={
        <>
          {moved && <Icon of={change > 0 ? trendingUp : trendingDown} size={14} />}
          {moved
            ? `${change > 0 ? "+" : "−"}${words(Math.abs(change))} on the time before`
            : change === 0
              ? "As in the time before"
              : "Nothing to compare"}
        </>
      }
    />
  );
}
