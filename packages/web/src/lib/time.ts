/** Instants and spans in words. Everything takes ISO 8601 or milliseconds and, where it matters, "now". */

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600_000],
  ["month", 2_629_800_000],
  ["week", 604_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const date = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const full = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "long" });

/** "just now", "5 minutes ago", "in 3 days". */
export function ago(iso: string, now: number = Date.now()): string {
  const span = Date.parse(iso) - now;
  for (const [unit, ms] of units) if (Math.abs(span) >= ms) return relative.format(Math.trunc(span / ms), unit);
  return span > 5_000 ? "in a moment" : "just now";
}

export const day = (iso: string): string => date.format(Date.parse(iso));

/** The whole instant, for the tooltip. */
export const instant = (iso: string): string => full.format(Date.parse(iso));

/** "48 s", "3 min 05 s", "1 h 20 min". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** An estimate, so in steps nobody takes for exact: "a few seconds left", "about 4 min left". */
export function eta(seconds: number): string {
  if (seconds < 10) return "a few seconds left";
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${Math.max(1, minutes)} min left`;
  return `about ${Math.round(minutes / 6) / 10} h left`;
}

/** "10:42:07", for log lines. */
export const clockTime = (iso: string): string => new Date(iso).toLocaleTimeString("en-GB");
