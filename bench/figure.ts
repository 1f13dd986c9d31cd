/** What was measured once, with what it is held to and what it is compared with in the same run. */
export type Figure = {
  name: string;
  value: number;
  unit: "s" | "ms" | "kB" | "MB" | "×" | "%" | "runs" | "faults";
  /** The most it may be. */
  bound: number;
  /** Its own bound is how many times the baseline the figure may be; by `slack` it may be more in any case. */
  baseline?: { name: string; value: number; bound?: number; slack?: number };
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** The value that so many of a hundred do not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * share) / 100) - 1)] ?? Number.NaN;
};

function isHeld({ value, bound, baseline }: Figure): boolean {
  if (baseline?.bound === undefined) return value <= bound;
  return value <= Math.min(bound, Math.max(baseline.value * baseline.bound, baseline.value + (baseline.slack ?? 0)));
}

/** One line: the figure, its bound, and how many times the baseline it is and may be. */
function line(figure: Figure): string {
  const { name, value, unit, bound, baseline } = figure;
  const shown = `${round(value)} ${unit}`.padStart(10);
  const times = baseline?.bound === undefined ? "" : `, ${baseline.bound} ×`;
  const slack = baseline?.slack === undefined ? "" : ` or ${baseline.slack} ${unit} more`;
  const most = `${bound} ${unit}${times}${slack}`;
  const held = `${isHeld(figure) ? "within" : "ABOVE "} ${most}`.padEnd(16);
  const ratio = baseline
    ? `${round(value / baseline.value)} × ${baseline.name} (${round(baseline.value)} ${unit})`
    : "";
  return `${name.padEnd(44)}${shown}   ${held}  ${ratio}`.trimEnd();
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

/** Measures those wanted, or all, and says each figure. @returns whether all are within their bounds */
export async function report(
  benches: Readonly<Record<string, () => Promise<Figure[]> | AsyncIterable<Figure>>>,
  wanted: readonly string[],
): Promise<boolean> {
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length > 0)
    throw new Error(`No such bench: ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  let isWithin = true;
  for (const [name, measure] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for await (const figure of await measure()) {
      console.log(line(figure));
      if (!isHeld(figure)) isWithin = false;
    }
  }
  return isWithin;
}
