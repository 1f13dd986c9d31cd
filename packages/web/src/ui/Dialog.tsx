import x from "lucide-static/icons/x.svg?icon";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "./Button.tsx";

/**
 * The platform's own modal: focus, Esc and the rest of the page are its business.
 *
 * @param mustDecide no dismissing by Esc or by a press outside, for what is shown only once
 */
export function Dialog({
  open,
  title,
  onClose,
  mustDecide = false,
  wide = false,
  children,
}: {
  open: boolean;
  title: string;
  onClose(): void;
  mustDecide?: boolean;
  wide?: boolean;
  children: ComponentChildren;
}) {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  // Before the next key comes, so that who opens it and types on loses nothing.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  useEffect(() => {
    const dialog = element.current;
    if (!dialog || mustDecide) return;
    const onPress = (event: MouseEvent) => {
      if (event.target === dialog) dialog.close();
    };
    dialog.addEventListener("mousedown", onPress);
    return () => dialog.removeEventListener("mousedown", onPress);
  }, [mustDecide]);
  return (
    <dialog
      ref={element}
      class={`dialog${wide ? " wide" : ""}`}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={(event) => {
        if (mustDecide) event.preventDefault();
      }}
    >
      {open && (
        <div class="dialog-body">
          <header class="dialog-head">
            <h2 id={id}>{title}</h2>
            {!mustDecide && <Button variant="quiet" size="s" icon={x} aria-label="Close" onClick={onClose} />}
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}

/** Asks before what cannot be undone, with what will be lost in its text. */
export function Confirm({
  open,
  title,
  action,
  busy,
  onConfirm,
  onClose,
  children,
}: {
  open: boolean;
  title: string;
  action: string;
  busy: boolean;
  onConfirm(): void;
  onClose(): void;
  children: ComponentChildren;
}) {
  return (
    <Dialog open={open} title={title} onClose={onClose}>
      <div class="prose">{children}</div>
      <footer class="dialog-foot">
        <Button onClick={onClose}>Keep</Button>
        <Button variant="danger" busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </footer>
    </Dialog>
  );
}
