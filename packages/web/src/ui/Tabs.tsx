import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

export type Tab = { id: string; label: string; badge?: string | undefined; panel: () => ComponentChildren };

/** Tabs by the ARIA pattern: arrows move, Home and End jump, only the shown panel is rendered. */
export function Tabs({
  label,
  tabs,
  value,
  onValue,
}: {
  label: string;
  tabs: readonly Tab[];
  value: string;
  onValue(id: string): void;
}) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = Math.max(
    0,
    tabs.findIndex((tab) => tab.id === value),
  );
  const go = (index: number) => {
    const next = tabs[(index + tabs.length) % tabs.length];
    if (!next) return;
    onValue(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  const moves: Record<string, () => void> = {
    ArrowRight: () => go(current + 1),
    ArrowLeft: () => go(current - 1),
    Home: () => go(0),
    End: () => go(tabs.length - 1),
  };
  const shown = tabs[current];
  return (
    <div class="tabs">
      <div
        ref={list}
        class="tab-list"
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={(event) => {
          const move = moves[event.key];
          if (!move) return;
          event.preventDefault();
          move();
        }}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            class="tab"
            data-tab={tab.id}
            id={`${base}-${tab.id}`}
            aria-selected={tab === shown}
            aria-controls={tab === shown ? `${base}-panel` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => onValue(tab.id)}
          >
            {tab.label}
            {tab.badge !== undefined && <span class="tab-badge">{tab.badge}</span>}
          </button>
        ))}
      </div>
      {shown && (
        <div class="tab-panel" role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${shown.id}`}>
          {shown.panel()}
        </div>
      )}
    </div>
  );
}
