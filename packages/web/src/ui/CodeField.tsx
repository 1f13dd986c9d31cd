import { useLayoutEffect, useRef } from "preact/hooks";
import { formatEdit } from "../lib/activation-code.ts";
import { TextField } from "./Field.tsx";

/** An activation code as it is typed or pasted: any case, any spacing; it shows itself in groups of five. */
export function CodeField({
  label,
  value,
  onValue,
  error,
  hint,
  large = false,
}: {
  label: string;
  value: string;
  onValue(value: string): void;
  error?: string | undefined;
  hint?: string;
  large?: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  const caret = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (caret.current !== undefined) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  return (
    <TextField
      label={label}
      inputRef={field}
      class={`code-input${large ? " large" : ""}`}
      value={value}
      onValue={(typed) => {
        const edit = formatEdit(typed, field.current?.selectionStart ?? typed.length, value);
        caret.current = edit.caret;
        // What was typed may format to what is already shown, and then nothing else would put it right.
        if (field.current) field.current.value = edit.text;
        onValue(edit.text);
      }}
      error={error}
      hint={hint}
      placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"
      autoComplete="off"
      autoCapitalize="characters"
      spellcheck={false}
    />
  );
}
