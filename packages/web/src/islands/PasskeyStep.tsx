import { useState } from "preact/hooks";
import { useAction } from "../lib/action.ts";
import { call } from "../lib/api.ts";
import { afterSignIn, sessions } from "../lib/doors.ts";
import { enrolPasskey, inWords, knowsPasskeys, showPasskey } from "../lib/passkey.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { Refusal } from "../ui/States.tsx";

/** The second half of an admin's sign-in: the passkey, or a first one to enrol. A code proves a mailbox only. */
export function PasskeyStep({ needs, onLeave }: { needs: "passkey" | "enrolment"; onLeave(): void }) {
  const [name, setName] = useState("");
  const isNew = needs === "enrolment";
  const show = useAction(async () => {
    await (isNew ? enrolPasskey(name.trim() || "My passkey") : showPasskey());
    location.assign(afterSignIn("admin", location.search));
  });
  const leave = useAction(async () => {
    await call(`delete ${sessions.admin.session}`, {}, { anonymous: true });
    onLeave();
  });

  return (
    <Form onSend={() => void show.run()}>
      <p>
        {isNew
          ? "Your address is confirmed. Admins also have a passkey: your device asks for your fingerprint, face or PIN, and nothing of it leaves the device."
          : "Your address is confirmed. Now show your passkey."}
      </p>
      {isNew && (
        <TextField
          label="Name of this passkey"
          value={name}
          onValue={setName}
          placeholder="Work laptop"
          maxLength={60}
          autoComplete="off"
        />
      )}
      {!knowsPasskeys() && <p class="hint">This browser knows no passkeys here. Use another one, over https.</p>}
      <Refusal error={inWords(show.error ?? leave.error)} />
      <div class="form-foot">
        <Button type="submit" variant="primary" busy={show.busy} blocked={!knowsPasskeys()}>
          {isNew ? "Create a passkey" : "Use my passkey"}
        </Button>
        <Button variant="quiet" busy={leave.busy} onClick={() => void leave.run()}>
          Sign in as somebody else
        </Button>
      </div>
    </Form>
  );
}
