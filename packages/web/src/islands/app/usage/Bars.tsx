const height = 180;
const head = 20;
const foot = 22;

/** Bars from left to right. A picture only: the same figures stand in a table beside it. */
export function Bars({ bars }: { bars: readonly { id: string; label: string; value: number; written: string }[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const room = height - head - foot;
  const step = 100 / Math.max(1, bars.length);
  return (
    <svg class="bars" width="100%" height={height} aria-hidden="true">
      <line class="bars-ground" x1="0" x2="100%" y1={height - foot + 0.5} y2={height - foot + 0.5} />
      {bars.map(({ id, label, value, written }, index) => {
        const tall = value === 0 ? 0 : Math.max(2, (value / most) * room);
        const middle = `${(index + 0.5) * step}%`;
        return (
          <g key={id}>
            <rect
              class="bars-bar"
              x={`${(index + 0.18) * step}%`}
              width={`${step * 0.64}%`}
              y={height - foot - tall}
              height={tall}
              rx="3"
            />
            {value > 0 && (
              <text class="bars-value" x={middle} y={height - foot - tall - 6}>
                {written}
              </text>
            )}
            <text class="bars-label" x={middle} y={height - 5}>
              {label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
