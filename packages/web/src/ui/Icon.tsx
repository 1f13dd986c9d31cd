import { h } from "preact";

export type Shapes = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

/** A Lucide drawing. Decorative unless it has a label; text beside it says the same. */
export function Icon({
  of,
  size = 16,
  label,
  class: name,
}: {
  of: Shapes;
  size?: number;
  label?: string;
  class?: string;
}) {
  return (
    <svg
      class={`icon ${name ?? ""}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={size > 20 ? 1.6 : 1.9}
      stroke-linecap="round"
      stroke-linejoin="round"
      role="img"
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
    >
      {of.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
