import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/**
 * A form that our code sends. It is drawn before our code has arrived, so until then it takes nothing: what was typed that
 * early would be wiped, and a press would put the fields into the address.
 */
export function Form({ onSend, children }: { onSend(form: HTMLFormElement): void; children: ComponentChildren }) {
  const [alive, setAlive] = useState(false);
  useLayoutEffect(() => setAlive(true), []);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend(event.currentTarget);
      }}
    >
      <fieldset class="form" disabled={!alive}>
        {children}
      </fieldset>
    </form>
  );
}
