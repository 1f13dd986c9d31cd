import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** On or off, at once or with its form. The words say what "on" means. */
export function Switch({
  label,
  hint,
  isOn,
  onChange,
  disabled = false,
}: {
  label: string;
  hint?: ComponentChildren;
  isOn: boolean;
  onChange(isOn: boolean): void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div class="switch-row">
      <div>
        <label for={id}>{label}</label>
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
      <input
        id={id}
        class="switch"
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          const next = event.currentTarget.checked;
          // It shows what holds: whoever is told may be busy and change nothing.
          event.currentTarget.checked = isOn;
          onChange(next);
        }}
      />
    </div>
  );
}
