import circleAlert from "lucide-static/icons/circle-alert.svg?icon";
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./Icon.tsx";

export type FieldProps = {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** Shown beside the label, so that the exception is marked and not the rule. */
  optional?: boolean;
  /** Read by screen readers only, where the placement makes it plain to the eye. */
  quietLabel?: boolean;
  aside?: ComponentChildren;
};

type Described = { id: string; "aria-describedby": string | undefined; "aria-invalid": "true" | undefined };

/** Label, control, hint and error, tied together for everyone. */
export function Field({
  label,
  hint,
  error,
  optional,
  quietLabel,
  aside,
  children,
}: FieldProps & { children: (described: Described) => ComponentChildren }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={`field${error ? " has-error" : ""}`}>
      <div class={quietLabel ? "visually-hidden" : "field-head"}>
        <label for={id}>{label}</label>
        {optional && <span class="optional">optional</span>}
        {aside && <span class="field-aside">{aside}</span>}
      </div>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? "true" : undefined })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="error" id={`${id}-error`} aria-live="polite">
        {error && (
          <>
            <Icon of={circleAlert} size={14} /> {error}
          </>
        )}
      </p>
    </div>
  );
}

type Typed<Element extends "input" | "textarea"> = FieldProps &
  Omit<JSX.IntrinsicElements[Element], "label" | "value" | "onInput"> & {
    value: string;
    onValue(value: string): void;
  };

export function TextField({
  label,
  hint,
  error,
  optional,
  quietLabel,
  aside,
  value,
  onValue,
  inputRef,
  lead,
  ...rest
}: Typed<"input"> & { inputRef?: RefObject<HTMLInputElement>; lead?: ComponentChildren }) {
  return (
    <Field {...{ label, hint, error, optional, quietLabel, aside }}>
      {(described) => (
        <div class="control">
          {lead && <span class="lead">{lead}</span>}
          <input
            type="text"
            {...rest}
            {...described}
            ref={inputRef}
            value={value}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
        </div>
      )}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  optional,
  quietLabel,
  aside,
  value,
  onValue,
  limit,
  ...rest
}: Typed<"textarea"> & { limit?: number }) {
  const near = limit !== undefined && value.length > limit * 0.8;
  return (
    <Field
      {...{ label, hint, error, optional, quietLabel }}
      aside={near ? `${value.length.toLocaleString("en")} of ${limit.toLocaleString("en")}` : aside}
    >
      {(described) => (
        <textarea {...rest} {...described} value={value} onInput={(event) => onValue(event.currentTarget.value)} />
      )}
    </Field>
  );
}

export type Choice = { value: string; label: string };

export function SelectField({
  label,
  hint,
  error,
  optional,
  quietLabel,
  value,
  onValue,
  choices,
  ...rest
}: FieldProps &
  Omit<JSX.IntrinsicElements["select"], "label" | "value" | "onChange"> & {
    value: string;
    onValue(value: string): void;
    choices: readonly Choice[];
  }) {
  return (
    <Field {...{ label, hint, error, optional, quietLabel }}>
      {(described) => (
        <div class="control select">
          <select {...rest} {...described} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
