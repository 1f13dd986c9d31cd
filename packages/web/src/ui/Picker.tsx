import check from "lucide-static/icons/check.svg?icon";
import type { JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { type Find, useFound } from "../lib/found.ts";
import { type Choice, Field, type FieldProps } from "./Field.tsx";
import { Icon } from "./Icon.tsx";

/**
 * Chooses one of ever so many: what is typed is searched for by the API, and the first that fit are offered.
 *
 * A combobox with a list of its own: arrows move, Enter takes, Esc puts back what was chosen, and so does leaving it.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 * @param shown what the chosen one is called, where the caller knows it: it may have been chosen by an address
 * @param none what choosing none of them means; without it one must be chosen
 */
export function Picker({
  label,
  hint,
  error,
  quietLabel,
  name,
  value,
  shown,
  none,
  find,
  onValue,
  required,
}: FieldProps & {
  name?: string;
  value: string;
  shown?: string | undefined;
  none?: string;
  find: Find;
  onValue(value: string): void;
  required?: boolean;
}) {
  const id = useId();
  const [picked, setPicked] = useState<Choice | undefined>();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | undefined>();
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useFound(find, isOpen ? (typed ?? "").trim() : undefined);
  const isAll = (typed ?? "").trim() === "";
  const choices: readonly Choice[] = [
    ...(none !== undefined && isAll ? [{ value: "", label: none }] : []),
    ...found.choices,
  ];
  const active = Math.min(at, choices.length - 1);
  const chosen = value === "" ? (none ?? "") : picked?.value === value ? picked.label : shown;

  const open = () => {
    if (isOpen) return;
    setOpen(true);
    setAt(0);
  };
  const close = () => {
    setOpen(false);
    setTyped(undefined);
  };
  const pick = (choice: Choice | undefined) => {
    if (!choice) return;
    setPicked(choice);
    close();
    if (choice.value !== value) onValue(choice.value);
  };
  const moveBy = (step: number) => {
    if (!isOpen) return open();
    const next = (active + step + choices.length) % Math.max(1, choices.length);
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: JSX.TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.key === "ArrowDown") moveBy(1);
    else if (event.key === "ArrowUp") moveBy(-1);
    else if (event.key === "Enter" && isOpen) pick(choices[active]);
    // The dialog around it stays.
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  };

  return (
    <Field {...{ label, hint, error, quietLabel }}>
      {(described) => (
        <div class="control select picker">
          <input
            type="text"
            role="combobox"
            aria-expanded={isOpen}
            aria-autocomplete="list"
            aria-controls={`${id}-list`}
            aria-activedescendant={isOpen && choices[active] ? `${id}-${active}` : undefined}
            aria-required={required}
            autoComplete="off"
            spellcheck={false}
            {...described}
            name={name}
            value={typed ?? chosen ?? `The chosen ${label.toLowerCase()}`}
            placeholder="Type to search"
            onFocus={(event) => event.currentTarget.select()}
            onClick={open}
            onInput={(event) => {
              open();
              setTyped(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            onBlur={close}
          />
          <div class="picker-panel" hidden={!isOpen}>
            <div
              ref={list}
              id={`${id}-list`}
              class="picker-list"
              role="listbox"
              tabIndex={-1}
              aria-label={label}
              // The keyboard stays with the field, also when its list is scrolled.
              onMouseDown={(event) => event.preventDefault()}
            >
              {isOpen &&
                choices.map((choice, index) => (
                  <div
                    key={choice.value}
                    id={`${id}-${index}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={index === active}
                    onPointerMove={() => setAt(index)}
                    onClick={() => pick(choice)}
                    onKeyDown={(event) => event.key === "Enter" && pick(choice)}
                  >
                    <span class="break">{choice.label}</span>
                    {choice.value === value && <Icon of={check} size={15} label="Chosen" />}
                  </div>
                ))}
            </div>
            <p class="hint" role="status">
              {isOpen && wordsFor(found, isAll)}
            </p>
          </div>
        </div>
      )}
    </Field>
  );
}

function wordsFor({ choices, total, isAsking, failed }: ReturnType<typeof useFound>, isAll: boolean): string {
  if (failed) return failed.message;
  if (isAsking && choices.length === 0) return "Searching…";
  if (choices.length === 0) return isAll ? "There is none yet." : "Nothing has such a name.";
  return total > choices.length ? `The first ${choices.length} are listed. Type to find another.` : "";
}
