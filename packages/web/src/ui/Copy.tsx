import check from "lucide-static/icons/check.svg?icon";
import copy from "lucide-static/icons/copy.svg?icon";
import { useEffect, useState } from "preact/hooks";
import { Button, type ButtonVariant } from "./Button.tsx";

/** The clipboard API needs a secure page; the old way still works on the others. */
async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const holder = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
  (document.querySelector("dialog[open]") ?? document.body).append(holder);
  holder.select();
  const copied = document.execCommand("copy");
  holder.remove();
  if (!copied) throw new Error("Copying is not allowed here.");
}

export function CopyButton({
  text,
  label = "Copy",
  what,
  variant = "secondary",
  size = "s",
}: {
  text: string;
  label?: string;
  /** What is copied, for those who do not see where the button stands: "activation code". */
  what?: string;
  variant?: ButtonVariant;
  size?: "s" | "m";
}) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const words = { idle: label, copied: "Copied", refused: "Select and copy by hand" }[state];
  return (
    <Button
      variant={variant}
      size={size}
      icon={state === "copied" ? check : copy}
      aria-label={what && state === "idle" ? `${label} ${what}` : undefined}
      onClick={() =>
        toClipboard(text).then(
          () => setState("copied"),
          () => setState("refused"),
        )
      }
    >
      {words}
    </Button>
  );
}

/** Something to be taken elsewhere exactly as it is. */
export function Code({ text, what, strong = false }: { text: string; what: string; strong?: boolean }) {
  return (
    <div class={`code${strong ? " strong" : ""}`}>
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
