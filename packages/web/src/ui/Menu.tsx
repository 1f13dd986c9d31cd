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
    if (!element) return;
    const items = () => [...element.querySelectorAll<HTMLElement>("a, button, input:checked")];
    const onToggle = () => {
      const open = element.matches(":popover-open");
      button.current?.setAttribute("aria-expanded", String(open));
      if (open) items()[0]?.focus();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      const all = items();
      const at = all.indexOf(document.activeElement as HTMLElement);
      all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]?.focus();
    };
    element.addEventListener("toggle", onToggle);
    element.addEventListener("keydown", onKey);
    return () => {
      element.removeEventListener("toggle", onToggle);
      element.removeEventListener("keydown", onKey);
    };
  }, []);
  return (
    <div class="menu">
      <button ref={button} type="button" class="menu-button" popovertarget={id} aria-expanded="false">
        <span class="visually-hidden">{label}</span>
        {trigger}
      </button>
      <div ref={panel} id={id} class="menu-panel" popover="auto">
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

export function MenuLink({ icon, href, children }: { icon: Shapes; href: string; children: ComponentChildren }) {
  return (
    <a class="menu-item" href={href}>
      <Icon of={icon} /> {children}
    </a>
  );
}
