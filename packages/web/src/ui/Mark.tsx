/** The Q whose tail is a tick: an objective, checked. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect class="mark-ground" width="32" height="32" rx="8" />
      <circle class="mark-ring" cx="15" cy="15" r="8" stroke-width="3" />
      <path
        class="mark-gap"
        d="m15.500 17 4 4.500 6.500-9"
        stroke-width="7"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
      <path
        class="mark-tick"
        d="m15.500 17 4 4.500 6.500-9"
        stroke-width="3"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
