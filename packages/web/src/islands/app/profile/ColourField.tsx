import { contrastOnWhite, hexColour } from "../../../lib/contrast.ts";
import { TextField } from "../../../ui/Field.tsx";

/** What the platform wears itself, shown by the picker while nothing is chosen. */
const ownColour = "#005f73";
const readable = 4.5;

function hintOf(colour: string | undefined): string {
  if (!colour) return "One colour; every shade is derived from it so that text stays readable.";
  const ratio = contrastOnWhite(colour);
  const figure = `${(Math.floor(ratio * 10) / 10).toFixed(1)} : 1 on white`;
  return ratio >= readable
    ? `Reads well: ${figure}, and text needs ${readable} : 1.`
    : `Pale for text: ${figure}, and text needs ${readable} : 1. It is darkened where it carries or colours text.`;
}

/** A colour to type or to pick, with what it is worth as the colour of text. */
export function ColourField({
  value,
  onValue,
  ...rest
}: {
  name: string;
  value: string;
  error: string | undefined;
  onValue(value: string): void;
}) {
  const colour = hexColour(value);
  return (
    <div class="colour-row">
      <input
        type="color"
        class="colour-pick"
        aria-label="Pick the colour"
        value={colour ?? ownColour}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <TextField
        label="Colour"
        optional
        spellcheck={false}
        autoComplete="off"
        placeholder="#1a73e8"
        class="mono"
        hint={hintOf(colour)}
        value={value}
        onValue={onValue}
        {...rest}
      />
    </div>
  );
}
