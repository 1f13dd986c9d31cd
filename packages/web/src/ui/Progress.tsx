import type { Requirement } from "../lib/shapes.ts";

/** How much of the work is verified. `live` shimmers while someone works on it. */
export function Progress({ value, label, live = false }: { value: number; label: string; live?: boolean }) {
  const percent = Math.round(Math.min(100, Math.max(0, value)));
  return (
    <div
      class={`progress${live ? " live" : ""}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${percent} %`}
    >
      <svg width="100%" height="100%" preserveAspectRatio="none" aria-hidden="true">
        <rect class="progress-fill" width={`${percent}%`} height="100%" />
      </svg>
    </div>
  );
}

const cellsAtMost = 80;

/** The proof strip: one cell a requirement, filled when it is verified, hatched when it is a gap. */
export function ProofStrip({
  requirements,
  label,
  live = false,
}: {
  requirements: readonly Pick<Requirement, "id" | "text" | "status">[];
  label: string;
  live?: boolean;
}) {
  const verified = requirements.filter((item) => item.status === "verified").length;
  if (requirements.length === 0) return <Progress value={0} label={label} live={live} />;
  if (requirements.length > cellsAtMost)
    return <Progress value={(100 * verified) / requirements.length} label={label} live={live} />;
  return (
    <div
      class={`proof-strip${live ? " live" : ""}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={requirements.length}
      aria-valuenow={verified}
      aria-valuetext={`${verified} of ${requirements.length} requirements verified`}
    >
      {requirements.map((item) => (
        <span key={item.id} class={`proof-cell ${item.status}`} title={`${item.id}: ${item.text}`} />
      ))}
    </div>
  );
}

/** Use of something limited: the words say it, the bar shows it. No limit, no bar. */
export function Meter({
  label,
  used,
  limit,
  words: inWords = (value) => value.toLocaleString("en"),
}: {
  label: string;
  used: number;
  limit: number | null | undefined;
  /** How to say a quantity, where it is not just a number. */
  words?: (value: number) => string;
}) {
  const words = limit == null ? `${inWords(used)} used, no limit` : `${inWords(used)} of ${inWords(limit)}`;
  const share = limit ? Math.min(1, used / limit) : 0;
  return (
    <div class="meter">
      <div class="meter-head">
        <span>{label}</span>
        <span class="number">{words}</span>
      </div>
      {limit != null && (
        <svg
          class={`meter-bar${share >= 1 ? " full" : share >= 0.8 ? " near" : ""}`}
          width="100%"
          height="6"
          role="img"
          aria-label={`${label}: ${words}`}
        >
          <rect class="meter-track" width="100%" height="6" rx="3" />
          {share > 0 && <rect class="meter-fill" width={`${Math.max(2, share * 100)}%`} height="6" rx="3" />}
        </svg>
      )}
    </div>
  );
}
