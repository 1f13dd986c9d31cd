import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useAction } from "./action.ts";
import { Refused } from "./api.ts";
import { type Errors, fromApi, problems, type Rules } from "./rules.ts";

type Texts<Name extends string> = Readonly<Record<Name, string>>;

/**
 * A form as it is filled in: held to its rules before it is sent, and to what the API says of each field after. The first
 * field that is wrong gets the focus.
 *
 * @param change takes what somebody typed
 * @param send is given what is typed and the deed's idempotency key
 * @param also what is wrong beyond the rules
 */
export function useForm<Name extends string, Values extends Texts<Name>>(
  rules: Rules<Name>,
  values: Values,
  change: (part: Partial<Record<Name, string>>) => void,
  send: (values: Values, key: string) => Promise<void>,
  also?: (values: Values) => Errors<Name>,
) {
  const names = Object.keys(rules) as Name[];
  // What is wrong is wrong of what was typed then: whoever types on is not told so any more.
  const [wrong, setWrong] = useState<{ errors: Errors<Name>; of?: Values }>({ errors: {} });
  const errorOf = (name: Name) => (wrong.of?.[name] === values[name] ? wrong.errors[name] : undefined);
  const sending = useAction(async (typed: Values, key) => {
    try {
      await send(typed, key);
    } catch (error) {
      if (error instanceof Refused) setWrong({ errors: fromApi(error.errors, rules).fields, of: typed });
      throw error;
    }
  });
  /** Checks it all, then sends it. */
  const submit = (form: HTMLFormElement) => {
    const errors = { ...problems(values, rules), ...also?.(values) };
    setWrong({ errors, of: values });
    const first = names.find((name) => errors[name]);
    if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    else void sending.run(values);
  };
  return {
    busy: sending.busy,
    error: sending.error,
    /** What was refused, unless it is said at its field. */
    refusal: names.some(errorOf) ? undefined : sending.error,
    field: (name: Name) => ({
      name,
      label: rules[name].label,
      value: values[name] as string,
      error: errorOf(name),
      onValue: (text: string) => change({ [name]: text } as Partial<Record<Name, string>>),
    }),
    submit,
    onSubmit(event: JSX.TargetedSubmitEvent<HTMLFormElement>) {
      event.preventDefault();
      submit(event.currentTarget);
    },
  };
}
