import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon, type Shapes } from "./Icon.tsx";

/** A button that opens a short list of things to do. The platform's popover closes it on Esc and on a press elsewhere. */
export function Menu({
  label,
  trigger,
  children,
}: {
  label: string;
  trigger: ComponentChildren;
  children: ComponentChildren;
}) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const element = panel.current;
    const onToggle = () => {
      const open = element?.matches(":popover-open") ?? false;
      button.current?.setAttribute("aria-expanded", String(open));
      if (open) element?.querySelector<HTMLElement>("a, button, input")?.focus();
    };
    element?.addEventListener("toggle", onToggle);
    return () => element?.removeEventListener("toggle", onToggle);
  }, []);
  const step = (by: number) => {
    const items = [...(panel.current?.querySelectorAll<HTMLElement>("a, button, input:checked") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + by + items.length) % items.length]?.focus();
  };
  return (
    <div class="menu">
      <button
        ref={button}
        type="button"
        class="menu-button"
        popovertarget={id}
        aria-expanded="false"
        aria-label={label}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        class="menu-panel"
        popover="auto"
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          step(event.key === "ArrowDown" ? 1 : -1);
        }}
      >
        {children}
      </div>
    </div>
  );
}

export function MenuItem({ icon, onClick, children }: { icon: Shapes; onClick(): void; children: ComponentChildren }) {
  return (
    <button type="button" class="menu-item" onClick={onClick}>
      <Icon of={icon} /> {children}
    </button>
  );
}
