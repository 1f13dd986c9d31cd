/** A colour and its name. Drawn, since a style in markup is forbidden by our policy. */
export const Swatch = ({ colour }: { colour: string }) => (
  <span class="colour">
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <circle class="colour-dot" cx="7" cy="7" r="6.5" fill={colour} />
    </svg>
    <code>{colour}</code>
  </span>
);
