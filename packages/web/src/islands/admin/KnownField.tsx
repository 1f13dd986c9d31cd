import { type Choice, SelectField } from "../../ui/Field.tsx";

/** Chooses one of what is known, or none. One that is not among the known is still named as chosen. */
export function KnownField({
  label,
  none,
  known,
  value,
  onValue,
}: {
  label: string;
  /** What choosing none of them means. */
  none: string;
  known: readonly Choice[];
  value: string;
  onValue(value: string): void;
}) {
  const isKnown = value === "" || known.some((choice) => choice.value === value);
  const unknown = { value, label: `The chosen ${label.toLowerCase()}` };
  return (
    <SelectField
      label={label}
      quietLabel
      value={value}
      onValue={onValue}
      choices={[{ value: "", label: none }, ...(isKnown ? [] : [unknown]), ...known]}
    />
  );
}
