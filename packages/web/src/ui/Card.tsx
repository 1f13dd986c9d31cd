import trendingDown from "lucide-static/icons/trending-down.svg?icon";
import trendingUp from "lucide-static/icons/trending-up.svg?icon";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./Icon.tsx";

/** A region with a heading. `sunken` recedes, `deep` carries the brand. */
export function Card({
  title,
  aside,
  variant = "plain",
  children,
}: {
  title?: ComponentChildren;
  aside?: ComponentChildren;
  variant?: "plain" | "sunken" | "deep";
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={`card ${variant}`} aria-labelledby={title ? id : undefined}>
      {title && (
        <header class="card-head">
          <h2 id={id}>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

/** One figure with what it means, and how it moved in a week. */
export function StatCard({
  label,
  value,
  change,
  href,
}: {
  label: string;
  value: string;
  change?: number | null | undefined;
  href?: string;
}) {
  const moved = change !== undefined && change !== null && change !== 0;
  const body = (
    <>
      <span class="stat-label">{label}</span>
      <span class="stat-value">{value}</span>
      <span class={`stat-change${moved ? (change > 0 ? " up" : " down") : ""}`}>
        {moved && <Icon of={change > 0 ? trendingUp : trendingDown} size={14} />}
        {moved ? `${change > 0 ? "+" : "−"}${Math.abs(change).toLocaleString("en")} this week` : "No change this week"}
      </span>
    </>
  );
  return href ? (
    <a class="card stat" href={href}>
      {body}
    </a>
  ) : (
    <div class="card stat">{body}</div>
  );
}

/** One figure with what it means, and a word to it. */
export const Figure = ({ label, value, note }: { label: string; value: string; note: ComponentChildren }) => (
  <div class="card stat">
    <span class="stat-label">{label}</span>
    <span class="stat-value">{value}</span>
    <span class="stat-change">{note}</span>
  </div>
);
