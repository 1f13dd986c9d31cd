import { useEffect, useRef, useState } from "preact/hooks";
import { TextField } from "./Field.tsx";

const pauseMs = 250;

/** A filter that is typed: it counts when the typing pauses. */
export function SettledField({
  label,
  placeholder,
  value,
  onValue,
}: {
  label: string;
  placeholder: string;
  value: string;
  onValue(value: string): void;
}) {
  const [typed, setTyped] = useState(value);
  const pending = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => clearTimeout(pending.current), []);
  return (
    <TextField
      label={label}
      quietLabel
      type="search"
      placeholder={placeholder}
      autoComplete="off"
      value={typed}
      onValue={(text) => {
        setTyped(text);
        clearTimeout(pending.current);
        pending.current = setTimeout(() => onValue(text.trim()), pauseMs);
      }}
    />
  );
}
